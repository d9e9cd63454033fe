// Finding and validating log groups where AWS refuses, is silent or knows only some of them: what was not seen is
// never said to be absent.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/types.ts';
import { investigate } from '../../src/run/investigate.ts';
import type { InvestigationRequest } from '../../src/run/request.ts';
import { parseSop } from '../../src/sop/parse.ts';
import type { Sop } from '../../src/sop/sop.ts';
import { fakeCloudWatch, refusedConnections } from './fake-cloudwatch.ts';
import {
  type FakeOptions,
  fakeWorld,
  fault,
  NOW,
  ok,
  requestFor,
  type Script,
} from './fake-world.ts';

const GROUP = '/aws/lambda/payment-service';
const path = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');
const builtIn = parse(readFileSync(path, 'utf8'));

function parse(text: string): Sop {
  const { value } = parseSop(text, path);
  if (value === null) throw new Error('the SOP does not parse');
  return value;
}

const cloudWatch = (replaced: Script = {}) => fakeCloudWatch(refusedConnections, replaced);
const REGIONS = ['eu-west-1', 'us-west-2'];

function start(script: Script, changes: Partial<InvestigationRequest>, options: FakeOptions = {}) {
  const world = fakeWorld(script, options);
  return { world, run: investigate(requestFor(builtIn, changes), world) };
}

async function reportOf(script: Script, changes: Partial<InvestigationRequest> = {}) {
  const { world, run } = start(script, changes);
  const { report } = await run;
  return { world, report };
}

const gapsOf = ({ gaps }: Report) => gaps.map(({ what, why }) => `${what} ${why}`);
const groupsOf = ({ logGroups }: Report) =>
  logGroups.map(({ name, region, status }) => `${region} ${name} ${status}`);
const asked = (world: ReturnType<typeof fakeWorld>, tool: string) =>
  world.called.filter((call) => call.tool === tool).map(({ args }) => args);
const noticesOf = (world: ReturnType<typeof fakeWorld>) =>
  world.events.flatMap((event) => (event.kind === 'notice' ? [event.text] : []));

/** Answers by region. */
const byRegion =
  (answers: Readonly<Record<string, Script[string]>>, otherwise: Script[string]): Script[string] =>
  (args, before) =>
    (answers[String(args.region)] ?? otherwise)(args, before);

const listed = (names: readonly string[]) => () =>
  ok({ logGroups: names.map((logGroupName) => ({ logGroupName, creationTime: 0 })) });

describe('a search that fails', () => {
  test('everywhere ends without a report, in the words of the fault', async () => {
    const silent = () => fault('ENOTFOUND', 'getaddrinfo ENOTFOUND logs.us-west-2.amazonaws.com');
    const { world, run } = start(cloudWatch({ 'describe-log-groups': silent }), {});
    await expect(run).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('getaddrinfo ENOTFOUND logs.us-west-2.amazonaws.com'),
      help: expect.arrayContaining([expect.stringContaining('aws logs describe-log-groups')]),
    });
    expect(world.written).toEqual([]);
    expect(world.opened()).toBe(0);
  });

  test.each([
    'InvalidIdentityToken',
    'MissingAuthenticationToken',
    'IncompleteSignature',
    'RequestExpired',
    'OptInRequired',
    'TokenProviderError',
    'ExpiredTokenException',
    'CredentialsProviderError',
  ])('with %s is one of credentials', async (code) => {
    const { run } = start(cloudWatch({ 'describe-log-groups': () => fault(code) }), {});
    await expect(run).rejects.toMatchObject({ kind: 'credentials' });
  });

  test('in part and finds nothing ends in an inconclusive report, not in "none was found"', async () => {
    const script = cloudWatch({
      'describe-log-groups': (_, before) =>
        before === 0 ? fault('ThrottlingException', 'Rate exceeded') : ok({ logGroups: [] }),
    });
    const { report, world } = await reportOf(script);
    expect(report.verdict).toBe('inconclusive');
    expect(gapsOf(report)[0]).toBe(
      'Not all log groups of "payment-service" in us-west-2 could be listed. ThrottlingException: Rate exceeded',
    );
    expect(asked(world, 'start-query')).toEqual([]);
    expect(report.steps[3]).toMatchObject({ status: 'incomplete' });
  });

  test('in part and finds some goes on with those', async () => {
    const script = cloudWatch();
    const { report } = await reportOf({
      ...script,
      'describe-log-groups': (args, before) =>
        before === 0
          ? fault('ThrottlingException', 'Rate exceeded')
          : (script['describe-log-groups']?.(args, before) ?? ok({})),
    });
    expect(report.totals.errors).toBe(60);
    expect(gapsOf(report)).toHaveLength(1);
  });

  test('because the run is interrupted is an interruption', async () => {
    const controller = new AbortController();
    const script = cloudWatch({
      'describe-log-groups': () => {
        controller.abort('SIGINT');
        return fault('Aborted');
      },
    });
    const { run, world } = start(script, {}, { signal: controller.signal });
    await expect(run).rejects.toMatchObject({ kind: 'interrupted' });
    expect(world.written).toEqual([]);
  });

  test('asks a person for names without saying that there are none', async () => {
    const questions: string[] = [];
    const asker = {
      interactive: true,
      confirmLogGroups: async () => [],
      askLogGroupNames: async (question: string) => {
        questions.push(question);
        return [GROUP];
      },
      confirm: async () => true,
    };
    const script = cloudWatch({
      'describe-log-groups': (args, before) => {
        if (args.logGroupNamePrefix !== undefined) return listed([GROUP])();
        return before === 0 ? fault('ThrottlingException') : ok({ logGroups: [] });
      },
    });
    const { run } = start(script, {}, { asker });
    const { report } = await run;
    expect(questions).toEqual([
      'No log group that could be listed matches "payment-service". Names of log groups:',
    ]);
    expect(report.totals.errors).toBe(60);
  });
});

