// Peeling: which level, which words and which facts a log line of each common layout holds.
import { describe, expect, test } from 'vitest';
import { isBelowError } from '../../src/evidence/level.ts';
import { peel } from '../../src/evidence/peel.ts';

const ID = '0f8e1c52-7a43-4b6e-9d10-2f5a6b7c8d9e';

describe('headers of plain text', () => {
  test.each([
    // logback, log4j, Spring, java.util.logging
    [
      '2026-11-20 10:00:00,123 ERROR [http-nio-8080-exec-3] c.a.s.Cart - no stock',
      'error',
      'no stock',
    ],
    [
      '2026-11-20 10:00:00.123 ERROR 1 --- [nio-8080-exec-1] c.a.shop.Cart         : no stock',
      'error',
      'no stock',
    ],
    [
      '2026-11-20T10:00:00.123Z  WARN 1 --- [shop] [           main] [abc1,def2] c.a.shop.Cart   : low',
      'warn',
      'low',
    ],
    ['ERROR [main] (Cart.java:12) - no stock', 'error', 'no stock'],
    ['Nov 20, 2026 3:23:29 PM com.acme.Cart add\nSEVERE: no stock', 'error', 'no stock'],
    ['20.11.2026 15:23:29 com.acme.Cart add\nSCHWERWIEGEND: no stock', 'error', 'no stock'],
    ['Nov 20, 2026 3:23:29 PM com.acme.Cart add\nGRAVE: no stock', 'error', 'no stock'],
    ['Nov 20, 2026 3:23:29 PM com.acme.Cart add\nINFOS: no stock', 'info', 'no stock'],
    ['Nov 20, 2026 3:23:29 PM com.acme.Cart add\nAVERTISSEMENT: low', 'warn', 'low'],
    ['[grave] no stock', null, '[grave] no stock'],
    ['time=2026-11-20T14:00:00Z level=ERROR+4 msg="no stock"', 'error', 'no stock'],
    ['{"time":"2026-11-20T14:00:00Z","level":"WARN+1","msg":"low"}', 'warn', 'low'],
    // postgres, in other languages
    ['2026-11-20 14:00:00.123 CET [812] FEHLER:  no stock', 'error', 'no stock'],
    ['2026-11-20 14:00:00.123 CET [812] PANIK:  no stock', 'fatal', 'no stock'],
    ['2026-11-20 14:00:00.123 CET [812] ANWEISUNG:  SELECT stock', 'info', 'SELECT stock'],
    ['2026-11-20 14:00:00.123 CET [812] u@db ERREUR:  no stock', 'error', 'no stock'],
    ['2026-11-20 14:00:00.123 CET [812] u@db INSTRUCTION :  SELECT 1', 'info', 'SELECT 1'],
    ['10:00:00,123 ERROR [com.acme.Cart] (default task-1) no stock', 'error', 'no stock'],
    ['[2026-11-20T14:00:00,123][WARN ][o.e.c.Disk] [node-1] low', 'warn', 'low'],
    ['2026-11-20T14:00:00.1234567Z ##[error]no stock', 'error', 'no stock'],
    ['2026-11-20T14:00:00.1234567Z ##[group]no stock', null, '##[group]no stock'],
    // python
    ['2026-11-20 10:00:00,123 - shop.cart - ERROR - no stock', 'error', 'no stock'],
    ['ERROR:root:no stock', 'error', 'no stock'],
    ['2026-11-20 14:00:00,123:ERROR:root:no stock', 'error', 'no stock'],
    ['2026-11-20 14:00:00,123:INFO:root:0 errors', 'info', '0 errors'],
    ['[2026-11-20 10:00:00 +0000] [12] [CRITICAL] worker died', 'fatal', 'worker died'],
    ['2026-11-20 10:00:00.123 | WARNING  | shop.cart:add:12 - low', 'warn', 'low'],
    // lambda
    [`2026-11-20T10:00:00.123Z\t${ID}\tERROR\tno stock`, 'error', 'no stock'],
    [`[ERROR]\t2026-11-20T10:00:00.123Z\t${ID}\tno stock`, 'error', 'no stock'],
    ['[ERROR] ClientError: An error occurred', 'error', 'ClientError: An error occurred'],
    [
      `2026-11-20T10:00:00.123Z ${ID} Task timed out after 3.00 seconds\n\n`,
      null,
      'Task timed out after 3.00 seconds',
    ],
    // .net
    ['fail: Shop.Api.Cart[13]\n      no stock', 'error', 'no stock'],
    ['2026-11-20 10:00:00.123 +00:00 [ERR] no stock', 'error', 'no stock'],
    ['[10:00:00 FTL] no stock', 'fatal', 'no stock'],
    ['2026-11-20 10:00:00.1234|WARN|Shop.Cart|low', 'warn', 'low'],
    // go, rust, ruby, php, node
    ['E1120 14:00:00.000000       1 reflector.go:126] failed to list', 'error', 'failed to list'],
    ['ERRO[0012] no stock', 'error', 'no stock'],
    ['2026/11/20 14:00:00 INFO routed ok', 'info', 'routed ok'],
    ['[2026-11-20T14:00:00Z ERROR shop::cart] no stock', 'error', 'no stock'],
    ['E, [2026-11-20T14:00:00.123456 #1] ERROR -- : no stock', 'error', 'no stock'],
    ['[2026-11-20 14:00:00] production.ERROR: no stock', 'error', 'no stock'],
    ['error: no stock', 'error', 'no stock'],
    // servers and systems
    ['2026/11/20 12:00:00 [error] 31#31: *123 connect() failed', 'error', 'connect() failed'],
    [
      '[Fri Nov 20 11:55:44.569531 2026] [core:error] [pid 35] no such file',
      'error',
      'no such file',
    ],
    [
      '2026-11-20 00:00:00.123 UTC [123] app@db FATAL:  too many connections',
      'fatal',
      'too many connections',
    ],
    ['1:M 20 Nov 2026 12:00:00.000 # low on memory', 'warn', 'low on memory'],
    ['<3>2026-11-20T14:00:00Z host app[12]: it broke', 'error', 'it broke'],
    ['<30>1 2026-11-20T22:14:15.003Z host app - ID47 - all well', 'info', 'all well'],
    ['Nov 20 15:16:01 web1 sshd[19939]: authentication failure', null, 'authentication failure'],
    // wrapped
    [
      '2026-11-20T14:00:00.123456789Z stderr F 2026-11-20 14:00:00,123 WARN [main] a.b.Cart - low',
      'warn',
      'low',
    ],
  ])('%s', (message, level, text) => {
    const peeled = peel(message);
    expect([peeled.level, peeled.text]).toEqual([level, text]);
  });

  test.each([
    ['2026-11-20 10:00:00,123 INFO  [main] c.a.Probe - Health check OK: 0 errors', 'info'],
    ['2026-11-20 10:00:00,123 INFO  [main] c.a.Probe - error_rate=0.00 p99=12ms', 'info'],
    ['2026-11-20 10:00:00,123 INFO  [main] c.a.Probe - ERROR: this word is quoted', 'info'],
    ['error_rate=0.00 p99=12ms', null],
    ['2026-11-20T10:00:00Z retrying after ERROR response', null],
    ['no errors in batch', null],
    ['note: FATAL is a level', null],
  ])('takes no level from the words of: %s', (message, level) => {
    expect(peel(message).level).toBe(level);
  });

  test('keeps an exception’s name that reads like a level', () => {
    const { level, text, errorType, errorMessage } = peel(
      'Error: connect ECONNREFUSED 10.0.0.1:443',
    );
    expect({ level, text, errorType, errorMessage }).toEqual({
      level: 'error',
      text: 'Error: connect ECONNREFUSED 10.0.0.1:443',
      errorType: 'Error',
      errorMessage: 'connect ECONNREFUSED 10.0.0.1:443',
    });
  });

  test('finds thread, logger and request id', () => {
    expect(
      peel(`2026-11-20 10:00:00,123 ERROR [pool-1-thread-2] com.acme.Cart - no stock`),
    ).toMatchObject({
      thread: 'pool-1-thread-2',
      logger: 'com.acme.Cart',
    });
    expect(peel(`2026-11-20T10:00:00.123Z\t${ID}\tINFO\tok`).requestId).toBe(ID);
  });

  test('takes platform lines for information', () => {
    expect(
      peel(`REPORT RequestId: ${ID}\tDuration: 3 ms\tStatus: error\tError Type: Runtime.ExitError`),
    ).toMatchObject({
      level: 'info',
      requestId: ID,
    });
  });

  test('keeps key=value pairs as fields and the text whole', () => {
    const { text, fields } = peel(
      '2026-11-20T10:00:00Z ERROR gateway build=9e1c77 failed reason="no route" status=500',
    );
    expect({ text, fields }).toEqual({
      text: 'gateway build=9e1c77 failed reason="no route" status=500',
      fields: { build: '9e1c77', reason: 'no route', status: '500' },
    });
  });
});

