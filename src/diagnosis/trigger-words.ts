// How sentences tell of a trigger: what was logged when and how long before the onset; where the line names a date at
// which the failure sets in, that moment is told, not the time of the line.

import { SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { sourceOf } from './account/words.ts';
import { clip } from './clip.ts';
import { momentNamedIn, NAMED_MOMENT } from './novel-kinds.ts';
import { clock, spoken } from './times.ts';
import type { TriggerFound } from './trigger-found.ts';
import type { RootCause, Trigger } from './types.ts';

/** Of a line that is quoted within the first sentence. */
const MAX_SAID_CHARS = 90;
/** Words of a date at which something ends, rather than begins. */
const ENDS =
  /\b(?:not[ _-]?after|expir\w*|valid[ _-]?(?:until|till|to|thru|through)|(?:until|till|ends?|ended|ending|deadline|end[ _-]?of[ _-]?life)\b)/i;

/** The date that the line names and at which the failure sets in; null for every other trigger. */
export function momentOf({ kind, event }: TriggerFound, onsetMs: number): number | null {
  if (kind.name !== NAMED_MOMENT.name) return null;
  return momentNamedIn(event.message, event.timestampMs, onsetMs);
}

/** `, 8 minutes after a deployment was logged ("…")`: as a half sentence behind the onset. */
export function afterTrigger(
  trigger: TriggerFound,
  onsetMs: number,
  isProven: boolean,
  window: TimeRange,
): string {
  const moment = momentOf(trigger, onsetMs);
  const said = `${isProven ? '' : ', its possible trigger'} ("${clip(trigger.words, MAX_SAID_CHARS)}")`;
  if (moment === null) {
    const what = `${trigger.kind.noun} was logged`;
    return `, ${after(trigger.event.timestampMs, onsetMs, what)}${said}`;
  }
  const named = `a line of ${clock(trigger.event.timestampMs, window)} names${said}`;
  return Math.abs(onsetMs - moment) < SECOND_MS
    ? `, the moment that ${named}`
    : `, ${after(moment, onsetMs, clock(moment, window))}, which ${named}`;
}

/** `8 minutes after X`; what lies within a second is told as one time. */
function after(fromMs: number, onsetMs: number, what: string): string {
  const ms = onsetMs - fromMs;
  if (Math.abs(ms) < SECOND_MS) return `just when ${what}`;
  return `${spoken(Math.abs(ms))} ${ms > 0 ? 'after' : 'before'} ${what}`;
}

/** Where and when it was logged, as the beginning of a sentence. */
export function announcedBy(
  { event, kind }: TriggerFound,
  momentMs: number | null,
  window: TimeRange,
): string {
  const time = clock(event.timestampMs, window);
  return momentMs === null
    ? `${sourceOf(event.logGroup)} announces ${kind.noun} at ${time}`
    : `${sourceOf(event.logGroup)} names ${clock(momentMs, window)} in a line of ${time}`;
}

/**
 * What is tied; of what only the order in time speaks for no more than new code, where the failure is not known: to go
 * back to the version before is a test that changes nothing else.
 */
export function isWorthUndoing({ trigger, confidence, signature }: RootCause): boolean {
  const { hold = 'tied', kind } = trigger ?? {};
  const isTest = hold === 'suspect' && kind?.name === 'deployment';
  return hold === 'tied' || (isTest && confidence !== 'confirmed' && signature === null);
}

/** When it acted: the moment that its line names, else when it was logged. */
function actedMs({ momentMs, timestampMs }: Trigger): number {
  return momentMs ?? timestampMs;
}

/** `8 minutes later`, `at once`: from the trigger to the errors. */
export function laterThan(trigger: Trigger, onsetMs: number): string {
  const ms = onsetMs - actedMs(trigger);
  return ms < SECOND_MS ? 'at once' : `${spoken(ms)} later`;
}

/** What the line announces: `a deployment`, `10:00:00 UTC as the end of something`. */
export function whatOf({ kind, momentMs = null, message }: Trigger, window: TimeRange): string {
  if (momentMs === null) return kind.noun;
  return `${clock(momentMs, window)} as the moment at which something ${ENDS.test(message) ? 'ends' : 'begins'}`;
}

/** What to do about a moment that a line names, as a title. */
export function momentTitle(trigger: Trigger, window: TimeRange): string | null {
  const { momentMs = null, timestampMs, message } = trigger;
  if (momentMs === null) return null;
  const does = ENDS.test(message) ? 'Renew or extend what ends' : 'Stop or move what begins';
  return `${does} at ${clock(momentMs, window)}, as the line of ${clock(timestampMs, window)} says`;
}
