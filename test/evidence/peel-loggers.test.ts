// Peeling: loggers whose header has a shape of its own, access records of servers, and prose that looks like either.
import { describe, expect, test } from 'vitest';
import { peel } from '../../src/evidence/peel.ts';

const mongo = (fields: object) =>
  JSON.stringify({ t: { $date: '2026-03-01T10:00:00.000+00:00' }, ...fields, msg: 'm' });
const RDS = '2026-03-01 10:00:00 UTC:10.0.0.1(1234):user@db:[1]:';
const PG = '2026-03-01 10:00:00.123 UTC [12] user@db ';
const NEST = '[Nest] 12  - 03/01/2026, 10:00:00 AM ';

describe('levels in frames of their own', () => {
  test.each([
    [`${NEST}  ERROR [ExceptionsHandler] boom`, 'error', 'boom'],
    [`${NEST}   WARN [Cart] low`, 'warn', 'low'],
    [`${NEST}    LOG [Cart] up`, 'info', 'up'],
    [`${NEST}  DEBUG [Cart] x`, 'debug', 'x'],
    [`${NEST}VERBOSE [Cart] x`, 'trace', 'x'],
    ['2026-03-01 10:00:00 [error    ] something bad', 'error', 'something bad'],
    ['2026-03-01 10:00:00 [info     ] an error was handled', 'info', 'an error was handled'],
    ['[2026-03-01 10:00:00,000: ERROR/ForkPoolWorker-1] Task x raised', 'error', 'Task x raised'],
    ['[2026-03-01 10:00:00,000: WARNING/Beat] slow', 'warn', 'slow'],
    ['2026-03-01 10:00:00 [ERROR/ForkPoolWorker-1] Task x raised', 'error', 'Task x raised'],
    ['2026-03-01 10:00:00 [shop] error: stay not saved', 'error', 'stay not saved'],
    ['2026-03-01 10:00:00 [shop] info: no error: fine', 'info', 'no error: fine'],
    [
      'E261120 09:00:00.100000 77 storage/pebble.go:1320 ⋮ [n3] 44  disk slowness detected',
      'error',
      '[n3] 44  disk slowness detected',
    ],
    [
      '2026-03-01T10:00:00.411Z E261120 09:00:00.100000 77 storage/pebble.go:1320 ⋮ [n3] 44 slow',
      'error',
      '44 slow',
    ],
    ['2026-03-01T10:00:00.411Z W0301 10:00:00.100000 7 lease.go:13] lost it', 'warn', 'lost it'],
    [`${RDS}FATAL:  too many connections`, 'fatal', 'too many connections'],
    [`${RDS}HINT:  see the error log`, 'info', 'see the error log'],
    [`${RDS}PANIC:  gone`, 'fatal', 'gone'],
    [`${PG}ERROR:  no table`, 'error', 'no table'],
    [`${PG}DETAIL:  Key exists`, 'info', 'Key exists'],
    ['[#|2026-03-01T10:00:00.000+0000|SEVERE|gf 4|a.b|_ThreadID=1;|boom', 'error', 'boom'],
    ['[10:00:00] [Server thread/ERROR]: msg', 'error', 'msg'],
    ['E0102 10:00:00.000 1 mymod.py:114] sync broke', 'error', 'sync broke'],
    [mongo({ s: 'E', c: 'NETWORK' }), 'error', 'm'],
    [mongo({ s: 'F', ctx: 'main' }), 'fatal', 'm'],
    [mongo({ s: 'D3', c: 'NETWORK' }), 'debug', 'm'],
    ['2026-03-01 10:00:00 【ERROR】Could not reserve', 'error', 'Could not reserve'],
    ['2026-03-01 10:00:00 【エラー】【ERROR】 boom', 'error', 'boom'],
    ['【2026-03-01 10:00:00】【ERROR】【Cart】 boom', 'error', '【Cart】 boom'],
    ['［WARN］ low', 'warn', 'low'],
    ['（2026-03-01 10:00:00）（info） up', 'info', 'up'],
    ['2026-03-01 10:00:00 「error」 boom', 'error', 'boom'],
    ['2026-03-01 10:00:00 ＜FATAL＞ gone', 'fatal', 'gone'],
    ['〔main〕〔ERROR〕 boom', 'error', 'boom'],
    ['01.03.2026 10:00:00.123 *ERROR* [qtp-17] com.acme.Cart boom', 'error', 'boom'],
    ['2026-03-01 10:00:00 #WARN# low', 'warn', 'low'],
    ['2026-03-01 10:00:00;host1;ERROR;boom', 'error', 'boom'],
    ['2026-03-01 10:00:00 severity=ERROR could not save', 'error', 'could not save'],
    ['level=warn, low on disk', 'warn', 'low on disk'],
    ['2026-03-01 10:00:00 level=high of water', null, 'level=high of water'],
  ])('%s', (message, level, text) => {
    const peeled = peel(message);
    expect([peeled.level, peeled.text]).toEqual([level, text]);
  });

  test.each([
    'see [Nest] 12 about ERROR [x] later',
    'the box [error    ] is empty',
    '2026-03-01 10:00:00 read docs/ERROR/12] first',
    'read [docs/ERROR] first',
    '2026-03-01 10:00:00 mail user@db about FATAL: it is a word',
    'a table |SEVERE|storm|',
    '2026-03-01 10:00:00 the page shows 【ERROR】 in red',
    '【ERRORS】 of the day',
    '【main】 an ERROR',
    mongo({ s: 'E' }),
    mongo({ s: 'EUR', c: 'x' }),
    '{"s":"E","c":"shop","msg":"m"}',
  ])('takes no level from: %s', (message) => {
    expect(peel(message).level).toBeNull();
  });
});

