import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ReportConstraint } from '../../src/report/types.ts';
import type { RunContext } from '../../src/run/context.ts';
import type { StepRecord } from '../../src/run/engine-record.ts';
import { investigate } from '../../src/run/investigate.ts';
import { RECOMMEND } from '../../src/run/obligations/recommend.ts';
import { wordingKey } from '../../src/run/obligations/wording.ts';
import { uncheckedObligations } from '../../src/run/obligations.ts';
import type { InvestigationRequest } from '../../src/run/request.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { newSop } from '../../src/sop/skeleton.ts';
import type { Sop } from '../../src/sop/sop.ts';
import { fakeCloudWatch, refusedConnections } from './fake-cloudwatch.ts';
import { type FakeOptions, fakeWorld, fault, ok, requestFor, type Script } from './fake-world.ts';

const GROUP = '/aws/lambda/payment-service';

function parse(text: string): Sop {
  const { value } = parseSop(text, 'custom.sop.md');
  if (value === null) throw new Error('the SOP does not parse');
  return value;
}

const builtIn = (name: string) =>
  parse(readFileSync(join(import.meta.dirname, `../../sops/${name}.sop.md`), 'utf8'));
const MAIN = builtIn('application-failure-troubleshooting');
const LAMBDA = builtIn('lambda-timeout');

type Steps = readonly (readonly [procedure: string | null, ...constraints: readonly string[]])[];

function sopOf(steps: Steps): Sop {
  const texts = steps.map(
    ([procedure, ...constraints], index) =>
      `### ${index + 1}. Step\n\n${procedure === null ? '' : `**Procedure:** \`${procedure}\`\n\n`}**Constraints:**\n\n${constraints.map((text) => `- ${text}`).join('\n')}`,
  );
  return parse(
    `# Custom\n\n## Overview\n\nOne.\n\n## Parameters\n\n- **application_name** (required): Name\n\n## Steps\n\n${texts.join('\n\n')}\n`,
  );
}

const good = fakeCloudWatch(refusedConnections);

async function rulings(
  sop: Sop,
  script: Script = good,
  changes: Partial<InvestigationRequest> = {},
  options: FakeOptions = {},
): Promise<readonly ReportConstraint[]> {
  const parameters = {
    application_name: 'payment-service',
    region: 'us-west-2',
    timeout_text: 'Task timed out after',
  };
  const request = requestFor(sop, { parameters, ...changes });
  const { report } = await investigate(request, fakeWorld(script, options));
  return report.steps.flatMap(({ constraints }) => constraints);
}

/** How the obligation of this beginning ended: `status: by`. */
function ended(all: readonly ReportConstraint[], beginning: string): string {
  const found = all.filter(({ text }) => text.startsWith(`You ${beginning}`));
  if (found.length !== 1) throw new Error(`${found.length} obligations begin with ${beginning}`);
  return `${found[0]?.status}: ${found[0]?.by}`;
}

const replaced = (script: Script): Script => ({ ...good, ...script });
const answerOf = (tool: string, args: Readonly<Record<string, unknown>>, before: number) =>
  good[tool]?.(args, before) ?? ok({});

