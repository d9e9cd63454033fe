// The normal time of a run: which time is read, by how many calls, and what becomes of the report where it cannot be.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/types.ts';
import { investigate } from '../../src/run/investigate.ts';
import type { InvestigationRequest } from '../../src/run/request.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';
import { fakeTraffic, type TrafficEvent } from './fake-traffic.ts';
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
const { value: sop } = parseSop(readFileSync(path, 'utf8'), path);

/** One event every so many seconds, from one hour before the end to another. */
function repeated(
  message: string,
  everySeconds: number,
  fromHours: number,
  toHours: number,
): TrafficEvent[] {
  const count = Math.floor(((fromHours - toHours) * 3_600) / everySeconds);
  return Array.from({ length: count }, (_, index) => ({
    timestampMs: NOW - fromHours * 3_600_000 + index * everySeconds * 1_000,
    message: message.replace('#', String(index)),
  }));
}

const COUPON = repeated('ERROR coupon # is unknown', 60, 6, 0);
const DISK = repeated('ERROR no space left on device /data', 20, 0.5, 0);

async function run(
  events: readonly TrafficEvent[],
  changes: Partial<InvestigationRequest> = {},
  replaced: Script = {},
  options: FakeOptions = {},
): Promise<{
  report: Report;
  called: readonly { tool: string; args: Readonly<Record<string, unknown>> }[];
}> {
  if (sop === null) throw new Error('the SOP does not parse');
  const ascending = [...events].sort((a, b) => a.timestampMs - b.timestampMs);
  const script = { ...fakeCloudWatch([]), ...fakeTraffic(GROUP, ascending), ...replaced };
  const world = fakeWorld(script, options);
  const { report } = await investigate(requestFor(sop, changes), world);
  return { report, called: world.called };
}

const WINDOW_START = (NOW - 2 * 3_600_000) / 1_000;

describe('the normal time', () => {
  test('is the time of equal length before the window, asked for by one query', async () => {
    const { report, called } = await run([...COUPON, ...DISK]);
    const before = called.filter(
      ({ tool, args }) => tool === 'start-query' && Number(args.startTime) < WINDOW_START,
    );
    expect(before.map(({ args }) => [args.startTime, args.endTime])).toEqual([
      [WINDOW_START - 2 * 3_600, WINDOW_START],
    ]);
    expect(report.baseline).toMatchObject({ source: 'before', readShare: 1 });
    const standings = report.baseline?.comparisons.map(({ standing }) => standing) ?? [];
    expect([...standings].sort()).toEqual(['background', 'new']);
    expect(report.gaps).toEqual([]);
  });

  test('is not asked for where there is no error', async () => {
    const { report, called } = await run(repeated('INFO stored', 30, 4, 0));
    const times = called.flatMap(({ tool, args }) =>
      tool === 'start-query' ? [Number(args.startTime)] : [],
    );
    expect(Math.min(...times)).toBe(WINDOW_START);
    expect(report.baseline).toBeNull();
  });

  test('of which there is no data is none', async () => {
    const replaced: Script = {
      'describe-log-streams': () =>
        ok({
          logStreams: [
            { logStreamName: 'a', firstEventTimestamp: NOW - 7_000_000, lastEventTimestamp: NOW },
          ],
        }),
    };
    const { report } = await run([...COUPON, ...DISK], {}, replaced);
    expect(report.baseline).toBeNull();
  });

  test('that cannot be read is a gap, and the counts of the window stay exact', async () => {
    const traffic = fakeTraffic(GROUP, COUPON);
    const refused: Script = {
      'start-query': (args, before) =>
        Number(args.startTime) < WINDOW_START
          ? fault(
              'AccessDeniedException',
              `User: arn:aws:iam::123456789012:role/reader is not authorized to perform: logs:StartQuery on resource: arn:aws:logs:us-west-2:123456789012:log-group:${GROUP}:log-stream:`,
            )
          : (traffic['start-query']?.(args, before) ?? fault('none')),
      'get-query-results': (args, before) =>
        traffic['get-query-results']?.(args, before) ?? fault('none'),
    };
    const { report } = await run(COUPON, {}, refused);
    expect(report.totals).toMatchObject({ errors: 120, exact: true });
    expect(report.baseline).toBeNull();
    expect(report.gaps.map(({ what, remedy }) => [what, remedy])).toEqual([
      [
        `The query "baseline" over ${GROUP} could not be started.`,
        `Add {"Effect":"Allow","Action":"logs:StartQuery","Resource":"arn:aws:logs:us-west-2:123456789012:log-group:${GROUP}:log-stream:"} to a policy of the identity in use, and run again.`,
      ],
    ]);
  });

  test('with too many errors is read as an even sample, and the rates know it', async () => {
    const many = repeated('ERROR coupon # is unknown', 0.25, 4, 2);
    const few = repeated('ERROR coupon # is unknown', 1, 2, 0);
    const { report } = await run([...many, ...few]);
    expect(report.baseline?.readShare).toBeCloseTo(20_000 / 28_800, 2);
    const [comparison] = report.baseline?.comparisons ?? [];
    expect(comparison?.standing).toBe('background');
    expect(comparison?.baselinePerHour).toBeCloseTo(14_400, -2);
    expect(report.gaps).toEqual([]);
    // The whole time, and ten parts of it.
    expect(report.baseline?.evidence).toHaveLength(11);
  });

  test('by path is read by its own tools, of the log groups that both have', async () => {
    const other = fakeWorld({
      ...fakeCloudWatch([]),
      ...fakeTraffic(GROUP, COUPON),
      'describe-log-streams': () =>
        ok({
          logStreams: [{ firstEventTimestamp: NOW - 21_600_000, lastEventTimestamp: NOW - 60_000 }],
        }),
    });
    const { report, called } = await run(
      [...COUPON, ...DISK],
      { baseline: { kind: 'path', path: 'healthy' } },
      {},
      { baseline: { tools: other.tools, gaps: [{ what: 'a', why: 'b', remedy: 'c' }] } },
    );
    const asked = other.called.filter(({ tool }) => tool === 'start-query');
    expect(asked.map(({ args }) => args.logGroupNames)).toEqual([[GROUP]]);
    expect(report.baseline).toMatchObject({ source: 'path', logs: 'healthy' });
    expect(report.usage.toolCalls).toBe(called.length + other.called.length);
    expect(report.gaps).toEqual([{ what: 'a', why: 'b', remedy: 'c' }]);
  });

  test('of the same logs overlapping the window is refused', async () => {
    const baseline = { kind: 'range' as const, startMs: NOW - 10_000_000, endMs: NOW - 7_000_000 };
    await expect(run(COUPON, { baseline })).rejects.toMatchObject({ kind: 'usage' });
  });
});
