// Several regions side by side: one report with what holds for all of them and what each holds, causes across them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Account, END_MS, faultyRun, openAccount } from './faulty-run.ts';

const MINUTE_MS = 60_000;
const REFUSED = 'ERROR order failed: connect ECONNREFUSED 10.0.4.17:5432';
const DISK = 'ERROR write failed: ENOSPC: no space left on device';

const lines = (...errors: readonly (readonly [count: number, message: string])[]) => {
  const all: [number, string][] = [];
  for (let at = END_MS - 120 * MINUTE_MS; at < END_MS; at += MINUTE_MS)
    all.push([at, `INFO request ${all.length} served`]);
  for (const [count, message] of errors)
    for (let index = 0; index < count; index++)
      all.push([END_MS - 30 * MINUTE_MS + index * 10_000 + 500, `${message} attempt=${index}`]);
  return all.sort((a, b) => a[0] - b[0]);
};

/** An alarm that rings, the level that it watches, and a change, of one region. */
function besideOf(alarm: string, who: string): Readonly<Record<string, string>> {
  const metric = { Namespace: 'Shop', MetricName: 'Queued' };
  const Dimensions = { Service: 'orders' };
  const samples = Array.from({ length: 120 }, (_, index) =>
    JSON.stringify({
      ...metric,
      Dimensions,
      Timestamp: END_MS - (120 - index) * MINUTE_MS,
      Value: (index < 88 ? 10 : 40) + (index % 3),
    }),
  );
  const watched = {
    ...metric,
    Statistic: 'Maximum',
    Dimensions: [{ Name: 'Service', Value: 'orders' }],
  };
  const rings = { StateValue: 'ALARM', StateUpdatedTimestamp: END_MS - 25 * MINUTE_MS };
  const change = {
    eventTime: new Date(END_MS - 31 * MINUTE_MS).toISOString(),
    eventName: 'UpdateFunctionConfiguration20150331v2',
    eventSource: 'lambda.amazonaws.com',
    userIdentity: { userName: who },
    requestParameters: { functionName: 'orders-api', memorySize: 128 },
  };
  return {
    'metrics.jsonl': `${samples.join('\n')}\n`,
    'alarms.json': JSON.stringify({
      MetricAlarms: [{ AlarmName: alarm, ...watched, ...rings }],
      AlarmHistoryItems: [
        {
          AlarmName: alarm,
          Timestamp: END_MS - 25 * MINUTE_MS,
          HistorySummary: 'Alarm updated from OK to ALARM',
        },
      ],
    }),
    'changes.jsonl': `${JSON.stringify(change)}\n`,
  };
}

let west: Account;
let east: Account;
beforeAll(async () => {
  west = await openAccount(
    { 'orders-api': lines([30, REFUSED]), 'orders-jobs': lines([6, DISK]) },
    besideOf('orders-west', 'alice'),
  );
  east = await openAccount({ 'orders-api': lines([20, REFUSED]) }, besideOf('orders-east', 'bob'));
});
afterAll(async () => {
  await west.close();
  await east.close();
});

const REGIONS = { regions: ['us-west-2', 'eu-west-1'] };
const run = (fateOf: Parameters<typeof faultyRun>[1]) =>
  faultyRun(
    west,
    fateOf,
    { ...REGIONS, parameters: { region: REGIONS.regions.join(', ') } },
    { 'eu-west-1': east },
  );

