// Every fault at every step of a run: each run ends with a report or with a documented error, what was not seen is a gap
// with its remedy, and no count is wrong without saying so.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Call, Fate } from './fault-proxy.ts';
import { type Account, END_MS, type FaultyRun, faultyRun } from './faulty-run.ts';
import { FAILURES, HOUR_MS, type Name, ordersAccount } from './orders-account.ts';

/** Several runs at once on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const MINUTE_MS = 60_000;

const open: Account[] = [];
/** Few events, and more than a query over a window of unknown size reads. */
let small: Account;
let large: Account;
let truth: FaultyRun;
beforeAll(async () => {
  small = await ordersAccount(MINUTE_MS);
  large = await ordersAccount(1_400);
  open.push(small, large);
  truth = await faultyRun(small, () => null);
});
afterAll(async () => {
  for (const account of open) await account.close();
});

const textOf = ({ body, query }: Call) => String((query ?? body).queryString ?? '');
const isQuery = ({ operation }: Call) =>
  operation === 'StartQuery' || operation === 'GetQueryResults';
const windowOf = ({ body, query }: Call) => Number((query ?? body).startTime);
const isBefore = (call: Call) => windowOf(call) * 1_000 < END_MS - 3 * HOUR_MS;
const SURVEY =
  /^filter [^|]*\n\| fields @timestamp, @message, @logStream, @log\n\| sort @timestamp asc$/;

const READS_ALL = /\n\| sort @timestamp asc\n\| limit 40000$/;

type Meant = (call: Call) => boolean;

/** Steps of a run by the calls that they make. */
const LOOKING: Readonly<Record<string, Meant>> = {
  'listing log groups': ({ operation, body }) =>
    operation === 'DescribeLogGroups' && body.logGroupNamePattern !== undefined,
  'describing a log group': ({ operation, body }) =>
    operation === 'DescribeLogGroups' && body.logGroupNamePrefix === 'orders-db',
  'listing log streams': ({ operation, body }) =>
    operation === 'DescribeLogStreams' && body.logGroupName === 'orders-api',
};
/** Queries over log groups of known size, and few events in them. */
const READING: typeof LOOKING = {
  'the reading of one log group': (call) =>
    isQuery(call) && READS_ALL.test(textOf(call)) && namesOf(call).includes('orders-db'),
  'the reading of all': (call) => isQuery(call) && READS_ALL.test(textOf(call)),
};
/** Queries over log groups of unknown size. */
const QUERYING: typeof LOOKING = {
  'the search of one log group': (call) =>
    isQuery(call) && isSearch(call) && namesOf(call).includes('orders-db'),
  'the search of all': (call) => isQuery(call) && isSearch(call),
  'counting at the edges': (call) => isQuery(call) && /count\(\*\) as events/.test(textOf(call)),
  'the survey': (call) => isQuery(call) && SURVEY.test(textOf(call)),
  'a normal time': (call) => isQuery(call) && isBefore(call),
};
/** What the account tells beside its logs. */
const SIGNALS: typeof LOOKING = {
  'who changed what': ({ operation }) => operation === 'LookupEvents',
  'alarms that ring': ({ operation, body }) =>
    operation === 'DescribeAlarms' && body.AlarmNames === undefined,
  'alarms that rang': ({ operation, body }) =>
    operation === 'DescribeAlarms' && body.AlarmNames !== undefined,
  'the history of alarms': ({ operation }) => operation === 'DescribeAlarmHistory',
  metrics: ({ operation }) => operation === 'GetMetricData',
};
/** These are asked only where there is more than is read whole. */
const AROUND: typeof LOOKING = {
  'the lines around an onset': (call) => isQuery(call) && / desc$/.test(textOf(call)),
};
const AROUND_FAULTS = [
  'throttled for good',
  'half answers',
  'queries that fail',
  'queries that time out',
];

const namesOf = ({ body, query }: Call) =>
  ((query ?? body).logGroupNames ?? []) as readonly string[];
