// Every input format, read through the endpoint: log group, stream, time and message of each event.
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { allEvents, folderOf, groupNames, NOON_MS, serve } from '../served.ts';

const lines = (...objects: readonly unknown[]) =>
  objects.map((object) => `${JSON.stringify(object)}\n`).join('');

describe('CloudWatch subscription records', () => {
  const record = (logStream: string, ...messages: readonly string[]) => ({
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: '/aws/lambda/orders',
    logStream,
    subscriptionFilters: ['all'],
    logEvents: messages.map((message, index) => ({
      id: `${index}`,
      timestamp: NOON_MS + index,
      message,
    })),
  });
  const events = [
    [NOON_MS, 'one', 'a'],
    [NOON_MS, 'two', 'c'],
    [NOON_MS + 1, 'one', 'b\n'],
  ];

  test.each([
    ['a line each', lines(record('one', 'a', 'b\n'), record('two', 'c'))],
    [
      'without line breaks',
      JSON.stringify(record('one', 'a', 'b\n')) + JSON.stringify(record('two', 'c')),
    ],
    [
      'pretty printed',
      JSON.stringify(record('one', 'a', 'b\n'), null, 2) +
        JSON.stringify(record('two', 'c'), null, 2),
    ],
    ['compressed', gzipSync(lines(record('one', 'a', 'b\n'), record('two', 'c')))],
    [
      'after a byte order mark, with CRLF',
      `\ufeff${lines(record('one', 'a', 'b\n'), record('two', 'c')).replaceAll('\n', '\r\n')}`,
    ],
  ])('%s', async (_name, content) => {
    const served = await serve(folderOf({ 'export.json': content }));
    expect(await groupNames(served)).toEqual(['/aws/lambda/orders']);
    expect(await allEvents(served, '/aws/lambda/orders')).toEqual(events);
    expect([served.events, served.skipped]).toEqual([3, []]);
  });

  test('control messages are passed over', async () => {
    const control = {
      ...record('', 'CWL CONTROL MESSAGE: Checking health'),
      messageType: 'CONTROL_MESSAGE',
    };
    const served = await serve(folderOf({ 'a.jsonl': lines(control, record('one', 'a')) }));
    expect([served.events, served.skipped]).toEqual([1, []]);
  });
});

describe('JSON lines', () => {
  test('take log group and stream from the line, else from the file', async () => {
    const folder = folderOf({
      'shop/app.jsonl': lines(
        {
          timestamp: NOON_MS,
          message: 'own',
          logGroup: '/shop/api',
          logStream: 'pod-1',
          level: 'x',
        },
        { timestamp: NOON_MS, message: 'of the file' },
      ),
    });
    const served = await serve(folder);
    expect(await groupNames(served)).toEqual(['/shop/api', 'shop/app']);
    expect(await allEvents(served, '/shop/api')).toEqual([[NOON_MS, 'pod-1', 'own']]);
    expect(await allEvents(served, 'shop/app')).toEqual([[NOON_MS, 'app.jsonl', 'of the file']]);
  });

  test.each([
    ['timestamp', '2026-11-20T14:00:00Z'],
    ['timestamp', '2026-11-20T16:00:00+02:00'],
    ['@timestamp', '2026-11-20 14:00:00.000'],
    ['time', NOON_MS],
    ['ts', NOON_MS / 1000],
    ['ts', `${NOON_MS / 1000}.000`],
    ['eventTime', NOON_MS * 1000],
    ['time', NOON_MS * 1e6],
  ])('take the time from %s as %j', async (field, value) => {
    const served = await serve(folderOf({ 'a.json': lines({ [field]: value, msg: 'm' }) }));
    expect(await allEvents(served, 'a')).toEqual([[NOON_MS, 'a.json', 'm']]);
  });

  test("keep an application's own record whole, as it was written", async () => {
    const own = '{"time": "2026-11-20T14:00:00Z",  "level":30, "msg":"caf\\u00e9"}';
    const served = await serve(folderOf({ 'a.log': `${own}\n` }));
    expect(await allEvents(served, 'a')).toEqual([[NOON_MS, 'a.log', own]]);
  });

  test('an object named log is the record of an application, not a wrapped message', async () => {
    const record = { '@timestamp': '2026-11-20T14:00:00Z', log: { level: 'error' }, message: 'm' };
    const served = await serve(folderOf({ 'a.jsonl': lines(record) }));
    const [event] = await allEvents(served, 'a');
    expect(event?.[2]).toBe(JSON.stringify(record));
  });

  test('unwrap what Docker keeps', async () => {
    const wrapped = { log: 'hello\n', stream: 'stdout', time: '2026-11-20T14:00:00.000000001Z' };
    const served = await serve(folderOf({ 'a-json.log': lines(wrapped) }));
    expect(await allEvents(served, 'a-json')).toEqual([[NOON_MS, 'a-json.log', 'hello']]);
  });
});

