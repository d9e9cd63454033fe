// What an alarm on a count would have done in this window: of which length its periods are, above which count it is to
// ring, and when it would have. Both follow from the rates measured: it has to be quiet where nothing is wrong and to
// ring in the incident. Periods begin at whole multiples of their length, as CloudWatch's do, and tell at their end.
import { HOUR_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { clock, plural, spoken } from './times.ts';

/** An alarm is to ring when a count is this many standard deviations above the usual one. */
const DEVIATIONS = 3;
/** Tried in this order: the shortest that tells the incident from the usual tells it first. */
const PERIODS_SECONDS: readonly number[] = [300, 900, 3600];

/** What is counted, and how it stands against what is usual. */
export interface Counted {
  readonly timesMs: readonly number[];
  /** Occurrences that each of the times stands for. */
  readonly standsFor: number;
  /** When it was more than usual; null where it runs through the whole window. */
  readonly activeMs: TimeRange | null;
  /** Its rate in a normal time, where one is known: better than what the window tells. */
  readonly normalPerHour: number | null;
  /** It is the incident itself: what is usual without it is not known where it runs through the window. */
  readonly isIncident: boolean;
}

export interface AlarmCourse {
  readonly periodSeconds: number;
  /** `normal`: by a normal time; `outside`: by the window outside of the incident; `through`: by all of the window. */
  readonly basis: 'normal' | 'outside' | 'through';
  /** Mean number in a period of that time. */
  readonly usual: number;
  /** Most in a period of this window outside of the incident, and most in any. */
  readonly usualMost: number;
  readonly most: number;
  /** It rings above this. */
  readonly threshold: number;
  /** Each time it would have begun to ring, ascending. */
  readonly ringsMs: readonly number[];
}

/** The course with the shortest period that would have rung in the incident; null where none would have. */
export function alarmCourse(counted: Counted, window: TimeRange): AlarmCourse | null {
  const courses = PERIODS_SECONDS.map((seconds) => courseOf(counted, window, seconds));
  const first = courses[0] ?? null;
  if (counted.activeMs === null && !counted.isIncident) return first;
  return courses.find((course) => ringsIn(course, counted.activeMs)) ?? null;
}

function ringsIn({ ringsMs, periodSeconds }: AlarmCourse, active: TimeRange | null): boolean {
  if (active === null) return ringsMs.length > 0;
  const lastMs = active.endMs + periodSeconds * SECOND_MS;
  return ringsMs.some((ms) => ms > active.startMs && ms <= lastMs);
}

function courseOf(counted: Counted, window: TimeRange, periodSeconds: number): AlarmCourse {
  const { activeMs, normalPerHour } = counted;
  const counts = countsOf(counted, periodSeconds);
  const usual =
    normalPerHour === null
      ? usualCount(counted, window, periodSeconds)
      : (normalPerHour * periodSeconds * SECOND_MS) / HOUR_MS;
  const usualMost = mostOutside(counts, activeMs, periodSeconds);
  const basis = normalPerHour !== null ? 'normal' : activeMs === null ? 'through' : 'outside';
  const threshold = thresholdOf(counted, usual, usualMost);
  return {
    periodSeconds,
    basis,
    usual,
    usualMost,
    most: Math.max(0, ...counts.values()),
    threshold,
    ringsMs: ringsAt(counts, threshold, periodSeconds),
  };
}

/** Above what is usual; below it where the whole window is the incident. */
function thresholdOf(counted: Counted, usual: number, usualMost: number): number {
  const spread = DEVIATIONS * Math.sqrt(usual);
  if (counted.normalPerHour !== null) return Math.ceil(usual + spread);
  if (counted.activeMs === null && counted.isIncident)
    return Math.max(0, Math.floor(usual - spread));
  return Math.max(usualMost, Math.ceil(usual + spread));
}

function usualCount(
  { timesMs, standsFor, activeMs: active }: Counted,
  window: TimeRange,
  periodSeconds: number,
): number {
  const { startMs, endMs } = active ?? { startMs: 0, endMs: -1 };
  const outside = timesMs.filter((ms) => ms < startMs || ms > endMs);
  const activeMs = Math.max(0, endMs - startMs);
  const restMs = Math.max(MINUTE_MS, window.endMs - window.startMs - activeMs);
  return (outside.length * standsFor * periodSeconds * SECOND_MS) / restMs;
}

/** By number of the period since 1970. */
function countsOf(
  { timesMs, standsFor }: Counted,
  periodSeconds: number,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const ms of timesMs) {
    const period = Math.floor(ms / (periodSeconds * SECOND_MS));
    counts.set(period, (counts.get(period) ?? 0) + standsFor);
  }
  return counts;
}

