// Whether a line after the trigger says that the change was taken back: what was undone is not to be undone again.
import type { LogEvent } from '../base/log-event.ts';
import { isBelowError } from '../evidence/level.ts';
import { peel } from '../evidence/peel.ts';
import { setsBack } from './set-back.ts';
import type { TriggerEnd } from './trigger-end.ts';
import type { TriggerFound } from './trigger-found.ts';
import type { Case } from './types.ts';

const UNDONE =
  /\b(?:rolled[ -]?back|roll[ -]?back (?:of \S+ )?(?:is )?(?:complete|done|finish|succe)\w*|roll[ -]?out undo|reverted|undone|restored|put back|set back)\b/i;
/** It was not, not yet, or something else was. */
const NOT_UNDONE =
  /\b(?:fail\w*|could not|cannot|can't|unable|not|never|will be|to be|starting|begins?|transaction\w*)\b/i;
const MAX_TEXT_CHARS = 500;
/** Names of versions, hosts and services: what two lines share by more than chance. */
const NAME = /(?<![\w.-])(?=[\w.-]*(?:\d|-))[a-z0-9][\w.-]{2,60}[a-z0-9](?![\w-])/gi;

/** The first line that says so, or null; beside the end of the errors it needs not name what was undone. */
export function undoneBy(
  trigger: TriggerFound,
  end: TriggerEnd | null,
  { context, survey }: Case,
): LogEvent | null {
  const events = [...context, ...survey.rare.map(({ line }) => line.event)]
    .filter(({ timestampMs }) => timestampMs > trigger.event.timestampMs)
    .sort((a, b) => a.timestampMs - b.timestampMs);
  const names = namesIn(trigger.words);
  const undoings = events.filter((event) => isUndone(event, trigger, names));
  const last = undoings.at(-1);
  if (last !== undefined && isMadeAgain(trigger, events, last)) return null;
  const [named] = undoings;
  if (named !== undefined) return named;
  return end?.kind === 'explained' && saysUndone(end.words) ? end.event : null;
}

/** Whether the same line comes once more behind its last undoing. */
function isMadeAgain(
  { event }: TriggerFound,
  events: readonly LogEvent[],
  last: LogEvent,
): boolean {
  const made = peel(event.message).text;
  return events.slice(events.indexOf(last) + 1).some(({ message }) => peel(message).text === made);
}

function isUndone(event: LogEvent, trigger: TriggerFound, names: ReadonlySet<string>): boolean {
  const { level, text } = peel(event.message);
  const words = text.slice(0, MAX_TEXT_CHARS);
  if (level !== null && !isBelowError(level)) return false;
  if (setsBack(trigger.event, event)) return true;
  if (!saysUndone(words)) return false;
  return [...namesIn(words)].some((name) => names.has(name));
}

const saysUndone = (words: string): boolean => UNDONE.test(words) && !NOT_UNDONE.test(words);

function namesIn(text: string): ReadonlySet<string> {
  return new Set((text.match(NAME) ?? []).map((name) => name.toLowerCase()));
}
