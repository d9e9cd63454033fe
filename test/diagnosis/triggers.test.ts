// Triggers: what announces a change, what only has its words, and when one may confirm a cause.
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { triggerPatterns } from '../../src/diagnosis/trigger-kinds.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, finding, minute } from './cases.ts';

const POOL: FindingSpec = {
  id: 'F1',
  message: 'java.sql.SQLException: Connection pool exhausted',
  count: 200,
  rhythm: 'onset',
  from: 120,
  to: 239,
};
const first = (spec: CaseSpec) => diagnose(caseOf(spec)).rootCauses[0];
const causeAfter = (message: string, group = '/shop/app', at = 119) =>
  first({ findings: [POOL], context: [event(minute(at), message, group)] });

describe('everyday lines set nothing off', () => {
  test.each([
    'INFO Order 551 status changed from PENDING to PAID',
    'INFO Price changed from 12 to 14',
    'INFO Password replaced by user 77',
    'INFO new version of document 12 saved',
    'INFO new image uploaded by user 9 (avatar.png)',
    'INFO user 8812 changed shipping address settings',
    'INFO Deployment docs: version 2 of guide viewed',
    'INFO cutover reminder mail sent',
    'INFO scaling image down to 200x200',
    'DEBUG failover candidates: none',
    'INFO migrations: running 0 of 0',
    'WARN ReindexJob skipped 3 documents',
    'WARN migration of addresses is slow: 3 of 9 tables',
    'INFO process 12 terminated normally',
    'INFO draining request body for GET',
  ])('%s', (message) => {
    expect(causeAfter(message)).toMatchObject({ confidence: 'likely', trigger: null });
  });
});

describe('true triggers in the log group of the failure', () => {
  test.each([
    'INFO deploy finished: version 2.14.0 is live',
    'INFO release 2.14.0 rolled out',
    'INFO Deployment of cart v1.2.3 finished',
    'INFO new image registry.internal/shop:1.4.2 pulled',
    'INFO feature flag new-tax-rules enabled',
    'INFO feature flag new-cart enabled for 10 % of users',
    'INFO config reloaded',
    'INFO config changed by user maria',
    'INFO maxmemory set to 512mb',
    'INFO session timeout changed from 30 to 1',
    'INFO migration started on table orders',
    'INFO Migrating schema "public" to version "42 - add note"',
    'INFO running migration 0042_add_note',
    'INFO Reindexing of table prices began',
    'LOG statement: REINDEX TABLE prices',
    'WARN reindex of prices finished with 3 documents left out',
    'WARN fail-over completed, new primary is db-2',
    'INFO certificate rotated',
    'INFO cutover to blue finished',
    'INFO argocd app=shop sync Succeeded revision=8f1d2ab image=registry.internal/shop:3.18.0',
    'INFO ConfigMap shop-env updated, resourceVersion 88123',
    'INFO finishSecret: Successfully set AWSCURRENT stage to version 7f2c',
    'WARN chronyd: System clock wrong by 541.870215 seconds',
    'WARN NTP drift of 412 s seen',
  ])('%s is told, as a possible one of what it cannot be shown to bring about', (message) => {
    const cause = causeAfter(message);
    expect(cause).toMatchObject({ trigger: { message } });
    expect([cause?.confidence, cause?.trigger?.hold]).toEqual(
      message.includes('fail-over') ? ['confirmed', 'tied'] : ['likely', 'suspect'],
    );
  });

  test.each([
    'INFO node rescheduled',
    'INFO draining node web-3',
    'INFO nightly backup started',
    'INFO settlement run 2026-11 started, 50,000 rows a chunk',
    'INFO full re-export requested: workers=400 (normally 20)',
  ])('%s is told as a possible one', (message) => {
    const cause = causeAfter(message);
    expect(cause).toMatchObject({ confidence: 'likely', trigger: { message } });
    expect(cause?.explanation).toContain('nothing in the line ties it to these errors');
  });
});

test.each([
  ['once', [119.6]],
  ['twice', [119.2, 119.6]],
  ['on three hosts one after the other', [119.2, 119.4, 119.6]],
])('a change that is logged %s is told, the line nearest before the onset', (_, minutes) => {
  const line = 'INFO deploy finished: version 2.14.0 is live';
  const context = minutes.map((at) => event(minute(at), line));
  const finding = { ...POOL, rhythm: 'onset', from: 120, to: 239 } as const;
  const cause = first({ findings: [finding], context });
  expect(cause?.trigger).toMatchObject({ message: line, timestampMs: minute(119.6) });
});