describe('the obligations of the built-in SOPs', () => {
  test.each([
    ['application-failure-troubleshooting', MAIN],
    ['lambda-timeout', LAMBDA],
    ['the skeleton of a new one', parse(newSop('new-one'))],
  ])('are all known: %s', (_name, sop) => {
    const outcome = { status: 'done' as const, summary: '' };
    const records = sop.steps.map((step) => ({ step, outcome }));
    expect(uncheckedObligations({ parameters: {} }, records)).toEqual([]);
  });

  test('end satisfied on a good run, but for those that had no occasion', async () => {
    const all = await rulings(MAIN);
    const moot = all.filter(({ status }) => status === 'not-applicable');
    expect(all.filter(({ status }) => status === 'gap')).toEqual([]);
    expect(moot.map(({ text, by }) => `${text.slice(0, 42)} – ${by}`)).toEqual([
      'You MUST name each missing tool and say ho – no tool is missing',
      'You MUST ask whether to go on when a tool  – no tool is missing',
      'You MUST follow the answer, and end withou – no tool is missing',
      'You MUST ask for log group names when none – log groups were found',
      'You MUST say which log groups hold no log  – each holds log streams',
      'You MUST say which log groups have had no  – the last event of each is not older than the window',
      'You MUST shrink the window where it reache – the data covers the window',
      'You MUST go on with the other queries when – no query was refused',
      'You MUST NOT read a query that failed, was – no query failed',
      'You MUST narrow the window and ask again w – one query returned all that matched',
      'You MUST say that the logs do not show the – verdict: likely',
      'You MUST describe how to roll back where a – no recent change was found',
      'You MUST name each gap, why it is there, a – there is no gap',
    ]);
    expect(ended(all, 'MUST leave out log groups')).toBe(`satisfied: left out: ${GROUP}-staging`);
    expect(ended(all, 'MUST work out from retention')).toMatch(/^satisfied: E\d+$/);
    expect(ended(all, 'MUST search for failures')).toMatch(/failure words: E\d+$/);
    expect(ended(all, 'MUST look at events')).toMatch(
      /^satisfied: every line that may announce a change \(\d+\), and (\d+) of \1 events/,
    );
  });

  test('end satisfied on a good run of the Lambda SOP', async () => {
    const all = await rulings(LAMBDA);
    expect(all.filter(({ status }) => status === 'gap')).toEqual([]);
    expect(ended(all, 'MUST run every query')).toMatch(/^satisfied: E\d+, E\d+$/);
  });

  test('of findings and causes do not apply where there are none', async () => {
    const quiet = fakeCloudWatch([], {
      'get-query-results': () =>
        ok({
          status: 'Complete',
          results: [],
          statistics: { recordsMatched: 0, recordsScanned: 0 },
        }),
    });
    const all = await rulings(MAIN, quiet);
    expect(ended(all, 'MUST give the message')).toBe('not-applicable: no errors were found');
    expect(ended(all, 'MUST look at events')).toBe('not-applicable: no errors were found');
    expect(ended(all, 'MUST rank root causes')).toBe('not-applicable: verdict: inconclusive');
    expect(ended(all, 'MUST say that the logs')).toBe('satisfied: said in the summary');
  });
});

describe('to describe how to roll back', () => {
  const row = RECOMMEND.find(({ says }) => says[0]?.includes('how to roll back'));
  const undone = { timestampMs: 2, logGroup: '/a', message: 'rolled back' };
  const rulingOf = (trigger: object | null, rollback: string | null) => {
    const rootCauses = [{ rank: 1, title: 'It fails', confidence: 'likely', trigger }];
    const actions = [{ rootCauses: [1], rollback }];
    const file = { advice: { actions }, diagnosis: { rootCauses } };
    return row?.check({ file } as unknown as RunContext, {} as StepRecord);
  };

  test.each([
    ['is a gap where the change that is tied has no way back', { hold: 'tied' }, null, 'gap'],
    ['is met where it has', { hold: 'tied' }, 'Deploy it again.', 'satisfied'],
    ['is a gap where a model names the change', {}, null, 'gap'],
    ['does not apply to a merely possible one', { hold: 'loose' }, null, 'not-applicable'],
    ['does not apply to one that was undone', { hold: 'tied', undone }, null, 'not-applicable'],
  ])('%s', (_name, trigger, rollback, status) => {
    const kind = { name: 'rotation' };
    expect(rulingOf({ kind, ...trigger }, rollback)?.status).toBe(status);
  });

  test('says why it does not apply', () => {
    expect(rulingOf(null, null)?.by).toBe('no recent change was found');
    expect(rulingOf({ hold: 'loose', kind: { name: 'rotation' } }, null)?.by).toBe(
      'no recent change is known to be the cause and still to be undone',
    );
  });
});

