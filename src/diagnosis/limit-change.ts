// A limit may be set long before it is reached: the line that sets it to the very number that the failures name counts
// from further back than other changes do.
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS } from '../base/time-range.ts';
import type { Candidate } from './candidates.ts';
import { settingIn } from './undo.ts';

/** As far as changes are read before an onset. */
const LIMIT_LEAD_MS = 30 * MINUTE_MS;
const NUMBER = /^\d{2,12}(?:\.\d{1,6})?$/;
const MAX_TEXT_CHARS = 2_000;

/** Whether a line before this failure stands where a limit that was set may count. */
export function isInLimitLead({ timestampMs }: LogEvent, { change, range }: Candidate): boolean {
  const leadMs = range.startMs - timestampMs;
  return change && leadMs >= 0 && leadMs <= LIMIT_LEAD_MS;
}

/** How long before the onset the line set a number that all samples of the failure name, beside a word that they share; null where it did not. */
export function limitLeadOf(
  event: LogEvent,
  candidate: Candidate,
  shared: readonly string[],
): number | null {
  const [lead] = candidate.own;
  if (!isInLimitLead(event, candidate) || shared.length === 0 || lead === undefined) return null;
  const setting = settingIn(event.message);
  if (setting?.kind !== 'setting' || !NUMBER.test(setting.after)) return null;
  const isNamed = lead.samples.every(({ peeled }) => holdsNumber(peeled.text, setting.after));
  return isNamed ? candidate.range.startMs - event.timestampMs : null;
}

function holdsNumber(text: string, number: string): boolean {
  return text
    .slice(0, MAX_TEXT_CHARS)
    .split(/[^\d.]+/)
    .some((part) => part === number || part === `${number}.`);
}
