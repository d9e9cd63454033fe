// The figures that a claim may state: those of the case, those of the findings that it names or whose lines it quotes,
// and what follows from these in one step – a share of its own total, a sum, a difference, a distance of cited times.
// Figures that the claim does not cite are combined with nothing: among many numbers any percentage can be found.
import type { Finding } from '../../evidence/types.ts';
import type { Found, Ground } from './ground.ts';
import { durationMsOf, type NumberFound, numbersIn, type Sources } from './numbers.ts';
import { withoutTimes } from './times.ts';

/** More findings than these are not combined with each other. */
const MAX_COMBINED = 3;

/** `about`: findings whose counts may be stated although the text does not name them, the one in question first. */
export function figuresFor(
  text: string,
  about: readonly Finding[],
  quotes: readonly Found[],
  ground: Ground,
): Sources {
  const cited = citedBy(text, about, quotes, ground);
  const [errors = 0] = ground.totals;
  const counts = cited.map(({ count }) => count);
  const sums = sumsOf(counts);
  const quoted = quotes.flatMap(({ quote }) => plainNumbers(quote));
  const related = quotes.flatMap(({ quote }) => relatedIn(quote));
  return {
    counts: [
      ...about.map(({ count }) => count),
      ...ground.totals,
      ...cited.flatMap(ownCounts),
      ...sums,
      ...[...counts, ...sums].map((count) => errors - count),
      ...pairsOf(counts).map(([a, b]) => a - b),
      ...related.map(([a, b]) => a - b),
    ],
    percents: [
      ...cited.flatMap(ownPercents),
      ...(errors === 0 ? [] : sums.map((sum) => (sum * 100) / errors)),
      ...related.flatMap(([a, b]) => [(b * 100) / a, 100 - (b * 100) / a]),
    ],
    factors: [...pairsOf(counts), ...related].map(([a, b]) => a / b),
    durationsMs: [
      ...quoted.flatMap((number) => durationMsOf(number) ?? []),
      ...durationsOf(cited, quotes, ground),
    ],
    quoted,
    beside: quotes.flatMap(({ event }) => plainNumbers(event?.message ?? '')),
  };
}

/** Findings that the text names or whose lines are quoted; where there is none, the one in question. */
function citedBy(
  text: string,
  about: readonly Finding[],
  quotes: readonly Found[],
  ground: Ground,
): readonly Finding[] {
  const all = [...ground.findings.values()];
  const named = all.filter(({ id }) => new RegExp(String.raw`\b${id}\b`).test(text));
  const shown = all.filter((finding) => quotes.some((quote) => isLineOf(quote, finding)));
  const cited = [...new Set([...named, ...shown])];
  return (cited.length > 0 ? cited : about.slice(0, 1)).slice(0, MAX_COMBINED);
}

/** Whether the quoted line is one of the finding's. */
export function isLineOf({ event }: Found, { timesMs, logGroups, samples }: Finding): boolean {
  if (event === null) return false;
  const isSample = samples.some(({ block }) =>
    block.events.some(({ eventId }) => eventId === event.eventId),
  );
  const { timestampMs, logGroup } = event;
  return (
    isSample || (timesMs.includes(timestampMs) && logGroups.some(({ name }) => name === logGroup))
  );
}

function ownCounts({ count, burst, logGroups, baselinePerHour, location }: Finding): number[] {
  return [
    count,
    ...(burst === null ? [] : [burst.errors]),
    ...logGroups.map((group) => group.count),
    ...(baselinePerHour === null || baselinePerHour === undefined ? [] : [baselinePerHour]),
    ...(location?.line == null ? [] : [location.line]),
  ];
}

function ownPercents({ count, share, burst, logGroups, dimensions }: Finding): number[] {
  const parts = [...(burst === null ? [] : [burst.errors]), ...logGroups.map((one) => one.count)];
  return [
    share * 100,
    ...parts.map((part) => (part * 100) / Math.max(1, count)),
    ...dimensions.flatMap((one) => [one.share * 100, one.baselineShare * 100]),
  ];
}

/** Sums of two and of all three. */
function sumsOf(counts: readonly number[]): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const two = counts.flatMap((a, index) => counts.slice(index + 1).map((b) => a + b));
  return counts.length > 2 ? [...two, all] : two;
}

/** Each two of them, the larger first, none of which is nothing. */
function pairsOf(counts: readonly number[]): (readonly [number, number])[] {
  return counts.flatMap((a) => counts.flatMap((b) => (a > b && b > 0 ? [[a, b] as const] : [])));
}

/** Numbers that a line itself relates: "from 40 to 4", "38/40", "7 of 9". */
const RELATED =
  /(\d+(?:\.\d+)?)\s*(?:%|[a-z]{1,2}\b)?\s*(?:to|of|out of|\/|->|=>|→|vs\.?)\s*(\d+(?:\.\d+)?)/gi;
/** What a line relates more of is a table, or none of it. */
const MAX_RELATED = 3;

function relatedIn(quote: string): (readonly [number, number])[] {
  return [...withoutTimes(quote).matchAll(RELATED)].slice(0, MAX_RELATED).flatMap((match) => {
    const [a, b] = [Number(match[1]), Number(match[2])];
    return pairsOf([a, b]);
  });
}

function durationsOf(
  cited: readonly Finding[],
  quotes: readonly Found[],
  { window }: Ground,
): number[] {
  const shown = quotes.flatMap(({ event }) => event?.timestampMs ?? []);
  const marks = cited.flatMap(({ firstSeenMs, lastSeenMs, burst }) => [
    firstSeenMs,
    lastSeenMs,
    ...(burst === null ? [] : [burst.startMs]),
  ]);
  const first = cited.map(({ firstSeenMs }) => firstSeenMs);
  return [
    window.endMs - window.startMs,
    ...cited.flatMap(({ firstSeenMs, lastSeenMs, burst, periodMs }) => [
      lastSeenMs - firstSeenMs,
      ...(burst === null ? [] : [burst.endMs - burst.startMs]),
      ...(periodMs === null ? [] : [periodMs]),
    ]),
    ...distances(shown, [...shown, ...marks]),
    ...distances(first, first),
  ];
}

const distances = (some: readonly number[], others: readonly number[]): number[] =>
  some.flatMap((a) => others.flatMap((b) => (a === b ? [] : [Math.abs(a - b)])));

const plainNumbers = (text: string): readonly NumberFound[] =>
  numbersIn(withoutTimes(text).replace(/[:=/#@_-]/g, ' '));
