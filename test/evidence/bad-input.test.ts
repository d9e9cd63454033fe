// Input that is out of order, out of proportion or out of its mind: every event is counted once, and the bounds hold.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { reassemble } from '../../src/evidence/reassemble.ts';
import { readTrace } from '../../src/evidence/trace.ts';
import { event, FOUR_HOURS, MINUTE, random, START_MS } from './support.ts';

const TRACE = ['java.io.IOException: disk', '\tat a.b.C.d(C.java:1)', '\tat a.b.C.e(C.java:9)'];

/** One event a line, all of one millisecond. */
function linesAt(timestampMs: number, lines: readonly string[], logStream = 's'): LogEvent[] {
  return lines.map((line) => event(line, { timestampMs, logStream }));
}

const facts = (events: readonly LogEvent[]) => analyze(prepare(events, FOUR_HOURS));

/** Every event in exactly one block. */
function expectNothingLost(events: readonly LogEvent[]): void {
  const ids = reassemble(events).flatMap((block) => block.events.map(({ eventId }) => eventId));
  expect(ids.length).toBe(events.length);
  expect(new Set(ids).size).toBe(events.length);
}

describe('bad input', () => {
  test('events out of order give what they give in order', () => {
    const next = random(3);
    const events = Array.from({ length: 200 }, (_, index) =>
      linesAt(START_MS + index * MINUTE, TRACE, `s${index % 7}`),
    ).flat();
    const mixed = events
      .map((one) => ({ one, at: next() }))
      // Lines of one trace have the same time: only the input's order tells which comes first.
      .sort((a, b) => a.one.timestampMs - b.one.timestampMs || 0);
    const backwards = [...new Set(mixed.map(({ one }) => one.timestampMs))]
      .reverse()
      .flatMap((time) => events.filter(({ timestampMs }) => timestampMs === time));
    expect(facts(backwards)).toEqual(facts(events));
    expect(facts(events).totalErrors).toBe(200);
  });

  test('a thousand errors of one millisecond are a thousand', () => {
    const events = Array.from({ length: 1_000 }, (_, index) =>
      event(`ERROR charge ${index} failed`, { timestampMs: START_MS + MINUTE }),
    );
    const { totalErrors, findings } = facts(events);
    expect([totalErrors, findings.length, findings[0]?.count]).toEqual([1_000, 1, 1_000]);
  });

  test('a clock that jumps back and forth loses nothing', () => {
    const next = random(9);
    const events = Array.from({ length: 2_000 }, (_, index) => {
      const jump = index % 97 === 0 ? (next() - 0.5) * 200 * MINUTE : 0;
      const timestampMs = Math.floor(START_MS + 120 * MINUTE + index * 1_000 + jump);
      return event(index % 2 === 0 ? 'ERROR charge failed' : (TRACE[index % 3] ?? ''), {
        timestampMs,
      });
    });
    expectNothingLost(events);
    const inside = events.filter(({ timestampMs }) => timestampMs < FOUR_HOURS.endMs);
    const { totalErrors, timeline } = facts(events);
    expect(totalErrors).toBeGreaterThanOrEqual(
      inside.filter(({ message }) => message.startsWith('ERROR')).length,
    );
    expect(timeline.bins.reduce((sum, bin) => sum + bin.errors, 0)).toBe(totalErrors);
  });

  test('an event of a megabyte is one error', () => {
    const frames = Array.from({ length: 30_000 }, (_, at) => `\tat a.b.C${at}.d(C.java:${at + 1})`);
    const message = `java.io.IOException: disk\n${frames.join('\n')}`;
    expect(message.length).toBeGreaterThan(900_000);
    const { totalErrors, findings } = facts([event(message), event('INFO fine')]);
    expect([totalErrors, findings[0]?.sample.trace?.chain[0]?.type]).toEqual([
      1,
      'java.io.IOException',
    ]);
    expect(findings[0]?.stackTrace.length).toBeLessThanOrEqual(20);
  });

  test.each([
    ['spaces', ' '.repeat(1_000_000)],
    ['brackets', '['.repeat(1_000_000)],
    ['one word', 'a'.repeat(1_000_000)],
    ['dots', 'a.'.repeat(500_000)],
    ['lines of frames without an end', '\tat '.repeat(250_000)],
    ['line breaks', '\n'.repeat(1_000_000)],
    ['null bytes', '\u0000'.repeat(1_000_000)],
    ['braces', '{"a":'.repeat(200_000)],
    ['times', '2026-11-20 10:00:00 '.repeat(50_000)],
  ])('a megabyte of %s is looked at in bounded time', (_, message) => {
    expectNothingLost([event(message), event(message)]);
    expect(readTrace(message)).toBeNull();
    expect(facts([event(message)]).totalErrors).toBe(0);
  });

  test('a trace of 100,000 lines is one error whose text is bounded', () => {
    const frame = (at: number) => `\tat a.b.C.recurse${at % 3}(C.java:${at % 50})`;
    const lines = [
      'java.lang.StackOverflowError',
      ...Array.from({ length: 100_000 }, (_, at) => frame(at)),
    ];
    const events = linesAt(START_MS + MINUTE, lines);
    const blocks = reassemble(events);
    expect([blocks.length, blocks[0]?.events.length]).toEqual([1, 100_001]);
    expect(blocks[0]?.message.length).toBeLessThan(300_000);
    expect(blocks[0]?.message).toMatch(/… [\d]+ more events$/);
    expect(facts(events).totalErrors).toBe(1);
  });

  test('10,000 traces of as many threads, all at once, are 10,000', () => {
    const threads = Array.from({ length: 10_000 }, (_, at) => `worker-${at}`);
    const rounds = Array.from({ length: 4 }, (_, round) =>
      threads.slice(round * 2_500, round * 2_500 + 2_500),
    );
    const events = rounds.flatMap((some, round) =>
      TRACE.flatMap((line) =>
        some.map((thread) =>
          event(`2026-03-03 12:00:00,000 ERROR [${thread}] a.b.C - ${line}`, {
            timestampMs: START_MS + round * MINUTE,
          }),
        ),
      ),
    );
    expect(events).toHaveLength(30_000);
    expectNothingLost(events);
    expect(facts(events).totalErrors).toBe(10_000);
  });

  test('10,000 traces mixed line by line without any header lose no line', () => {
    const events = TRACE.flatMap((line) =>
      Array.from({ length: 10_000 }, () => event(line, { timestampMs: START_MS + MINUTE })),
    );
    expectNothingLost(events);
    const { totalErrors } = facts(events);
    expect(totalErrors).toBeGreaterThanOrEqual(10_000);
  });

  test('10,000 streams with a trace each are 10,000', () => {
    const events = Array.from({ length: 10_000 }, (_, at) =>
      linesAt(START_MS + at, TRACE, `s${at}`),
    ).flat();
    expect(facts(events).totalErrors).toBe(10_000);
  });
});
