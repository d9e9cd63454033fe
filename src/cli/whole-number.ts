// A flag that takes a whole number.
import { Failure, withValue } from '../base/failure.ts';

/** Throws Failure `usage` where it is none, or lower than `least`. */
export function wholeNumber(flag: string, text: string, least: number): number {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= least) return value;
  throw new Failure(
    'usage',
    `${flag} "${text}" is not a whole number from ${least} on.`,
    [],
    [withValue(flag, String(Math.max(least, EXAMPLE)))],
  );
}

const EXAMPLE = 20;
