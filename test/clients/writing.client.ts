// A session of the `aws` command and one of boto3 against a server that clients write to: create, put, describe, filter,
// query, read a record, stop, delete.
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { NOON_MS, serveStanding } from '../local-cloudwatch/served.ts';

const run = promisify(execFile);
const NOON_S = NOON_MS / 1000;
const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: tmpdir(),
  AWS_ACCESS_KEY_ID: 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_DEFAULT_REGION: 'us-west-2',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
  LC_ALL: 'C.UTF-8',
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

async function aws(url: string, ...args: readonly string[]): Promise<Record<string, never>> {
  const options = ['--endpoint-url', url, '--output', 'json'];
  const { stdout } = await run('aws', ['logs', ...args, ...options], { env: ENVIRONMENT });
  return stdout.trim() === '' ? {} : JSON.parse(stdout);
}

const EVENTS = [
  { timestamp: NOON_MS, message: '{"level":"ERROR","ms":12}' },
  { timestamp: NOON_MS + 1_000, message: '{"level":"INFO","ms":5}' },
  { timestamp: NOON_MS + 2_000, message: 'plain \u00e9 text' },
];

describe('the aws command', () => {
  test('writes and reads', async () => {
    const { url } = await serveStanding();
    const group = ['--log-group-name', '/shop/orders'];
    const stream = [...group, '--log-stream-name', 'main'];
    expect(await aws(url, 'create-log-group', ...group, '--tags', 'team=a')).toEqual({});
    await aws(url, 'create-log-stream', ...stream);
    const put = await aws(url, 'put-log-events', ...stream, '--log-events', JSON.stringify(EVENTS));
    expect(put).toEqual({ nextSequenceToken: expect.any(String) });
    await aws(url, 'put-retention-policy', ...group, '--retention-in-days', '30');
    expect(await aws(url, 'describe-log-groups')).toMatchObject({
      logGroups: [{ logGroupName: '/shop/orders', retentionInDays: 30 }],
    });
    expect(await aws(url, 'list-tags-log-group', ...group)).toEqual({ tags: { team: 'a' } });
    const filter = ['--filter-pattern', '{ $.ms > 10 }'];
    expect(await aws(url, 'filter-log-events', ...group, ...filter)).toMatchObject({
      events: [EVENTS[0]],
    });
    expect(await aws(url, 'get-log-events', ...stream, '--start-from-head')).toMatchObject({
      events: EVENTS,
    });
    const window = ['--start-time', String(NOON_S), '--end-time', String(NOON_S + 60)];
    const query = 'filter level = "ERROR" | fields ms';
    const { queryId } = await aws(url, 'start-query', ...group, ...window, '--query-string', query);
    const id = ['--query-id', String(queryId)];
    let found: Record<string, unknown> = await aws(url, 'get-query-results', ...id);
    while (found.status !== 'Complete') found = await aws(url, 'get-query-results', ...id);
    const [[ms, pointer]] = found.results as [[object, { value: string }]];
    expect(ms).toEqual({ field: 'ms', value: '12' });
    const record = ['--log-record-pointer', pointer.value];
    expect(await aws(url, 'get-log-record', ...record)).toMatchObject({
      logRecord: { level: 'ERROR', ms: '12', '@logStream': 'main' },
    });
    expect(await aws(url, 'describe-queries')).toMatchObject({
      queries: [{ queryString: query, status: 'Complete' }],
    });
    await expect(aws(url, 'stop-query', ...id)).rejects.toThrow('InvalidParameterException');
    await aws(url, 'delete-log-stream', ...stream);
    await aws(url, 'delete-log-group', ...group);
    expect(await aws(url, 'describe-log-groups')).toEqual({ logGroups: [] });
  }, 120_000);
});

const SESSION = `
import boto3, json, sys
from botocore.exceptions import ClientError
logs = boto3.client("logs", endpoint_url=sys.argv[1])
noon = int(sys.argv[2])
logs.create_log_group(logGroupName="/app")
logs.create_log_stream(logGroupName="/app", logStreamName="main")
events = [dict(timestamp=noon + i, message="event %d" % i) for i in range(25)]
logs.put_log_events(logGroupName="/app", logStreamName="main", logEvents=events)
pages = logs.get_paginator("filter_log_events").paginate(logGroupName="/app", PaginationConfig=dict(PageSize=10))
found = [event["message"] for page in pages for event in page["events"]]
start = dict(logGroupNames=["/app"], startTime=noon // 1000, endTime=noon // 1000 + 60)
query = logs.start_query(queryString="stats count(*) as n", **start)["queryId"]
while True:
    answer = logs.get_query_results(queryId=query)
    if answer["status"] == "Complete": break
try:
    logs.start_query(queryString="filter @message lik /x/", **start)
    fault = None
except ClientError as error:
    fault = [error.response["Error"]["Code"], error.response.get("queryCompileError")]
logs.delete_log_group(logGroupName="/app")
print(json.dumps(dict(found=found, results=answer["results"], matched=answer["statistics"]["recordsMatched"], fault=fault)))
`;

test('boto3 writes, pages, queries and reads the place of a fault', async () => {
  const { url } = await serveStanding();
  const args = ['-c', SESSION, url, String(NOON_MS)];
  const { stdout } = await run('python3', args, { env: ENVIRONMENT });
  const { found, results, matched, fault } = JSON.parse(stdout);
  expect(found).toEqual(Array.from({ length: 25 }, (_, index) => `event ${index}`));
  expect([results, matched]).toEqual([[[{ field: 'n', value: '25' }]], 25]);
  expect(fault).toEqual([
    'MalformedQueryException',
    {
      location: { startCharOffset: 16, endCharOffset: 19 },
      message: expect.stringContaining('lik'),
    },
  ]);
}, 60_000);
