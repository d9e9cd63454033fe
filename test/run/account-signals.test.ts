// Metrics and alarms within an investigation: what was asked, what the report tells, and what is a gap.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { investigate } from '../../src/run/investigate.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { fakeCloudWatch, refusedConnections } from './fake-cloudwatch.ts';
import { fakeWorld, fault, ok, requestFor, type Script } from './fake-world.ts';

const path = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');

async function run(script: Script) {
  const { value: sop } = parseSop(readFileSync(path, 'utf8'), path);
  if (sop === null) throw new Error('the SOP does not parse');
  const world = fakeWorld({ ...fakeCloudWatch(refusedConnections), ...script });
  const { report } = await investigate(requestFor(sop), world);
  const asked = world.called
    .filter(({ tool }) => tool in script)
    .map(({ tool, args }) => ({ tool, args }));
  return { report, asked, markdown: world.written[0]?.markdown ?? '' };
}

const ALARM = {
  AlarmName: 'pool',
  StateValue: 'ALARM',
  StateReason: 'Threshold Crossed',
  StateUpdatedTimestamp: Date.parse('2026-11-20T15:00:00Z'),
  Namespace: 'Pools',
  MetricName: 'InUse',
  Statistic: 'Maximum',
  Dimensions: [{ Name: 'FunctionName', Value: 'payment-service' }],
};
const HISTORY = () =>
  ok({
    AlarmHistoryItems: [
      {
        AlarmName: 'pool',
        Timestamp: Date.parse('2026-11-20T15:00:00Z'),
        HistorySummary: 'Alarm updated from OK to ALARM',
      },
    ],
  });
const OTHERS = { AlarmName: 'billing', StateValue: 'ALARM', Dimensions: [] };

interface Asked {
  readonly metrics: readonly { readonly name: string }[];
  readonly startTime: number;
  readonly endTime: number;
}

/** Of one metric by name values that double in the middle; of all others none. */
const doubling =
  (changed: string): NonNullable<Script[string]> =>
  (args) => {
    const { metrics, startTime, endTime } = args as unknown as Asked;
    const count = Math.floor((endTime - startTime) / 60_000);
    const times = Array.from({ length: count }, (_, index) => startTime + index * 60_000);
    return ok({
      MetricDataResults: metrics.map(({ name }, index) => ({
        Id: `m${index}`,
        Timestamps: name === changed ? times : [],
        Values: name === changed ? times.map((_, at) => (at < count / 2 ? 10 : 40) + (at % 3)) : [],
      })),
    });
  };

describe('metrics and alarms', () => {
  test('are those of the services, and those that alarms are about', async () => {
    const { asked } = await run({
      'describe-alarms': () => ok({ MetricAlarms: [ALARM, OTHERS] }),
      'describe-alarm-history': HISTORY,
      'get-metric-data': doubling('Errors'),
    });
    const { metrics: wanted } = Object(asked.at(-1)?.args) as Asked;
    const metrics = wanted.map(({ name }) => name);
    expect(metrics).toEqual(expect.arrayContaining(['Errors', 'Throttles', 'InUse']));
  });

  test('are told beside the first error', async () => {
    const { report, markdown } = await run({
      'describe-alarms': () => ok({ MetricAlarms: [ALARM, OTHERS] }),
      'describe-alarm-history': HISTORY,
      'get-metric-data': doubling('InUse'),
    });
    expect(report.gaps).toEqual([]);
    expect(report.alarms?.map(({ name }) => name)).toEqual(['pool']);
    expect(report.metrics).toMatchObject([
      { name: 'InUse', change: { from: 11, to: 41, until: null } },
    ]);
    expect(markdown).toContain('### Metrics and Alarms');
    expect(markdown).toContain(
      'Alarm `pool` went into ALARM at 15:00:00 UTC and is in ALARM since',
    );
  });

  test('that rang in the window and are over are told, too', async () => {
    const over = { ...ALARM, StateValue: 'OK' };
    const { report, markdown } = await run({
      'describe-alarms': ({ state }) => ok({ MetricAlarms: state === 'ALARM' ? [] : [over] }),
      'describe-alarm-history': HISTORY,
      'get-metric-data': doubling('InUse'),
    });
    expect(report.alarms).toMatchObject([
      { name: 'pool', state: 'OK', raised: ['2026-11-20T15:00:00.000Z'] },
    ]);
    expect(markdown).toContain('and is in OK since');
  });

  test('that may not be seen are gaps that name the actions', async () => {
    const denied = () => fault('AccessDeniedException', 'not authorized');
    const { report } = await run({
      'describe-alarms': denied,
      'describe-alarm-history': denied,
      'get-metric-data': denied,
    });
    expect(report.gaps.map(({ remedy }) => /cloudwatch:\w+/.exec(remedy)?.[0])).toEqual([
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
    ]);
  });

  test('where nobody offers them are neither asked for nor missed', async () => {
    const { report, markdown } = await run({});
    expect(report.gaps).toEqual([]);
    expect(report.metrics ?? report.alarms).toBeUndefined();
    expect(markdown).not.toContain('Metrics and Alarms');
  });
});