test('a mistyped name is told to who is at the terminal, before all local log groups are offered', async () => {
  const script = cloudWatch({
    'describe-log-groups': ({ logGroupNamePattern, logGroupNamePrefix }) =>
      logGroupNamePattern === undefined && logGroupNamePrefix === undefined
        ? listed([GROUP])()
        : ok({ logGroups: [] }),
  });
  const asker = {
    interactive: true,
    confirmLogGroups: async () => [],
    askLogGroupNames: async () => [],
    confirm: async () => true,
  };
  const changes = { local: true, regions: ['local'], application: 'paymnt-service' };
  const { run, world } = start(script, changes, { asker });
  await expect(run).rejects.toMatchObject({ kind: 'no-log-group' });
  expect(noticesOf(world)).toEqual([
    'No log group is named after paymnt-service. Did you mean payment-service?',
  ]);
});

describe('of several regions', () => {
  const denied = () => fault('AccessDeniedException', 'not authorized in this region');

  test.each([
    ['first', ['eu-west-1', 'us-west-2']],
    ['last', ['us-west-2', 'eu-west-1']],
  ])('one that refuses is one gap, also where it comes %s', async (_, regions) => {
    const script = cloudWatch();
    const open = script['describe-log-groups'] ?? denied;
    const { report } = await reportOf(
      { ...script, 'describe-log-groups': byRegion({ 'eu-west-1': denied }, open) },
      { regions },
    );
    expect(gapsOf(report)).toEqual([
      'Not all log groups of "payment-service" in eu-west-1 could be listed. AccessDeniedException: not authorized in this region',
    ]);
    expect(report.totals.errors).toBe(60);
  });

  test('all that refuse end the run without a report', async () => {
    const { run, world } = start(cloudWatch({ 'describe-log-groups': denied }), {
      regions: REGIONS,
    });
    await expect(run).rejects.toMatchObject({ kind: 'credentials' });
    expect(asked(world, 'describe-log-groups')).toHaveLength(2);
  });

  test('one that refuses the first look at a named log group leaves the other', async () => {
    const script = cloudWatch({
      'describe-log-groups': byRegion({ 'eu-west-1': denied }, listed([GROUP])),
      'describe-log-streams': byRegion({ 'eu-west-1': denied }, () =>
        ok({
          logStreams: [{ logStreamName: 's', firstEventTimestamp: 0, lastEventTimestamp: NOW }],
        }),
      ),
    });
    const { report } = await reportOf(script, { regions: REGIONS, logGroups: [GROUP] });
    expect(report.verdict).not.toBe('no-incident');
    expect(groupsOf(report)).toEqual([
      `eu-west-1 ${GROUP} analyzed`,
      `us-west-2 ${GROUP} analyzed`,
    ]);
  });

  test('one that lacks a named log group is left out, told, and no gap', async () => {
    const script = cloudWatch({
      'describe-log-groups': byRegion({ 'eu-west-1': listed([]) }, listed([GROUP])),
    });
    const { report, world } = await reportOf(script, { regions: REGIONS, logGroups: [GROUP] });
    expect(gapsOf(report)).toEqual([]);
    expect(groupsOf(report)).toEqual([
      `eu-west-1 ${GROUP} excluded`,
      `us-west-2 ${GROUP} analyzed`,
    ]);
    expect(noticesOf(world)).toContain(
      `There is no log group ${GROUP} in eu-west-1: it is left out there.`,
    );
    expect(report.findings[0]?.logGroups).toEqual([{ name: GROUP, count: 60 }]);
    expect(report.logGroups.map(({ errors }) => errors)).toEqual([0, 60]);
  });

  test('a named log group that none has is one gap', async () => {
    const script = cloudWatch({ 'describe-log-groups': listed([GROUP]) });
    const { report } = await reportOf(script, {
      regions: REGIONS,
      logGroups: [GROUP, '/nowhere'],
    });
    expect(gapsOf(report)).toEqual([
      'The log group /nowhere was not analyzed. It does not exist in eu-west-1, us-west-2.',
    ]);
  });

  test('commands name the log group as AWS does, in the region of its errors', async () => {
    const quiet = cloudWatch();
    const script: Script = {
      ...quiet,
      'describe-log-groups': listed([GROUP]),
      'start-query': (args, before) => {
        const started = quiet['start-query']?.(args, before) ?? ok({});
        const { queryId } = started.content as { queryId: string };
        return ok({ queryId: args.region === 'eu-west-1' ? `none-${queryId}` : queryId });
      },
      'get-query-results': (args, before) =>
        String(args.queryId).startsWith('none')
          ? ok({ status: 'Complete', results: [], statistics: { recordsMatched: 0 } })
          : (quiet['get-query-results']?.(args, before) ?? ok({})),
    };
    const { report } = await reportOf(script, { regions: REGIONS, logGroups: [GROUP] });
    expect(report.findings[0]?.logGroups).toEqual([{ name: `us-west-2:${GROUP}`, count: 60 }]);
    const commands = [...report.actions, ...report.monitoring].flatMap((item) => item.commands);
    const reading = commands.filter((command) => command.includes('--log-group-name'));
    expect(reading.length).toBeGreaterThan(1);
    for (const command of reading) {
      expect(command).toContain(`--log-group-name ${GROUP} `);
      expect(command).toMatch(/--region us-west-2$/);
    }
    expect(commands.join('\n')).not.toContain('eu-west-1');
  });
});

