// The `aws` command against the local endpoint: exact answers, paging by the command itself, errors as it prints them.
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalCloudWatch, serveLogs } from '../../src/local-cloudwatch/serve.ts';
import { KEY, NOON_MS, writeFolder } from '../local-cloudwatch/served.ts';

const run = promisify(execFile);
const NOON_S = NOON_MS / 1000;
const EVENTS = 120;

let served: LocalCloudWatch;
let folder: string;

/** Sixty small groups to page over, and one with two streams. */
function logs(): Readonly<Record<string, string>> {
  const line = (value: object) => `${JSON.stringify(value)}\n`;
  const groups = Array.from({ length: 60 }, (_, index) =>
    line({ timestamp: NOON_MS, logGroup: `/many/${String(index).padStart(2, '0')}`, message: 'x' }),
  );
  const events = Array.from({ length: EVENTS }, (_, index) =>
    line({
      timestamp: NOON_MS + index * 1000,
      logGroup: '/shop/orders',
      logStream: index % 3 === 0 ? 'pod-b' : 'pod-a',
      message:
        index % 10 === 0 ? `ERROR order ${index} failed` : `INFO order ${index} \u00e9 accepted`,
    }),
  );
  return { 'shop.jsonl': events.join(''), 'many.jsonl': groups.join('') };
}

async function aws(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(
    'aws',
    ['logs', ...args, '--endpoint-url', served.url, '--output', 'json'],
    {
      env: {
        PATH: process.env.PATH,
        HOME: tmpdir(),
        AWS_ACCESS_KEY_ID: KEY,
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_DEFAULT_REGION: 'us-west-2',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_PAGER: '',
        LC_ALL: 'C.UTF-8',
      },
    },
  );
  return stdout;
}

const answer = async (...args: readonly string[]) => JSON.parse(await aws(...args));
const refusal = (...args: readonly string[]) =>
  aws(...args).then(
    () => 'no refusal',
    (error: { stderr: string }) => error.stderr.trim(),
  );

beforeAll(async () => {
  await run('aws', ['--version']).catch(() => {
    throw new Error(
      '`aws` is not on PATH: install awscli (Debian: apt-get install awscli) to run the client tests',
    );
  });
  folder = writeFolder(logs());
  const { value, diagnostics } = await serveLogs({
    paths: [folder],
    accessKeyId: KEY,
    region: 'us-west-2',
    now: () => NOON_MS,
    startWorker: null,
  });
  if (value === null) throw new Error(JSON.stringify(diagnostics));
  served = value;
});

