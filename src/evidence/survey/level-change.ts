// Whether a plain series of numbers leaves its level, for good or for a while: the tests that drifts of log lines have
// to pass, over numbers that come without lines.
import { turnOf } from './find-drifts.ts';
import { changePoint, excursion, median, separation } from './statistics.ts';

export interface LevelChange {
  /** Index of the first value of the new level. */
  readonly at: number;
  /** Index of the first value behind it; the number of values where it stays. */
  readonly end: number;
  /** Medians of both levels. */
  readonly from: number;
  readonly to: number;
}

const MIN_SIDE = 4;
/** Of all series without a change, how many may look like one. */
const MAX_CHANCE = 0.001;
const MIN_SEPARATION = 0.9;
const MIN_RATIO = 1.5;

/** `tried`: of how many series this is one. null: it keeps its level, or is too short. */
export function levelChange(values: readonly number[], tried: number): LevelChange | null {
  const [stays, passes] = [lasting(values, tried), passing(values, tried)];
  if (stays === null || passes === null) return stays ?? passes;
  // A short way back at the end is still a way back, where the two levels lie further apart without it.
  return apartness(values, passes) > apartness(values, stays) ? passes : stays;
}

function apartness(values: readonly number[], { at, end }: LevelChange): number {
  const outside = [...values.slice(0, at), ...values.slice(end)];
  return apart(outside, values.slice(at, end));
}

function lasting(values: readonly number[], tried: number): LevelChange | null {
  const change = changePoint(values, MIN_SIDE);
  if (change === null) return null;
  const [before, after] = [values.slice(0, change.at), values.slice(change.at)];
  // Of few values the test of the whole series is too careful; that they part cleanly is told exactly.
  const parted = apart(before, after) === 1 ? chanceOfParting(values.length, change.at) : 1;
  if (Math.min(change.chance, parted) * tried > MAX_CHANCE) return null;
  const [from, to] = [median(before), median(after)];
  if (!isApart(before, after) || !isLarge(from, to)) return null;
  return { at: turnOf(values, change.at, [from, to]), end: values.length, from, to };
}

/** At most so often values in any order part at one of their places so that all on one side lie above all others. */
function chanceOfParting(values: number, at: number): number {
  let ways = 1;
  for (let taken = 1; taken <= at; taken++) ways *= (values - at + taken) / taken;
  return (2 * values) / ways;
}

function passing(values: readonly number[], tried: number): LevelChange | null {
  const out = excursion(values, MIN_SIDE);
  if (out === null || out.chance * tried > MAX_CHANCE) return null;
  const inside = values.slice(out.at, out.end);
  const outside = [...values.slice(0, out.at), ...values.slice(out.end)];
  const [from, to] = [median(outside), median(inside)];
  if (!isApart(outside, inside) || !isLarge(from, to)) return null;
  const at = turnOf(values, out.at, [from, to]);
  return { at, end: turnOf(values, out.end, [to, from], at), from, to };
}

function isApart(before: readonly number[], after: readonly number[]): boolean {
  return apart(before, after) >= MIN_SEPARATION;
}

/** 1 where each value of one lies above each of the other, 0.5 where nothing tells them apart. */
function apart(before: readonly number[], after: readonly number[]): number {
  const above = separation(before, after);
  return Math.max(above, 1 - above);
}

function isLarge(from: number, to: number): boolean {
  const [low, high] = [
    Math.min(Math.abs(from), Math.abs(to)),
    Math.max(Math.abs(from), Math.abs(to)),
  ];
  return from !== to && (low === 0 || high / low >= MIN_RATIO);
}
