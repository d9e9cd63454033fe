// Where AWS does not say how Logs Insights behaves, this program decides here, once. CHOICES lists all decisions; each
// has a test of its own (test/insights/choices.test.ts) and a line in docs/insights-ql.md, which is written from it. Below
// it stand those that are values; the others follow from the shape of the code.

export interface Choice {
  readonly question: string;
  readonly answer: string;
}

/** For readers: Markdown. */
export const CHOICES: readonly Choice[] = [
  { question: '`sort f` without a direction', answer: 'ascending' },
  { question: 'absent values in `sort`', answer: 'first in asc, last in desc' },
  { question: '`!=`, `not like`, `not in` on an absent field', answer: 'the event stays' },
  { question: '`stats` over no event, without `by`', answer: 'no row' },
  { question: 'an aggregate without any value', answer: 'no cell (`count` is 0)' },
  { question: 'a group key that is absent', answer: 'a group of its own, without that cell' },
  { question: 'order of groups without `sort`', answer: 'ascending by their keys' },
  {
    question: 'events with equal sort keys',
    answer: 'in order of arrival; where the first key is descending, in reverse',
  },
  {
    question: 'JSON `true` and `false`',
    answer: 'shown as 1 and 0; equal to `1`, `"1"`, `true`, `"true"`',
  },
  { question: 'JSON `null`', answer: 'absent' },
  {
    question: 'a number and a text that is none',
    answer: 'never equal, neither above nor below',
  },
  { question: 'a field that is an object or a list', answer: 'its JSON text' },
  {
    question: 'computed numbers',
    answer: 'at most four decimals, trailing zeros cut; fields as the event writes them',
  },
  { question: 'division by zero', answer: 'absent' },
  {
    question: '`pct`, `median`, `stddev`, `variance`',
    answer: 'nearest rank; the mean of the middle two; both divide by n',
  },
  {
    question: '`min`, `max`',
    answer: 'over numbers where there are any, else natural order; of times they are times',
  },
  { question: '`@timestamp` in arithmetic', answer: 'milliseconds; a period too' },
  {
    question: 'weeks, months, quarters, years in `bin`',
    answer: 'from Monday; by the calendar, UTC',
  },
  {
    question: 'columns without `fields`',
    answer: '`@timestamp`, `@message`, then what `parse` found',
  },
  {
    question: 'a name that `stats` dropped',
    answer: 'absent, with a warning (an error inside a second `stats`)',
  },
  {
    question: 'an alias that is already a field shown or defined',
    answer: 'refused, "Unknown symbols…"',
  },
  { question: '`/…/i`', answer: 'as `(?i)`, with a warning' },
  { question: '`=~ "text"`', answer: 'a part of the text, as `like`' },
  {
    question: '`$` and `.` in a regular expression',
    answer: '`$` is the end, also before a last line break; `.` matches no line break',
  },
  { question: 'names of functions and commands', answer: 'not case-sensitive' },
  { question: '`percentile(f, p)`', answer: 'as `pct`' },
  { question: '`tail n`', answer: 'the last n rows in the present order' },
  {
    question: '`unnest` of an absent field or an empty list',
    answer: 'no row; `expand` keeps a row whose field is no JSON array',
  },
  { question: '`parse … multi` without a match', answer: 'the event stays, once' },
  { question: '`accum f` without a name', answer: 'the sum replaces the field' },
  { question: '`autoregress f as a p=1-2`', answer: '`a_p1`, `a_p2`; with one depth `a`' },
  { question: '`filldown` without fields', answer: 'all columns that are shown' },
  {
    question: '`fillmissing`',
    answer: 'from the first bin to the last, for each combination of the other keys',
  },
  {
    question: '`addtotals` without fields',
    answer: 'columns that are shown, but times and those that begin with @',
  },
  { question: '`countFrequent`', answer: 'exact; groups with equal counts ascend by their keys' },
  {
    question: '`pattern`',
    answer:
      'numbers, ids, addresses and times are tokens; so is a place where three or more words stand, all else being equal',
  },
  {
    question: '`diff`',
    answer:
      'the window before, of the same length; `@sampleCount` and `@ratio` are of the present one',
  },
  {
    question: '`stats … by bin() offset 1d`',
    answer: 'the bins are shown a day later than they are',
  },
  {
    question: '`rate(f, 1m)`',
    answer: 'the last value less the first, by the time between them, for a minute',
  },
  {
    question: '`values`, `topk`, `histogram`',
    answer: 'JSON text; in the order of arrival; by count, then text; keys are "from-to"',
  },
  {
    question: '`in (query)`',
    answer: 'the values of the column of the same name, else of the first one',
  },
  {
    question: '`join` and several partners',
    answer: 'a row for each; keys are equal as texts',
  },
  {
    question: 'patterns of `parseDate` and `formatDate`',
    answer: 'texts in the query; what they do not know is refused; no zone means UTC',
  },
  {
    question: 'groups in `regexReplace`',
    answer: '`$1`, and a backslash before the number; 0 is the whole match',
  },
  {
    question: 'a time of StartQuery of 1e11 and more',
    answer: 'milliseconds instead of seconds, with a notice of the server',
  },
  { question: 'the last second of a query', answer: 'its first millisecond (.000), no more' },
];

/** The least time of StartQuery that is milliseconds: as seconds it would be the year 5138. */
const LEAST_MS = 1e11;

/** A time of StartQuery in UTC ms: that of a second is its first millisecond, also at the end of the window. */
export function queryTimeMs(time: number): number {
  return isMs(time) ? time : time * 1_000;
}

export function isMs(time: number): boolean {
  return time >= LEAST_MS;
}

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
