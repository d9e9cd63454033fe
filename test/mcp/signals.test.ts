// The server `aws-signals` over the local endpoint, through the AWS SDK: what its tools answer, by page, and faults.
import { afterEach, describe, expect, test } from 'vitest';
import { connectTools } from '../../src/mcp/host.ts';
import {
  ALL_SIGNALS,
  createSignalsClients,
  createSignalsServer,
  type SignalsOffered,
} from '../../src/mcp/signals/server.ts';
import { folderOf, KEY, serve } from '../local-cloudwatch/served.ts';
import { OUTGOING } from './outgoing.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const START_MS = Date.parse('2026-11-20T13:00:00Z');
const END_MS = Date.parse('2026-11-20T14:00:00Z');

const changes = Array.from({ length: 60 }, (_, minute) => ({
  eventTime: START_MS + minute * 1000,
  eventSource: 'ecs.amazonaws.com',
  eventName: 'UpdateService',
  requestParameters: { service: `s${minute}` },
}));
const metric = {
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateAgeOfOldestMessage',
  Dimensions: { QueueName: 'orders' },
};
const FILES = {
  'app.log': '2026-11-20T13:30:00Z ERROR broken\n',
  'changes.jsonl': changes.map((each) => JSON.stringify(each)).join('\n'),
  'metrics.jsonl': JSON.stringify({ ...metric, Timestamp: START_MS + 60_000, Value: 7 }),
  'alarms.json': JSON.stringify({
    MetricAlarms: [{ AlarmName: 'age', StateValue: 'ALARM', StateUpdatedTimestamp: START_MS }],
    AlarmHistoryItems: [{ AlarmName: 'age', Timestamp: START_MS, HistorySummary: 'OK to ALARM' }],
  }),
};

async function open(accessKeyId = KEY, offered: SignalsOffered = ALL_SIGNALS) {
  const served = await serve(folderOf(FILES));
  const clients = createSignalsClients({
    region: 'us-west-2',
    endpoint: served.url,
    credentials: { accessKeyId, secretAccessKey: 'not-a-secret' },
    profile: null,
    maxAttempts: 1,
    outgoing: OUTGOING,
  });
  const tools = await connectTools([createSignalsServer(clients, offered)], OUTGOING.audit);
  cleanups.push(async () => {
    await tools.close();
    await clients.close();
  });
  const { signal } = new AbortController();
  return {
    tools,
    call: (name: string, args: Record<string, unknown>) =>
      tools.call(name, args, { signal, timeoutMs: 5_000 }),
  };
}

describe('tools of aws-signals', () => {
  test('all only read', async () => {
    const { tools } = await open();
    expect((await tools.list()).map(({ name, readOnly }) => `${name} ${readOnly}`)).toEqual([
      'get-metric-data true',
      'describe-alarms true',
      'describe-alarm-history true',
      'describe-metric-filters true',
      'lookup-events true',
    ]);
  });

  test('what there is nothing of is not offered', async () => {
    const { tools } = await open(KEY, { metrics: false, alarms: false, changes: true });
    expect((await tools.list()).map(({ name }) => name)).toEqual(['lookup-events']);
  });

  test('changes come in pages, their times in epoch milliseconds', async () => {
    const { call } = await open();
    const asked = { startTime: START_MS, endTime: END_MS };
    const first = (await call('lookup-events', asked)).content as Record<string, unknown>;
    expect(first.Events).toHaveLength(50);
    expect(first.Events).toMatchObject({ 0: { EventTime: START_MS + 59_000 } });
    const { NextToken: nextToken } = first;
    const second = await call('lookup-events', { ...asked, nextToken });
    expect(second.content).toMatchObject({ Events: { length: 10 } });
  });

  test('values of a metric, its alarm and the alarm’s history', async () => {
    const { call } = await open();
    const dimensions = { QueueName: 'orders' };
    const oldest = { namespace: metric.Namespace, name: metric.MetricName, dimensions };
    const data = await call('get-metric-data', {
      startTime: START_MS,
      endTime: END_MS,
      periodSeconds: 60,
      metrics: [{ ...oldest, statistic: 'Maximum' }],
    });
    expect(data.content).toMatchObject({
      MetricDataResults: [{ Id: 'm0', Timestamps: [START_MS + 60_000], Values: [7] }],
    });
    const alarms = await call('describe-alarms', { state: 'ALARM' });
    expect(alarms.content).toMatchObject({
      MetricAlarms: [{ AlarmName: 'age', StateUpdatedTimestamp: START_MS }],
    });
    const history = await call('describe-alarm-history', { alarmName: 'age' });
    expect(history.content).toMatchObject({
      AlarmHistoryItems: [{ Timestamp: START_MS, HistorySummary: 'OK to ALARM' }],
    });
  });

  test('a refusal is named as AWS names it', async () => {
    const { call } = await open('AKIAOTHEROTHEROTHER');
    const refused = await call('lookup-events', { startTime: START_MS, endTime: END_MS });
    expect(refused).toMatchObject({ isError: true, errorCode: 'UnrecognizedClientException' });
  });
});
