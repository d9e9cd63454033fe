// Metrics, alarms and changes beside the logs, asked for by clients that nobody here wrote: `aws` and boto3. Old ones
// speak AWS Query to CloudWatch (forms in, XML out), new ones JSON; both are to have the same answers.
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { folderOf, KEY, serve } from '../local-cloudwatch/served.ts';

const run = promisify(execFile);
const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: tmpdir(),
  TZ: 'UTC',
  AWS_ACCESS_KEY_ID: KEY,
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_DEFAULT_REGION: 'us-west-2',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
  LC_ALL: 'C.UTF-8',
};

const lines = (values: readonly object[]) =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
const METRIC = { Namespace: 'Shop', MetricName: 'Pool', Dimensions: { Service: 'orders & more' } };
/** What XML has to escape, or cannot write at all. */
const REASON = 'above <18> & "rising"\u001b';
const FILES = {
  'app.log': '2026-11-20T13:58:00Z ERROR pool exhausted\n',
  'metrics.jsonl': lines([
    { ...METRIC, Timestamp: '2026-11-20T13:00:00Z', Value: 12.5 },
    { ...METRIC, Timestamp: '2026-11-20T14:00:00Z', Value: 20 },
    { ...METRIC, Timestamp: '2026-11-20T15:00:00Z', Value: 13 },
  ]),
  'alarms.json': JSON.stringify({
    MetricAlarms: [
      {
        AlarmName: 'pool <full>',
        StateValue: 'ALARM',
        StateReason: REASON,
        StateUpdatedTimestamp: '2026-11-20T14:13:00Z',
        Threshold: 18,
        Dimensions: [{ Name: 'Service', Value: 'orders' }],
      },
      { AlarmName: 'idle', StateValue: 'OK' },
    ],
    CompositeAlarms: [{ AlarmName: 'both', StateValue: 'OK' }],
    AlarmHistoryItems: ['2026-11-20T14:13:00Z', '2026-11-20T14:48:00Z'].map((Timestamp, index) => ({
      AlarmName: 'pool <full>',
      Timestamp,
      HistorySummary:
        index === 0 ? 'Alarm updated from OK to ALARM' : 'Alarm updated from ALARM to OK',
    })),
  }),
  'changes.jsonl': lines(
    ['PutParameter', 'UpdateService'].map((eventName, index) => ({
      eventTime: `2026-11-20T14:0${index}:00Z`,
      eventName,
      eventSource: 'ssm.amazonaws.com',
      userIdentity: { userName: 'alice' },
    })),
  ),
};

beforeAll(async () => {
  await run('aws', ['--version']).catch(() => missing('awscli'));
  await run('python3', ['-c', 'import boto3']).catch(() => missing('python3-boto3'));
}, 60_000);

function missing(name: string): never {
  throw new Error(
    `${name} is not installed (Debian: apt-get install ${name}): the client tests need it`,
  );
}

const QUERY = {
  Id: 'm1',
  MetricStat: {
    Metric: {
      Namespace: 'Shop',
      MetricName: 'Pool',
      Dimensions: [{ Name: 'Service', Value: 'orders & more' }],
    },
    Period: 3600,
    Stat: 'Maximum',
  },
};
const HOURS = ['--start-time', '2026-11-20T12:00:00Z', '--end-time', '2026-11-20T16:00:00Z'];

