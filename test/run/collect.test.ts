import { describe, expect, test } from 'vitest';
import { finishReading, type Reading } from '../../src/run/collect.ts';
import { createContext } from '../../src/run/context.ts';
import { exactEdges } from '../../src/run/plan.ts';
import type { QueryPlan } from '../../src/run/query.ts';
import { slices } from '../../src/run/search-windows.ts';
import { emptySop, fakeWorld, NOW, ok, requestFor } from './fake-world.ts';

test('a window is cut at whole seconds, without gap or overlap', () => {
  const parts = slices({ startMs: 500, endMs: 10_250 }, 3);
  expect(parts).toEqual([
    { startMs: 500, endMs: 4_000 },
    { startMs: 4_000, endMs: 7_000 },
    { startMs: 7_000, endMs: 10_250 },
  ]);
});

test('a window of a second or less is not cut', () => {
  expect(slices({ startMs: 1_000, endMs: 2_000 }, 8)).toEqual([{ startMs: 1_000, endMs: 2_000 }]);
});

test('a count over the window is exact at both edges', () => {
  expect(exactEdges({ startMs: 1_000, endMs: 2_000 })).toBe('filter @timestamp < 2000\n| ');
  expect(exactEdges({ startMs: 1_001, endMs: 2_000 })).toBe(
    'filter @timestamp >= 1001 and @timestamp < 2000\n| ',
  );
});

const PARTS = 10;
const MATCHED = 10_000;
const START = NOW - PARTS * 60_000;

/** A search over a part of the window, so many rows of which were read. */
function reading(part: number, rows: number): Reading {
  const window = { startMs: START + part * 60_000, endMs: START + (part + 1) * 60_000 };
  const plan: QueryPlan = {
    name: 'candidates',
    purpose: 'candidates',
    region: 'us-west-2',
    logGroupNames: ['/app'],
    window,
    text: 'fields @message',
    limit: MATCHED,
  };
  const first = { status: 'Complete', results: [], statistics: { recordsMatched: MATCHED } };
  const scan = { estimatedBytes: 0, scannedBytes: 0, open: false };
  const started = { plan, queryId: `q${part}`, startedMs: START, scan };
  const completed = { started, first, matched: MATCHED, scanned: null };
  return { completed, events: [], place: { from: rows, token: 'next' }, rows };
}

/** Rows that are read beyond those of each search. */
async function readMoreThan(rowsOfEach: number): Promise<number[]> {
  const page = { status: 'Complete', results: [], statistics: { recordsMatched: MATCHED } };
  const world = fakeWorld({ 'get-query-results': () => ok(page) });
  const context = createContext(requestFor(emptySop), world);
  const window = { startMs: START, endMs: NOW };
  context.file.window = { requested: window, analyzed: window, adjustments: [] };
  const readings = Array.from({ length: PARTS }, (_, part) => reading(part, rowsOfEach));
  await finishReading(context, readings);
  return world.called.map(({ args }) => Number(args.maxItems));
}

describe('the rest of a sample', () => {
  test('is an even share of each search', async () => {
    expect(await readMoreThan(245)).toEqual(Array.from({ length: PARTS }, () => 255));
  });

  test('is left where it shows next to nothing more', async () => {
    expect(await readMoreThan(460)).toEqual([]);
  });
});