describe('JSON and logfmt', () => {
  const json = (value: unknown) => peel(JSON.stringify(value));

  test('reads a pino error whole', () => {
    const stack = 'MongoError: no primary\n    at connect (/srv/a/db.js:10:2)';
    expect(
      json({
        level: 50,
        reqId: 'r1',
        msg: 'db failed',
        err: { type: 'MongoError', message: 'no primary', stack },
      }),
    ).toEqual({
      level: 'error',
      text: 'db failed',
      logger: null,
      thread: null,
      requestId: 'r1',
      service: null,
      stack,
      errorType: 'MongoError',
      errorMessage: 'no primary',
      status: null,
      fields: {
        level: '50',
        reqId: 'r1',
        msg: 'db failed',
        'err.type': 'MongoError',
        'err.message': 'no primary',
        'err.stack': stack,
      },
    });
  });

  test.each([
    ['bunyan', { level: 40, msg: 'm' }, 'warn'],
    ['winston', { level: 'error', message: 'm' }, 'error'],
    ['zap', { level: 'dpanic', msg: 'm' }, 'fatal'],
    ['slog', { level: 'WARN', msg: 'm' }, 'warn'],
    ['structlog', { level: 'critical', event: 'm' }, 'fatal'],
    ['Python logging', { levelname: 'ERROR', message: 'm' }, 'error'],
    ['Python logging by number', { levelno: 40, message: 'm' }, 'error'],
    ['Serilog', { '@l': 'Warning', '@m': 'm' }, 'warn'],
    ['Serilog without a level', { '@m': 'm' }, 'info'],
    ['.NET console', { LogLevel: 'Critical', Message: 'm' }, 'fatal'],
    ['Logback', { level: 'ERROR', message: 'm', logger_name: 'a.B' }, 'error'],
    ['ECS', { 'log.level': 'error', message: 'm' }, 'error'],
    ['ECS nested', { log: { level: 'error' }, message: 'm' }, 'error'],
    ['GELF', { short_message: 'm', level: 3 }, 'error'],
    ['OpenTelemetry', { severityNumber: 17, body: { stringValue: 'm' } }, 'error'],
    ['OpenTelemetry by text', { SeverityText: 'WARN', body: 'm' }, 'warn'],
  ])('finds the level and message of %s', (_, value, level) => {
    const peeled = json(value);
    expect([peeled.level, peeled.text]).toEqual([level, 'm']);
  });

  test('fills a Serilog template', () => {
    expect(json({ '@mt': 'Order {OrderId} failed', '@l': 'Error', OrderId: 42 }).text).toBe(
      'Order 42 failed',
    );
  });

  test("reads the Lambda Node runtime's report of an uncaught error", () => {
    const report = {
      errorType: 'TypeError',
      errorMessage: 'no lines',
      stack: ['TypeError: no lines', '    at total (/var/task/a.js:2:1)'],
    };
    expect(
      peel(`2026-11-20T10:00:00.123Z\t${ID}\tERROR\tInvoke Error \t${JSON.stringify(report)}\n`),
    ).toMatchObject({
      level: 'error',
      text: 'TypeError: no lines',
      requestId: ID,
      errorType: 'TypeError',
      errorMessage: 'no lines',
      stack: 'TypeError: no lines\n    at total (/var/task/a.js:2:1)',
    });
  });

  test("writes the Lambda Java runtime's frames and causes as Java prints them", () => {
    const { stack } = json({
      errorType: 'java.lang.RuntimeException',
      errorMessage: 'boom',
      stackTrace: ['com.acme.H.handle(H.java:12)'],
      cause: {
        errorType: 'java.io.IOException',
        errorMessage: 'disk',
        stackTrace: ['com.acme.Io.read(Io.java:5)'],
      },
    });
    expect(stack).toBe(
      'java.lang.RuntimeException: boom\n\tat com.acme.H.handle(H.java:12)\nCaused by: java.io.IOException: disk\n\tat com.acme.Io.read(Io.java:5)',
    );
  });

  test('reads the exception fields of Lambda Powertools', () => {
    const exception =
      'Traceback (most recent call last):\n  File "/var/task/app.py", line 12, in h\nKeyError: 1';
    expect(
      json({
        level: 'ERROR',
        location: 'h:12',
        message: 'failed',
        service: 'orders',
        exception_name: 'KeyError',
        exception,
      }),
    ).toMatchObject({
      level: 'error',
      text: 'failed',
      service: 'orders',
      errorType: 'KeyError',
      stack: exception,
    });
  });

  test('turns frame objects into trace text', () => {
    const thrown = {
      name: 'java.io.IOException',
      message: 'disk',
      extendedStackTrace: [{ class: 'com.acme.B', method: 'm', file: 'B.java', line: 7 }],
    };
    expect(json({ level: 'ERROR', message: 'failed', thrown }).stack).toBe(
      'java.io.IOException: disk\n\tat com.acme.B.m(B.java:7)',
    );
  });

  test.each([
    [
      'a container record',
      { log: '2026-11-20 10:00:00,123 ERROR [main] c.a.Foo - inner\n', stream: 'stdout' },
      'error',
      'inner',
    ],
    ['a text of JSON', { message: '{"level":"warn","msg":"inner"}', host: 'h' }, 'warn', 'inner'],
    [
      'a message object',
      { level: 'ERROR', message: { errorType: 'TypeError', errorMessage: 'inner' } },
      'error',
      'TypeError: inner',
    ],
    ['a shipped raw line', { message: '[ERROR] inner', host: 'h' }, 'error', 'inner'],
  ])('follows %s', (_, value, level, text) => {
    const peeled = json(value);
    expect([peeled.level, peeled.text]).toEqual([level, text]);
  });

  test('reads JSON behind a prefix, whose level the record overrides', () => {
    expect(
      peel('2026-11-20T10:00:00Z ERROR [main] {"level":"info","msg":"all well"}'),
    ).toMatchObject({ level: 'info', text: 'all well' });
    expect(
      peel('2026-11-20T10:00:00.1Z\tERROR\thttp.server\tfailed to bind\t{"port":80}'),
    ).toMatchObject({
      level: 'error',
      text: 'failed to bind',
      fields: { port: '80' },
    });
  });

  test('reads logfmt', () => {
    expect(
      peel('time="2026-11-20T10:00:00Z" level=error msg="failed to \\"open\\"" path=/x/y'),
    ).toMatchObject({
      level: 'error',
      text: 'failed to "open"',
      fields: { level: 'error', path: '/x/y' },
    });
  });

  test('finds level and message of a record that was cut off', () => {
    expect(peel('{"level":"info","message":"cut off in the mid')).toMatchObject({
      level: 'info',
      text: 'cut off in the mid',
    });
  });

  test.each([
    '',
    '   ',
    'null',
    '[1,2]',
    '{}',
    '{"a":null}',
    '{not json}',
    '"',
    '{"__proto__":{"level":"error"}}',
  ])('survives %j', (message) => {
    expect(peel(message)).toMatchObject({ level: null, stack: null, status: null });
  });

  test('bounds what it keeps of fields', () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, at) => [`k${at}`, 'x'.repeat(1_000)]),
    );
    const { fields } = json(many);
    expect(Object.keys(fields)).toHaveLength(80);
    expect(fields.k0).toBe(`${'x'.repeat(255)}…`);
  });
});