describe('a rare line sets nothing off where it is routine', () => {
  const traffic = (i: number) => event(minute(i), `INFO served request ${i}`);
  const causeIn = (
    line: string,
    steady: readonly string[] = [],
    spec: Partial<FindingSpec> = {},
  ) => {
    const rare = event(minute(119), line);
    const others = steady.map((words, i) => event(minute((i < 3 ? i : i + 1) * 30 + 29), words));
    const events = [...Array.from({ length: 239 }, (_, i) => traffic(i)), rare, ...others];
    return first({
      findings: [{ ...POOL, ...spec }],
      context: [rare],
      survey: surveyOf(events, true),
    });
  };

  test.each([
    'INIT_START Runtime Version: python:3.12.v40 Runtime Version ARN: arn:aws:lambda:eu-west-1',
    'INFO rotated access log',
    'INFO access log file rolled over',
    '[17:0x5c8e2f0]  9911224 ms: Mark-sweep (reduce) 2047.4 (2083.2) -> 2046.8 (2083.7) MB, 1912.0 / 0.0 ms (average mu = 0.081)',
    '<--- Last few GCs --->',
    'INFO createSecret: Successfully completed step for the secret menu/db',
    ' 2: 0xa8e823  [node] started',
  ])('%s', (line) => {
    expect(causeIn(line)?.trigger).toBeNull();
  });

  test('a line that is seen no other time is told', () => {
    expect(causeIn('INFO cache index rebuilt')?.trigger).not.toBeNull();
    expect(causeIn('INFO ... 3 more pods started')?.trigger).not.toBeNull();
  });

  test.each([
    '\tat com.shop.deploy.Rollout.restarted(Rollout.java:471)',
    '2026-11-20T14:00:00.1Z stdout F \tat com.shop.pool.Switch.enabled(Switch.java:9)',
    '  File "/app/migrate.py", line 9, in apply_migration',
  ])('nor a frame of a trace whose head was not read: %s', (line) => {
    expect(causeIn(line)?.trigger).toBeNull();
  });

  test('one that comes like a timer through the window is not', () => {
    const line = 'INFO config reloaded';
    expect(causeIn(line)?.trigger).not.toBeNull();
    expect(
      causeIn(
        line,
        Array.from({ length: 7 }, () => line),
      )?.trigger,
    ).toBeNull();
  });

  test('what is about another tenant than the one that fails is not', () => {
    const dimensions = [{ field: 'tenant', value: 'dune', share: 1, baselineShare: 0.2 }];
    const about = (tenant: string) =>
      causeIn(`INFO config reloaded for tenant ${tenant}`, [], { dimensions })?.trigger ?? null;
    expect([about('rift'), about('dune') === null]).toEqual([null, false]);
  });
});

test('an error without a level is not what comes before its own bursts', () => {
  const times = [20, 40, 60, 80, 100, 120, 140];
  const failures = times.map((at) => event(minute(at), 'Task timed out after 3.00 seconds'));
  const made = finding({
    id: 'F1',
    message: 'Task timed out after 3.00 seconds',
    rhythm: 'sporadic',
  });
  const samples = failures.map((one) => ({
    ...made.sample,
    timestampMs: one.timestampMs,
    block: { events: [one], message: one.message },
  }));
  const calm = Array.from({ length: 200 }, (_, at) => event(minute(at + 0.5), `INFO served ${at}`));
  const events = [...calm, ...failures].sort((a, b) => a.timestampMs - b.timestampMs);
  const input = caseOf({ findings: [POOL], survey: surveyOf(events, true), context: events });
  const found = { ...made, count: 7, samples, timesMs: times.map(minute) };
  const { rootCauses } = diagnose({
    ...input,
    analysis: { ...input.analysis, findings: [found], totalErrors: 7 },
  });
  expect(rootCauses[0]?.trigger).toBeNull();
});

describe('in another log group', () => {
  test('a deployment of something else confirms nothing', () => {
    const cause = causeAfter('INFO Deployment of search-ui v9.4.1 finished', '/search/ui', 111);
    expect(cause?.confidence).toBe('likely');
    expect(cause?.trigger).toBeNull();
    expect(cause?.explanation).toContain('none announces a change that could have set it off');
  });

  test('new code of the application confirms a fault of the code, that of a longer name does not', () => {
    const spec = {
      ...POOL,
      message: 'NullPointerException: cart is null',
      language: 'java' as const,
    };
    const judged = (message: string) =>
      first({ findings: [spec], context: [event(minute(119), message, '/deployments')] });
    expect(judged('INFO deployed shop v9.4.1')?.confidence).toBe('confirmed');
    expect(judged('INFO deployed shop-admin v9.4.1')?.confidence).not.toBe('confirmed');
  });
});

