// Metrics, changes and alarms beside the logs, asked for through the AWS SDK.
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folderOf, KEY, serve } from './served.ts';

const LOG = '{"timestamp":"2026-11-20T13:58:00Z","message":"ERROR pool exhausted"}\n';

const jsonl = (lines: readonly object[]) =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const CONNECTIONS = {
  Namespace: 'AWS/RDS',
  MetricName: 'DatabaseConnections',
  Dimensions: { DBInstanceIdentifier: 'orders-db' },
};
const METRICS = jsonl([
  { ...CONNECTIONS, Timestamp: '2026-11-20T13:50:00Z', Value: 20 },
  { ...CONNECTIONS, Timestamp: '2026-11-20T13:51:00Z', Average: 40, Maximum: 60, SampleCount: 3 },
  { ...CONNECTIONS, Timestamp: Date.parse('2026-11-20T13:55:00Z'), Value: 100, p99: 99 },
  { ...CONNECTIONS, Dimensions: {}, Timestamp: '2026-11-20T13:50:00Z', Value: 7 },
]);

const record = (eventTime: string, eventName: string) => ({
  eventTime,
  eventName,
  eventSource: 'lambda.amazonaws.com',
  userIdentity: { userName: 'alice' },
  requestParameters: { functionName: 'payment-api' },
});
const CHANGES = jsonl([
  record('2026-11-20T13:40:00Z', 'UpdateFunctionCode20150331v2'),
  record('2026-11-20T13:50:00Z', 'UpdateFunctionConfiguration20150331v2'),
  record('2026-11-20T13:51:00Z', 'GetFunction20150331v2'),
  {
    EventTime: '2026-11-20T13:45:00Z',
    EventName: 'UpdateService',
    EventSource: 'ecs.amazonaws.com',
  },
]);
const ALARMS = JSON.stringify({
  MetricAlarms: [
    {
      AlarmName: 'payment-errors',
      StateValue: 'ALARM',
      StateUpdatedTimestamp: '2026-11-20T13:59:00Z',
    },
    { AlarmName: 'idle', StateValue: 'OK' },
  ],
  AlarmHistoryItems: [
    {
      AlarmName: 'payment-errors',
      HistoryItemType: 'StateUpdate',
      Timestamp: '2026-11-20T13:59:00Z',
    },
    {
      AlarmName: 'payment-errors',
      HistoryItemType: 'StateUpdate',
      Timestamp: '2026-11-19T13:59:00Z',
    },
    { AlarmName: 'idle', HistoryItemType: 'StateUpdate', Timestamp: '2026-11-20T13:00:00Z' },
  ],
});

async function clients(files: Readonly<Record<string, string>>) {
  const served = await serve(folderOf({ 'app.log': LOG, ...files }));
  const config = {
    endpoint: served.url,
    region: 'us-west-2',
    maxAttempts: 1,
    credentials: { accessKeyId: KEY, secretAccessKey: 'secret' },
  };
  const cloudwatch = new CloudWatchClient(config);
  const cloudtrail = new CloudTrailClient(config);
  onTestFinished(() => {
    cloudwatch.destroy();
    cloudtrail.destroy();
  });
  return { served, cloudwatch, cloudtrail };
}

const query = (Stat: string, Period = 300): MetricDataQuery => ({
  Id: 'm1',
  MetricStat: {
    Metric: {
      Namespace: 'AWS/RDS',
      MetricName: 'DatabaseConnections',
      Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'orders-db' }],
    },
    Period,
    Stat,
  },
});
const HOUR = {
  StartTime: new Date('2026-11-20T13:00:00Z'),
  EndTime: new Date('2026-11-20T14:00:00Z'),
};

