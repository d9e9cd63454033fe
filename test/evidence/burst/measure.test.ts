// How well bursts are told from noise, counted over hundreds of generated series: precision and recall of the intervals,
// false alarms in series without any, and the kind. The bounds leave room for the luck of a seed.
import { describe, expect, test } from 'vitest';
import type { TimeRange } from '../../../src/base/time-range.ts';
import { type Course, courseOf } from '../../../src/evidence/rhythm.ts';
import { type Kind, type Series, seriesOf } from '../series.ts';

const SERIES = 240;

interface Reading {
  readonly kind: Kind;
  readonly intervals: readonly TimeRange[];
}

function readingOf({ rhythm, episodes }: Course, { timesMs, window }: Series): Reading {
  if (rhythm === 'periodic') return { kind: 'constant', intervals: [] };
  if (rhythm !== 'onset')
    return { kind: episodes.length > 0 ? 'burst' : 'none', intervals: episodes };
  const startMs = episodes.find(({ open }) => open)?.startMs ?? timesMs[0] ?? 0;
  const kind = timesMs.some((time) => time < startMs) ? 'step' : 'onset';
  return { kind, intervals: [{ startMs, endMs: window.endMs }] };
}

/** Intersection over union, both padded by a hundred and twentieth of the window on either side. */
function overlap(a: TimeRange, b: TimeRange, window: TimeRange): number {
  const pad = (window.endMs - window.startMs) / 60;
  const common = Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs);
  const whole = Math.max(a.endMs, b.endMs) - Math.min(a.startMs, b.startMs);
  return (Math.max(0, common) + pad) / (whole + pad);
}

function matches(found: readonly TimeRange[], { intervals, window }: Series): number {
  const free = [...found];
  let matched = 0;
  for (const range of intervals) {
    const at = free.findIndex((candidate) => overlap(candidate, range, window) >= 0.5);
    if (at < 0) continue;
    free.splice(at, 1);
    matched++;
  }
  return matched;
}

function measure(firstSeed: number) {
  let [hits, found, wanted, alarms, quiet, right] = [0, 0, 0, 0, 0, 0];
  for (let seed = firstSeed; seed < firstSeed + SERIES; seed++) {
    const series = seriesOf(seed);
    const { kind, intervals } = readingOf(courseOf(series.timesMs, series.window), series);
    hits += matches(intervals, series);
    found += intervals.length;
    wanted += series.intervals.length;
    if (series.intervals.length === 0) quiet++;
    if (series.intervals.length === 0 && intervals.length > 0) alarms++;
    if (kind === series.kind) right++;
  }
  return {
    precision: hits / found,
    recall: hits / wanted,
    falseAlarms: alarms / quiet,
    kinds: right / SERIES,
  };
}

describe('over many series', () => {
  test.each([1, 1_001, 2_001])('bursts, steps and onsets are found (seeds from %i)', (seed) => {
    const { precision, recall, falseAlarms, kinds } = measure(seed);
    expect(precision).toBeGreaterThan(0.92);
    expect(recall).toBeGreaterThan(0.82);
    expect(falseAlarms).toBeLessThan(0.05);
    expect(kinds).toBeGreaterThan(0.9);
  });
});