test.each([
  ['on one line', undefined],
  ['pretty printed', 2],
])('what CloudTrail delivers to S3, %s', async (_, indent) => {
  const record = (second: number, eventName: string) => ({
    eventTime: `2026-11-20T14:00:0${second}Z`,
    eventName,
  });
  const delivered = { Records: [record(0, 'Decrypt'), record(1, 'PutObject')] };
  const served = await serve(folderOf({ 'trail.json': JSON.stringify(delivered, null, indent) }));
  expect(served.skipped).toEqual([]);
  const events = await allEvents(served, 'trail');
  expect(events.map(([ms, , message]) => [ms, JSON.parse(message).eventName])).toEqual([
    [NOON_MS, 'Decrypt'],
    [NOON_MS + 1_000, 'PutObject'],
  ]);
});

describe('the output of filter-log-events', () => {
  const output = {
    events: [
      {
        logStreamName: 's',
        timestamp: NOON_MS,
        message: 'a "quoted" } ]',
        ingestionTime: NOON_MS + 5,
        eventId: '1',
      },
      {
        logStreamName: 's',
        timestamp: NOON_MS + 1,
        message: 'b',
        ingestionTime: NOON_MS + 6,
        eventId: '2',
      },
    ],
    searchedLogStreams: [{ logStreamName: 's', searchedCompletely: true }],
  };

  test.each([
    ['pretty printed', JSON.stringify(output, null, 4)],
    ['on one line', JSON.stringify(output)],
    [
      'several of them',
      `${JSON.stringify(output.events.slice(0, 1))}`
        .replace(/^/, '{"events": ')
        .concat('}\n', JSON.stringify({ events: output.events.slice(1) })),
    ],
    ['as a bare list', JSON.stringify(output.events, null, 1)],
  ])('%s', async (_name, content) => {
    const served = await serve(folderOf({ 'orders.json': content }));
    expect(await allEvents(served, 'orders')).toEqual([
      [NOON_MS, 's', 'a "quoted" } ]'],
      [NOON_MS + 1, 's', 'b'],
    ]);
    expect(served.skipped).toEqual([]);
  });
});

describe('events within what a tool writes around them', () => {
  const times = ['2026-11-20 14:00:00.000', '2026-11-20 14:00:00.001'];
  const messages = ['a "quoted" } ]', 'b'];
  const rows = times.map((time, at) => [
    { field: '@timestamp', value: time },
    { field: '@message', value: messages[at] },
    { field: '@ptr', value: 'x' },
  ]);
  const statistics = { recordsMatched: 2, recordsScanned: 2, bytesScanned: 9 };
  const hits = times.map((time, at) => ({
    _index: 'logs',
    _id: String(at),
    _source: { '@timestamp': time, '@message': messages[at] },
    sort: [at],
  }));
  const answer = { took: 3, hits: { total: { value: 2 }, hits } };

  test.each([
    ['get-query-results', JSON.stringify({ results: rows, statistics, status: 'Complete' })],
    [
      'get-query-results, pretty printed',
      JSON.stringify({ queryLanguage: 'CWLI', results: rows, statistics }, null, 4),
    ],
    ['a search index', JSON.stringify(answer)],
    ['a search index, pretty printed', JSON.stringify(answer, null, 2)],
    ['its documents, a line each', lines(...hits)],
    [
      'Loki, a line each',
      lines(
        ...times.map((timestamp, at) => ({ labels: { app: 'x' }, line: messages[at], timestamp })),
      ),
    ],
  ])('%s', async (_name, content) => {
    const served = await serve(folderOf({ 'orders.json': content }));
    expect(await allEvents(served, 'orders')).toEqual([
      [NOON_MS, 'orders.json', messages[0]],
      [NOON_MS + 1, 'orders.json', messages[1]],
    ]);
    expect(served.skipped).toEqual([]);
  });

  test('a document of more than time and message is the event, without what stands around it', async () => {
    const document = { '@timestamp': times[0], level: 'error', message: 'b' };
    const content = lines({ _index: 'logs', _score: 1, _source: document });
    const [event] = await allEvents(await serve(folderOf({ 'orders.json': content })), 'orders');
    expect(JSON.parse(event?.[2] ?? '')).toEqual(document);
  });

  test('a level in the labels stays in front of the line, with the service', async () => {
    const labels = { level: 'error', app: 'cart', pod: 'p', team: 'shop' };
    const served = await serve(
      folderOf({
        'orders.json': lines(
          ...['no price', '{"level":"info"}', '{"msg":"a"}', '\tat a.B.c(B.java:1)'].map(
            (line) => ({
              labels,
              line,
              timestamp: times[0],
            }),
          ),
          { labels: { ...labels, level: '' }, line: 'none', timestamp: times[0] },
        ),
      }),
    );
    expect(await allEvents(served, 'orders')).toEqual(
      [
        '{app="cart", level="error"} no price',
        '{"level":"info"}',
        '{app="cart", level="error"} {"msg":"a"}',
        '{app="cart", level="error"} \tat a.B.c(B.java:1)',
        'none',
      ].map((message) => [NOON_MS, 'p', message]),
    );
    expect(served.skipped).toEqual([]);
  });

  test('a line that speaks of a document is an event of its own', async () => {
    const line = {
      timestamp: times[0],
      level: 'ERROR',
      message: 'bulk index failed: no space left on device',
      _index: 'orders',
      _source: { '@timestamp': '2001-01-01T00:00:00Z', amount: 7 },
    };
    const served = await serve(folderOf({ 'orders.json': lines(line) }));
    const [event] = await allEvents(served, 'orders');
    expect([event?.[0], JSON.parse(event?.[2] ?? '')]).toEqual([NOON_MS, line]);
  });

  test('the pod of a line with labels is its stream, so that lines of several stay apart', async () => {
    const line = (pod: string) => ({ labels: { pod }, line: pod, timestamp: times[0] });
    const served = await serve(folderOf({ 'orders.json': lines(line('a'), line('b')) }));
    expect(await allEvents(served, 'orders')).toEqual([
      [NOON_MS, 'a', 'a'],
      [NOON_MS, 'b', 'b'],
    ]);
  });
});