describe('access records', () => {
  test.each([
    [
      '{"httpMethod":"POST","path":"/p","status":"504","errorMessage":"-"}',
      504,
      'POST /p status 504',
    ],
    [
      '{"method":"GET","path":"/p","statusCode":503,"errorMessage":"Service Unavailable"}',
      503,
      'GET /p status 503: Service Unavailable',
    ],
    ['{"request":"GET /p HTTP/1.1","status":200}', 200, 'GET /p HTTP/1.1 status 200'],
    ['at=error code=H12 method=GET path="/" status=503 service=30001ms', 503, 'GET / status 503'],
  ])('reads %s', (message, status, text) => {
    const peeled = peel(message);
    expect([peeled.status, peeled.text]).toEqual([status, text]);
  });

  test.each([
    [
      '10.0.0.1 - frank [10/Oct/2026:13:55:36 +0000] "GET /a.gif HTTP/1.0" 503 2326 "-" "curl"',
      503,
    ],
    ['INFO:     10.0.0.1:52414 - "GET /orders HTTP/1.1" 500 Internal Server Error', 500],
    ['2026-11-20 10:00:00 INFO [main] c.a.Api - GET /api/v1/orders/12 200 45ms', 200],
    ['checkout paylink POST /charge status=429 latency=160ms', 429],
    ['waited 503 seconds for GET', null],
    ['{"level":"error","statusCode":503,"msg":"upstream is down"}', null],
  ])('finds the status of: %s', (message, status) => {
    expect(peel(message).status).toBe(status);
  });
});