describe('an obligation of somebody else', () => {
  const own: Steps = [
    [
      'verify-tools',
      'You MUST NOT use a tool that changes the feature flags, because they are live',
    ],
    [
      'discover-log-groups',
      'You MUST search for log groups in the audit account',
      'You MUST NOT restart anything in the staging cluster, because it is shared',
    ],
    ['validate-log-groups', 'You MUST adjust the maintenance window'],
    ['run-queries', 'You MUST write all times of the report as Unix timestamps'],
    [
      'collect-results',
      'You MUST redact secrets from the ticket',
      'You MUST handle query failures by paging the database team',
      'You MUST keep every result on legal hold',
      'You MUST poll every query of the payment database',
    ],
    [
      'write-report',
      'You MUST present the results to the incident commander in person',
      'You MUST trace every claim to a ticket',
    ],
  ];

  test.each(own.flatMap(([procedure, ...texts]) => texts.map((text) => [text, procedure])))(
    'is unchecked: %s',
    async (text, procedure) => {
      const steps: Steps = [
        ['discover-log-groups', 'You SHOULD look'],
        [procedure, text ?? ''],
      ];
      expect((await rulings(sopOf(steps))).at(-1)).toEqual({
        text,
        status: 'gap',
        by: 'no code checks this',
      });
    },
  );

  test('is unchecked where a known sentence stands in the step of another procedure', async () => {
    const text = 'You MUST hand over the report, or say where it was written';
    const all = await rulings(
      sopOf([
        ['discover-log-groups', text],
        ['write-report', text],
      ]),
    );
    expect(all.map(({ status }) => status)).toEqual(['gap', 'satisfied']);
  });

  test('is unchecked where it adds to a known one', async () => {
    const all = await rulings(
      sopOf([
        [
          'discover-log-groups',
          'You MUST keep the confirmed log groups for all later steps and runs',
          'You MUST keep the confirmed log groups for all later steps, as long as they are small',
          'You MUST keep the confirmed log groups for all later steps, because it helps; you must print them',
          'You MUST keep the confirmed log groups for all later steps:\n  - on paper',
        ],
      ]),
    );
    expect(all.map(({ by }) => by)).toEqual(Array(4).fill('no code checks this'));
  });

  test('that only recommends is no gap', async () => {
    const [ruling] = await rulings(sopOf([['discover-log-groups', 'You SHOULD be quick']]));
    expect(ruling).toMatchObject({
      status: 'not-applicable',
      by: 'no code checks this',
      checked: false,
    });
  });

  test('in a step without a procedure is a gap with that reason', async () => {
    const all = await rulings(
      sopOf([
        ['discover-log-groups', 'You SHOULD look'],
        [null, 'You MUST think about it'],
      ]),
    );
    expect(ended(all, 'MUST think')).toBe('gap: the step has no procedure');
  });
});

test('two spellings of one sentence are one wording', () => {
  const known = wordingKey('You MUST keep **every** result under an `evidence` id');
  for (const same of [
    'you must  keep every\nresult under an evidence id.',
    'You MUST keep _every_ result under an evidence id, because results are proof',
    'You MUST keep every result under an evidence id, since memory is short.',
    'You MUST keep every result under an evidence id, as results are proof',
  ]) {
    expect(wordingKey(same)).toBe(known);
  }
  for (const other of [
    'You MUST NOT keep every result under an evidence id',
    'You MUST keep every result under an evidence id, as soon as it is asked for',
    'You MUST keep every result under an evidence id, since 9 o’clock',
    'You MUST keep every result under an evidence id, because it is proof, and print it',
  ]) {
    expect(wordingKey(other)).not.toBe(known);
  }
  expect(wordingKey('You MUST ask for ${log_group_name}')).toContain('${log_group_name}');
  expect(wordingKey('x'.repeat(5_000))).toBeNull();
});

