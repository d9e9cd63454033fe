import { expect, test } from 'vitest';
import { metricOfAlarm } from '../../src/run/account-alarms.ts';

const ALARM = {
  AlarmName: 'pool',
  Namespace: 'AWS/RDS',
  MetricName: 'DatabaseConnections',
  Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'orders-db' }],
  Metrics: [],
};
type Alarm = Parameters<typeof metricOfAlarm>[0];

test('an alarm tells the metric that it watches', () => {
  expect(metricOfAlarm(ALARM as unknown as Alarm)).toEqual([
    {
      namespace: 'AWS/RDS',
      name: 'DatabaseConnections',
      dimensions: { DBInstanceIdentifier: 'orders-db' },
      statistic: 'Average',
    },
  ]);
});

test.each([
  ['name', { MetricName: '' }],
  ['namespace', { Namespace: '' }],
  ['dimension', { Dimensions: [{ Name: 'x', Value: '' }] }],
])('a metric of which the %s is empty is not asked for', (_, change) => {
  expect(metricOfAlarm({ ...ALARM, ...change } as unknown as Alarm)).toEqual([]);
});