test('an error of both regions is one finding and one cause, and each region is told by itself', async () => {
  const { report, markdown } = await run(() => null);
  expect(report?.gaps).toEqual([]);
  expect(report?.findings.map(({ count, logGroups }) => [count, logGroups])).toEqual([
    [
      50,
      [
        { name: 'us-west-2:orders-api', count: 30 },
        { name: 'eu-west-1:orders-api', count: 20 },
      ],
    ],
    [6, [{ name: 'orders-jobs', count: 6 }]],
  ]);
  const [, patterns = ''] = markdown.split('## Error Pattern Analysis');
  expect(markdown).toContain('- **Regions:** us-west-2 36 errors, eu-west-1 20 errors');
  expect(patterns).toContain(
    '### us-west-2\n\n- **Errors:** 36 of 56 (64 %) in 2 log groups\n- **Findings:** F1 30 times, F2 6 times\n- **Only here:** F2\n',
  );
  expect(patterns).toContain(
    '### eu-west-1\n\n- **Errors:** 20 of 56 (36 %) in 1 log group\n- **Findings:** F1 20 times\n',
  );
  expect(markdown).toContain('- **Regions:** all: us-west-2 (30), eu-west-1 (20)');
  expect(markdown.match(/^## /gm)).toHaveLength(9);
});

const sectionsOf = (markdown: string): ReadonlyMap<string, string> =>
  new Map(
    markdown
      .split(/^## /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')), part]),
  );
const underHeading = (section: string, heading: string) =>
  section.split(/^### /m).find((part) => part.startsWith(`${heading}\n`)) ?? 'no such heading';

test('every section with content of regions tells it by region', async () => {
  const { markdown } = await run(() => null);
  const sections = sectionsOf(markdown);
  const told = [...sections].filter(([, text]) =>
    REGIONS.regions.every((region) => text.includes(`\n### ${region}\n`)),
  );
  expect(told.map(([name]) => name)).toEqual([
    'Executive Summary',
    'Log Groups Analyzed',
    'Error Pattern Analysis',
    'Error Messages and Stack Traces',
    'Root Cause Analysis',
    'Action Plan',
    'Monitoring and Alerting',
  ]);
  const of = (section: string, region: string) => underHeading(sections.get(section) ?? '', region);
  expect(of('Executive Summary', 'us-west-2')).toContain(
    '- **Errors:** 36 of 56 (64 %) in 2 log groups\n- **Primary cause:** 30 times (F1)\n- **Secondary cause:** 6 times (F2), only here\n- **Alarms that rang:** `orders-west`',
  );
  expect(of('Error Messages and Stack Traces', 'us-west-2')).toContain(
    'Told across regions: F1 (30 times here).\n\n#### F2: ',
  );
  expect(of('Error Messages and Stack Traces', 'eu-west-1')).toContain('F1 (20 times here)');
  expect(of('Root Cause Analysis', 'eu-west-1')).toContain('- **Primary cause:** 20 times (F1)\n');
  expect(of('Action Plan', 'us-west-2')).toContain('- **Immediate:** actions 1, 2, 3 and 4\n');
  expect(of('Action Plan', 'eu-west-1')).toContain('- **Immediate:** actions 1 and 2\n');
  expect(of('Monitoring and Alerting', 'eu-west-1')).toContain(
    '- **To be made here:** 1 metric filter and 1 alarm, by the commands with `--region eu-west-1`\n- **Rang here already:** `orders-east`',
  );
  expect(sections.get('Next Steps')).toContain(
    'By region, they concern: us-west-2 primary and secondary cause; eu-west-1 primary cause.',
  );
});

test('alarms, metrics, changes and commands say of which region they are', async () => {
  const { markdown } = await run(() => null);
  expect(markdown).toContain('- Alarm `orders-west` of us-west-2 went into ALARM');
  expect(markdown).toContain('| `Queued` (Maximum) | eu-west-1 | `orders` | 11 | 41 |');
  expect(markdown).toContain('| 15:29:00 UTC | eu-west-1 | bob |');
  expect(markdown).toMatch(/told by CloudTrail in (?:us-west-2|eu-west-1), quoted below/);
  expect(markdown).toMatch(
    /\*\*Metrics beside it:\*\* `Queued` \(Maximum\) in eu-west-1 from 11 to 41 at 15:28:00 UTC, 2 minutes before the onset .*; `Queued` \(Maximum\) in us-west-2 /,
  );
  expect(markdown).toMatch(
    /\*\*Alarms beside it:\*\* .*`orders-west` of us-west-2 rang at 15:35:00 UTC, 5 minutes after the onset/,
  );
  expect(markdown).toContain('- **Most affected:** `us-west-2:orders-api`');
  const reading = markdown.match(/^aws logs filter-log-events .*ECONNREFUSED.*$/gm) ?? [];
  expect(reading.map((command) => command.replace(/^.*--region /, ''))).toEqual([
    'us-west-2',
    'eu-west-1',
  ]);
  expect(markdown).toContain('counted over 2 regions, and the alarm of each counts its own events');
});

test('a change in a region without the failure sets nothing off, one that the account shares may', async () => {
  const change = (eventSource: string, eventName: string) => ({
    'changes.jsonl': `${JSON.stringify({
      eventTime: new Date(END_MS - 31 * MINUTE_MS).toISOString(),
      eventName,
      eventSource,
      userIdentity: { userName: 'bob' },
      requestParameters: { functionName: 'orders-jobs', roleName: 'orders-jobs' },
    })}\n`,
  });
  const quiet = { 'orders-api': lines() };
  const triggerIn = async (beside: Readonly<Record<string, string>>) => {
    const failing = await openAccount(
      { 'orders-jobs': lines([6, DISK]) },
      {
        'changes.jsonl': `${JSON.stringify({ eventTime: 0, eventName: 'CreateTags', eventSource: 'ec2.amazonaws.com' })}\n`,
      },
    );
    const other = await openAccount(quiet, beside);
    const { report } = await faultyRun(failing, () => null, REGIONS, { 'eu-west-1': other });
    await failing.close();
    await other.close();
    return report?.rootCauses[0]?.trigger?.message ?? null;
  };
  expect(await triggerIn(change('lambda.amazonaws.com', 'UpdateFunctionConfiguration'))).toBeNull();
  expect(await triggerIn(change('iam.amazonaws.com', 'DetachRolePolicy'))).toContain('orders-jobs');
});

test('a region that refuses everything is a gap; the other one is reported whole', async () => {
  const { report, markdown } = await run(({ region }) =>
    region === 'eu-west-1'
      ? { kind: 'refuse', status: 400, code: 'OptInRequired', message: 'You are not subscribed' }
      : null,
  );
  expect(report?.totals).toMatchObject({ errors: 36, exact: true });
  expect(markdown).toContain('- **Regions:** us-west-2 36 errors, eu-west-1 not read');
  expect(markdown).toContain('### eu-west-1\n\nNo log group was read here.');
  expect(report?.gaps).toEqual([
    {
      what: 'Not all log groups of "orders" in eu-west-1 could be listed.',
      why: 'OptInRequired: You are not subscribed',
      remedy: 'Enable the region for the account, or leave it out.',
    },
  ]);
});

test('the queries of regions run side by side', async () => {
  const { calls } = await run(() => null);
  const started = calls.filter(({ operation }) => operation === 'StartQuery').slice(0, 3);
  const polled = calls.findIndex(({ operation }) => operation === 'GetQueryResults');
  expect(new Set(started.map(({ region }) => region)).size).toBe(2);
  expect(calls.slice(0, polled).filter(({ operation }) => operation === 'StartQuery').length).toBe(
    3,
  );
});
