// What else was changed shortly before the onset, and why it is not held to be what set the incident off.
import { sharedWithTrigger } from './account/words.ts';
import { clip } from './clip.ts';
import type { Ranked } from './rank.ts';
import { shapeOf } from './rarity.ts';
import { wordsOf } from './ties.ts';
import { clock, spoken } from './times.ts';
import type { TriggerFound } from './trigger-found.ts';
import { isFirm, tieWords } from './trigger-tie.ts';
import type { Case, RuledOut } from './types.ts';
import { isUnfit } from './unfit.ts';

/** So many are told, the more telling first. */
const MAX_TOLD = 3;
/** Kinds of less weight announce no change. */
const MIN_WEIGHT = 3;
const MAX_SAID_CHARS = 90;

/** A row for each other change in the minutes before the onset. */
export function otherChanges(primary: Ranked, input: Case): RuledOut[] {
  const { trigger } = primary;
  const fitting = trigger === null ? new Set<string>() : changesBehind(trigger, input);
  const first = trigger === null ? [] : [trigger];
  const told: TriggerFound[] = [];
  for (const other of primary.otherChanges) {
    if (told.length >= MAX_TOLD) break;
    if (other.kind.weight < MIN_WEIGHT || fitting.has(other.event.eventId)) continue;
    if (![...first, ...told].some((known) => isSameChange(known, other))) told.push(other);
  }
  return told.map((other) => ({
    hypothesis: `${capital(other.kind.noun)} at ${clock(other.event.timestampMs, input.window)} (${other.event.evidenceId}, "${clip(other.words, MAX_SAID_CHARS)}") set it off.`,
    because: `${sentence(other, trigger, primary)}.`,
  }));
}

/** Changes in the account that show in the logs as the trigger, by the ids of their events: they are no others. */
function changesBehind({ event }: TriggerFound, { changes = [] }: Case): ReadonlySet<string> {
  const behind = changes.filter((change) => sharedWithTrigger(change, event).length > 0);
  return new Set(behind.map(({ eventId }) => eventId));
}

/** Two lines of one change: alike, or of one kind and about the same thing, as far as they say of what. */
function isSameChange(a: TriggerFound, b: TriggerFound): boolean {
  if (shapeOf(a.event) === shapeOf(b.event)) return true;
  const [words, others] = [wordsOf(a.words), wordsOf(b.words)];
  if (a.kind.name !== b.kind.name || !share(words, others)) return false;
  const [things, otherThings] = [thingsAmong(words), thingsAmong(others)];
  return things.size === 0 || otherThings.size === 0 || share(things, otherThings);
}

const share = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  [...a].some((word) => b.has(word));

/** Words that announce a change, and not of what. */
const ANNOUNCING =
  /^(?:deploy|releas|roll|version|build|revision|image|config|setting|feature|flag|start|beg[aiu]n|finish|complet|succe|done|live|chang|updat|appl(?:y|ied)|enabl|disabl|reload|restart|scal|migrat|rotat|renew|info|warn|notice)\w*$/;

const thingsAmong = (words: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...words].filter((word) => !ANNOUNCING.test(word)));

function sentence(other: TriggerFound, trigger: TriggerFound | null, cause: Ranked): string {
  const { around } = cause;
  if (trigger !== null && isAsLikely(other, trigger))
    return `It was logged at the same moment as ${trigger.kind.noun} that is told above, and nothing says which of the two it was, if either`;
  const when = `It was logged ${spoken(other.leadMs)} before the onset`;
  const tie = tieWords(other.tie);
  if (tie !== '' && trigger !== null)
    return `${when}; ${tie}, so it may have had a part, but ${better(other, trigger)}`;
  const name = around.leading?.name;
  if (other.late && name !== undefined) return `${when}, when ${name} had turned already`;
  const why = whyNot(other, cause);
  return `${when}; ${why}${trigger === null ? '' : `, and ${better(other, trigger)}`}`;
}

function whyNot(found: TriggerFound, cause: Ranked): string {
  if (found.foreign) return `${ofAnother(found)}, which the errors do not name`;
  return isUnfit(found, cause)
    ? 'such a failure is nothing that a change of this kind brings about'
    : 'nothing in it names what fails';
}

function ofAnother({ teller = null }: TriggerFound): string {
  if (teller === null) return 'it is about another service';
  return teller.hasOwnLog
    ? `it stands in the log of ${teller.name}`
    : `it is told by ${teller.name}`;
}

/** Of one kind and at one moment, and the one is tied to the errors no better than the other. */
function isAsLikely(other: TriggerFound, trigger: TriggerFound): boolean {
  return (
    other.event.timestampMs === trigger.event.timestampMs &&
    other.kind.name === trigger.kind.name &&
    other.foreign === trigger.foreign &&
    other.tie?.kind === trigger.tie?.kind
  );
}

/** What speaks for the other one. */
function better(other: TriggerFound, { kind, tie, nearMs, leadMs }: TriggerFound): string {
  if (isFirm(tie) && !isFirm(other.tie)) return `${kind.noun} is tied to the errors`;
  if (nearMs < other.nearMs)
    return leadMs < other.leadMs
      ? `${kind.noun} is nearer, ${spoken(leadMs)} before the onset`
      : `${kind.noun} was followed by what turned before the onset, ${spoken(nearMs)} later`;
  return `${kind.noun} speaks more for itself`;
}

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
