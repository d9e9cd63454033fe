// Traces whose every line was wrapped by a container runtime, a shipper or Rails: one block, with the text that was written.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { reassemble } from '../../src/evidence/reassemble.ts';
import { readTrace } from '../../src/evidence/trace.ts';
import { passes } from './candidate-filter.ts';
import { SAMPLES } from './trace-samples.ts';

const DAY_MS = 86_400_000;
let next = 0;
const event = (message: string, timestampMs: number): LogEvent => ({
  timestampMs,
  logGroup: '/shop/app',
  logStream: 's1',
  message,
  eventId: `${next++}`,
  evidenceId: 'E1',
});
const ship = (lines: readonly string[], startMs = 0) =>
  lines.map((line, at) => event(line, startMs + at));
const messages = (lines: readonly string[]) =>
  reassemble(ship(lines)).map(({ message }) => message);

function findingsOf(lines: readonly (readonly string[])[]) {
  const events = lines.flatMap((one, at) => ship(one, at * 60_000));
  const { totalErrors, findings } = analyze(prepare(events, { startMs: 0, endMs: DAY_MS }));
  return {
    totalErrors,
    findings: findings.map(({ count, location }) => ({ count, location })),
  };
}

const JAVA = [
  'java.lang.IllegalStateException: boom',
  '\tat com.acme.Cart.total(Cart.java:3)',
  '\tat com.acme.Cart.main(Cart.java:9)',
];
const CRI = '2026-11-20T10:00:00.123456789Z stderr';
const WRAPPERS: readonly (readonly [string, (line: string) => string])[] = [
  [
    'Fluent Bit',
    (log) => JSON.stringify({ log, stream: 'stderr', kubernetes: { pod_name: 'cart-1' } }),
  ],
  ['docker', (line) => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: 'now' })],
  ['Vector', (message) => JSON.stringify({ message, stream: 'stderr', kubernetes: {} })],
  ['journald', (MESSAGE) => JSON.stringify({ MESSAGE, PRIORITY: '6', _TRANSPORT: 'stdout' })],
  ['containerd', (line) => `${CRI} F ${line}`],
  ['containerd below Fluent Bit', (line) => JSON.stringify({ log: `${CRI} F ${line}` })],
];

describe.each(WRAPPERS)('a trace that %s wrapped line by line', (_, wrap) => {
  test('is one block of raw events with the text that was written', () => {
    const events = ship(JAVA.map(wrap));
    expect(reassemble(events)).toEqual([{ events, message: JAVA.join('\n') }]);
  });

  test('counts once and has its location', () => {
    const all = Array.from({ length: 20 }, () => JAVA.map(wrap));
    expect(findingsOf(all)).toEqual({
      totalErrors: 20,
      findings: [
        { count: 20, location: { file: 'Cart.java', line: 3, function: 'com.acme.Cart.total' } },
      ],
    });
  });

  test('belongs to the log line that announced it', () => {
    const head = '2026-11-20 10:00:00,123 ERROR [main] c.a.Cart - total failed';
    expect(messages([head, ...JAVA].map(wrap))).toEqual([[head, ...JAVA].join('\n')]);
  });

  test('is told from log lines with a header in the same wrapping', () => {
    const info = wrap('2026-11-20 10:00:00,123 INFO [main] c.a.Cart - total asked for');
    const json = wrap('{"level":"info","msg":"ok"}');
    const [first = '', ...rest] = JAVA.map(wrap);
    expect(messages([first, info, json, ...rest])).toEqual([JAVA.join('\n'), info, json]);
  });
});

/** What only the runtime's own words show, none of which must stand in a line: node that threw a string. */
const WORDLESS = /threw a string/;
const ASKED = SAMPLES.filter(({ name }) => !WORDLESS.test(name));

describe.each(WRAPPERS)('of what %s wrapped the query asks for enough', (_, wrap) => {
  const seen = (text: string) => messages(text.split('\n').map(wrap).filter(passes));

  test.each(ASKED)('to count $name once', ({ text }) => {
    expect(seen(text)).toHaveLength(1);
  });

  const located = ASKED.filter(({ name }) =>
    /^(?:java|kotlin|python with|go|\.net|php)/.test(name),
  );

  test.each(located)('to tell the types and the place of $name', ({ text, types, location }) => {
    const trace = readTrace(seen(text)[0] ?? '');
    expect(trace?.chain.map(({ type }) => type)).toEqual(types);
    const [file = '', line = 0] = location ?? [];
    expect(trace?.location).toMatchObject({ file, line });
  });
});