describe('statuses of servers', () => {
  test.each([
    ['2026-03-01\t10:00:00\tFRA56-P1\t512\t10.0.0.1\tGET\td1.example.net\t/a\t502\t-\tagent', 502],
    ['10.0.0.1:4242 [x] fe be/a 0/0/0/1/1 503 217 - - SC-- 1/1/0/0/0 0/0 "GET / HTTP/1.1"', 503],
    ['{"DownstreamStatus":504,"RequestMethod":"GET","RequestPath":"/x","msg":""}', 504],
    ['Completed 500 Internal Server Error in 5ms (ActiveRecord: 0.5ms)', 500],
    ['Completed 500 Orders in 5ms', null],
    ['Completed 500 jobs in 5ms', null],
    ['a path of 1/2/3/4/5 503 217 pages', null],
    ['{"DownstreamStatus":504}', null],
    ['a\tb\tGET\tc\t/a\t502\tx', null],
  ])('%s', (message, status) => {
    expect(peel(message).status).toBe(status);
  });
});

describe('what a framework writes around each message', () => {
  test('the id with which Rails tags a line is the id of the request', () => {
    const id = '038e69af-5553-4add-b393-76aa4766ab5f';
    const line = `E, [2026-11-18T14:33:40.848936 #17] ERROR -- : [${id}] cart is empty`;
    expect(peel(line)).toMatchObject({ level: 'error', text: 'cart is empty', requestId: id });
    expect(peel(line.replace(id, 'cart'))).toMatchObject({ text: '[cart] cart is empty' });
  });

  test("Monolog's empty context is no part of the message", () => {
    const line = '[2026-11-18T14:30:20.123456+00:00] production.ERROR: event has no actor [] []';
    expect(peel(line)).toMatchObject({ level: 'error', text: 'event has no actor' });
    expect(peel('2026-11-18 14:30:20 ERROR list is [] here').text).toBe('list is [] here');
  });
});

describe('a Python logger with its process behind it', () => {
  const AT = '2026-03-01 10:00:00,123';
  test.each([
    [`${AT} ERROR payments.db [4242] connection lost`, 'payments.db', 'connection lost'],
    [`${AT} ERROR payments.db [4242]: connection lost`, 'payments.db', 'connection lost'],
    [`${AT} [ERROR] payments.db [4242] - connection lost`, 'payments.db', 'connection lost'],
    [`${AT} ERROR shop.api.v2 [7] [MainThread] slow`, 'shop.api.v2', 'slow'],
    [`${AT} payments.db [4242] ERROR connection lost`, 'payments.db', 'connection lost'],
  ])('%s', (message, logger, text) => {
    const peeled = peel(message);
    expect(peeled).toMatchObject({ level: 'error', logger, text });
  });

  test.each([
    `${AT} ERROR shop.example [503] bad gateway`,
    `${AT} ERROR order [4242] has no lines`,
    `${AT} ERROR payments.db [pool] connection lost`,
    `${AT} ERROR java.net.ConnectException [4242] refused`,
    `${AT} ERROR reading payments.db [4242] failed`,
  ])('is not guessed in: %s', (message) => {
    const text = message.slice(`${AT} ERROR `.length);
    expect(peel(message)).toMatchObject({ level: 'error', text });
  });
});