describe('syslog priorities', () => {
  test.each([
    ['<11>1 2026-11-20T10:33:21Z web-1 cart 77 - - cannot open', 'error', 'cannot open', 'cart'],
    ['<11>Nov 20 10:33:21 web-1 cart[77]: cannot open', 'error', 'cannot open', 'cart'],
    ['<11>Nov 20 10:33:21 web-1 cart: cannot open', 'error', 'cannot open', 'cart'],
    ['<11>Nov 20 10:33:21 cart[77]: cannot open', 'error', 'cannot open', 'cart'],
    ['<11>cart[77]: cannot open', 'error', 'cannot open', 'cart'],
    ['<8>Nov 20 10:33:21 web-1 cart: gone', 'fatal', 'gone', 'cart'],
    ['<10>Nov 20 10:33:21 web-1 cart: gone', 'fatal', 'gone', 'cart'],
    ['<12>Nov 20 10:33:21 web-1 cart: slow', 'warn', 'slow', 'cart'],
    ['<13>Nov 20 10:33:21 web-1 cart: done', 'info', 'done', 'cart'],
    ['<191>Nov 20 10:33:21 web-1 cart: done', 'debug', 'done', 'cart'],
    ['<12>1 - - - - - - slow', 'warn', 'slow', null],
    [
      '<11>1 2026-11-20T10:33:21.123+01:00 web-1 cart 77 ID4 [a@1 k="v\\"]"][b@1 k=""] \ufeffcannot open',
      'error',
      'cannot open',
      'cart',
    ],
    ['<14>Nov 20 10:33:21 web-1 cart[77]: ERROR cannot open', 'error', 'cannot open', 'cart'],
    [
      '<11>1 2026-11-20T10:33:21Z web-1 cart 77 - - INFO all is well',
      'info',
      'all is well',
      'cart',
    ],
  ])('%s', (message, level, text, logger) => {
    const peeled = peel(message);
    expect([peeled.level, peeled.text, peeled.logger]).toEqual([level, text, logger]);
  });
});