describe('an export to S3', () => {
  const task = '0f1e2d3c-0000-4000-8000-000000000001';
  const part = gzipSync(
    "2026-11-20T14:00:00.000Z first\n2026-11-20 13:59:59 is the message's own\n2026-11-20T14:00:01.000Z second\n",
  );

  test.each([
    ['below its log group', `orders/${task}/web-1/000000.gz`, 'orders'],
    ['of a task with a name', 'nightly/web-1/000000.gz', 'nightly'],
  ])('%s', async (_name, path, logGroup) => {
    const served = await serve(
      folderOf({ [path]: part, 'aws-logs-write-test': 'Permission Check Successful' }),
    );
    expect(await groupNames(served)).toEqual([logGroup]);
    expect(await allEvents(served, logGroup)).toEqual([
      [NOON_MS, 'web-1', "first\n2026-11-20 13:59:59 is the message's own"],
      [NOON_MS + 1000, 'web-1', 'second'],
    ]);
  });
});

describe('plain text', () => {
  test('a line without a stamp belongs to the event before it', async () => {
    const text = [
      'Starting Orders v1.2',
      '2026-11-20 14:00:00,000 ERROR failed',
      'java.lang.IllegalStateException: closed',
      '\tat com.example.Cart.add(Cart.java:17)',
      '',
      '2026-11-20 14:00:01,000 INFO recovered',
      '',
    ].join('\r\n');
    const served = await serve(folderOf({ 'orders/app.log': text }));
    expect(await groupNames(served)).toEqual(['orders/app']);
    expect(await allEvents(served, 'orders/app')).toEqual([
      [NOON_MS, 'app.log', 'Starting Orders v1.2'],
      [
        NOON_MS,
        'app.log',
        '2026-11-20 14:00:00,000 ERROR failed\njava.lang.IllegalStateException: closed\n\tat com.example.Cart.add(Cart.java:17)',
      ],
      [NOON_MS + 1000, 'app.log', '2026-11-20 14:00:01,000 INFO recovered'],
    ]);
  });

  test('a stamp without a year gets that of the file', async () => {
    const folder = folderOf({ 'syslog.log': 'Nov 20 14:00:00 web-1 app: started\n' });
    utimesSync(join(folder, 'syslog.log'), new Date('2020-12-01'), new Date('2020-12-01'));
    const served = await serve(folder);
    expect(await allEvents(served, 'syslog')).toEqual([
      [Date.UTC(2020, 10, 20, 14), 'syslog.log', 'Nov 20 14:00:00 web-1 app: started'],
    ]);
  });

  test.each([
    ['app.log.gz', 'app'],
    ['app.log.1', 'app'],
    ['app.log.2026-11-20.gz', 'app'],
    ['api.example.com.log', 'api.example.com'],
    ['server', 'server'],
    ['trace.dump', 'trace'],
    ['deep/er/app.txt', 'deep/er/app'],
  ])('%s is log group %s', async (path, logGroup) => {
    const text = '2026-11-20 14:00:00 started\n';
    const content = path.endsWith('.gz') ? gzipSync(text) : text;
    const served = await serve(folderOf({ [path]: content }));
    expect(await groupNames(served)).toEqual([logGroup]);
  });

  test('a single file is a log group of its own name', async () => {
    const folder = folderOf({ 'a/b/app.log': '2026-11-20 14:00:00 started\n' });
    const served = await serve(join(folder, 'a/b/app.log'));
    expect(await groupNames(served)).toEqual(['app']);
  });

  test('JSON among the lines of a text log stays text', async () => {
    const text =
      '2026-11-20 14:00:00 request\n{"timestamp":1,"message":"x"}\n2026-11-20 14:00:01 done\n';
    const served = await serve(folderOf({ 'a.log': text }));
    expect(served.events).toBe(2);
  });
});