describe('an obligation ends as a gap', () => {
  const denied = fault('AccessDeniedException', 'not authorized');

  test('where the log group could not be described: retention, window', async () => {
    const all = await rulings(
      MAIN,
      replaced({
        'describe-log-groups': (args, before) =>
          args.logGroupNamePrefix === undefined
            ? answerOf('describe-log-groups', args, before)
            : denied,
      }),
    );
    expect(ended(all, 'MUST look up each')).toBe(`gap: not known of ${GROUP}`);
    expect(ended(all, 'MUST work out from retention')).toBe(`gap: not known of ${GROUP}`);
    expect(ended(all, 'MUST shrink the window')).toBe(`gap: not known of ${GROUP}`);
    expect(ended(all, 'MUST use the validated window')).toBe('gap: it was not validated');
  });

  test('where a listing of log groups failed', async () => {
    const all = await rulings(
      MAIN,
      replaced({
        'describe-log-groups': (args, before) =>
          args.logGroupNamePattern === 'PaymentService'
            ? fault('ThrottlingException')
            : answerOf('describe-log-groups', args, before),
      }),
    );
    const by = 'gap: not listed to the end: "PaymentService" in us-west-2';
    expect(ended(all, 'MUST search all pages')).toBe(by);
    expect(ended(all, 'MUST look at log groups of every kind')).toBe(by);
  });

  test('where the limit of pages was hit', async () => {
    const all = await rulings(
      MAIN,
      replaced({
        'describe-log-groups': (args, before) =>
          args.logGroupNamePattern === 'payment_service'
            ? ok({ logGroups: [], nextToken: 'more' })
            : answerOf('describe-log-groups', args, before),
      }),
    );
    expect(ended(all, 'MUST search all pages')).toBe(
      'gap: not listed to the end: "payment_service" in us-west-2',
    );
  });

  test('where log streams could not be listed', async () => {
    const all = await rulings(MAIN, replaced({ 'describe-log-streams': () => denied }));
    for (const beginning of [
      'MUST list the latest log streams',
      'MUST say which log groups hold no log stream',
      'MUST say which log groups have had no recent activity',
    ]) {
      expect(ended(all, beginning)).toBe(`gap: not known of ${GROUP}`);
    }
    expect(ended(all, 'MUST NOT query a log group without')).toBe(
      `gap: queried without a log stream in sight: ${GROUP}`,
    );
  });

  test('where queries run without a validation', async () => {
    const all = await rulings(
      sopOf([
        ['discover-log-groups', 'You SHOULD look'],
        [
          'run-queries',
          'You MUST NOT query a log group without log streams, because it looks healthy',
          'You MUST use the validated window for every query, and not work out times anew',
        ],
        ['collect-results', 'You SHOULD wait'],
        ['analyze-errors', 'You SHOULD count'],
      ]),
    );
    expect(all.slice(1, 3).map(({ status }) => status)).toEqual(['gap', 'gap']);
  });

  test('where the candidates were refused: both searches', async () => {
    const all = await rulings(
      MAIN,
      replaced({
        'start-query': (args, before) =>
          before === 1 ? fault('ThrottlingException') : answerOf('start-query', args, before),
      }),
    );
    expect(ended(all, 'MUST search for failures')).toBe(`gap: not searched: ${GROUP}`);
    expect(ended(all, 'MUST search for exceptions')).toBe(`gap: not searched: ${GROUP}`);
    expect(ended(all, 'MUST narrow the window')).toBe(`gap: not searched: ${GROUP}`);
    expect(ended(all, 'MUST give the message')).toBe('gap: the candidates could not be read');
    expect(ended(all, 'MUST go on with the other')).toBe(
      'satisfied: the others were asked; see Gaps',
    );
    expect(ended(all, 'MUST NOT read a query that failed')).toBe(
      'satisfied: failed queries are gaps and give no rows',
    );
  });

  interface Answer {
    readonly status: string;
    readonly results: readonly (readonly { readonly value: string }[])[];
    readonly statistics: { readonly recordsMatched: number };
  }
  const isServed = (row: Answer['results'][number]) =>
    row.some(({ value }) => value.startsWith('INFO'));

  /** Changes the answers that hold the one ordinary event: the events of any level. */
  const context = (change: (answer: Answer) => Answer): Script =>
    replaced({
      'get-query-results': (args, before) => {
        const answer = answerOf('get-query-results', args, before).content as Answer;
        return ok(answer.results.some(isServed) ? change(answer) : answer);
      },
    });

  test('where the events before the onset were cut', async () => {
    const all = await rulings(
      MAIN,
      context((answer) => ({ ...answer, statistics: { recordsMatched: 9_000 } })),
    );
    expect(ended(all, 'MUST look at events')).toMatch(
      /^gap: \d+ of [\d,]+ lines that may announce a change were read$/,
    );
  });

  test('where no event before the onset was read although there are some', async () => {
    const all = await rulings(
      MAIN,
      context((answer) => {
        const results = answer.results.filter((row) => !isServed(row));
        return { ...answer, results, statistics: { recordsMatched: results.length + 1 } };
      }),
    );
    expect(ended(all, 'MUST look at events')).toMatch(/^gap: /);
  });

  test('not so where the data begins with the onset', async () => {
    const all = await rulings(
      MAIN,
      context((answer) => {
        const results = answer.results.filter((row) => !isServed(row));
        return { ...answer, results, statistics: { recordsMatched: results.length } };
      }),
    );
    expect(ended(all, 'MUST look at events')).toBe(
      'not-applicable: no event of the window comes before the onset of F1',
    );
  });

  test('where the run was interrupted and queries could not be stopped', async () => {
    const controller = new AbortController();
    const all = await rulings(
      MAIN,
      replaced({
        'get-query-results': (args, before) => {
          controller.abort('SIGINT');
          return answerOf('get-query-results', args, before);
        },
        'stop-query': () => fault('ThrottlingException'),
      }),
      {},
      { signal: controller.signal },
    );
    expect(ended(all, 'MUST remember the id')).toMatch(/^gap: queries: \d+ /);
    expect(ended(all, 'MUST poll every query')).toMatch(/^gap: /);
    expect(ended(all, 'MUST stop every query')).toMatch(/^gap: /);
    expect(ended(all, 'MUST search for failures')).toMatch(/^gap: not searched/);
  });

  test('where the step was skipped', async () => {
    const controller = new AbortController();
    const all = await rulings(
      MAIN,
      replaced({
        'describe-log-streams': (args, before) => {
          controller.abort('SIGINT');
          return answerOf('describe-log-streams', args, before);
        },
      }),
      {},
      { signal: controller.signal },
    );
    expect(ended(all, 'MUST search for failures')).toBe('gap: the step was skipped: interrupted');
    expect(ended(all, 'MUST redact secrets')).toBe('gap: the step was skipped: interrupted');
  });

  test('where somebody was to be asked and nobody was there', async () => {
    const [ruling] = await rulings(
      sopOf([
        [
          'discover-log-groups',
          'You MUST present all discovered log groups to the user and ask them to confirm which ones are relevant to the application',
        ],
      ]),
    );
    expect(ruling?.status).toBe('gap');
  });
});

