// What a platform says of a container that ends and is started anew, behind each error with which its process ended: the
// error is the cause, the platform's lines are what it leaves behind, however many they are.
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import { holdsBetween } from '../evidence/moments.ts';
import { joinedBehind } from './behind.ts';
import type { Candidate } from './candidates.ts';
import { timesOf } from './times.ts';

const RESTARTS = 'container-restarts';
/** The platform tells of an end at most so long after it; clocks differ a little. */
const AFTER_MS = 15 * SECOND_MS;
const BEFORE_MS = 2 * SECOND_MS;
/** Both begin within so long of each other. */
const MAX_APART_MS = MINUTE_MS;
/** Fewer ends may lie before such a line by chance. */
const MIN_ENDS = 3;
/** So many of the errors have such a line behind them, and so many of these lines an error before them. */
const MIN_TOLD = 0.9;
const MIN_EXPLAINED = 0.5;

/** The candidates without the restarts that another one's errors bring about: its consequences. */
export function withRestartsJoined(candidates: readonly Candidate[]): Candidate[] {
  return joinedBehind(candidates, (restarts) =>
    candidates.find((other) => other !== restarts && endsBefore(other, restarts)),
  );
}

function endsBefore(source: Candidate, restarts: Candidate): boolean {
  if (restarts.signature?.name !== RESTARTS || source.signature?.name === RESTARTS) return false;
  if (source.own.every(({ severity }) => severity !== 'error')) return false;
  const [ends, told] = [timesOf(source.own), timesOf(restarts.own)];
  if (ends.length < MIN_ENDS) return false;
  if (Math.abs((ends[0] ?? 0) - (told[0] ?? 0)) > MAX_APART_MS) return false;
  const answered = ends.filter((ms) => holdsBetween(told, ms - BEFORE_MS, ms + AFTER_MS));
  const explained = told.filter((ms) => holdsBetween(ends, ms - AFTER_MS, ms + BEFORE_MS));
  return (
    answered.length >= MIN_TOLD * ends.length && explained.length >= MIN_EXPLAINED * told.length
  );
}
