// Streams as they come: traces of all languages in any order between ordinary lines, with prefixes, without indentation,
// cut off, from several threads at once. Counted: traces that come out with all and only their lines, and lines untouched.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { reassemble } from '../../src/evidence/reassemble.ts';
import { random } from './support.ts';
import { FORMS } from './trace-forms.ts';
import { SAMPLES } from './trace-samples.ts';

interface Part {
  readonly line: string;
  /** The trace that the line is of; null for an ordinary line. */
  readonly trace: string | null;
}

const NOISE = [
  '2026-11-20 10:00:00,123 INFO  [http-nio-8080-exec-3] c.a.s.OrderService - processed order 7 with 0 errors',
  '{"level":30,"time":1763632800000,"msg":"request completed","status":200}',
  'WARN  slow query took 812 ms',
  'START RequestId: 11111111-2222-3333-4444-555555555555 Version: $LATEST',
  '10.0.0.7 - - [20/Nov/2026:10:00:00 +0000] "GET /x HTTP/1.1" 200 12',
  'level=info msg="done" took=3ms',
  'I1120 10:00:00.123456 1 controller.go:114] synced 3 items',
  'worker 3: heartbeat ok',
];

/** Ruby prints a cause as it prints the next exception: nobody can tell where one ends and the other begins. */
const CLEAR = [...SAMPLES, ...FORMS].filter(({ language }) => language !== 'ruby');

const linesOf = (text: string) => text.split(/\r?\n/).filter((line) => line.trim() !== '');

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Each trace in a random order, written by `write`, with ordinary lines in between. */
function streamOf(seed: number, write: (lines: string[], next: () => number) => string[]): Part[] {
  const next = random(seed * 31 + 7);
  return shuffled(CLEAR, next).flatMap(({ name, text }) => [
    ...write(linesOf(text), next).map((line) => ({ line, trace: name })),
    ...Array.from({ length: 1 + Math.floor(next() * 3) }, () => ({
      line: NOISE[Math.floor(next() * NOISE.length)] ?? '',
      trace: null,
    })),
  ]);
}

function eventsOf(parts: readonly Part[]): LogEvent[] {
  return parts.map(({ line }, at) => ({
    timestampMs: 1_000 + at * 3,
    logGroup: '/shop/app',
    logStream: 's1',
    message: line,
    eventId: `${at}`,
    evidenceId: 'E1',
  }));
}

/** Shares of traces that are exact and of ordinary lines that stand alone; every event has to be in one block. */
function measure(parts: readonly Part[]): { exact: number; clean: number } {
  const blocks = reassemble(eventsOf(parts));
  const ids = blocks.flatMap(({ events }) => events.map(({ eventId }) => eventId));
  expect(ids).toHaveLength(parts.length);
  expect(new Set(ids).size).toBe(parts.length);
  const traces = new Map<string, string[]>();
  parts.forEach(({ trace }, at) => {
    if (trace !== null) traces.set(trace, [...(traces.get(trace) ?? []), `${at}`]);
  });
  const whole = new Set(blocks.map(({ events }) => events.map(({ eventId }) => eventId).join()));
  const exact = [...traces.values()].filter((events) => whole.has(events.join())).length;
  const noise = parts.flatMap(({ trace }, at) => (trace === null ? [`${at}`] : []));
  const clean = noise.filter((id) => whole.has(id)).length;
  return { exact: exact / traces.size, clean: clean / noise.length };
}

const PREFIXES = [
  '2026-11-20T10:00:00.123Z ERROR [main] c.a.Foo - ',
  '2026-11-20 10:00:00,123 ',
  'Nov 20 10:00:00 host-3 app[123]: ',
  'web-1  | ',
  '[pod/app-7d9f5c/app] ',
];

const WRITERS: readonly [string, number, (lines: string[], next: () => number) => string[]][] = [
  ['as they are', 0.95, (lines) => lines],
  ['with Windows line ends', 0.95, (lines) => lines.map((line) => `${line}\r`)],
  ['without indentation', 0.88, (lines) => lines.map((line) => line.trimStart())],
  [
    'cut off anywhere behind the middle',
    0.85,
    (lines, next) => lines.slice(0, Math.max(2, Math.ceil(lines.length * (0.5 + next() / 2)))),
  ],
  [
    'with a prefix on each line',
    0.88,
    (lines, next) => {
      const prefix = PREFIXES[Math.floor(next() * PREFIXES.length)] ?? '';
      return lines.map((line) => `${prefix}${line}`);
    },
  ],
];

describe('in a mixed stream', () => {
  test.each(WRITERS)('traces come out whole %s', (_, wanted, write) => {
    let exact = 0;
    for (const seed of [1, 2, 3, 4]) {
      const share = measure(streamOf(seed, write));
      expect(share.clean).toBeGreaterThanOrEqual(0.97);
      exact += share.exact / 4;
    }
    expect(exact).toBeGreaterThanOrEqual(wanted);
  });

  test('threads that fail at once are told apart by their headers', () => {
    const frames = [
      'java.io.IOException: disk',
      '\tat a.b.C.d(C.java:1)',
      '\tat a.b.C.e(C.java:2)',
    ];
    const threads = Array.from({ length: 300 }, (_, index) => `exec-${index}`);
    const parts = frames.flatMap((frame) =>
      threads.map((thread) => ({
        line: `2026-11-20 10:00:00,123 ERROR [${thread}] c.a.Foo - ${frame}`,
        trace: thread,
      })),
    );
    expect(measure([...parts, { line: NOISE[0] ?? '', trace: null }])).toEqual({
      exact: 1,
      clean: 1,
    });
  });

  test('containers that share a stream do not mix their traces', () => {
    const trace = (name: string) => [
      `Error: ${name} is gone`,
      '    at go (/srv/a.js:1:2)',
      '    at run (/srv/a.js:9:2)',
    ];
    const [first, second] = [trace('cart'), trace('stock')];
    const parts = [0, 1, 2].flatMap((at) => [
      { line: `cart-1   | ${first[at]}`, trace: 'cart' },
      { line: `stock-1  | ${second[at]}`, trace: 'stock' },
    ]);
    expect(measure([...parts, { line: NOISE[0] ?? '', trace: null }]).exact).toBe(1);
  });

  test('a block of prefixed lines reads as the trace does', () => {
    const lines = ['java.io.IOException: disk', '\tat a.b.C.d(C.java:1)'];
    const [block] = reassemble(
      eventsOf(
        lines.map((line) => ({ line: `2026-11-20 10:00:00,123 ERROR ${line}`, trace: 'a' })),
      ),
    );
    expect(block?.message).toBe(
      '2026-11-20 10:00:00,123 ERROR java.io.IOException: disk\n\tat a.b.C.d(C.java:1)',
    );
  });
});
