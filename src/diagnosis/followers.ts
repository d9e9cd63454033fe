// Failures that a normal time lacks, in the order in which one request meets them: the service that fails first is
// nearer to the fault, what its callers report right after it is a symptom.
import { SECOND_MS } from '../base/time-range.ts';
import { holdsBetween, lagsWithin } from '../evidence/moments.ts';
import type { Finding } from '../evidence/types.ts';
import { joinedBehind } from './behind.ts';
import { calleeOf, ownService } from './callees.ts';
import type { Candidate } from './candidates.ts';
import { sharesRequests } from './request-ids.ts';
import { standingOf } from './standing.ts';
import type { Case } from './types.ts';

/** A caller reports at most so long after the service behind it; at most so many times the usual distance. */
const MAX_LAG_MS = SECOND_MS;
const LAG_FACTOR = 4;
const MIN_LAG_BOUND_MS = 50;
/** So many of the caller's errors come right after one of the service behind it… */
const MIN_FOLLOW_SHARE = 0.7;
/** …and so many times more of them than of any other moments, or of moments right before. */
const MIN_LIFT = 2;
/** A request ends at most so long after what failed in it. */
const MAX_REQUEST_MS = 10 * SECOND_MS;
/** The row of the table for what a dependency answers. */
const ANSWER = 'dependency-5xx';
const CONTROL_SHIFTS_MS = [-7 * SECOND_MS, 7 * SECOND_MS];

/**
 * The candidates without those that come right after another service's new failure, and without those that only tell
 * how another service answered where that one tells why.
 */
export function withFollowersJoined(candidates: readonly Candidate[], input: Case): Candidate[] {
  const fresh = candidates.filter((candidate) => isFresh(candidate, input));
  const isSource = (other: Candidate, candidate: Candidate) =>
    isAnsweredBy(candidate, other, input) ||
    (fresh.includes(candidate) && fresh.includes(other) && follows(candidate, other, input));
  return joinedBehind(candidates, (candidate) =>
    candidates.find(
      (other) =>
        other !== candidate &&
        fresh.includes(other) === fresh.includes(candidate) &&
        isSource(other, candidate),
    ),
  );
}

/** `later` says that a call was answered with an error; `earlier` is what failed in those calls. */
function isAnsweredBy(later: Candidate, earlier: Candidate, input: Case): boolean {
  const [effect] = later.own;
  const [cause] = earlier.own;
  if (effect === undefined || cause?.severity !== 'error' || !tellsAnswer(later)) return false;
  if (tellsAnswer(earlier) || calleeOf(cause, input) === ownService(effect, input)) return false;
  if (follows(later, earlier, input)) return true;
  const isOther = ownService(effect, input) !== ownService(cause, input);
  // Within one service a second try may fail otherwise than the first one did.
  const isDeep = earlier.signature?.layer !== 'wait';
  return (isOther || isDeep) && comesWith(effect, cause) && sharesRequests(effect, cause, input);
}

/** It tells a status, not a mechanism. */
function tellsAnswer({ signature }: Candidate): boolean {
  return signature?.layer === 'surface' || signature?.name === ANSWER;
}

function comesWith(effect: Finding, cause: Finding): boolean {
  const near = effect.timesMs.filter((ms) => holdsBetween(cause.timesMs, ms - MAX_REQUEST_MS, ms));
  return near.length >= effect.timesMs.length * MIN_FOLLOW_SHARE;
}

function isFresh(candidate: Candidate, input: Case): boolean {
  const standing = standingOf(candidate, input)?.standing;
  return standing === 'new' || standing === 'risen';
}

function follows(later: Candidate, earlier: Candidate, input: Case): boolean {
  const [effect] = later.own;
  const [cause] = earlier.own;
  if (effect === undefined || cause === undefined) return false;
  const [caller, callee] = [ownService(effect, input), ownService(cause, input)];
  if (caller === null || callee === null || caller === callee) return false;
  const boundMs = usualLagMs(cause.timesMs, effect.timesMs) * LAG_FACTOR;
  const withinMs = Math.min(MAX_LAG_MS, Math.max(MIN_LAG_BOUND_MS, boundMs));
  const share = (fromMs: number, toMs: number) =>
    effect.timesMs.filter((ms) => holdsBetween(cause.timesMs, ms + fromMs, ms + toMs)).length /
    effect.timesMs.length;
  const after = share(-withinMs, 0);
  const anyway = CONTROL_SHIFTS_MS.map((shiftMs) => share(shiftMs - withinMs, shiftMs));
  return after >= MIN_FOLLOW_SHARE && after >= MIN_LIFT * Math.max(share(1, withinMs), ...anyway);
}

/** The middle one of the distances to the latest time before, those beyond MAX_LAG_MS left out. */
function usualLagMs(before: readonly number[], timesMs: readonly number[]): number {
  const lags = lagsWithin(before, timesMs, MAX_LAG_MS);
  return lags.sort((a, b) => a - b)[lags.length >> 1] ?? MAX_LAG_MS;
}
