// Which layout the time stamps of a file have, told from some of its lines; and whether 05/11/2026 is in May or in
// November, where the file itself does not say.

import type { TimePlace } from './line-time.ts';
import {
  DAY_FIRST,
  INDENTED,
  LOOSE_LAYOUTS,
  MONTH_FIRST,
  readStamp,
  type StampRules,
  stampOfLine,
} from './time-stamps.ts';
import { DAY_MS } from './time-text.ts';

export interface DetectedStamps {
  /** With the loose layout that most stamped lines use, null where strict layouts read more of them. */
  readonly rules: StampRules;
  /** The first stamp in UTC ms; NaN: there is none. */
  readonly firstMs: number;
  /** Whether the order of day and month was guessed: no number is over 12. */
  readonly guessed: boolean;
}

/** `referenceMs`: the file's last change in UTC ms; `objects`: see StampRules. */
export function detectStamps(
  lines: readonly Buffer[],
  referenceMs: number,
  objects: TimePlace | null = null,
): DetectedStamps {
  const counts = new Map<string | null, number>();
  for (const name of lines.flatMap((line) => layoutsOf(line, referenceMs))) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size > 1) counts.delete(INDENTED);
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  const [found = null, count = 0] = best ?? [];
  const guessed = found === MONTH_FIRST && counts.get(DAY_FIRST) === count;
  const name = guessed ? guessOrder(lines, referenceMs) : found;
  const rules: StampRules = { referenceMs, looseLayout: name, objects };
  return { rules, firstMs: stampsOf(lines, rules)[0] ?? Number.NaN, guessed };
}

/** Whether a line has a date in numbers of which only one can be the month. */
export function tellsOrder(line: Buffer, referenceMs: number): boolean {
  const [month, day] = [MONTH_FIRST, DAY_FIRST].map((looseLayout) =>
    stampsOf([line], { referenceMs, looseLayout, objects: null }),
  );
  return month?.length !== day?.length;
}

/** The layouts that read a line; null: a strict one, beside which no other counts. */
function layoutsOf(line: Buffer, referenceMs: number): readonly (string | null)[] {
  const reads = (looseLayout: string | null) =>
    !Number.isNaN(readStamp(line, 0, line.length, { referenceMs, looseLayout, objects: null }));
  if (reads(null)) return [null];
  const [first, ...others] = LOOSE_LAYOUTS.filter(reads);
  if (first === undefined) return [];
  return [first, ...others.filter((name) => name === DAY_FIRST)];
}

function stampsOf(lines: readonly Buffer[], rules: StampRules) {
  return lines
    .map((line) => stampOfLine(line, 0, line.length, rules))
    .filter((ms) => !Number.isNaN(ms));
}

/** A file's last event is hardly older than this at the file's last change. */
const NEAR_MS = 2 * DAY_MS;
const HALF_DAY = /^[^A-Za-z]{0,40}[AaPp]\.?[Mm]\b/;

/**
 * By what a log is like: days follow one another, so the order that makes the shorter time is right; else the last
 * event is from about the file's last change; else months come first beside AM and PM only.
 */
function guessOrder(lines: readonly Buffer[], referenceMs: number): string {
  const [month, day] = [MONTH_FIRST, DAY_FIRST].map((looseLayout) => {
    const stamps = stampsOf(lines, { referenceMs, looseLayout, objects: null });
    const last = stamps.at(-1) ?? 0;
    return { spanMs: spanOf(stamps), isNear: Math.abs(last - referenceMs) < NEAR_MS };
  });
  if (month === undefined || day === undefined) return DAY_FIRST;
  if (month.spanMs !== day.spanMs) return month.spanMs < day.spanMs ? MONTH_FIRST : DAY_FIRST;
  if (month.isNear !== day.isNear) return month.isNear ? MONTH_FIRST : DAY_FIRST;
  return lines.some((line) => HALF_DAY.test(line.toString('latin1', 0, 64)))
    ? MONTH_FIRST
    : DAY_FIRST;
}

function spanOf(stamps: readonly number[]): number {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const ms of stamps) {
    min = Math.min(min, ms);
    max = Math.max(max, ms);
  }
  return max - min;
}
