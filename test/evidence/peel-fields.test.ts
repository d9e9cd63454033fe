// JSON records of each common logger, as it writes them: where level, message, error, stack, service, logger, thread
// and request id are found.
import { describe, expect, test } from 'vitest';
import { peel } from '../../src/evidence/peel.ts';
import type { Peeled } from '../../src/evidence/types.ts';

const JAVA = 'java.io.IOException: disk is full\n\tat com.acme.Io.write(Io.java:5)';
const NODE = 'TypeError: no lines\n    at total (/srv/cart.js:4:2)';
const PYTHON = 'Traceback (most recent call last):\n  File "/srv/a.py", line 3, in f\nKeyError: 7';
const DOTNET = 'System.FormatException: no number\n   at Acme.Cart.Add() in /src/Cart.cs:line 12';
const GO = 'main.add\n\t/srv/cart/add.go:12';
const DISK = { errorType: 'java.io.IOException', errorMessage: 'disk is full' };
const NO_LINES = { errorType: 'TypeError', errorMessage: 'no lines' };
const otel = (key: string, stringValue: string) => ({ key, value: { stringValue } });

const ROWS: readonly (readonly [logger: string, record: object, expected: Partial<Peeled>])[] = [
  [
    'pino',
    {
      level: 50,
      pid: 7,
      name: 'shop',
      reqId: 'r-1',
      msg: 'no stock',
      err: { type: 'TypeError', message: 'no lines', stack: NODE },
    },
    { ...NO_LINES, stack: NODE, logger: 'shop', requestId: 'r-1' },
  ],
  [
    'bunyan',
    {
      name: 'shop',
      pid: 7,
      level: 50,
      msg: 'no stock',
      err: { name: 'TypeError', message: 'no lines', stack: NODE },
      v: 0,
    },
    { ...NO_LINES, stack: NODE, logger: 'shop' },
  ],
  [
    'winston',
    { level: 'error', message: 'no stock', service: 'shop', stack: NODE },
    { stack: NODE, service: 'shop' },
  ],
  [
    'zap',
    {
      level: 'error',
      logger: 'shop',
      caller: 'cart/add.go:12',
      msg: 'no stock',
      error: 'no rows',
      stacktrace: GO,
    },
    { errorMessage: 'no rows', stack: GO, logger: 'shop' },
  ],
  [
    'zerolog',
    {
      level: 'error',
      message: 'no stock',
      error: 'no rows',
      stack: [{ func: 'main.add', line: '12', source: '/srv/cart/add.go' }],
    },
    { errorMessage: 'no rows', stack: GO },
  ],
  ['logrus', { level: 'error', msg: 'no stock', error: 'no rows' }, { errorMessage: 'no rows' }],
  [
    'slog',
    {
      level: 'ERROR',
      msg: 'no stock',
      source: { function: 'main.add', file: '/srv/add.go', line: 12 },
      err: 'no rows',
    },
    { errorMessage: 'no rows' },
  ],
  [
    'structlog',
    { event: 'no stock', level: 'error', logger: 'shop.cart', exception: PYTHON },
    { stack: PYTHON, logger: 'shop.cart' },
  ],
  [
    'structlog with frames',
    {
      event: 'no stock',
      level: 'error',
      exception: [
        {
          exc_type: 'KeyError',
          exc_value: '7',
          frames: [{ filename: '/srv/a.py', lineno: 3, name: 'f' }],
        },
      ],
    },
    { stack: '  File "/srv/a.py", line 3, in f' },
  ],
  [
    'Python logging',
    {
      asctime: '2026-11-20 14:00:00,123',
      levelname: 'ERROR',
      name: 'shop',
      message: 'no stock',
      exc_info: PYTHON,
    },
    { stack: PYTHON, logger: 'shop' },
  ],
  [
    'Lambda Powertools for Python',
    {
      level: 'ERROR',
      location: 'add:12',
      message: 'no stock',
      service: 'shop',
      function_request_id: 'r-1',
      exception: PYTHON,
      exception_name: 'KeyError',
    },
    { stack: PYTHON, errorType: 'KeyError', service: 'shop', requestId: 'r-1' },
  ],
  [
    'Lambda Powertools for TypeScript',
    {
      level: 'ERROR',
      message: 'no stock',
      service: 'shop',
      error: { name: 'TypeError', location: '/var/task/a.js:1', message: 'no lines', stack: NODE },
    },
    { ...NO_LINES, stack: NODE, service: 'shop' },
  ],
  [
    'Lambda Powertools for .NET',
    {
      level: 'Error',
      message: 'no stock',
      service: 'shop',
      exception: {
        type: 'System.FormatException',
        message: 'no number',
        stack_trace: '   at Acme.Cart.Add() in /src/Cart.cs:line 12',
      },
    },
    { errorType: 'System.FormatException', errorMessage: 'no number', stack: DOTNET },
  ],
  [
    'Serilog, compact',
    {
      '@mt': 'no {Thing}',
      '@l': 'Error',
      '@x': DOTNET,
      Thing: 'stock',
      SourceContext: 'Acme.Cart',
    },
    { stack: DOTNET, logger: 'Acme.Cart' },
  ],
  [
    'Serilog',
    {
      Level: 'Error',
      MessageTemplate: 'no {Thing}',
      Exception: DOTNET,
      Properties: { Thing: 'stock', SourceContext: 'Acme.Cart' },
    },
    { stack: DOTNET, logger: 'Acme.Cart' },
  ],
  [
    '.NET console',
    { LogLevel: 'Error', Category: 'Acme.Cart', Message: 'no stock', Exception: DOTNET },
    { stack: DOTNET, logger: 'Acme.Cart' },
  ],
  [
    'Logstash encoder of Logback',
    {
      message: 'no stock',
      logger_name: 'com.acme.Cart',
      thread_name: 'main',
      level: 'ERROR',
      level_value: 40_000,
      stack_trace: JAVA,
    },
    { stack: JAVA, logger: 'com.acme.Cart', thread: 'main' },
  ],
  [
    'Logback’s own encoder',
    {
      level: 'ERROR',
      threadName: 'main',
      loggerName: 'com.acme.Cart',
      mdc: { requestId: 'r-1' },
      message: 'no {}',
      formattedMessage: 'no stock',
      throwable: {
        className: 'java.io.IOException',
        message: 'disk is full',
        stepArray: [
          { className: 'com.acme.Io', methodName: 'write', fileName: 'Io.java', lineNumber: 5 },
        ],
      },
    },
    { ...DISK, stack: JAVA, logger: 'com.acme.Cart', thread: 'main', requestId: 'r-1' },
  ],
  [
    'Log4j 2',
    {
      thread: 'main',
      level: 'ERROR',
      loggerName: 'com.acme.Cart',
      message: 'no stock',
      thrown: {
        name: 'java.io.IOException',
        message: 'disk is full',
        extendedStackTrace: [{ class: 'com.acme.Io', method: 'write', file: 'Io.java', line: 5 }],
      },
    },
    { ...DISK, stack: JAVA, logger: 'com.acme.Cart', thread: 'main' },
  ],
  [
    'JBoss and Quarkus',
    {
      loggerName: 'com.acme.Cart',
      level: 'ERROR',
      message: 'no stock',
      threadName: 'main',
      exception: {
        exceptionType: 'java.io.IOException',
        message: 'disk is full',
        frames: [{ class: 'com.acme.Io', method: 'write', line: 5 }],
      },
    },
    { ...DISK, stack: 'java.io.IOException: disk is full\n\tat com.acme.Io.write(Unknown Source)' },
  ],
  [
    'ECS',
    {
      'log.level': 'ERROR',
      message: 'no stock',
      'process.thread.name': 'main',
      'log.logger': 'com.acme.Cart',
      'error.type': DISK.errorType,
      'error.message': DISK.errorMessage,
      'error.stack_trace': JAVA,
      'service.name': 'shop',
      'trace.id': 't-1',
    },
    {
      ...DISK,
      stack: JAVA,
      logger: 'com.acme.Cart',
      thread: 'main',
      service: 'shop',
      requestId: 't-1',
    },
  ],
  [
    'ECS, nested',
    {
      log: { level: 'error', logger: 'com.acme.Cart' },
      message: 'no stock',
      error: { type: DISK.errorType, message: DISK.errorMessage, stack_trace: JAVA },
      service: { name: 'shop' },
    },
    { ...DISK, stack: JAVA, logger: 'com.acme.Cart', service: 'shop' },
  ],
  [
    'GELF',
    {
      version: '1.1',
      short_message: 'no stock',
      full_message: JAVA,
      level: 3,
      _logger: 'com.acme.Cart',
      _service: 'shop',
    },
    { stack: JAVA, logger: 'com.acme.Cart', service: 'shop' },
  ],
  [
    'GELF of Spring Boot',
    {
      version: '1.1',
      short_message: 'no stock',
      level: 3,
      _level_name: 'ERROR',
      _process_thread_name: 'main',
      _log_logger: 'com.acme.Cart',
      _error_type: DISK.errorType,
      _error_message: DISK.errorMessage,
      _error_stack_trace: JAVA,
    },
    { ...DISK, stack: JAVA, logger: 'com.acme.Cart', thread: 'main' },
  ],
  [
    'OpenTelemetry, OTLP',
    {
      severityNumber: 17,
      body: { stringValue: 'no stock' },
      traceId: 't-1',
      attributes: [
        otel('exception.type', DISK.errorType),
        otel('exception.message', DISK.errorMessage),
        otel('exception.stacktrace', JAVA),
      ],
    },
    { ...DISK, stack: JAVA, requestId: 't-1' },
  ],
  [
    'OpenTelemetry, log data model',
    {
      SeverityText: 'ERROR',
      Body: 'no stock',
      TraceId: 't-1',
      Resource: { 'service.name': 'shop' },
      Attributes: {
        'exception.type': DISK.errorType,
        'exception.message': DISK.errorMessage,
        'exception.stacktrace': JAVA,
      },
    },
    { ...DISK, stack: JAVA, service: 'shop', requestId: 't-1' },
  ],
  [
    'Monolog',
    {
      message: 'no stock',
      context: { exception: { class: 'RuntimeException', message: 'no lines' } },
      level: 400,
      level_name: 'ERROR',
      channel: 'shop',
    },
    { errorType: 'RuntimeException', errorMessage: 'no lines' },
  ],
  ['Monolog without the word', { message: 'no stock', level: 400, channel: 'shop' }, {}],
  [
    'tracing (Rust)',
    { level: 'ERROR', fields: { message: 'no stock', error: 'no rows' }, target: 'shop::cart' },
    { errorMessage: 'no rows', logger: 'shop::cart' },
  ],
  [
    'Semantic Logger',
    {
      application: 'shop',
      level: 'error',
      thread: 'puma 1',
      name: 'Carts',
      message: 'no stock',
      exception: { name: 'KeyError', message: '7', stack_trace: ["/srv/a.rb:3:in `add'"] },
    },
    { errorType: 'KeyError', service: 'shop', thread: 'puma 1', stack: "/srv/a.rb:3:in `add'" },
  ],
  [
    'Datadog',
    {
      message: 'no stock',
      status: 'error',
      service: 'shop',
      'error.kind': 'TypeError',
      'error.message': 'no lines',
      'error.stack': NODE,
    },
    { ...NO_LINES, stack: NODE, service: 'shop' },
  ],
  [
    'Google Cloud',
    {
      severity: 'ERROR',
      textPayload: 'no stock',
      serviceContext: { service: 'shop' },
      stack_trace: JAVA,
    },
    { stack: JAVA, service: 'shop' },
  ],
  [
    'hclog',
    { '@level': 'error', '@message': 'no stock', '@module': 'core', error: 'no rows' },
    { errorMessage: 'no rows', logger: 'core' },
  ],
  ['a message with parts', { level: 'error', message: { text: 'no stock', code: 7 } }, {}],
];

