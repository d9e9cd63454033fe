// What an account tells beside its logs, at the level of tools: an alarm that rang, its metric, and a change, by pages.
import { NOW, ok, type Script } from './fake-world.ts';

const MINUTE_MS = 60_000;
const ONSET_MS = NOW - 20 * MINUTE_MS;

const ALARM = {
  AlarmName: 'payment-pool',
  StateValue: 'OK',
  StateUpdatedTimestamp: ONSET_MS,
  Namespace: 'Pools',
  MetricName: 'InUse',
  Statistic: 'Maximum',
  Dimensions: [{ Name: 'FunctionName', Value: 'payment-service' }],
};
const RANG = {
  AlarmName: ALARM.AlarmName,
  Timestamp: ONSET_MS,
  HistorySummary: 'Alarm updated from OK to ALARM',
};

const change = (name: string) => ({
  EventId: `change-${name}`,
  EventName: 'UpdateService',
  EventTime: ONSET_MS - MINUTE_MS,
  EventSource: 'ecs.amazonaws.com',
  Username: 'deploy-bot',
  CloudTrailEvent: JSON.stringify({ requestParameters: { cluster: 'prod', service: name } }),
});

export const FAKE_SIGNALS: Script = {
  'describe-alarms': ({ alarmNames }) =>
    ok({ MetricAlarms: alarmNames === undefined ? [] : [ALARM] }),
  'describe-alarm-history': ({ nextToken }) =>
    ok(
      nextToken === undefined
        ? { AlarmHistoryItems: [], NextToken: 'more' }
        : { AlarmHistoryItems: [RANG] },
    ),
  'get-metric-data': ({ metrics, nextToken }) =>
    ok({
      MetricDataResults: (metrics as readonly object[]).map((_, index) => ({
        Id: `m${index}`,
        Timestamps: [ONSET_MS + (nextToken === undefined ? 0 : MINUTE_MS)],
        Values: [index],
      })),
      ...(nextToken === undefined ? { NextToken: 'more' } : {}),
    }),
  'lookup-events': ({ nextToken }) =>
    ok(
      nextToken === undefined
        ? { Events: [change('payment')], NextToken: 'more' }
        : { Events: [change('ledger')] },
    ),
};
