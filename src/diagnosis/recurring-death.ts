// A process that dies again and again: each time calls fail until it is back. That they do so behind its deaths and at no
// other time ties them to it, also where no call names it.
import { durationMs, MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { coverage, holdsBetween, lagsWithin } from '../evidence/moments.ts';
import type { Finding } from '../evidence/types.ts';
import { joinedBehind } from './behind.ts';
import { tellsFailedCall } from './callees.ts';
import type { Candidate } from './candidates.ts';
import { saysDeath } from './process-death.ts';
import { timesOf } from './times.ts';
import type { Case } from './types.ts';

/** Fewer deaths may lie before a call that fails by chance. */
const MIN_DEATHS = 3;
/** Calls fail at most so long after a death; clocks differ a little. */
const AFTER_MS = 2 * MINUTE_MS;
const BEFORE_MS = 2 * SECOND_MS;
/** So many of the calls fail behind a death, and so many deaths have such calls behind them. */
const MIN_CALLS = 0.9;
const MIN_DEATHS_FELT = 0.6;
/** Where the times behind deaths are more of the window than this, to be behind one says nothing. */
const MAX_CHANCE = 0.25;

/** The candidates without those that are calls which fail behind each death of a process: its consequences. */
export function withVictimsJoined(candidates: readonly Candidate[], input: Case): Candidate[] {
  return joinedBehind(candidates, (victim) =>
    candidates.find((other) => other !== victim && isVictimOf(victim, other, input)),
  );
}

function isVictimOf(victim: Candidate, source: Candidate, { window }: Case): boolean {
  if (!source.own.every(saysDeath)) return false;
  if (!victim.own.every((finding) => tellsFailedCall(finding) && !saysDeath(finding))) return false;
  const deaths = timesOf(source.own);
  if (deaths.length < MIN_DEATHS) return false;
  if (isEverywhere(deaths, window)) return false;
  const calls = timesOf(victim.own);
  const behind = calls.filter((ms) => holdsBetween(deaths, ms - AFTER_MS, ms + BEFORE_MS));
  const felt = deaths.filter((ms) => holdsBetween(calls, ms - BEFORE_MS, ms + AFTER_MS));
  return (
    behind.length >= MIN_CALLS * calls.length && felt.length >= MIN_DEATHS_FELT * deaths.length
  );
}

const isEverywhere = (deaths: readonly number[], window: TimeRange): boolean =>
  coverage(deaths, BEFORE_MS, AFTER_MS) > MAX_CHANCE * durationMs(window);

/** How many errors of the finding follow one of a process that dies again and again, and after how long at most. */
export function behindDeaths(
  finding: Finding,
  own: readonly Finding[],
  window: TimeRange,
): { readonly count: number; readonly withinMs: number } | null {
  const deaths = own.every(saysDeath) ? timesOf(own) : [];
  if (deaths.length < MIN_DEATHS || isEverywhere(deaths, window)) return null;
  const lags = lagsWithin(deaths, finding.timesMs, AFTER_MS);
  return lags.length < MIN_CALLS * finding.timesMs.length
    ? null
    : { count: lags.length, withinMs: lags.reduce((most, lag) => Math.max(most, lag), 0) };
}
