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

interface Logged extends Line {
  readonly logGroup: string;
}

/** What Lambda counts of its functions: runs, and the longest of each minute, as its own lines tell them. */
export function functionLines(events: readonly Logged[]): string {
  const names = [...new Set(events.map(({ logGroup }) => logGroup))];
  return names
    .map((logGroup) =>
      functionMetrics(
        logGroup,
        events.filter((one) => one.logGroup === logGroup),
      ),
    )
    .join('');
}

function functionMetrics(logGroup: string, events: readonly Line[]): string {
  const Dimensions = { FunctionName: logGroup.replace('/aws/lambda/', '') };
  const metric = (MetricName: string) => ({ Namespace: 'AWS/Lambda', MetricName, Dimensions });
  const runs = new Map<number, number[]>();
  for (const { timestampMs, message } of events) {
    const durationMs = /^REPORT .*?\tDuration: ([\d.]+) ms/.exec(message)?.[1];
    const minute = Math.floor(timestampMs / MINUTE_MS) * MINUTE_MS;
    if (durationMs !== undefined)
      runs.set(minute, [...(runs.get(minute) ?? []), Number(durationMs)]);
  }
  const minutes = [...runs].sort(([a], [b]) => a - b);
  return lines([
    ...minutes.map(([ms, { length: Sum }]) => ({
      ...metric('Invocations'),
      Timestamp: iso(ms),
      Sum,
    })),
    ...minutes.map(([ms, durations]) => ({
      ...metric('Duration'),
      Timestamp: iso(ms),
      Maximum: Math.max(...durations),
    })),
    // No run ended in an error of the function itself, and none was refused.
    ...['Errors', 'Throttles'].map((name) => ({
      ...metric(name),
      Timestamp: iso(WINDOW.startMs),
      Sum: 0,
    })),
  ]);
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

/** The deploy whose setting the configuration watcher then applied, and a change of another team before it. */
export function changeLines(): string {
  return lines([
    record(WINDOW.startMs + 41 * MINUTE_MS, 'r.okafor', 'lambda', {
      eventName: 'UpdateFunctionConfiguration20150331v2',
      requestParameters: { functionName: 'billing-export', timeout: 120 },
    }),
    record(CHANGE_MS - 39_318, 'm.keller', 'codedeploy', {
      eventName: 'CreateDeployment',
      requestParameters: {
        applicationName: 'settlement-workers',
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