function mostOutside(
  counts: ReadonlyMap<number, number>,
  active: TimeRange | null,
  periodSeconds: number,
): number {
  const periodMs = periodSeconds * SECOND_MS;
  const touches = (period: number) =>
    active !== null &&
    (period + 1) * periodMs > active.startMs &&
    period * periodMs <= active.endMs;
  return [...counts].reduce(
    (most, [period, count]) => (touches(period) ? most : Math.max(most, count)),
    0,
  );
}

function ringsAt(
  counts: ReadonlyMap<number, number>,
  threshold: number,
  periodSeconds: number,
): readonly number[] {
  const over = [...counts].filter(([, count]) => count > threshold).map(([period]) => period);
  const known = new Set(over);
  return over
    .filter((period) => !known.has(period - 1))
    .map((period) => (period + 1) * periodSeconds * SECOND_MS)
    .sort((a, b) => a - b);
}

/** `4.3 are usual in these logs outside of the incident, at most 9; 143 at its height`. */
export function basisInWords({ basis, usual, usualMost, most }: AlarmCourse): string {
  const mean = usual > 0 && usual < 0.1 ? 'under 0.1' : usual.toFixed(1).replace(/\.0$/, '');
  if (basis === 'through') return `${mean} in these logs all through, at most ${most}`;
  const where = basis === 'normal' ? 'the normal time' : 'these logs outside of the incident';
  const known = basis === 'outside' && usualMost > 0 ? `, at most ${usualMost}` : '';
  const usually = usual === 0 ? 'none are usual' : `${mean} are usual in ${where}${known}`;
  return `${usually}; up to ${most} in this window`;
}

const often = (rings: number): string =>
  rings === 1 ? 'it would have begun to ring' : `it would have rung ${rings} times, first`;

/** When it would have told of the incident, in words; of what runs through the window how it behaves. */
export function courseInWords(
  { ringsMs, basis, threshold }: AlarmCourse,
  { isIncident }: Counted,
  incident: { readonly id: string; readonly range: TimeRange | null },
  window: TimeRange,
): string {
  if (incident.range === null) {
    if (basis === 'through' && !isIncident)
      return 'it is quiet at this rate and rings when it gets worse; lower it to 0 once the fault is mended';
    const [first] = ringsMs;
    const raise =
      basis === 'through' ? '; raise it once a time without the fault tells what is usual' : '';
    return first === undefined
      ? 'it is quiet in this window, whose rate is the usual one'
      : `${often(ringsMs.length)} at ${clock(first, window)}${raise}`;
  }
  const { startMs, endMs } = incident.range;
  const first = ringsMs.find((ms) => ms >= startMs) ?? ringsMs[0];
  if (first === undefined) return `no period of this window has more than ${threshold}`;
  const outside = ringsMs.filter((ms) => ms !== first && (ms < startMs || ms > endMs)).length;
  const more = outside === 0 ? '' : `, and ${plural(outside, 'time')} outside of it`;
  const lagMs = first - startMs;
  const where = `${spoken(Math.abs(lagMs))} ${lagMs < 0 ? 'before' : 'after'} the onset of ${incident.id}`;
  return `it would have rung at ${clock(first, window)}, ${where}${more}`;
}
