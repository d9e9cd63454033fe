// Onsets at the turn of a year, a month or a day: quotas, partitions, certificates and formats of dates turn with the
// calendar, and no line need announce it. By itself that is a hint, never a proof: jobs begin at midnight too.
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import type { Ranked } from './rank.ts';
import { spoken } from './times.ts';
import { leadOf } from './title.ts';
import type { Case } from './types.ts';

/** So long after the turn an onset is taken to lie at it; by chance one in 1,440 onsets does. */
const AT_TURN_MS = MINUTE_MS;

interface Turn {
  readonly unit: 'year' | 'month' | 'day';
  /** UTC ms. */
  readonly atMs: number;
}

/** The turn that an onset lies at; null where it lies at none. In UTC, as all times of the report. */
function turnAt(onsetMs: number): Turn | null {
  const atMs = Math.floor(onsetMs / DAY_MS) * DAY_MS;
  if (onsetMs - atMs > AT_TURN_MS) return null;
  const date = new Date(atMs);
  if (date.getUTCDate() > 1) return { unit: 'day', atMs };
  return { unit: date.getUTCMonth() === 0 ? 'year' : 'month', atMs };
}

/** Nothing where the cause has no onset of its own in the window, or it lies elsewhere. */
export function calendarSentences(cause: Ranked, { window }: Case): string[] {
  const turn = cause.change ? turnAt(cause.range.startMs) : null;
  if (turn === null || turn.atMs <= window.startMs) return [];
  const date = new Date(turn.atMs).toISOString().slice(0, 10);
  const lagMs = cause.range.startMs - turn.atMs;
  const lag = lagMs < SECOND_MS ? 'within a second of' : `${spoken(lagMs)} after`;
  const named = namedIn(leadOf(cause).sample.peeled.text, turn);
  const lines = named === null ? '' : `, and its lines name the new ${turn.unit} ("${named}")`;
  return [
    `It sets in ${lag} the turn of the ${turn.unit} in UTC (${date})${lines}: quotas, partitions, certificates and formats of dates turn there, jobs begin there.`,
  ];
}

/** How a text writes the new year, month or day; null where it does not. */
function namedIn(text: string, { unit, atMs }: Turn): string | null {
  const [year = '', month = '', day = ''] = new Date(atMs).toISOString().split(/[-T]/);
  const parts = { year: [year], month: [year, month], day: [year, month, day] }[unit];
  return new RegExp(`(?<!\\d)${parts.join('[-_./]?')}(?!\\d)`).exec(text)?.[0] ?? null;
}
