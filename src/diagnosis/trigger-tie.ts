// What ties a change to a failure besides the order in time. Without a tie a change may be a coincidence: it is told
// as a possible trigger, and confirms nothing.
import { grouped } from '../base/grouped.ts';
import type { LogEvent } from '../base/log-event.ts';
import { percent } from '../base/percent.ts';
import { durationMs, MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import type { Survey } from '../evidence/survey.ts';
import type { Candidate } from './candidates.ts';
import { markOfAll } from './mark.ts';
import { holdsParticular, particularsOf } from './particulars.ts';
import type { Signature } from './signature.ts';
import type { Surroundings } from './surroundings.ts';
import { takesAway } from './tied-by-call.ts';
import { type Others, othersHolding, wordsOf } from './ties.ts';
import { plural } from './times.ts';
import type { TriggerKind } from './trigger-kinds.ts';

export type Tie =
  /** It names the moment at which the failure set in. */
  | { readonly kind: 'date' }
  /** It shares words with the failing lines, or with a number that drifts, that others lack; these few are told. */
  | {
      readonly kind: 'words';
      readonly words: readonly string[];
      /** Other healthy lines that were read, and that hold one of them. */
      readonly others: Others;
    }
  /** It names what fails: a host, a dependency, a table, a setting. */
  | { readonly kind: 'name'; readonly name: string }
  /** What fails, or is called in vain, logged it itself: it went down, or another took its place. */
  | { readonly kind: 'group'; readonly name: string }
  /** A change to the failing service of a kind that can bring about such a failure, and soon after it. */
  | { readonly kind: 'mechanism' }
  /** The same, but of a thing by name that the failure does not speak of: a flag, a secret, another table. */
  | { readonly kind: 'other-thing'; readonly name: string }
  /** A change to the failing service, within a minute of the onset or of the number that turned before it. */
  | { readonly kind: 'immediate' };

export interface Change {
  readonly event: LogEvent;
  readonly kind: TriggerKind;
  /** What it says. */
  readonly line: string;
  /** To the next moment at which something turned, in milliseconds. */
  readonly nearMs: number;
  readonly dated: boolean;
  readonly shared: readonly string[];
  /** What fails, as the line names it. */
  readonly named: string | null;
  /** What fails, or is called in vain, where the line stands in a log group of that name. */
  readonly groupOf: string | null;
  /** It is about the failing service: in its log group, or by its name, and not about another one. */
  readonly own: boolean;
}

/** A change that acts at once shows within so long. */
const IMMEDIATE_MS = MINUTE_MS;
/** New code and settings act from the first request on: within so long, or so many of the usual distances of the errors. */
const SOON_MS = 3 * MINUTE_MS;
const SOON_GAPS = 5;
/** Several hosts write the logs: so much after a turning point a line may still stand before it. */
const TOLERANCE_MS = 5 * SECOND_MS;
/** Shared words that are told. */
const MAX_WORDS_TOLD = 3;
/** Kinds of this weight speak for themselves, as a deployment does and the start of a job does not. */
const STRONG_WEIGHT = 5;
/** Members of a whole: a change to all of them does not explain why one fails and its like do not. */
const MEMBER_FIELD =
  /^(?:host(?:name)?|node|instance|pod|zone|az|region|shard|partition|replica|tenant|customer|merchant|account|cluster|broker|member)(?:[_-]?(?:id|name))?$/i;

/** What such a change can bring about, by the kind of change. */
const BRINGS_ABOUT: Readonly<Record<string, (signature: Signature, line: string) => boolean>> = {
  deployment: isOfCode,
  'configuration-change': (signature) => isOfSettings(signature) || signature.layer === 'code',
  migration: ({ name }) => /^(?:database|duplicate-key|number-out|write-conflict)/.test(name),
  'fail-over': isOfConnection,
  shutdown: isOfConnection,
  restart: isOfConnection,
  permissions: ({ category, name }) =>
    category === 'authentication-authorization' && !/^tls-/.test(name),
  rotation: ({ category, name }, line) =>
    /\bcert/i.test(line)
      ? /^tls-/.test(name)
      : category === 'authentication-authorization' && !/^tls-/.test(name),
  clock: ({ name }) => /^(?:clock-|token-|tls-)/.test(name),
};
/** Kinds after which something does not answer for a while. */
const GOES_AWAY: ReadonlySet<string> = new Set(['shutdown', 'restart', 'fail-over']);
/** Kinds of change that are of one thing: a setting, a secret, a table. */
const OF_A_THING: ReadonlySet<string> = new Set([
  'configuration-change',
  'permissions',
  'rotation',
  'migration',
]);
/** Kinds that concern whoever uses the thing, and may show only when it is used the next time. */
const MAY_WAIT: ReadonlySet<string> = new Set([
  'migration',
  'fail-over',
  'permissions',
  'rotation',
  'clock',
]);
/** What a setting of a size uses up sooner or later: the failure, and the words of such a setting. */
const USED_UP: readonly (readonly [failure: RegExp, setting: RegExp])[] = [
  [
    /pool|too-many-connections|descriptors|ports-used-up|lambda-concurrency/,
    /worker|thread|concurren|parallel|pool|connection|batch|\bmax[_. -]?(?:clients?|files?|open|idle|active|size|total|in[_. -]?flight|requests)/i,
  ],
  [
    /memory|heap/,
    /worker|thread|concurren|parallel|batch|memory|heap|cache|buffer|\bmax[_. -]?(?:size|entries|items|clients?)/i,
  ],
  // Rates that are bought or bounded are used up by how much is asked for at once.
  [/-throttled$|^s3-slow-down$/, /worker|thread|concurren|parallel|batch/i],
  [/disk-full/, /retention|log[_ .-]?(?:level|rotat)/i],
];

/** A kind of change that speaks for itself. */
export function isStrong({ weight }: TriggerKind): boolean {
  return weight >= STRONG_WEIGHT;
}

/** More than the order in time and the kind of change: what confirms a cause. */
export function isFirm(tie: Tie | null): boolean {
  return tie !== null && tie.kind !== 'immediate' && tie.kind !== 'other-thing';
}

/** The strongest tie, or null where only the order in time speaks for the change. */
export function tieOf(
  change: Change,
  candidate: Candidate,
  around: Surroundings,
  survey: Survey,
): Tie | null {
  const { event, line, dated, shared, named, groupOf, kind, own, nearMs } = change;
  if (dated) return { kind: 'date' };
  if (shared.length > 0) {
    const words = withoutParts(shared).slice(0, MAX_WORDS_TOLD);
    return { kind: 'words', words, others: othersHolding(words, event, survey) };
  }
  const name = named ?? particularIn(line, candidate);
  if (name !== null) return { kind: 'name', name };
  if (groupOf !== null && wentAway(change, candidate)) return { kind: 'group', name: groupOf };
  if (!isStrong(kind) || isLate(change, candidate, around) || isOfOneMember(candidate)) return null;
  if (isUsedUp(change, candidate)) return { kind: 'mechanism' };
  if (isMechanism(change, candidate)) {
    const other = otherThing(change, candidate);
    return other === null ? { kind: 'mechanism' } : { kind: 'other-thing', name: other };
  }
  return own && nearMs <= IMMEDIATE_MS ? { kind: 'immediate' } : null;
}

/** Whether it tells that what is called in vain went away just then. */
function wentAway({ kind, line, nearMs }: Change, { signature }: Candidate): boolean {
  if (signature === null || !GOES_AWAY.has(kind.name) || nearMs > SOON_MS) return false;
  return BRINGS_ABOUT[kind.name]?.(signature, line) === true;
}

/** The longest first: `web-7` says all that its part `web` does. */
function withoutParts(words: readonly string[]): readonly string[] {
  return words.filter(
    (word, index) => !words.slice(0, index).some((longer) => wordsOf(longer).has(word)),
  );
}

/** It came when the number that leads to the failure had turned already, so it did not begin it. */
export function isLate(
  { event }: Pick<Change, 'event'>,
  { range }: Candidate,
  { leading }: Surroundings,
): boolean {
  if (leading === null) return false;
  const turnedMs = leading.turn.timestampMs + Math.max(leading.slackMs, TOLERANCE_MS);
  return event.timestampMs > turnedMs && turnedMs < range.startMs - IMMEDIATE_MS;
}

function isOfOneMember({ own }: Candidate): boolean {
  const mark = markOfAll(own);
  return mark !== null && MEMBER_FIELD.test(mark.field);
}

/** A flag or setting by name that all samples of the failure hold as the code writes it: `new_cart` in `NewCartView`. */
function particularIn(line: string, { own: [lead] }: Candidate): string | null {
  const texts = lead?.samples.map(({ block }) => block.message) ?? [];
  if (texts.length === 0) return null;
  const isHeld = (name: string) => texts.every((text) => holdsParticular(text, name));
  return particularsOf(line).find(isHeld) ?? null;
}

/** A setting of a size, and what is used up by such a size. */
function isUsedUp({ kind, line, own }: Change, { signature }: Candidate): boolean {
  if (signature === null || !own || kind.name !== 'configuration-change') return false;
  return USED_UP.some(([failure, setting]) => failure.test(signature.name) && setting.test(line));
}

function isMechanism({ kind, line, own, nearMs }: Change, candidate: Candidate): boolean {
  const { signature } = candidate;
  // What shows at the surface is no fault of the code that anyone knows.
  if (signature === null || signature.layer === 'surface') return false;
  if (takesAway(line, candidate)) return nearMs <= soonMs(candidate);
  if (BRINGS_ABOUT[kind.name]?.(signature, line) !== true) return false;
  return MAY_WAIT.has(kind.name) || (own && nearMs <= soonMs(candidate));
}

/** A thing that the line names and the failure does not; a new version is of all things. */
function otherThing({ kind, line }: Change, candidate: Candidate): string | null {
  if (!OF_A_THING.has(kind.name) || takesAway(line, candidate)) return null;
  const { names, component } = candidate;
  const known = [...Object.values(names), component ?? ''].map((name) => name.toLowerCase());
  const others = particularsOf(line).filter((name) => !known.includes(name.toLowerCase()));
  if (kind.name !== 'migration') return others[0] ?? null;
  // A migration has a name of its own; only beside the table that fails does it tell of another one.
  return names.table === undefined ? null : (others[0] ?? null);
}

/** What fails rarely shows a change later than what fails all the time. */
function soonMs({ own, range }: Candidate): number {
  const count = own.reduce((sum, finding) => sum + finding.count, 0);
  return Math.max(SOON_MS, (SOON_GAPS * durationMs(range)) / Math.max(1, count));
}

/** Faults that are known to be the code's, and what a version lacks: a setting, a module, a permission. */
function isOfCode(signature: Signature): boolean {
  const isFault = signature.type === 'application-code' && signature.typeUnknown !== true;
  return isFault || isOfSettings(signature);
}

function isOfConnection({ category, layer }: Signature): boolean {
  return category === 'connection' && layer !== 'surface';
}

function isOfSettings({ type, category }: Signature): boolean {
  const denied = category === 'authentication-authorization';
  return type === 'configuration' && (denied || category === 'configuration');
}

/** Why it is more than the order in time, as a half sentence about the change; empty where it is not. */
export function tieWords(tie: Tie | null): string {
  switch (tie?.kind) {
    case undefined:
      return '';
    case 'date':
      return 'it names the moment of the onset';
    case 'words': {
      const words = tie.words.map((word) => `"${word}"`).join(', ');
      return `it shares ${words} with the lines of the failure${beside(tie.others, tie.words.length)}`;
    }
    case 'name':
      return `it names what fails, ${tie.name}`;
    case 'group':
      return `it stands in the log of what fails, ${tie.name}`;
    case 'mechanism':
      return 'such a failure is what a change of this kind can bring about';
    case 'other-thing':
      return `a change of this kind can bring about such a failure, but nothing in the errors speaks of ${tie.name}`;
    case 'immediate':
      return 'it was made to the failing service within a minute before something turned';
  }
}

/** What speaks against chance, exactly: the words are told of the lines that were read, and of no others. */
function beside({ read, holding }: Others, words: number): string {
  if (read === 0) return '';
  const all = `the ${plural(read, 'other line')} below WARN that ${read === 1 ? 'was' : 'were'} read`;
  const one = words === 1 ? 'it' : 'one of them';
  return holding === 0
    ? `, and none of ${all} holds ${one}`
    : `; of ${all} ${grouped(holding)} (${percent(holding / read)}) ${holding === 1 ? 'holds' : 'hold'} ${one} too`;
}
