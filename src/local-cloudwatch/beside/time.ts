// A time as people and tools write it: ISO 8601, or a number of seconds or milliseconds since 1970.
import { z } from 'zod';

/** Numbers from here on are milliseconds: as seconds they would lie in the year 5138. */
const FIRST_MILLISECONDS = 1e11;

/** Gives UTC milliseconds. */
export const TIME = z.union([z.string(), z.number()]).transform((value, context) => {
  const ms = typeof value === 'string' ? Date.parse(value) : inMs(value);
  if (Number.isFinite(ms)) return ms;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

const inMs = (value: number) => (Math.abs(value) >= FIRST_MILLISECONDS ? value : value * 1000);