describe('records of JSON loggers', () => {
  test.each(ROWS)('%s', (_, record, expected) => {
    expect(peel(JSON.stringify(record))).toMatchObject({
      level: 'error',
      text: 'no stock',
      ...expected,
    });
  });

  test('the same record is found behind any wrapping', () => {
    const record = '{"level":"error","msg":"no stock","requestId":"r-1"}';
    const wrapped = [
      `2026-11-20T14:00:00.123456789Z stderr F ${record}`,
      `{"log":${JSON.stringify(`${record}\n`)},"stream":"stderr"}`,
      `<11>1 2026-11-20T14:00:00Z host shop 7 - - ${record}`,
      `Nov 20 14:00:00 host shop[7]: ${record}`,
      `web-1  | ${record}`,
      `[pod/web-5d4/shop] ${record}`,
      `2026-11-20T14:00:00Z stderr F {"log":${JSON.stringify(`Nov 20 14:00:00 host shop[7]: ${record}`)}}`,
    ];
    for (const message of wrapped) {
      expect(peel(message)).toMatchObject({ level: 'error', text: 'no stock', requestId: 'r-1' });
    }
  });

  test('a word under `status` is a level only beside the names that Datadog reserves', () => {
    expect(peel('{"status":"error","message":"paid late"}').level).toBeNull();
    expect(peel('{"status":"failed","message":"paid late","service":"shop"}').level).toBeNull();
  });
});