describe('initials of levels', () => {
  test.each([
    ['2026-11-20 10:00:00 E disk full', 'error', 'disk full'],
    ['2026-11-20 10:00:00 CEST E disk full', 'error', 'disk full'],
    ['[2026-11-20 10:00:00] W disk nearly full', 'warn', 'disk nearly full'],
    ['10:00:00.123 F | disk gone', 'fatal', 'disk gone'],
    ['2026-11-20 10:00:00 E: disk full', 'error', 'disk full'],
    ['2026-11-20 10:00:00 I  disk is fine', 'info', 'disk is fine'],
    ['2026-11-20 10:00:00 I Started in 3 s', 'info', 'Started in 3 s'],
    ['2026-11-20 10:00:00 D [main] disk read', 'debug', 'disk read'],
    ['E/Disk: full', 'error', 'full'],
    ['2026-11-20 10:00:00 E/Disk: full', 'error', 'full'],
    ['2026-11-20 10:00:00 W/Disk( 12): nearly full', 'warn', 'nearly full'],
    ['2026-11-20 10:00:00 I think so', null, 'I think so'],
    ['2026-11-20 10:00:00 D drive is full', null, 'D drive is full'],
    ['2026-11-20 10:00:00 A user left', null, 'A user left'],
    ['2026-11-20 10:00:00 I/O error on sda', null, 'I/O error on sda'],
    ['2026-11-20 10:00:00 vitamin E sold out', null, 'vitamin E sold out'],
    ['E disk full', null, 'E disk full'],
  ])('%s', (message, level, text) => {
    const peeled = peel(message);
    expect([peeled.level, peeled.text]).toEqual([level, text]);
  });
});