describe('an obligation does not apply', () => {
  test('where every log group is empty: nothing is asked', async () => {
    const all = await rulings(
      MAIN,
      replaced({ 'describe-log-streams': () => ok({ logStreams: [] }) }),
    );
    expect(ended(all, 'MUST say which log groups hold no')).toBe(`satisfied: told: ${GROUP}`);
    expect(ended(all, 'MUST NOT query a log group without')).toBe(
      'not-applicable: no query was asked',
    );
    expect(ended(all, 'MUST use the validated window')).toBe('not-applicable: no query was asked');
    expect(ended(all, 'MUST search for failures')).toBe(
      'not-applicable: no log group holds log streams',
    );
  });

  test('where the log groups were named by hand: nothing is searched', async () => {
    const all = await rulings(MAIN, good, { logGroups: [GROUP] });
    expect(ended(all, 'MUST search all pages')).toBe(
      'not-applicable: the log groups were named with --log-group',
    );
  });
});

test('a run calls no tool but those that describe, query, and stop its own queries', async () => {
  const world = fakeWorld(good);
  await investigate(requestFor(MAIN), world);
  expect([...new Set(world.called.map(({ tool }) => tool))].sort()).toEqual([
    'describe-log-groups',
    'describe-log-streams',
    'get-query-results',
    'start-query',
  ]);
});
