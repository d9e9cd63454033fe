// Candidates against a normal time: what is new or has risen may be the incident, what has the same rate there is
// background, and what is too rare to tell comes last.
import { grouped } from '../base/grouped.ts';
import type { Comparison, Standing } from '../evidence/types.ts';
import type { Candidate } from './candidates.ts';
import { plural } from './times.ts';
import type { Baseline, Case } from './types.ts';

const ORDER: readonly Standing[] = ['new', 'risen', 'rare', 'background'];
/** Fewer occurrences in the normal time are told as a number, more as a rate. */
const MIN_COUNT_FOR_RATE = 3;

/** The best standing among the candidate's own errors; null where there is no normal time. */
export function standingOf({ own }: Candidate, { baseline }: Case): Comparison | null {
  if (baseline === null) return null;
  const ids = new Set(own.map(({ id }) => id));
  const [best] = baseline.comparisons
    .filter(({ finding }) => ids.has(finding))
    .sort((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || a.chance - b.chance);
  return best ?? null;
}

/** Those that may be the incident, the most telling ones first, and those that are as usual; else in their order. */
export function apart<T extends Candidate>(
  candidates: readonly T[],
  input: Case,
): { readonly open: readonly T[]; readonly usual: readonly T[] } {
  const rankOf = (candidate: T) => ORDER.indexOf(standingOf(candidate, input)?.standing ?? 'new');
  const usual = candidates.filter((candidate) => isUsual(candidate, input));
  const open = candidates
    .filter((candidate) => !usual.includes(candidate))
    .toSorted((a, b) => rankOf(a) - rankOf(b));
  return { open, usual };
}

function isUsual(candidate: Candidate, input: Case): boolean {
  return standingOf(candidate, input)?.standing === 'background';
}

/** `about 12 an hour now, 11 an hour in the normal time`; of its kind where only that was there. */
export function ratesInWords(comparison: Comparison, baseline: Baseline): string {
  const { count, kindCount, perHour, baselinePerHour, kindPerHour } = comparison;
  const when = baseline.source === 'before' ? 'the time just before it' : 'the normal time';
  const now = `about ${rate(perHour)} an hour in the window`;
  if (count > 0) return `${now}, ${before(count, baselinePerHour)} in ${when}`;
  if (kindCount > 0)
    return `${now}; the same words about something else ${before(kindCount, kindPerHour)} in ${when}`;
  return `${now}, none in ${when}`;
}

function before(count: number, perHour: number): string {
  return count < MIN_COUNT_FOR_RATE ? plural(count, 'time') : `about ${rate(perHour)} an hour`;
}

function rate(perHour: number): string {
  return perHour >= 10 ? grouped(Math.round(perHour)) : perHour.toFixed(1);
}