describe('the aws command', () => {
  async function session() {
    const { url } = await serve(folderOf(FILES));
    const aws = async (...args: readonly string[]) => {
      const options = ['--endpoint-url', url, '--output', 'json'];
      const { stdout } = await run('aws', [...args, ...options], { env: ENVIRONMENT });
      return JSON.parse(stdout) as Record<string, never>;
    };
    const refusal = (...args: readonly string[]) =>
      aws(...args).then(
        () => 'no refusal',
        (error: { stderr: string }) => error.stderr.trim(),
      );
    return { aws, refusal };
  }

  test('gets metrics, alarms, their history and changes', async () => {
    const { aws, refusal } = await session();
    const metrics = ['cloudwatch', 'get-metric-data', ...HOURS, '--scan-by', 'TimestampAscending'];
    const asked = ['--metric-data-queries', JSON.stringify([QUERY])];
    expect(await aws(...metrics, ...asked)).toMatchObject({
      MetricDataResults: [{ Id: 'm1', Values: [12.5, 20, 13], StatusCode: 'Complete' }],
    });
    expect(
      await aws('cloudwatch', 'describe-alarms', '--alarm-names', 'pool <full>'),
    ).toMatchObject({
      MetricAlarms: [
        {
          AlarmName: 'pool <full>',
          StateReason: expect.stringContaining('above <18> & "rising"'),
          Threshold: 18,
          Dimensions: [{ Name: 'Service', Value: 'orders' }],
        },
      ],
    });
    const state = ['describe-alarms', '--state-value', 'OK'];
    const types = ['--alarm-types', 'MetricAlarm', 'CompositeAlarm'];
    expect(await aws('cloudwatch', ...state, ...types)).toMatchObject({
      MetricAlarms: [{ AlarmName: 'idle' }],
      CompositeAlarms: [{ AlarmName: 'both' }],
    });
    const history = ['cloudwatch', 'describe-alarm-history', '--alarm-name', 'pool <full>'];
    expect(await aws(...history)).toMatchObject({
      AlarmHistoryItems: [
        { HistorySummary: 'Alarm updated from ALARM to OK' },
        { HistorySummary: 'Alarm updated from OK to ALARM' },
      ],
    });
    const name = ['--lookup-attributes', 'AttributeKey=EventName,AttributeValue=PutParameter'];
    expect(await aws('cloudtrail', 'lookup-events', ...name)).toMatchObject({
      Events: [{ EventName: 'PutParameter', Username: 'alice' }],
    });
    const bad = ['--metric-data-queries', '[{"Id":"m1","Expression":"m2*2"}]'];
    expect(await refusal(...metrics, ...bad)).toContain('(ValidationError)');
    expect(await refusal('cloudwatch', 'list-metrics')).toContain('ListMetrics operation');
  });
});

/** Prints one line of JSON a step. */
const BOTO3 = `
import boto3, json, sys
from datetime import datetime, timezone
client = lambda name: boto3.client(name, endpoint_url=sys.argv[1])
cloudwatch, cloudtrail = client('cloudwatch'), client('cloudtrail')
query = json.loads(sys.argv[2])
at = lambda hour: datetime(2026, 11, 20, hour, tzinfo=timezone.utc)
show = lambda value: print(json.dumps(value, default=lambda one: one.astimezone(timezone.utc).isoformat()))
pages = cloudwatch.get_paginator('get_metric_data').paginate(
    MetricDataQueries=[query], StartTime=at(12), EndTime=at(16), ScanBy='TimestampAscending', MaxDatapoints=2)
show([[r['Timestamps'], [float(v) for v in r['Values']], r['StatusCode']] for p in pages for r in p['MetricDataResults']])
alarms = cloudwatch.get_paginator('describe_alarms').paginate(
    AlarmTypes=['MetricAlarm', 'CompositeAlarm'], PaginationConfig={'PageSize': 1})
show(sorted(a['AlarmName'] for p in alarms for a in p['MetricAlarms'] + p['CompositeAlarms']))
history = cloudwatch.get_paginator('describe_alarm_history').paginate(
    AlarmName='pool <full>', StartDate=at(14), EndDate=at(15), PaginationConfig={'PageSize': 1})
show([i['Timestamp'] for p in history for i in p['AlarmHistoryItems']])
events = cloudtrail.get_paginator('lookup_events').paginate(PaginationConfig={'PageSize': 1})
show([[e['EventName'], e['EventTime']] for p in events for e in p['Events']])
try:
    cloudwatch.describe_alarms(MaxRecords=101)
except Exception as fault:
    show(type(fault).__module__ + ' ' + str(fault))
`;

test('boto3 pages through all of it, and reads times as times', async () => {
  const { url } = await serve(folderOf(FILES));
  const args = ['-c', BOTO3, url, JSON.stringify(QUERY)];
  const { stdout } = await run('python3', args, { env: ENVIRONMENT });
  const [metrics, alarms, history, events, fault] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const time = (clock: string) => `2026-11-20T${clock}:00+00:00`;
  expect(metrics).toEqual([
    [[time('13:00'), time('14:00')], [12.5, 20], 'PartialData'],
    [[time('15:00')], [13], 'Complete'],
  ]);
  expect(alarms).toEqual(['both', 'idle', 'pool <full>']);
  expect(history).toEqual([time('14:48'), time('14:13')]);
  expect(events).toEqual([
    ['UpdateService', time('14:01')],
    ['PutParameter', time('14:00')],
  ]);
  expect(fault).toMatch(/^botocore\..*less than or equal to 100$/);
});
