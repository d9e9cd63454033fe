// An account with two log groups of which both fail in the last half hour, an alarm that rang, the metric that it
// watches, and a change before it.
import { type Account, END_MS, openAccount } from './faulty-run.ts';

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
type Line = readonly [timestampMs: number, message: string];

export const FAILURES = { 'orders-api': 40, 'orders-db': 24 };
export type Name = keyof typeof FAILURES;
const MESSAGES: Readonly<Record<Name, string>> = {
  'orders-api': 'order failed: connect ECONNREFUSED 10.0.4.17:5432',
  'orders-db': 'FATAL: the database system is shutting down',
};
const NAMES: readonly Name[] = ['orders-api', 'orders-db'];
const ONSET_MS = END_MS - 30 * MINUTE_MS;

/** Served requests, few of them before the window; in its last half hour, as many failures as asked for. */
function group(failures: number, message: string, everyMs: number): readonly Line[] {
  const lines: Line[] = [];
  const windowMs = END_MS - 2 * HOUR_MS;
  for (let at = windowMs - 2 * HOUR_MS; at < END_MS; at += at < windowMs ? MINUTE_MS : everyMs)
    lines.push([at, `INFO request ${lines.length} served in ${10 + (lines.length % 7)} ms`]);
  for (let index = 0; index < failures; index++)
    lines.push([ONSET_MS + index * 20_000 + 500, `ERROR ${message} attempt=${index}`]);
  return lines.sort((a, b) => a[0] - b[0]);
}

const time = (ms: number) => new Date(ms).toISOString();
const ALARM = 'orders-db-connections';
const METRIC = { Namespace: 'AWS/RDS', MetricName: 'DatabaseConnections' };

/** What the account tells beside its logs. */
const SIGNALS: Readonly<Record<string, string>> = {
  'alarms.json': JSON.stringify({
    MetricAlarms: [
      {
        AlarmName: ALARM,
        StateValue: 'OK',
        StateUpdatedTimestamp: time(END_MS - MINUTE_MS),
        ...METRIC,
        Statistic: 'Maximum',
        Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'orders-db' }],
      },
    ],
    AlarmHistoryItems: [
      {
        AlarmName: ALARM,
        Timestamp: time(ONSET_MS),
        HistoryItemType: 'StateUpdate',
        HistorySummary: 'Alarm updated from OK to ALARM',
      },
    ],
  }),
  'metrics.jsonl': Array.from({ length: 120 }, (_, minute) =>
    JSON.stringify({
      ...METRIC,
      Dimensions: { DBInstanceIdentifier: 'orders-db' },
      Timestamp: time(END_MS - (120 - minute) * MINUTE_MS),
      Value: minute < 90 ? 20 + (minute % 3) : 0,
    }),
  ).join('\n'),
  'changes.jsonl': JSON.stringify({
    eventTime: time(ONSET_MS - 2 * MINUTE_MS),
    eventID: '00000000-0000-4000-8000-000000000001',
    eventSource: 'rds.amazonaws.com',
    eventName: 'RebootDBInstance',
    awsRegion: 'us-west-2',
    readOnly: false,
    userIdentity: { type: 'IAMUser', userName: 'r.okafor' },
    requestParameters: { dBInstanceIdentifier: 'orders-db' },
  }),
};

/** A request every so many milliseconds: with more than a few thousand, lines around an onset are asked for. */
export const ordersAccount = (everyMs: number): Promise<Account> =>
  openAccount(
    Object.fromEntries(NAMES.map((name) => [name, group(FAILURES[name], MESSAGES[name], everyMs)])),
    SIGNALS,
  );
