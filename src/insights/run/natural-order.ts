// Natural sort order: texts that are no numbers before numbers; digit runs inside texts by length, then
// value. Source: CloudWatch Logs User Guide, "sort".
import { ABSENT_RANK } from '../choices.ts';
import { type Kind, numberOf, textOf, type Value } from '../values.ts';

/** A value ready to be compared: a number, a text, both (a text that is a number), or absent. */
export type SortValue =
  | number
  | string
  | undefined
  | { readonly number: number; readonly text: string };

export function sortValue(value: Value, kind: Kind): SortValue {
  if (typeof value === 'number') return value;
  const text = textOf(value, kind);
  if (text === undefined) return undefined;
  const number = numberOf(text);
  return Number.isNaN(number) ? text : { number, text };
}

/** Ascending order: absent, texts, numbers; equal numbers by their text (01 before 1). */
export function compareNatural(a: SortValue, b: SortValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0 || a === undefined || b === undefined) return rank;
  const [left, right] = [numeric(a), numeric(b)];
  if (left.number !== right.number) return left.number - right.number;
  return byUnits(left.text, right.text);
}

function rankOf(value: SortValue): number {
  if (value === undefined) return ABSENT_RANK;
  return typeof value === 'string' ? 0 : 1;
}

function numeric(value: Exclude<SortValue, undefined>) {
  if (typeof value === 'object') return value;
  return { number: Number(value), text: String(value) };
}

function compareTexts(a: string, b: string): number {
  let [left, right] = [0, 0];
  while (left < a.length && right < b.length) {
    const leftDigits = digitsAt(a, left);
    const rightDigits = digitsAt(b, right);
    if (leftDigits > 0 && rightDigits > 0) {
      const run = compareRuns(
        a.slice(left, left + leftDigits),
        b.slice(right, right + rightDigits),
      );
      if (run !== 0) return run;
      left += leftDigits;
      right += rightDigits;
    } else {
      const difference = a.charCodeAt(left++) - b.charCodeAt(right++);
      if (difference !== 0) return difference;
    }
  }
  return a.length - left - (b.length - right);
}

function digitsAt(text: string, start: number): number {
  let end = start;
  while (text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end++;
  return end - start;
}

function compareRuns(a: string, b: string): number {
  return a.length - b.length || byUnits(a, b);
}

function byUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