const isSearch = (call: Call) =>
  /\(\?i\)/.test(textOf(call)) &&
  !/sort @timestamp desc/.test(textOf(call)) &&
  /filter not \(/.test(textOf(call)) &&
  !isBefore(call);

const refuse = (code: string, message: string, status = 400): Fate => ({
  kind: 'refuse',
  status,
  code,
  message,
});
const THROTTLED = refuse('ThrottlingException', 'Rate exceeded');
const DENIED = refuse(
  'AccessDeniedException',
  'User: arn:aws:iam::123456789012:user/ops is not authorized to perform: logs:X',
);
const EXPIRED = refuse(
  'ExpiredTokenException',
  'The security token included in the request is expired',
);
type Does = (call: Call, nth: number) => Fate | null;
/** How long is waited for a service that says nothing. */
const SILENCE_TIMEOUT_MS = 1_000;
const silence: Does = () => ({ kind: 'silence' });

/** What happens to any call; `nth` counts those of a step from 0. */
const CALL_FAULTS: Readonly<Record<string, Does>> = {
  'throttled once': (_, nth) => (nth === 0 ? THROTTLED : null),
  'throttled for good': () => THROTTLED,
  denied: () => DENIED,
  expired: () => EXPIRED,
  'a service that is down': () => refuse('ServiceUnavailableException', 'Try again', 503),
  'cut once': (_, nth) => (nth === 0 ? { kind: 'cut' } : null),
  'cut for good': () => ({ kind: 'cut' }),
  silence,
  'half answers': () => ({ kind: 'half' }),
  'garbled answers': () => ({ kind: 'garbled' }),
  'empty answers': () => ({ kind: 'empty' }),
};

const ending =
  (status: string): Does =>
  ({ operation }) =>
    operation === 'GetQueryResults' ? { kind: 'status', status } : null;

/** What happens to queries alone. */
const QUERY_FAULTS: typeof CALL_FAULTS = {
  'a full account': ({ operation }) =>
    operation === 'StartQuery' ? refuse('LimitExceededException', 'Too many queries') : null,
  'queries that fail': ending('Failed'),
  'queries that fail once': (call, nth) => (nth < 2 ? ending('Failed')(call, nth) : null),
  'queries that time out': ending('Timeout'),
  'queries that are cancelled': ending('Cancelled'),
  'queries that never end': ending('Running'),
  'queries of a status of tomorrow': ending('Paused'),
};

/** A run whose calls of a step meet a fault; the step is there. */
async function runWith(
  account: Account,
  meant: Meant,
  does: Does,
  otherwise: (call: Call) => Fate | null = () => null,
): Promise<FaultyRun> {
  let met = 0;
  const fateOf = (call: Call) => (meant(call) ? does(call, met++) : otherwise(call));
  const timeoutMs = does === silence ? SILENCE_TIMEOUT_MS : undefined;
  const run = await faultyRun(account, fateOf, {}, {}, timeoutMs);
  expect(met).toBeGreaterThan(0);
  return run;
}

const withoutSize = ({ operation }: Call): Fate | null =>
  operation === 'DescribeLogGroups' ? { kind: 'unsized' } : null;

const isLost = (event: FaultyRun['events'][number]) =>
  event.kind === 'tool-call-finished' && event.isError && event.tool !== 'stop-query';

function expectHonest(run: FaultyRun, what: string): void {
  const { report, failure, events, markdown } = run;
  if (report === null) {
    expect({ what, kind: failure?.kind }).toEqual({
      what,
      kind: expect.stringMatching(/^(?:failed|credentials|no-log-group)$/),
    });
    expect(failure?.help.length, what).toBeGreaterThan(0);
    return;
  }
  for (const gap of report.gaps)
    for (const text of [gap.what, gap.why, gap.remedy])
      expect(text.length, what).toBeGreaterThan(10);
  if (events.some(isLost))
    expect(report.gaps.length, `${what}: a lost call is no gap`).toBeGreaterThan(0);
  const all = FAILURES['orders-api'] + FAILURES['orders-db'];
  if (report.totals.exact) expect(report.totals.errors, `${what}: counts`).toBe(all);
  else {
    expect(report.totals.errors, `${what}: lower bound`).toBeLessThanOrEqual(all);
    expect(report.gaps.length, `${what}: no exact count and no gap`).toBeGreaterThan(0);
    expect(report.verdict, what).not.toBe('no-incident');
  }
  for (const { name, status, errors, events: counted } of report.logGroups) {
    const isWhole = status === 'analyzed' && report.totals.exact;
    if (isWhole) expect(errors, `${what}: ${name}`).toBe(FAILURES[name as Name]);
    const whole = truth.report?.logGroups.find((other) => other.name === name)?.events;
    if (counted !== null && run.report !== null && report.logGroups.length === 2)
      expect(counted === whole || counted > 1_000, `${what}: events of ${name}`).toBe(true);
  }
  const read = report.logGroups.every(({ status }) => status === 'analyzed');
  if (!read) expect(markdown, what).not.toMatch(/\*\*Analyzed:\*\* all of it$/m);
}

/** Step by step: faults that are waited for have others beside them. */
const pairs = (
  faults: Readonly<Record<string, Does>>,
  steps: Readonly<Record<string, Meant>>,
): readonly (readonly [fault: string, step: string, does: Does, meant: Meant])[] =>
  Object.entries(steps).flatMap(([step, meant]) =>
    Object.entries(faults).map(([fault, does]) => [fault, step, does, meant] as const),
  );
const ALL_FAULTS = { ...CALL_FAULTS, ...QUERY_FAULTS };

describe('each fault at each step', () => {
  test.concurrent.each([
    ...pairs(CALL_FAULTS, { ...LOOKING, ...READING, ...SIGNALS }),
    ...pairs(QUERY_FAULTS, READING),
  ])('%s, %s', async (fault, step, does, meant) => {
    expectHonest(await runWith(small, meant, does), `${fault}, ${step}`);
  });

  test.concurrent.each(pairs(ALL_FAULTS, QUERYING))('%s, %s', async (fault, step, does, meant) => {
    expectHonest(await runWith(small, meant, does, withoutSize), `${fault}, ${step}`);
  });

  test.concurrent.each(
    pairs(ALL_FAULTS, AROUND).filter(([fault]) => AROUND_FAULTS.includes(fault)),
  )('%s, %s', async (fault, step, does, meant) => {
    expectHonest(await runWith(large, meant, does, withoutSize), `${fault}, ${step}`);
  });
});

/** Calls of a run without a fault, and some more. */
const CALLS = Array.from({ length: 24 }, (_, index) => index);
const EVEN_CALLS = CALLS.filter((index) => index % 2 === 0);

describe('access that is denied to one operation', () => {
  test('leaves a gap or an error that names what to allow, and of operations beside the logs nothing but a gap', async () => {
    const operations = [...new Set(truth.calls.map(({ operation }) => operation))];
    expect(operations).toEqual(expect.arrayContaining(['StartQuery', 'LookupEvents']));
    for (const denied of operations) {
      const run = await faultyRun(small, ({ operation }) => (operation === denied ? DENIED : null));
      expectHonest(run, denied);
      const { report, failure } = run;
      const remedies = report?.gaps.map(({ remedy }) => remedy) ?? failure?.help ?? [];
      expect(remedies.join('\n'), denied).toMatch(new RegExp(`\\b\\w+:${denied}\\b`));
      if (/^(?:Describe|Lookup|Get)/.test(denied) && !/Query|Log/.test(denied))
        expect(report?.totals, denied).toMatchObject({ errors: 64, exact: true });
    }
  });
});

test('a log group that is deleted before its queries costs nothing of the others', async () => {
  const GONE = refuse('ResourceNotFoundException', "Log group 'orders-db' does not exist");
  const { report } = await faultyRun(small, (call) =>
    call.operation === 'StartQuery' && namesOf(call).includes('orders-db') ? GONE : null,
  );
  const whole = truth.report?.logGroups.find(({ name }) => name === 'orders-api');
  const other = report?.logGroups.find(({ name }) => name === 'orders-api');
  expect(other).toMatchObject({ status: 'analyzed', errors: 40, events: whole?.events });
  expect(report?.logGroups.find(({ name }) => name === 'orders-db')).toMatchObject({
    status: 'failed',
    events: null,
  });
  expect(report?.totals).toMatchObject({ errors: 40, exact: false });
  const without = report?.gaps.filter(({ what }) => !what.includes('over orders-db could not'));
  expect(without).toEqual([]);
});

test('queries that were given up and cannot be stopped are told, with what to allow', async () => {
  const { report } = await faultyRun(small, (call) => {
    if (call.operation === 'StopQuery') return DENIED;
    return isQuery(call) && READS_ALL.test(textOf(call)) ? ending('Running')(call, 0) : null;
  });
  const told = report?.gaps.filter(({ what }) => what.includes('could not be stopped')) ?? [];
  expect(told).toHaveLength(1);
  expect(told[0]?.remedy).toContain('logs:StopQuery');
});

describe('each call in turn', () => {
  test.concurrent.each(CALLS)('throttled, call %i: nothing is lost', async (index) => {
    const { report } = await faultyRun(small, ({ allBefore }) =>
      allBefore === index ? THROTTLED : null,
    );
    expect(report).toMatchObject({ gaps: [], totals: { errors: 64, exact: true } });
  });

  test.concurrent.each(EVEN_CALLS)('credentials expire at call %i', async (index) => {
    const run = await faultyRun(small, ({ allBefore }) => (allBefore >= index ? EXPIRED : null));
    expectHonest(run, `expired at ${index}`);
    if (index === 0) expect(run.failure).toMatchObject({ kind: 'credentials' });
  });
});

test('nothing happens: every count is exact and there is no gap', () => {
  expect(truth.report).toMatchObject({
    gaps: [],
    totals: { errors: 64, exact: true, searched: true },
  });
});
