// Metrics and alarms within an investigation: what was asked, what the report tells, and what is a gap.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { investigate } from '../../src/run/investigate.ts';
import type { InvestigationRequest } from '../../src/run/request.ts';
import { metricsOf } from '../../src/run/service-metrics.ts';
import { parseSop } from '../../src/sop/parse.ts';
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

const path = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');

async function run(
  script: Script,
  changes: Partial<InvestigationRequest> = {},
  options: FakeOptions = {},
) {
  const { value: sop } = parseSop(readFileSync(path, 'utf8'), path);
  if (sop === null) throw new Error('the SOP does not parse');
  const world = fakeWorld({ ...fakeCloudWatch(refusedConnections), ...script }, options);
  const { report } = await investigate(requestFor(sop, changes), world);
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

  test('of metric math are about what its metrics are about, and these are looked at', async () => {
    const { Namespace, MetricName, Dimensions, Statistic, ...state } = ALARM;
    const Metric = { Namespace, MetricName, Dimensions };
    const Metrics = [{ Expression: 'm1 / m2' }, { MetricStat: { Metric, Stat: Statistic } }];
    const { report } = await run({
      'describe-alarms': () => ok({ MetricAlarms: [{ ...state, Metrics }] }),
      'describe-alarm-history': HISTORY,
      'get-metric-data': doubling('InUse'),
    });
    expect(report.alarms?.map(({ name }) => name)).toEqual(['pool']);
    expect(report.metrics?.map(({ name, statistic }) => [name, statistic])).toEqual([
      ['InUse', 'Maximum'],
    ]);
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

  test('that CloudWatch does not hand out within an answer that succeeds are a gap', async () => {
    const withheld: Script[string] = (args) => {
      const { metrics } = args as unknown as Asked;
      return ok({
        MetricDataResults: metrics.map((_, index) => ({
          Id: `m${index}`,
          ...(index < 2 ? { StatusCode: 'Forbidden' } : { StatusCode: 'Complete' }),
        })),
      });
    };
    const { report, markdown } = await run({ 'get-metric-data': withheld });
    expect(report.gaps).toEqual([
      {
        what: 'Metrics were not seen: Invocations, Errors.',
        why: 'CloudWatch answered Forbidden for 2 of 5.',
        remedy:
          'Allow cloudwatch:GetMetricData for them, in the account that they belong to, and run again.',
      },
    ]);
    expect(markdown).toContain('None of the 5 metrics of the services');
  });

  test('whose values cannot be read to the end are told as far as they came, with a gap', async () => {
    const some = doubling('Errors');
    const { report } = await run({
      'get-metric-data': (args, before) =>
        before > 0
          ? fault('ThrottlingException', 'Rate exceeded')
          : ok({ ...Object(some(args, before).content), NextToken: 'more' }),
    });
    expect(report.gaps.map(({ what }) => what)).toEqual(['Not all values of metrics were seen.']);
    expect(report.metrics?.map(({ name }) => name)).toContain('Errors');
  });

  test('stand beside the timeline where they left their level, by its bins', async () => {
    const { report, markdown } = await run({ 'get-metric-data': doubling('Duration') });
    const [duration] = report.metrics?.filter(({ change }) => change !== null) ?? [];
    expect(duration?.bins).toHaveLength(report.timeline.bins.length);
    expect(new Set(duration?.bins)).toEqual(new Set([12, 42]));
    expect(markdown).toMatch(
      /; beside them A is `Duration` \(Maximum\) of `payment-service`:\n\n```\n +errors +A\n14:00 .* 0 12/,
    );
    for (const line of markdown.split('\n').filter((one) => /^\d\d:\d\d /.test(one)))
      expect(line.length).toBeLessThanOrEqual(80);
    expect(report.metricsAsked).toBe(5);
    expect(markdown).toContain('more metrics of the services have no data.');
  });

  test.each([
    [10, 60],
    [20, 300],
    [70, 3_600],
  ])('of %i days ago are asked for in the periods that are still kept', async (days, seconds) => {
    const nowMs = NOW + days * 86_400_000;
    const { asked } = await run(
      { 'get-metric-data': doubling('Errors') },
      { window: { startMs: null, endMs: NOW, hours: 2 } },
      { nowMs },
    );
    expect(asked.at(-1)?.args.periodSeconds).toBe(seconds);
  });

  test('where nobody offers them are neither asked for nor missed', async () => {
    const { report, markdown } = await run({});
    expect(report.gaps).toEqual([]);
    expect(report.metrics ?? report.alarms).toBeUndefined();
    expect(markdown).not.toContain('Metrics and Alarms');
  });
});

describe('the metrics of a service', () => {
  const named = (logGroup: string) =>
    metricsOf(logGroup).map(({ namespace, name, dimensions, statistic }) =>
      [namespace.replace('AWS/', ''), name, statistic, ...Object.entries(dimensions).flat()].join(
        ' ',
      ),
    );

  test.each([
    ['/aws/lambda/pay', 'Lambda Errors Sum FunctionName pay'],
    ['/aws/lambda/pay', 'Lambda ConcurrentExecutions Maximum FunctionName pay'],
    ['/aws/apigateway/orders', 'ApiGateway 5XXError Sum ApiName orders'],
    ['/aws/apigateway/orders/prod', 'ApiGateway IntegrationLatency Average ApiName orders'],
    ['/aws/apigateway/a1b2c3d4e5', 'ApiGateway 5xx Sum ApiId a1b2c3d4e5'],
    ['/ecs/shop/pay', 'ECS MemoryUtilization Maximum ClusterName shop ServiceName pay'],
    ['/aws/ecs/containerinsights/shop/performance', 'ECS CPUUtilization Average ClusterName shop'],
    ['/aws/rds/instance/db-1/error', 'RDS DatabaseConnections Maximum DBInstanceIdentifier db-1'],
    ['/aws/rds/instance/db-1/error', 'RDS FreeStorageSpace Minimum DBInstanceIdentifier db-1'],
    ['/aws/rds/cluster/aur/postgresql', 'RDS FreeLocalStorage Minimum DBClusterIdentifier aur'],
    ['/aws/dynamodb/carts', 'DynamoDB WriteThrottleEvents Sum TableName carts'],
    ['/aws/sqs/jobs', 'SQS ApproximateAgeOfOldestMessage Maximum QueueName jobs'],
    [
      '/aws/alb/app/front/0123456789abcdef',
      'ApplicationELB TargetConnectionErrorCount Sum LoadBalancer app/front/0123456789abcdef',
    ],
  ])(
    'of %s are %s, by the names, dimensions and statistics that AWS gives them',
    (group, metric) => {
      expect(named(group)).toContain(metric);
    },
  );

  test.each(['/aws/apigateway/welcome', '/payment/app', '/aws/rds/cluster/aur', '/ecs/pay'])(
    '%s names none',
    (group) => {
      expect(named(group)).toEqual([]);
    },
  );

  test('of a cluster hold none that only an instance has', () => {
    expect(named('/aws/rds/cluster/aur/error').join()).not.toContain('FreeStorageSpace');
  });
});
