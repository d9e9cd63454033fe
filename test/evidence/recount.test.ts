// Counts by query in the places of counts by reading.
import { describe, expect, test } from 'vitest';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { MAX_PLACED, placing, timesIn, withCounted } from '../../src/evidence/recount.ts';
import { event, FOUR_HOURS, MINUTE, START_MS } from './support.ts';

const GROUP = '/shop/orders';
const FLOOD = 'ERROR stock-db refuses connections';
type Bins = readonly (readonly [minute: number, count: number])[];

const countOf = (bins: Bins) => bins.reduce((sum, [, count]) => sum + count, 0);

/** A finding counted in bins of a minute, beside one occurrence that was read. */
function analyzed(bins: Bins, standsFor = 1) {
  const prepared = prepare([event(FLOOD)], FOUR_HOURS);
  const [draft] = prepared.drafts;
  if (draft === undefined) throw new Error('there is a finding');
  const { templateId, severity } = draft;
  const counts = new Map(bins.map(([minute, count]) => [START_MS + minute * MINUTE, count]));
  const placing = { binMs: MINUTE, window: FOUR_HOURS, standsFor };
  const times = timesIn(new Map([[GROUP, counts]]), new Map(), placing);
  const placed = { times, standsFor, counts: new Map([[GROUP, countOf(bins)]]), binMs: MINUTE };
  const counting = { countedFor: () => null, evidence: [] };
  return analyze(withCounted(prepared, [{ templateId, severity, placed }], counting).prepared);
}

/** Forty a minute, and two thousand in the second hour. */
const FLOODED: Bins = Array.from({ length: 240 }, (_, minute) => [
  minute,
  minute >= 60 && minute < 120 ? 2_000 : 40,
]);
const TOTAL = countOf(FLOODED);

describe('of very many occurrences one in so many is placed in time:', () => {
  const [all, few] = [analyzed(FLOODED), analyzed(FLOODED, 8)];
  const [whole, thinned] = [all.findings[0], few.findings[0]];

  test('counts are as exact as without', () => {
    // The one that was read lies beside what was counted.
    expect(whole?.count).toBe(TOTAL + 1);
    expect([thinned?.count, few.totalErrors, few.errorsByLogGroup]).toEqual([
      whole?.count,
      all.totalErrors,
      all.errorsByLogGroup,
    ]);
    expect([thinned?.logGroups, thinned?.share]).toEqual([whole?.logGroups, whole?.share]);
  });

  test('what is told of intervals is good to about so many', () => {
    expect([all.placedEvery, few.placedEvery]).toEqual([undefined, 8]);
    expect(thinned?.rhythm).toBe(whole?.rhythm);
    expect(Math.abs((thinned?.burst?.errors ?? 0) - 120_000)).toBeLessThan(40);
    expect((thinned?.baselinePerHour ?? 0) / (whole?.baselinePerHour ?? 1)).toBeCloseTo(1, 1);
    const bins = few.timeline.bins.map(({ errors }, index) => [
      errors,
      all.timeline.bins[index]?.errors ?? 0,
    ]);
    for (const [errors = 0, exact = 0] of bins) expect(Math.abs(errors - exact)).toBeLessThan(17);
    expect(few.timeline.peak?.startMs).toBe(all.timeline.peak?.startMs);
    expect(Math.abs((few.timeline.peak?.errors ?? 0) - 120_000)).toBeLessThan(40);
    expect(few.timeline.baselinePerHour / all.timeline.baselinePerHour).toBeCloseTo(1, 1);
  });

  test('there are as few times as the numbers say', () => {
    expect(whole?.timesMs).toHaveLength(TOTAL + 1);
    expect(thinned?.timesMs.length).toBeLessThan(TOTAL / 8 + 4);
    expect(thinned?.standsFor).toBe(8);
  });
});

test('that times are spread evenly over their bins is no rhythm; that bins come evenly is one', () => {
  const [steady] = analyzed(Array.from({ length: 240 }, (_, minute) => [minute, 60])).findings;
  expect([steady?.rhythm, steady?.periodMs]).toEqual(['consistent', null]);
  const [often] = analyzed(Array.from({ length: 16 }, (_, at) => [at * 15 + 3, 500])).findings;
  expect([often?.rhythm, Math.round((often?.periodMs ?? 0) / MINUTE)]).toEqual(['periodic', 15]);
});

test('only findings with many are thinned, and only where all are more than the limit', () => {
  expect(placing([MAX_PLACED])(MAX_PLACED)).toBe(1);
  const standsFor = placing([3 * MAX_PLACED, 4_000, 40]);
  expect([3 * MAX_PLACED, 4_000, 40].map(standsFor)).toEqual([4, 1, 1]);
});