describe('reassemble', () => {
  test.each([
    ['a level beside the text', { log: '\tat com.acme.Cart.total(Cart.java:3)', level: 'error' }],
    ['a message beside it', { log: '\tat com.acme.Cart.total(Cart.java:3)', message: 'x' }],
    ['an error of its own', { log: JAVA[1], error: { type: 'E', message: 'm' } }],
    ['a log that is no text', { log: { level: 'error' } }],
  ])('leaves a record alone with %s', (_, record) => {
    const json = JSON.stringify(record);
    expect(messages([JAVA[0] ?? '', json])).toEqual([JAVA[0], json]);
  });

  test('keeps the lines of two containers apart that take turns in one file', () => {
    const of = (pod_name: string) => (log: string) =>
      JSON.stringify({ log, stream: 'stderr', kubernetes: { pod_name } });
    const python = [
      'Traceback (most recent call last):',
      '  File "/app/b.py", line 12, in price',
      "KeyError: 'XK'",
    ];
    const mixed = JAVA.flatMap((line, at) => [of('a')(line), of('b')(python[at] ?? '')]);
    expect(messages(mixed)).toEqual([JAVA.join('\n'), python.join('\n')]);
  });

  test('puts the parts of one line together, whatever another output writes in between', () => {
    const other = '2026-11-20T10:00:00.1Z stdout F 2026-11-20 10:00:00 INFO ok';
    const parts = [
      `${CRI} P java.lang.Illegal`,
      other,
      `${CRI} P State`,
      `${CRI} F Exception: boom`,
    ];
    const frame = `${CRI} F ${JAVA[1]}`;
    expect(messages([...parts, frame])).toEqual([
      'java.lang.IllegalStateException: boom\n\tat com.acme.Cart.total(Cart.java:3)',
      other,
    ]);
  });

  test('puts parts together that Fluent Bit tagged', () => {
    const part = (log: string, logtag: string) => JSON.stringify({ log, logtag, stream: 'stderr' });
    expect(messages([part('java.lang.Illegal', 'P'), part('StateException: boom', 'F')])).toEqual([
      'java.lang.IllegalStateException: boom',
    ]);
  });

  test('ends a line whose last part never came', () => {
    const lost = event(`${CRI} P java.lang.Illegal`, 0);
    const later = event(`${CRI} F INFO ok`, 5_001);
    expect(reassemble([lost, later]).map(({ events }) => events)).toEqual([[lost], [later]]);
  });
});

const rails = (body: string, tags = '[req-1] ', pid = 7, letter = 'F') =>
  `${letter}, [2026-11-20T10:00:00.123456 #${pid}] ${letter === 'F' ? 'FATAL' : 'ERROR'} -- : ${tags}${body}`;
const RAILS = [
  '  ',
  "NoMethodError (undefined method 'name' for nil):",
  '  ',
  "app/models/user.rb:12:in 'User#label'",
  "/usr/local/bundle/gems/actionpack-7.1/lib/a.rb:1:in 'call'",
];
const HEAD = 'F, [2026-11-20T10:00:00.123456 #7] FATAL -- : ';
const TOLD = `${HEAD}${RAILS[1]}\n\n${RAILS[3]}\n${RAILS[4]}`;
const LOCATION = { file: 'app/models/user.rb', line: 12, function: 'User#label' };

describe('an exception that Rails logged', () => {
  test.each([
    ['with a header on each line', RAILS.map((line) => rails(line))],
    ['without tags', RAILS.map((line) => rails(line, ''))],
    [
      'with tags on each line',
      RAILS.map((line, at) => (at === 0 ? rails(line) : `[req-1] ${line}`)),
    ],
    [
      'in one event',
      [
        `${rails('  ')}\n${RAILS.slice(1)
          .map((line) => `[req-1] ${line}`)
          .join('\n')}`,
      ],
    ],
    ['in a container', RAILS.map((line) => `${CRI} F ${rails(line)}`)],
  ])('%s is one error with its location', (_, lines) => {
    expect(findingsOf([lines, lines])).toEqual({
      totalErrors: 2,
      findings: [{ count: 2, location: LOCATION }],
    });
  });

  test('is told without the headers and tags of its lines', () => {
    expect(messages(RAILS.map((line) => rails(line)))).toEqual([TOLD]);
  });

  test('is told apart from the next one right below it', () => {
    const lines = [...RAILS, ...RAILS].map((line) => rails(line));
    expect(messages(lines)).toEqual([TOLD, TOLD]);
  });

  test('is told apart from those of other requests and processes in between', () => {
    const lines = RAILS.flatMap((line) => [
      rails(line),
      rails(line, '[req-2] '),
      rails(line, '[req-1] ', 8),
    ]);
    expect(messages(lines)).toEqual([TOLD, TOLD, TOLD.replace('#7', '#8')]);
  });

  test('holds its cause', () => {
    const cause = ['Causes:', 'KeyError (key not found: :name)', "app/models/user.rb:40:in 'x'"];
    const [block, ...others] = reassemble(
      ship([...RAILS, '', ...cause].map((line) => rails(line))),
    );
    expect(others).toEqual([]);
    expect(block?.message).toBe(`${TOLD}\n\n${cause.join('\n')}`);
  });

  test('does not take up another error of the same request', () => {
    const lines = [
      rails('Payment refused', undefined, 7, 'E'),
      rails('Order lost', undefined, 7, 'E'),
    ];
    expect(messages(lines)).toEqual(lines);
  });

  test('does not take up lines more than a second later', () => {
    const [head, frame] = [event(rails(RAILS[1] ?? ''), 0), event(rails(RAILS[3] ?? ''), 1_001)];
    expect(reassemble([head, frame])).toHaveLength(2);
  });
});
