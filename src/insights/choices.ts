// Where AWS does not say how Logs Insights behaves, this program decides here, once; each choice has a
// test in test/insights/choices.test.ts and a line in docs/insights-ql.md. What follows from the shape of
// the code and needs no value: a group opens with its first event, so `stats` over none has no row;
// values that are not finite are absent; a name that `stats` dropped is absent with a warning, and an
// error in a second `stats`; an alias never replaces a name; `/…/i` is `(?i)`; `=~ "text"` is `like`.

/** `sort f` without a direction: ascending. */
export const SORT_DESCENDING_BY_DEFAULT = false;

/** Absent values in `sort … asc`: below (-1) everything else; desc is the exact reverse. */
export const ABSENT_RANK = -1;

/** `f != "x"`, `f not like "x"` and `f not in ["x"]` where the event has no field f: the event stays. */
export const ABSENT_PASSES_NEGATION = true;

/** Events with equal sort keys: as they came in, or, where the first key is descending, in reverse. */
export function tieOrder(firstDescending: boolean): 1 | -1 {
  return firstDescending ? -1 : 1;
}

/** Rows of `stats … by` without a `sort`: ascending by their keys, so that bins run forward in time. */
export const GROUPS_DESCENDING = false;

/** A JSON true or false as text; it also equals "true" or "false". */
export function flagText(flag: boolean): string {
  return flag ? '1' : '0';
}

/** Decimals of computed numbers; trailing zeros are cut. */
const MAX_DECIMALS = 4;

/** The text of a computed number. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return Object.is(value, -0) ? '0' : String(value);
  const rounded = Number(value.toFixed(MAX_DECIMALS));
  return rounded === 0 ? '0' : String(rounded);
}

/** `pct(f, p)`: nearest rank, the smallest value with at least p percent of all at or below it. */
export function percentileRank(count: number, percent: number): number {
  return Math.max(0, Math.ceil((percent / 100) * count) - 1);
}

/** `median(f)`: the ranks whose mean it is: the middle one twice, or the two in the middle. */
export function medianRanks(count: number): readonly [number, number] {
  return [Math.floor((count - 1) / 2), Math.floor(count / 2)];
}

/** `stddev(f)` and `variance(f)` divide the squares by this. */
export function varianceDivisor(count: number): number {
  return count;
}