describe('metrics beside the logs', () => {
  test.each([
    ['Average', [100, 35]],
    ['Maximum', [100, 60]],
    ['Sum', [100, 140]],
    ['SampleCount', [1, 4]],
    ['p99', [99]],
  ])('are joined to periods by their %s, the newest first', async (stat, values) => {
    const { cloudwatch } = await clients({ 'metrics.jsonl': METRICS });
    const asked = new GetMetricDataCommand({ ...HOUR, MetricDataQueries: [query(stat)] });
    const { MetricDataResults = [] } = await cloudwatch.send(asked);
    expect(MetricDataResults[0]).toMatchObject({ Values: values, StatusCode: 'Complete' });
    expect(MetricDataResults[0]?.Timestamps?.[0]).toEqual(new Date('2026-11-20T13:55:00Z'));
  });

  test('come in pages', async () => {
    const { cloudwatch } = await clients({ 'metrics.jsonl': METRICS });
    const values: number[] = [];
    let NextToken: string | undefined;
    do {
      const input = { ...HOUR, MetricDataQueries: [query('Average', 60)], MaxDatapoints: 2 };
      const page = await cloudwatch.send(
        new GetMetricDataCommand(NextToken === undefined ? input : { ...input, NextToken }),
      );
      values.push(...(page.MetricDataResults?.[0]?.Values ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(values).toEqual([100, 40, 20]);
  });

  test('refuse metric math in words', async () => {
    const { cloudwatch } = await clients({ 'metrics.jsonl': METRICS });
    const asked = { ...HOUR, MetricDataQueries: [{ Id: 'e1', Expression: 'm1 * 2' }] };
    await expect(cloudwatch.send(new GetMetricDataCommand(asked))).rejects.toThrow(/MetricStat/);
  });
});

describe('changes beside the logs', () => {
  test('are told the newest first, as CloudTrail tells them', async () => {
    const { cloudtrail } = await clients({ 'changes.jsonl': CHANGES });
    const { Events = [] } = await cloudtrail.send(new LookupEventsCommand({ ...HOUR }));
    expect(Events.map(({ EventName }) => EventName)).toEqual([
      'GetFunction20150331v2',
      'UpdateFunctionConfiguration20150331v2',
      'UpdateService',
      'UpdateFunctionCode20150331v2',
    ]);
    expect(Events[1]).toMatchObject({ Username: 'alice', ReadOnly: 'false' });
    expect(Events[1]?.EventTime).toEqual(new Date('2026-11-20T13:50:00Z'));
    expect(JSON.parse(Events[1]?.CloudTrailEvent ?? '')).toMatchObject({
      requestParameters: { functionName: 'payment-api' },
    });
  });

  test('are found by one attribute, a page at a time', async () => {
    const { cloudtrail } = await clients({ 'changes.jsonl': CHANGES });
    const writing = [{ AttributeKey: 'ReadOnly' as const, AttributeValue: 'false' }];
    const asked = { ...HOUR, LookupAttributes: writing, MaxResults: 2 };
    const first = await cloudtrail.send(new LookupEventsCommand(asked));
    expect(first.Events).toHaveLength(2);
    const { NextToken = '' } = first;
    const second = await cloudtrail.send(new LookupEventsCommand({ ...asked, NextToken }));
    expect(second.Events).toHaveLength(1);
    expect(second.NextToken).toBeUndefined();
  });
});

describe('alarms beside the logs', () => {
  test('are described by name, state and history', async () => {
    const { cloudwatch } = await clients({ 'alarms.json': ALARMS });
    const { MetricAlarms = [] } = await cloudwatch.send(
      new DescribeAlarmsCommand({ StateValue: 'ALARM' }),
    );
    expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual(['payment-errors']);
    expect(MetricAlarms[0]?.StateUpdatedTimestamp).toEqual(new Date('2026-11-20T13:59:00Z'));
    const { AlarmHistoryItems = [] } = await cloudwatch.send(
      new DescribeAlarmHistoryCommand({
        AlarmName: 'payment-errors',
        StartDate: HOUR.StartTime,
        EndDate: HOUR.EndTime,
      }),
    );
    expect(AlarmHistoryItems.map(({ Timestamp }) => Timestamp?.toISOString())).toEqual([
      '2026-11-20T13:59:00.000Z',
    ]);
  });
});

describe('the files', () => {
  test('are no log files', async () => {
    const files = { 'metrics.jsonl': METRICS, 'changes.jsonl': CHANGES, 'alarms.json': ALARMS };
    const { served } = await clients(files);
    expect(served.logGroups).toBe(1);
    expect(served.skipped).toEqual([]);
    expect(served.beside.changes).toHaveLength(4);
  });

  test('are read as logs where they hold logs', async () => {
    const { served } = await clients({ 'metrics.jsonl': LOG });
    expect(served.logGroups).toBe(2);
    expect(served.beside).toEqual({ metrics: null, changes: null, alarms: null });
  });

  test('lose a line that says nothing, and tell so', async () => {
    const { served } = await clients({ 'changes.jsonl': `${CHANGES}{"half": \n` });
    expect(served.beside.changes).toHaveLength(4);
    expect(served.skipped).toMatchObject([{ line: 5, count: 1, why: 'no CloudTrail event' }]);
  });

  test('lose a line that is nested too deep to be walked, and tell the bound', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const line = `{"eventTime":"2026-11-20T13:50:00Z","eventName":"UpdateX","eventSource":"x","requestParameters":${deep}}\n`;
    const { served } = await clients({ 'changes.jsonl': CHANGES + line });
    expect(served.beside.changes).toHaveLength(4);
    expect(served.skipped).toMatchObject([
      { line: 5, count: 1, why: 'JSON of more than 500 levels' },
    ]);
  });
});
