// What an expression yields, and how values become numbers, texts and sort keys.
import { flagText, formatNumber } from './choices.ts';

/** A list or map out of `jsonParse`: no number, no text, equal to nothing. */
export type Container = readonly unknown[] | Readonly<Record<string, unknown>>;

/** Absent is undefined; times are numbers (UTC milliseconds) in an expression of kind `time`. */
export type Value = undefined | string | number | boolean | Container;

/**
 * What is known of an expression before it runs. `number`: computed, shown with at most 4 decimals;
 * `any`: a field as the event holds it; `time`: UTC milliseconds, shown as a date.
 */
export type Kind = 'any' | 'text' | 'number' | 'flag' | 'time';

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const INTEGER = /^-?\d+$/;
/** Longer texts are not numbers. */
const MAX_NUMBER_CHARS = 64;
/** Doubles are exact below this many digits; longer numbers are compared as text. */
const EXACT_DIGITS = 15;
/** Times beyond this many milliseconds from 1970 have no date. */
const MAX_TIME_MS = 8.64e15;

/** The number that a value is or looks like; NaN for all others. */
export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return numberOfText(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return Number.NaN;
}

/** Arithmetic's result: what is no finite number is absent. */
export function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}

/** The text of a value for text functions and comparisons; absent and containers have none. */
export function textOf(value: Value, kind: Kind): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return kind === 'any' ? String(value) : numberText(value, kind);
  if (typeof value === 'boolean') return flagText(value);
  return undefined;
}

/** The text of a cell: as `textOf`, and containers as JSON. */
export function cellText(value: Value, kind: Kind): string | undefined {
  return typeof value === 'object' ? JSON.stringify(value) : textOf(value, kind);
}

/** `YYYY-MM-DD HH:mm:ss.SSS`, UTC. */
function timeText(ms: number): string {
  if (!(Math.abs(ms) <= MAX_TIME_MS)) return formatNumber(ms);
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}

/** Whether a value counts as true in a condition. */
export function truthy(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && value.toLowerCase() === 'true') return true;
  const number = numberOf(value);
  return !Number.isNaN(number) && number !== 0;
}

/** Equality: two numbers or numeric texts by number, booleans also to "true" and "false", all else by text. */
export function equal(a: Value, b: Value): boolean {
  if (a === undefined || b === undefined) return false;
  if (a === b) return true;
  if (typeof a === 'object' || typeof b === 'object') return false;
  if (typeof a === 'boolean' && typeof b === 'string') return equalFlag(a, b);
  if (typeof b === 'boolean' && typeof a === 'string') return equalFlag(b, a);
  if (isLong(a) && isLong(b)) return false;
  const left = numberOf(a);
  return !Number.isNaN(left) && left === numberOf(b);
}

/**
 * Below 0, 0 or above 0: numbers and numeric texts by number, other texts as texts. Undefined where one
 * side is absent or a container, or where a number meets a text that is none.
 */
export function order(a: Value, b: Value): number | undefined {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right || orderExactly(a, b);
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Of two that are the same number as doubles: integers by all of their digits. */
function orderExactly(a: Value, b: Value): number {
  if (typeof a !== 'string' || typeof b !== 'string' || !isLong(a) || !isLong(b)) return 0;
  if (!INTEGER.test(a) || !INTEGER.test(b)) return 0;
  return Number(BigInt(a) - BigInt(b));
}

/** A copy that does not keep the longer text alive of which `text` may be a slice. */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}

function numberOfText(text: string): number {
  const first = text.charCodeAt(0);
  // Digits, blanks, sign and point: all below ':'; most texts end here.
  if (!(first < 0x3a) || text.length > MAX_NUMBER_CHARS) return Number.NaN;
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}

function numberText(value: number, kind: Kind): string {
  return kind === 'time' ? timeText(value) : formatNumber(value);
}

function equalFlag(flag: boolean, text: string): boolean {
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return flag === (lower === 'true');
  return numberOf(text) === Number(flag);
}

function isLong(value: string | number | boolean): boolean {
  return typeof value === 'string' && value.length > EXACT_DIGITS;
}
