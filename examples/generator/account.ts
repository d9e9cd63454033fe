// What the account tells beside the example's logs: the pool as a metric, the alarm on it, and who changed the setting.
// All of it follows from the logs and the story; nothing is drawn by chance.
import { BURST, CHANGE_MS, WINDOW } from './truth.ts';

const MINUTE_MS = 60_000;
const POOL = {
  Namespace: 'PaymentService',
  MetricName: 'DbPoolActiveConnections',
  Dimensions: { Service: 'payment-service' },
};
const iso = (ms: number) => new Date(ms).toISOString();

interface Line {
  readonly timestampMs: number;
  readonly message: string;
}

/** A sample for each line in which the pool tells how many of its connections are in use. */
export function metricLines(events: readonly Line[]): string {
  return lines(
    events.flatMap(({ timestampMs, message }) => {
      const active = /db pool usage=\d+% active=(\d+)/.exec(message)?.[1];
      return active === undefined
        ? []
        : [{ ...POOL, Timestamp: iso(timestampMs), Value: Number(active) }];
    }),
  );
}

/** The setting that the configuration watcher then applied, and a change of another team before it. */
export function changeLines(): string {
  return lines([
    record(WINDOW.startMs + 41 * MINUTE_MS, 'r.okafor', 'lambda', {
      eventName: 'UpdateFunctionConfiguration20150331v2',
      requestParameters: { functionName: 'billing-export', timeout: 120 },
    }),
    record(CHANGE_MS - 4_318, 'm.keller', 'ssm', {
      eventName: 'PutParameter',
      requestParameters: {
        name: '/payment-service/settlement/workers',
        type: 'String',
        overwrite: true,
      },
    }),
  ]);
}

function record(
  ms: number,
  userName: string,
  service: string,
  call: { eventName: string; requestParameters: object },
) {
  return {
    eventTime: iso(ms),
    eventID: `00000000-0000-4000-8000-${String(ms).slice(0, 12)}`,
    eventSource: `${service}.amazonaws.com`,
    awsRegion: 'us-west-2',
    userIdentity: { type: 'IAMUser', userName },
    readOnly: false,
    ...call,
  };
}

/** It rang before the errors crowded, and went back after them. */
export function alarmFile(): string {
  const AlarmName = 'payment-service-db-pool';
  const [raisedMs, overMs] = [BURST.startMs - 2 * MINUTE_MS, BURST.endMs + 3 * MINUTE_MS];
  const { Dimensions, ...metric } = POOL;
  const changed = (ms: number, from: string, to: string) => ({
    AlarmName,
    AlarmType: 'MetricAlarm',
    Timestamp: iso(ms),
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${from} to ${to}`,
  });
  const content = {
    MetricAlarms: [
      {
        AlarmName,
        StateValue: 'OK',
        StateReason: 'Threshold Crossed: 3 datapoints were not greater than the threshold (18.0).',
        StateUpdatedTimestamp: iso(overMs),
        ...metric,
        Statistic: 'Maximum',
        Dimensions: Object.entries(Dimensions).map(([Name, Value]) => ({ Name, Value })),
        Period: 60,
        EvaluationPeriods: 3,
        Threshold: 18,
        ComparisonOperator: 'GreaterThanThreshold',
      },
    ],
    AlarmHistoryItems: [changed(overMs, 'ALARM', 'OK'), changed(raisedMs, 'OK', 'ALARM')],
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const lines = (records: readonly object[]) =>
  records.map((one) => `${JSON.stringify(one)}\n`).join('');
