// Whether the end of the errors speaks for or against what is held to have set them off: a change that stays in
// force should go on doing harm, unless a line says that it was undone or that the job it concerns is over.
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS } from '../base/time-range.ts';
import { peel } from '../evidence/peel.ts';
import type { Candidate } from './candidates.ts';
import { fellSilentMs } from './fell-silent.ts';
import { setsBack } from './set-back.ts';
import { isOver } from './times.ts';
import type { TriggerFound } from './trigger-found.ts';
import type { Case } from './types.ts';

export type TriggerEnd =
  /** They go on, or what set them off is over by itself. */
  | { readonly kind: 'none' }
  /** They ended while the change stayed in force, as far as the events read tell. */
  | { readonly kind: 'unexplained'; readonly endMs: number }
  /** They ended when an event says that the change was undone or its job was over. */
  | {
      readonly kind: 'explained';
      readonly endMs: number;
      readonly event: LogEvent;
      readonly words: string;
    };

/** Changes that stay in force until someone undoes them. */
const LASTING: ReadonlySet<string> = new Set([
  'deployment',
  'configuration-change',
  'permissions',
  'rotation',
  'scaling',
]);
/** An end is announced at most this long before or after the last error of the burst. */
const END_NEAR_MS = 2 * MINUTE_MS;
const UNDONE =
  /\b(?:roll(?:ed|ing)?[ -]?back|roll[ -]?out undo|revert(?:ed|ing)?|undone|restored)\b/i;
const FINISHED =
  /\b(?:batch|job|run|import|export|backup|sync|migration|task|load test)\b[^\n]{0,60}\b(?:finished|completed?|ended|done|stopped|cancel+ed)\b/i;
const OVER = /\b(?:finished|completed?|ended|done|stopped|resumed|cancel+ed)\b/i;
const MAX_TEXT_CHARS = 500;
const MIN_WORD_CHARS = 5;
const COMMON_WORDS =
  /^(?:config\w*|chang\w*|appl(?:ied|y)|version|service|deploy\w*|started|workers?|batch|finished|completed|update[ds]?)$/i;

/** Looks for the end of a candidate's errors and for what explains it. */
export function triggerEndOf(candidate: Candidate, trigger: TriggerFound, input: Case): TriggerEnd {
  const { endMs } = candidate.range;
  if (!isOver(endMs, input.window)) return { kind: 'none' };
  const lasts = LASTING.has(trigger.kind.name);
  const rare = new Set(input.survey.rare.map(({ line }) => line.event.eventId));
  const event = input.context.find(
    (each) =>
      Math.abs(each.timestampMs - endMs) <= END_NEAR_MS &&
      each.timestampMs > trigger.event.timestampMs &&
      (lasts ? undoes(each, trigger) : rare.has(each.eventId) && isOverWith(each, trigger)),
  );
  if (event !== undefined) {
    return { kind: 'explained', endMs, event, words: textOf(event).split('\n')[0] ?? '' };
  }
  const isEnd = lasts && !endsWithLogs(candidate, endMs, input);
  return isEnd ? { kind: 'unexplained', endMs } : { kind: 'none' };
}

/** Whether the log groups of the errors hold nothing any more after them: then nobody knows whether they ended. */
function endsWithLogs({ own }: Candidate, endMs: number, { logGroups, window }: Case): boolean {
  const names = new Set(own.flatMap((finding) => finding.logGroups.map(({ name }) => name)));
  const places = logGroups.filter(({ label }) => names.has(label));
  return (
    places.length > 0 &&
    places.every((place) => {
      const lastMs = fellSilentMs(place, window);
      return lastMs !== null && lastMs - endMs <= END_NEAR_MS;
    })
  );
}

const textOf = ({ message }: LogEvent) => peel(message).text.slice(0, MAX_TEXT_CHARS);

function undoes(event: LogEvent, trigger: TriggerFound): boolean {
  const text = textOf(event);
  if (UNDONE.test(text) || setsBack(trigger.event, event)) return true;
  return FINISHED.test(text) && isRelated(text, trigger);
}

/** What is over by itself, as a job is: a line of its own that names it as the line of its beginning does. */
function isOverWith(event: LogEvent, trigger: TriggerFound): boolean {
  const text = textOf(event);
  return OVER.test(text) && isRelated(text, trigger);
}

function isRelated(text: string, trigger: TriggerFound): boolean {
  const known = wordsOf(trigger.words);
  return [...wordsOf(text)].some((word) => known.has(word));
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().split(/[^a-z]+/);
  return new Set(words.filter((word) => word.length >= MIN_WORD_CHARS && !COMMON_WORDS.test(word)));
}