test('the frame that Terraform draws around a message is no part of it', () => {
  const { text, errorType } = peel('2026-11-20T14:00:00Z │ Error: creating RDS instance: quota');
  expect(text).toBe('Error: creating RDS instance: quota');
  expect(errorType).toBe('Error');
});

test('a message under `m` is one where nothing else is, and it is a sentence', () => {
  const textOf = (fields: object) => peel(JSON.stringify({ level: 'error', ...fields })).text;
  expect(textOf({ m: 'lookup of pricing failed' })).toBe('lookup of pricing failed');
  expect(textOf({ m: 'GET', error: 'no route to host' })).toBe('no route to host');
  expect(textOf({ m: 'POST' })).toBe('{"level":"error","m":"POST"}');
  expect(textOf({ m: 12, msg: 'too far' })).toBe('too far');
});

describe("the labels that Loki's command prints in front of a line", () => {
  const labels = '2026-03-01T10:00:00Z {app="cart", pod="cart-\\"1\\""} ';

  test.each([
    ['level=error msg="no price" code=7', 'error', 'no price'],
    ['2026-03-01 10:00:00 WARN low', 'warn', 'low'],
    ['{"level":"error","msg":"no price"}', 'error', 'no price'],
    ['ERROR no price', 'error', 'no price'],
  ])('belong to the header: %s', (line, level, text) => {
    const peeled = peel(`${labels}${line}`);
    expect([peeled.level, peeled.text]).toEqual([level, text]);
  });

  test('name the service', () => {
    expect(peel(`${labels}level=error msg="no price" code=7`).service).toBe('cart');
  });

  test('are labels only: other braces stay', () => {
    const text = '{app="cart" or so} level=error';
    expect(peel(`2026-03-01T10:00:00Z ${text}`)).toMatchObject({ level: null, text });
  });
});

describe('the level in the labels of a line', () => {
  test.each([
    ['level', '{app="cart", level="error"} could not reach db'],
    ['detected_level', '{service_name="cart", detected_level="error"} could not reach db'],
    ['severity', '{severity="ERROR", app="cart"} could not reach db'],
    [
      'one that is known',
      '{app="cart", detected_level="unknown", level="error"} could not reach db',
    ],
  ])('counts where the line tells none, with a time in front or without: %s', (_name, line) => {
    for (const text of [line, `2026-03-01T10:00:00Z ${line}`]) {
      const { level, service, text: said } = peel(text);
      expect({ level, service, said }).toEqual({
        level: 'error',
        service: 'cart',
        said: 'could not reach db',
      });
    }
  });

  test.each([
    ['{app="cart", level="error"} level=info msg="no price" code=7', 'info'],
    ['{app="cart", level="error"} {"level":"warn","msg":"no price"}', 'warn'],
    ['{app="cart", level="error"} 2026-03-01T10:00:00Z DEBUG no price', 'debug'],
    ['{app="cart", log_level="error"} no price', null],
  ])('is nothing against that of the line itself: %s', (line, level) => {
    expect(peel(line).level).toBe(level);
  });
});

describe('a level that is named before the words', () => {
  test.each([
    '2026-03-01T10:00:00Z ERROR level=info set by flag could not start',
    '2026-03-01T10:00:00Z [error] level=debug is not valid',
    '2026-03-01T10:00:00Z ERROR severity=warning rule could not be evaluated',
  ])('is a word of the sentence where the header has a level: %s', (line) => {
    const { level, text } = peel(line);
    expect([level, text.split(' ')[0]]).toEqual(['error', expect.stringMatching(/^(?:level|sev)/)]);
  });

  test('is the level where the header has none, however many follow', () => {
    expect(peel('2026-03-01T10:00:00Z severity=ERROR no price').level).toBe('error');
    expect(peel('level=error '.repeat(8_000)).level).toBe('error');
  });
});
