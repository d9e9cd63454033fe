// Traces split over events: every line back in its block, and nothing else with it.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { reassemble } from '../../src/evidence/reassemble.ts';
import { SAMPLES } from './trace-samples.ts';

let next = 0;
const event = (message: string, timestampMs: number, logStream = 's1'): LogEvent => ({
  timestampMs,
  logGroup: '/shop/app',
  logStream,
  message,
  eventId: `${next++}`,
  evidenceId: 'E1',
});

const messages = (events: readonly LogEvent[]) => reassemble(events).map(({ message }) => message);

const NOISE = [
  '2026-11-20 10:00:00,123 INFO  [http-nio-8080-exec-3] c.a.s.OrderService - processed order 7 with 0 errors',
  '{"level":30,"time":1763632800000,"msg":"request completed","status":200}',
  'WARN  slow query took 812 ms',
  'START RequestId: 11111111-2222-3333-4444-555555555555 Version: $LATEST',
  'DEBUG cache ratio 0.97',
];
/** Lines of a sample as agents ship them: one event a line, blank ones lost. */
const split = (text: string) => text.split('\n').filter((line) => line !== '');

describe('reassemble', () => {
  test.each(SAMPLES)('puts the lines of $name together', ({ text }) => {
    expect(messages(split(text).map((line, at) => event(line, 1_000 + at)))).toEqual([
      split(text).join('\n'),
    ]);
  });

  // Prose is known for a part of a message only where it stands right below the head.
  const certain = SAMPLES.filter(({ text }) => !text.includes('the second line of the message'));

  test.each(certain)('passes over ordinary lines between the lines of $name', ({ text }) => {
    const [first = '', ...rest] = split(text);
    const mixed = [first, ...rest.flatMap((line, at) => [NOISE[at % NOISE.length] ?? '', line])];
    const blocks = messages(mixed.map((line, at) => event(line, 1_000 + at)));
    expect(blocks[0]).toBe(split(text).join('\n'));
    expect(blocks).toHaveLength(1 + rest.length);
  });

  test('keeps traces apart that follow each other', () => {
    const all = SAMPLES.filter(({ name }) => name !== 'ruby').map(({ text }) => split(text));
    const blocks = messages(all.flat().map((line, at) => event(line, at)));
    expect(blocks).toEqual(all.map((text) => text.join('\n')));
  });

  test('keeps the same trace apart that is printed twice', () => {
    const text = split(SAMPLES[0]?.text ?? '');
    expect(messages([...text, ...text].map((line) => event(line, 5)))).toEqual([
      text.join('\n'),
      text.join('\n'),
    ]);
  });

  test('separates two languages that share a stream', () => {
    const java = [
      'java.io.IOException: disk',
      '\tat com.acme.Io.read(Io.java:5)',
      '\tat com.acme.Io.main(Io.java:9)',
    ];
    const go = ['panic: boom', 'goroutine 1 [running]:', 'main.main()', '\t/src/main.go:8 +0x1f'];
    const mixed = [java[0], go[0], go[1], java[1], go[2], go[3], java[2]].map((line, at) =>
      event(line ?? '', at),
    );
    expect(messages(mixed)).toEqual([java.join('\n'), go.join('\n')]);
  });

  test('sorts each stream by time, equal times by the order of the input', () => {
    const first = event('\tat com.acme.B.c(B.java:2)', 20, 'a');
    const head = event('java.io.IOException: disk', 20, 'b');
    const frame = event('\tat com.acme.Io.read(Io.java:5)', 20, 'b');
    const early = event('java.io.IOException: net', 10, 'a');
    expect(reassemble([first, head, frame, early])).toEqual([
      { events: [early, first], message: 'java.io.IOException: net\n\tat com.acme.B.c(B.java:2)' },
      {
        events: [head, frame],
        message: 'java.io.IOException: disk\n\tat com.acme.Io.read(Io.java:5)',
      },
    ]);
  });

  test.each([
    [
      'an error',
      '2026-11-20 10:00:00,123 ERROR [main] c.a.Foo - Unhandled exception',
      'java.io.IOException: disk',
      '\tat com.acme.Io.read(Io.java:5)',
    ],
    [
      'a warning that speaks of a failure',
      'WARN could not save the cart',
      'java.io.IOException: disk',
      '\tat com.acme.Io.read(Io.java:5)',
    ],
    [
      'a python logger',
      'ERROR:root:charge failed',
      'Traceback (most recent call last):',
      '  File "/srv/a.py", line 3, in go',
      '    x()',
      'KeyError: 1',
    ],
    [
      'a go server',
      '2026/11/20 07:48:05 http: panic serving [::1]:54143: boom',
      'goroutine 24 [running]:',
      'main.handle(0x1)',
      '\t/src/handle.go:8 +0x39',
    ],
    [
      'a .net console logger',
      'fail: Shop.Api[13]',
      '      Request failed',
      '      System.NullReferenceException: no object',
      '         at Shop.Api.Get(Int32 id) in /src/Api.cs:line 22',
    ],
    [
      'a .net warning',
      'warn: Shop.Api[13]',
      '      Trying again',
      '      System.TimeoutException: no answer',
      '         at Shop.Api.Get(Int32 id) in /src/Api.cs:line 22',
    ],
    [
      "a logger's warning about something else, right above it",
      '2026-11-20 10:00:00,123 WARN [main] c.a.Cart - trying again',
      'java.io.IOException: disk',
      '\tat com.acme.Io.read(Io.java:5)',
    ],
    [
      "Python's warning about something else, right above it",
      'WARNING:shop.cart:trying again',
      'Traceback (most recent call last):',
      '  File "/srv/a.py", line 3, in go',
      '    x()',
      'KeyError: 1',
    ],
  ])('joins the trace to the log line of %s', (_, ...text) => {
    expect(messages(text.map((line, at) => event(line, at)))).toEqual([text.join('\n')]);
  });

  test.each([
    [
      'an ordinary line',
      '2026-11-20 10:00:00,123 INFO [main] c.a.Foo - started',
      'java.io.IOException: disk',
    ],
    ['a warning about something else', 'WARN cache is nearly full', 'java.io.IOException: disk'],
    [
      'such a warning with a line between them',
      '2026-11-20 10:00:00,123 WARN [main] c.a.Cart - trying again',
      '2026-11-20 10:00:00,123 INFO [main] c.a.Cart - found',
      'java.io.IOException: disk',
    ],
    [
      'such a warning in front of a crash',
      '2026-11-20 10:00:00,123 WARN [main] c.a.Cart - trying again',
      'panic: boom',
    ],
    [
      'such a warning in front of what Node prints',
      '2026-11-20 10:00:00,123 WARN [main] c.a.Cart - trying again',
      'TypeError: boom',
    ],
    [
      'such a warning in front of what nobody caught',
      '2026-11-20 10:00:00,123 WARN [main] c.a.Cart - trying again',
      'PHP Fatal error:  Uncaught Exception: bad in /var/www/a.php:3',
    ],
    ['an error that came before a crash', 'ERROR charge failed', 'panic: boom'],
    [
      'an error long ago',
      'ERROR charge failed',
      ...Array.from({ length: 9 }, () => 'INFO ok'),
      'java.io.IOException: disk',
    ],
  ])('does not join a trace to %s', (_, ...text) => {
    expect(messages(text.map((line, at) => event(line, at)))).toEqual(text);
  });

  test('joins no trace to a warning about something else of another time', () => {
    const warning = '2026-11-20 10:00:00,123 WARN [main] c.a.Cart - trying again';
    const trace = ['java.io.IOException: disk', '\tat com.acme.Io.read(Io.java:5)'];
    const below = (ms: number) =>
      messages([event(warning, 0), ...trace.map((line) => event(line, ms))]);
    expect(below(1)).toEqual([[warning, ...trace].join('\n')]);
    expect(below(2)).toEqual([warning, trace.join('\n')]);
  });

  test('keeps crashes of Ruby apart, but for causes, which are printed with them', () => {
    const crash = [
      "/app/a.rb:12:in `pay': undefined method `total' for nil (NoMethodError)",
      "\tfrom /app/a.rb:30:in `<main>'",
    ];
    const all = [0, 10, 3_000].flatMap((ms) => crash.map((line) => event(line, ms)));
    expect(messages(all)).toEqual([0, 10, 3_000].map(() => crash.join('\n')));
    const cause = ["/app/b.rb:3:in `get': timed out (Net::ReadTimeout)"];
    expect(messages([...crash, ...cause].map((line) => event(line, 7)))).toHaveLength(1);
  });

  test('joins a trace to the log line above it, where syslog has host and program in front of each', () => {
    const syslog = (second: number, text: string) =>
      event(`Nov 20 10:00:0${second} node-3 payd[812]: ${text}`, second * 1_000);
    const trace = [
      'Traceback (most recent call last):',
      '  File "/srv/a.py", line 3, in go',
      '    x()',
      'KeyError: 1',
    ];
    const lines = ['ERROR:pay:charge failed', ...trace];
    const told = (second: number) => messages(lines.map((line) => syslog(second, line)));
    expect(told(1)).toEqual([
      ['Nov 20 10:00:01 node-3 payd[812]: ERROR:pay:charge failed', ...trace].join('\n'),
    ]);
    const later = trace.map((line) => syslog(4, line));
    expect(messages([syslog(1, lines[0] ?? ''), ...later])).toHaveLength(2);
    const twice = [...lines, ...lines].map((line) => syslog(1, line));
    expect(messages(twice)).toHaveLength(2);
  });

  test('joins no crash of a main module of Python to a warning', () => {
    const crash = [
      'Traceback (most recent call last):',
      '  File "/srv/a.py", line 3, in <module>',
      '    x()',
      'KeyError: 1',
    ];
    const warning = 'WARNING:shop.cart:trying again';
    expect(messages([warning, ...crash].map((line) => event(line, 7)))).toEqual([
      warning,
      crash.join('\n'),
    ]);
    expect(messages([event(warning, 7), event(crash.join('\n'), 7)])).toHaveLength(2);
  });

  test('joins no trace to a warning of .NET that is over', () => {
    const warning = ['warn: Shop.Api[13]', '      Slow query took 900 ms'];
    const trace = ['System.InvalidOperationException: bad', '   at Shop.Api.Get() in /a.cs:line 3'];
    const blocks = messages([
      ...warning.map((line) => event(line, 0)),
      ...trace.map((line) => event(line, 5_000)),
    ]);
    expect(blocks).toEqual([warning.join('\n'), trace.join('\n')]);
  });

  test('joins a trace to the warning right above it, not to an error of another time', () => {
    const error = '2026-11-20 10:00:00,123 ERROR [main] c.a.Cart - no cart';
    const logged = [
      '2026-11-20 10:00:01,123 WARN [web] c.a.Shop - trying again',
      'java.io.IOException: disk',
      '\tat com.acme.Io.read(Io.java:5)',
    ];
    const blocks = messages([event(error, 0), ...logged.map((line) => event(line, 1_000))]);
    expect(blocks).toEqual([error, logged.join('\n')]);
  });

  test('joins a trace to the error above it, not to a warning between them', () => {
    const lines = [
      '2026-11-20 10:00:00,123 ERROR [main] c.a.Cart - no cart',
      '2026-11-20 10:00:00,123 WARN [web] c.a.Shop - trying again',
      'java.io.IOException: disk',
    ];
    expect(messages(lines.map((line) => event(line, 7)))).toEqual([
      [lines[0], lines[2]].join('\n'),
      lines[1],
    ]);
  });

  test('takes the further lines of a message that comes last', () => {
    const text = [
      'Traceback (most recent call last):',
      '  File "/srv/app/db.py", line 4, in load',
      '    connection.execute(query)',
      'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection refused',
      '\tIs the server running on that host and accepting TCP/IP connections?',
      '[SQL: SELECT 1]',
      '(Background on this error at: https://sqlalche.me/e/20/e3q8)',
    ];
    const lines = [...text, NOISE[0] ?? '', '  indented, but not below it'];
    expect(messages(lines.map((line, at) => event(line, at)))).toEqual([
      text.join('\n'),
      ...lines.slice(-2),
    ]);
  });

  const VALIDATION = [
    'Traceback (most recent call last):',
    '  File "/app/main.py", line 9, in <module>',
    '    settings = Settings()',
    'pydantic_core._pydantic_core.ValidationError: 2 validation errors for Settings',
    'sender_pool_url',
    "  Field required [type=missing, input_value={'port': '8000'}, input_type=dict]",
    '    For further information visit https://errors.pydantic.dev/2.9/v/missing',
    'servers.0 -> port',
    '  value is not a valid integer (type=type_error.integer)',
  ];

  test('takes the names of what was not valid into the message, and what was wrong', () => {
    const lines = [...VALIDATION, 'ready'];
    expect(messages(lines.map((line, at) => event(line, at)))).toEqual([
      VALIDATION.join('\n'),
      'ready',
    ]);
  });

  test('so too where syslog puts its header on each line', () => {
    const header = 'Nov  3 09:41:00 web-1 broker[7]: ';
    const lines = [...VALIDATION, 'ready'].map((line) => event(header + line, 5));
    expect(messages(lines)).toEqual([
      [header + VALIDATION[0], ...VALIDATION.slice(1)].join('\n'),
      `${header}ready`,
    ]);
  });

  test('gives a word below a message back where nothing indented follows at once', () => {
    const until = VALIDATION.slice(0, 4);
    const lines = [...until, 'ready', 'listening on 8000', '  indented'];
    expect(messages(lines.map((line, at) => event(line, at)))).toEqual([
      until.join('\n'),
      ...lines.slice(4),
    ]);
    const late = [
      ...until.map((line) => event(line, 1)),
      event('ready', 1_200),
      event('  x', 1_200),
    ];
    expect(messages(late)).toEqual([until.join('\n'), 'ready', '  x']);
  });

  test('takes what a database tells below its message', () => {
    const text = [
      'Traceback (most recent call last):',
      '  File "/app/db.py", line 4, in save',
      '    cursor.execute(query)',
      'psycopg2.errors.UniqueViolation: duplicate key value violates unique constraint "cart_pkey"',
      'DETAIL:  Key (id)=(7) already exists.',
    ];
    expect(messages([...text, 'ready'].map((line) => event(line, 5)))).toEqual([
      text.join('\n'),
      'ready',
    ]);
  });

  test.each([
    'db.errors.OrderError: gone',
    'net.http.GatewayError: 502',
    'json.decoder.JSONDecodeError: odd',
  ])('ends a Python trace with %s, whatever its module is called', (last) => {
    const text = [
      'Traceback (most recent call last):',
      '  File "/srv/a.py", line 3, in go',
      '    x()',
      last,
    ];
    expect(messages(text.map((line, at) => event(line, at)))).toEqual([text.join('\n')]);
  });

  test('keeps events apart that each hold a whole trace below the same header', () => {
    const text = (id: number) =>
      `[ERROR] KeyError: ${id}\nTraceback (most recent call last):\n  File "/var/task/app.py", line 3, in handler\n    x[${id}]`;
    expect(messages([event(text(1), 1), event(text(2), 2), event(text(3), 3)])).toEqual(
      [1, 2, 3].map(text),
    );
  });

  test('gives prose below a head back when no frame follows', () => {
    const text = ['java.io.IOException: disk', 'worker heartbeat ok', 'another plain line'];
    expect(messages(text.map((line, at) => event(line, at)))).toEqual(text);
  });

  test('begins anew after a gap of more than five seconds', () => {
    const text = ['java.io.IOException: disk', '\tat com.acme.Io.read(Io.java:5)'];
    expect(messages([event(text[0] ?? '', 0), event(text[1] ?? '', 5_001)])).toEqual(text);
  });

  test('leaves out what exceeds the bound of a block’s text and says so', () => {
    const frame = `\tat com.acme.${'Io'.repeat(200)}.read(Io.java:5)`;
    const events = [
      event('java.io.IOException: disk', 0),
      ...Array.from({ length: 700 }, () => event(frame, 1)),
    ];
    const [block, ...others] = reassemble(events);
    expect(others).toHaveLength(0);
    expect(block?.events).toHaveLength(701);
    expect(block?.message.split('\n').at(-1)).toBe('… 91 more events');
  });
});