afterAll(async () => {
  await served?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

test('describe-log-groups finds by prefix and pages over all', async () => {
  const arn = 'arn:aws:logs:us-west-2:000000000000:log-group:/shop/orders';
  const { logGroups } = await answer('describe-log-groups', '--log-group-name-prefix', '/shop');
  expect(logGroups).toMatchObject([
    { logGroupName: '/shop/orders', creationTime: NOON_MS, metricFilterCount: 0, arn: `${arn}:*` },
  ]);
  const all = await answer('describe-log-groups', '--query', 'logGroups[].logGroupName');
  expect([all.length, all[0], all.at(-1)]).toEqual([61, '/many/00', '/shop/orders']);
});

test('describe-log-streams orders by last event', async () => {
  const order = ['--order-by', 'LastEventTime', '--descending'];
  const { logStreams } = await answer(
    'describe-log-streams',
    '--log-group-name',
    '/shop/orders',
    ...order,
  );
  expect(
    logStreams.map((stream: Record<string, unknown>) => [
      stream.logStreamName,
      stream.firstEventTimestamp,
      stream.lastEventTimestamp,
    ]),
  ).toEqual([
    ['pod-a', NOON_MS + 1000, NOON_MS + 119_000],
    ['pod-b', NOON_MS, NOON_MS + 117_000],
  ]);
});

describe('queries', () => {
  const window = ['--start-time', String(NOON_S), '--end-time', String(NOON_S + 3600)];
  const start = (queryString: string, group = '/shop/orders') =>
    ['start-query', '--log-group-names', group, ...window, '--query-string', queryString] as const;

  async function results(queryString: string) {
    const { queryId } = await answer(...start(queryString));
    for (;;) {
      const body = await answer('get-query-results', '--query-id', queryId);
      if (body.status !== 'Scheduled' && body.status !== 'Running') return body;
    }
  }

  test('rows, statistics and status', async () => {
    const body = await results(
      'filter @message like /ERROR/ | stats count(*) as errors by @logStream | sort @logStream asc',
    );
    expect(body.status).toBe('Complete');
    expect(body.results).toEqual([
      [
        { field: '@logStream', value: 'pod-a' },
        { field: 'errors', value: '8' },
      ],
      [
        { field: '@logStream', value: 'pod-b' },
        { field: 'errors', value: '4' },
      ],
    ]);
    expect(body.statistics).toMatchObject({ recordsMatched: 12, recordsScanned: EVENTS });
  });

  test('an event row has its time, its text and its pointer', async () => {
    const { results: rows } = await results(
      'fields @timestamp, @message | filter @message like /order 1 /',
    );
    expect(rows).toEqual([
      [
        { field: '@timestamp', value: '2026-11-20 14:00:01.000' },
        { field: '@message', value: 'INFO order 1 \u00e9 accepted' },
        { field: '@ptr', value: expect.any(String) },
      ],
    ]);
  });

  test('refusals', async () => {
    expect(await refusal(...start('fields @message | nonsense'))).toContain(
      'An error occurred (MalformedQueryException) when calling the StartQuery operation',
    );
    expect(await refusal(...start('fields @message', '/none'))).toContain(
      '(ResourceNotFoundException)',
    );
    const { queryId } = await answer(...start('fields @message'));
    await results('fields @message');
    expect(await refusal('stop-query', '--query-id', queryId)).toContain(
      '(InvalidParameterException)',
    );
  });
});

test('filter-log-events pages, filters and includes both ends', async () => {
  const group = ['--log-group-name', '/shop/orders'];
  const filter = ['--filter-pattern', 'ERROR -"order 0 "', '--page-size', '5'];
  const errors = await answer(
    'filter-log-events',
    ...group,
    ...filter,
    '--query',
    'events[].message',
  );
  const expected = Array.from(
    { length: 11 },
    (_, index) => `ERROR order ${(index + 1) * 10} failed`,
  );
  expect(errors).toEqual(expected);
  const range = ['--start-time', String(NOON_MS), '--end-time', String(NOON_MS + 2000)];
  const times = await answer(
    'filter-log-events',
    ...group,
    ...range,
    '--query',
    'events[].timestamp',
  );
  expect(times).toEqual([NOON_MS, NOON_MS + 1000, NOON_MS + 2000]);
  expect(await refusal('filter-log-events', ...group, '--filter-pattern', '{ $.a = 1')).toContain(
    '(InvalidParameterException)',
  );
});

test('get-log-events reads a stream from its head and ends with the same token', async () => {
  const stream = [
    '--log-group-name',
    '/shop/orders',
    '--log-stream-name',
    'pod-b',
    '--start-from-head',
  ];
  const first = await answer('get-log-events', ...stream, '--limit', '30');
  const token = ['--next-token', first.nextForwardToken];
  const second = await answer('get-log-events', ...stream, '--limit', '30', ...token);
  const third = await answer('get-log-events', ...stream, '--next-token', second.nextForwardToken);
  expect([first.events.length, second.events.length, third.events.length]).toEqual([30, 10, 0]);
  expect(third.nextForwardToken).toBe(second.nextForwardToken);
  expect(second.events.at(-1)).toEqual({
    timestamp: NOON_MS + 117_000,
    message: 'INFO order 117 \u00e9 accepted',
    ingestionTime: NOON_MS + 117_000,
  });
});

test('an operation that is not served is refused', async () => {
  expect(await refusal('delete-log-group', '--log-group-name', '/shop/orders')).toContain(
    '(UnknownOperationException)',
  );
});