describe('Serilog', () => {
  test.each([
    [
      '{"@t":"2026-11-20T10:00:00Z","@mt":"Basket {Id} lost","@l":"Error","@x":"System.IO.IOException: disk\\n   at Shop.Cart.Save() in /src/Cart.cs:line 12","Id":7}',
      'error',
      'Basket 7 lost',
    ],
    ['{"@t":"2026-11-20T10:00:00Z","@m":"Basket 7 found","@i":"a1"}', 'info', 'Basket 7 found'],
    [
      '{"Timestamp":"2026-11-20T10:00:00+00:00","Level":"Error","MessageTemplate":"Basket {Id} lost","Exception":"System.IO.IOException: disk\\n   at Shop.Cart.Save() in /src/Cart.cs:line 12","Properties":{"Id":7}}',
      'error',
      'Basket 7 lost',
    ],
  ])('%s', (message, level, text) => {
    const { level: read, text: words, stack } = peel(message);
    expect([read, words]).toEqual([level, text]);
    expect(stack?.includes('Cart.cs:line 12') ?? false).toBe(level === 'error');
  });
});

test('isBelowError knows no level as not below', () => {
  expect(
    (['fatal', 'error', 'warn', 'info', 'debug', 'trace', null] as const).map(isBelowError),
  ).toEqual([false, false, true, true, true, true, false]);
});

test('a header of columns has no level in its second line, whatever was read before', () => {
  const line = '12 R02-M1 1117838570 12 text';
  for (const message of [line, `${line}\nSEVERE: x`]) {
    const { level, text } = peel(message);
    expect([level, text]).toEqual([null, message.slice(message.indexOf('text'))]);
  }
});