describe('claims', () => {
  test('what was looked for and not seen is worded so', () => {
    const { ruledOut } = diagnose(
      caseOf({ findings: [POOL], context: [event(minute(118), 'INFO all well')] }),
    );
    expect(ruledOut.at(-1)?.because).toMatch(/looked for among the events .* and not seen/);
  });

  test('an option is no name of a resource, an operation no component', () => {
    const message = 'ProvisionedThroughputExceededException Table: --profile';
    expect(first({ findings: [{ ...POOL, message }] })?.title).toBe('DynamoDB throttles a table');
    const denied =
      'An error occurred (ExpiredToken) when calling the AssumeRole operation: ExpiredTokenException';
    expect(first({ findings: [{ ...POOL, message: denied }] })?.component).toBeNull();
  });

  test.each([
    ['the same client', '[ioredis] Unhandled error event: Error: connect ETIMEDOUT'],
    ['the same host', 'Error: connect ETIMEDOUT 10.0.4.17:6379'],
  ])('two faces of one failure are one cause and confirm nothing: %s', (_name, message) => {
    const gaveUp = 'MaxRetriesPerRequestError: Reached the max retries per request limit';
    const { rootCauses } = diagnose(
      caseOf({
        findings: [
          { ...POOL, message },
          { ...POOL, id: 'F2', message: gaveUp, from: 120.05 },
        ],
      }),
    );
    expect(rootCauses).toHaveLength(1);
    expect(rootCauses[0]).toMatchObject({
      signature: 'redis-unavailable',
      confidence: 'likely',
      findings: ['F1', 'F2'],
    });
  });

  test('a time-out and a refusal of one host are one cause', () => {
    const { rootCauses } = diagnose(
      caseOf({
        findings: [
          { ...POOL, message: 'connect ECONNREFUSED 10.0.4.17:8080' },
          { ...POOL, id: 'F2', message: 'upstream 10.0.4.17:8080 timed out', from: 120.05 },
        ],
      }),
    );
    expect(rootCauses.map(({ findings, confidence }) => [findings, confidence])).toEqual([
      [['F1', 'F2'], 'likely'],
    ]);
  });
});

test('a rare line that holds the version which alone fails is a deployment', () => {
  const line = event(minute(119), 'INFO serving build=5b2f91c host=h-7');
  const traffic = Array.from({ length: 239 }, (_, i) => event(minute(i), `INFO served ${i}`));
  const cause = first({
    findings: [
      {
        ...POOL,
        dimensions: [{ field: 'build', value: '5b2f91c', share: 1, baselineShare: 0.1 }],
      },
    ],
    context: [line],
    survey: surveyOf([...traffic, line], true),
  });
  expect(cause?.trigger?.kind.name).toBe('deployment');
});

describe('a line of no known kind', () => {
  const line = event(minute(119.5), 'WARN watermark of pool-7 passed');
  const traffic = Array.from({ length: 239 }, (_, i) => event(minute(i), `INFO served ${i}`));
  const actionsAfter = (message: string) => {
    const input = caseOf({
      findings: [{ ...POOL, message }],
      context: [line],
      survey: surveyOf([...traffic, line], true),
    });
    return advise(input, diagnose(input)).actions.map(({ title, reason }) => [title, reason]);
  };

  test('is asked about after what is known of the failure, and is not undone', () => {
    const told = actionsAfter('java.sql.SQLException: Connection pool exhausted (pool-7)');
    expect(told[0]?.[0]).not.toContain('what the line at');
    const [, reason = ''] = told.find(([title]) => title?.includes('what the line at')) ?? [];
    expect(reason).toContain('what it tells of may have brought them about');
  });

  test('is asked about first where the failure is not known', () => {
    expect(actionsAfter('drawer of pool-7 stuck')[0]?.[0]).toContain('what the line at');
  });
});

test('the lines that Lambda writes for each invocation are not asked for as changes', () => {
  const lines = [
    'START RequestId: 8f1d Version: $LATEST',
    'END RequestId: 8f1d',
    'REPORT RequestId: 8f1d Duration: 12.10 ms Billed Duration: 13 ms Memory Size: 256 MB',
  ];
  const patterns = triggerPatterns().map((pattern) => new RegExp(pattern, 'i'));
  expect(lines.filter((line) => patterns.some((pattern) => pattern.test(line)))).toEqual([]);
});
