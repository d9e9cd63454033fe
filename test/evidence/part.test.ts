// What is told where only a part of the events that may tell of errors was read.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { MINUTE_MS, SECOND_MS } from '../../src/base/time-range.ts';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { inPart } from '../../src/evidence/part.ts';

const START = Date.UTC(2026, 2, 3, 12);
const window = { startMs: START, endMs: START + 120 * MINUTE_MS };

const event = (timestampMs: number, message: string, logGroup: string): LogEvent => ({
  timestampMs,
  logGroup,
  logStream: 's',
  message,
  eventId: `${timestampMs} ${message}`,
  evidenceId: 'E1',
});

/** The first rows of each of four parts of the window, as they are read of very many. */
const times = [0, 30, 60, 90].flatMap((minute) =>
  Array.from({ length: 200 }, (_, at) => START + minute * MINUTE_MS + at * SECOND_MS),
);
const prepared = prepare(
  times.flatMap((ms) => [
    event(ms, 'ERROR the stock of shelf 1 is empty', '/a'),
    event(ms + 10, 'ERROR the cart of user 7 was lost', '/b'),
  ]),
  window,
);
const part = { read: 1_600, matched: 1_200_000 };

describe('of a part', () => {
  const analysis = analyze(inPart(prepared, part, () => false));

  test('the times that were read make neither a course nor peaks', () => {
    expect(analyze(prepared).timeline.peaks?.length).toBeGreaterThan(0);
    expect(
      analysis.findings.map(({ count, rhythm, burst, bursts, timesMs, readInPart }) => [
        count,
        rhythm,
        burst,
        bursts,
        timesMs,
        readInPart,
      ]),
    ).toEqual([
      [800, 'sporadic', null, [], [], true],
      [800, 'sporadic', null, [], [], true],
    ]);
    const { peak, peaks, baselinePerHour, bins } = analysis.timeline;
    expect({ peak, peaks, baselinePerHour }).toEqual({ peak: null, peaks: [], baselinePerHour: 0 });
    expect(bins.reduce((sum, { errors }) => sum + errors, 0)).toBe(1_600);
    expect(analysis.part).toEqual(part);
  });

  test('nothing goes together', () => {
    expect(analyze(prepared).correlations).not.toEqual([]);
    expect([analysis.correlations, analysis.logGroupCorrelations]).toEqual([[], []]);
  });

  test('errors are counted by log group all the same', () => {
    expect(analysis.errorsByLogGroup).toEqual({ '/a': 800, '/b': 800 });
  });
});

test('what a query counted keeps its course', () => {
  const [first] = prepared.drafts;
  const analysis = analyze(inPart(prepared, part, (draft) => draft === first));
  const whole = analysis.findings.filter(({ readInPart }) => readInPart !== true);
  expect(whole.map(({ templateId, timesMs }) => [templateId, timesMs.length])).toEqual([
    [first?.templateId, 800],
  ]);
});
