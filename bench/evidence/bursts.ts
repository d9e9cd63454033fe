// `bursts.jsonl`: how each series of event times goes on, in the five words of the data.
import { join } from 'node:path';
import type { TimeRange } from '../../src/base/time-range.ts';
import { type Course, courseOf, lateEpisode } from '../../src/evidence/rhythm.ts';
import { rowsIn, writeRows } from './json-lines.ts';

/** Returns a line that says how many there were. */
export async function writeBursts(dataDir: string, outDir: string): Promise<string> {
  const rows = rowsIn(join(dataDir, 'bursts'), /\.jsonl(?:\.gz)?$/);
  const predicted = rows.map(({ id, window, events }) => {
    const [startMs = 0, endMs = 0] = numbers(window);
    const timesMs = numbers(events);
    const course = courseOf(timesMs, { startMs, endMs });
    return { id, ...wordsOf(course, timesMs, { startMs, endMs }) };
  });
  writeRows(join(outDir, 'bursts.jsonl'), predicted);
  return `series of times: ${rows.length}`;
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

/** constant = periodic; step = an onset with occurrences before it; burst = one or more intervals; else none. */
function wordsOf({ rhythm, episodes }: Course, timesMs: readonly number[], window: TimeRange) {
  const intervals = episodes.map(({ startMs, endMs }) => [startMs, endMs]);
  if (rhythm === 'periodic') return { kind: 'constant', intervals: [] };
  if (rhythm === 'onset') {
    const startMs = lateEpisode(episodes, window)?.startMs ?? timesMs[0] ?? 0;
    const before = timesMs.some((time) => time < startMs);
    return { kind: before ? 'step' : 'onset', intervals: [[startMs, window.endMs]] };
  }
  return { kind: intervals.length > 0 ? 'burst' : 'none', intervals };
}