describe('a log group whose streams may not be listed', () => {
  test('is queried all the same, with a gap', async () => {
    const script = cloudWatch({
      'describe-log-streams': () => fault('AccessDeniedException', 'no streams for you'),
    });
    const { report, world } = await reportOf(script);
    expect(report.totals.errors).toBe(60);
    expect(groupsOf(report)[0]).toBe(`us-west-2 ${GROUP} analyzed`);
    expect(gapsOf(report)).toEqual([
      `The log streams of ${GROUP} could not be listed. AccessDeniedException: no streams for you`,
    ]);
    expect(world.events).toContainEqual(
      expect.objectContaining({
        kind: 'step-finished',
        number: 3,
        status: 'incomplete',
        summary: '1 not looked into',
      }),
    );
  });

  test('because it does not exist is told so', async () => {
    const script = cloudWatch({
      'describe-log-groups': (args) =>
        args.logGroupNamePrefix === undefined
          ? listed([GROUP, `${GROUP}-two`])()
          : fault('ThrottlingException'),
      'describe-log-streams': ({ logGroupName }) =>
        logGroupName === GROUP
          ? ok({ logStreams: [{ logStreamName: 's', lastEventTimestamp: NOW }] })
          : fault('ResourceNotFoundException'),
    });
    const { report } = await reportOf(script);
    expect(gapsOf(report)).toContain(
      `The log group ${GROUP}-two was not analyzed. It does not exist in us-west-2.`,
    );
  });
});

describe('the window of local logs', () => {
  const LAST = Date.parse('2026-03-01T10:00:00.250Z');
  const local: Partial<InvestigationRequest> = { local: true, regions: ['local'] };
  const step = (number: number, procedure: string) =>
    `### ${number}. Do ${procedure}\n\n**Procedure:** \`${procedure}\`\n\n**Constraints:**\n\n- You MUST do it\n`;
  const sopOf = (...procedures: string[]) =>
    parse(
      [
        '# Own order\n\n## Overview\n\nAn order of its own.\n\n## Parameters\n',
        '- **application_name** (required): Name\n\n## Steps\n',
        ...procedures.map((procedure, index) => step(index + 1, procedure)),
      ].join('\n'),
    );
  const ANALYSIS = ['collect-results', 'analyze-errors'];
  const script = cloudWatch({
    'describe-log-streams': () =>
      ok({
        logStreams: [
          {
            logStreamName: 's',
            firstEventTimestamp: LAST - 3_600_000,
            lastEventTimestamp: LAST,
          },
        ],
      }),
  });

  test.each([
    ['without a validation', ['discover-log-groups', 'run-queries', ...ANALYSIS]],
    [
      'with a validation that comes late',
      ['discover-log-groups', 'run-queries', 'validate-log-groups', ...ANALYSIS],
    ],
  ])('ends at their last event %s', async (_, procedures) => {
    const { world, run } = start(script, { ...local, sop: sopOf(...procedures) });
    const { report } = await run;
    expect(report.window).toMatchObject({
      requested: { start: '2026-03-01T08:00:01.000Z', end: '2026-03-01T10:00:01.000Z' },
      analyzed: { start: '2026-03-01T09:00:00.000Z', end: '2026-03-01T10:00:01.000Z' },
    });
    const seconds = asked(world, 'start-query').map(({ endTime }) => endTime);
    expect(new Set(seconds)).toEqual(new Set([Math.ceil(LAST / 1_000)]));
  });

  test('is the one of the queries, though validation comes after them', async () => {
    const sop = sopOf('discover-log-groups', 'run-queries', 'validate-log-groups', ...ANALYSIS);
    const { world, run } = start(cloudWatch(), { sop });
    const { report } = await run;
    const [first] = asked(world, 'start-query');
    expect(Date.parse(report.window.analyzed.end)).toBeLessThanOrEqual(
      Number(first?.endTime) * 1_000,
    );
    expect(noticesOf(world)).toContainEqual(
      expect.stringContaining('The queries ran before the log groups were validated'),
    );
  });
});
