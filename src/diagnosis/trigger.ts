// The event just before the onset that most likely set it off. It has to be rare: what is logged every minute
// sets nothing off. It announces a change in known words, or is of a kind that is not seen otherwise; words that the
// failing lines share with it, and no healthy ones do, weigh more than nearness.
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import { isBelowError } from '../evidence/level.ts';
import { peel } from '../evidence/peel.ts';
import type { Finding } from '../evidence/types.ts';
import type { Candidate } from './candidates.ts';
import { NAMED_MOMENT, namesMoment, novelKindOf } from './novel-kinds.ts';
import { isRare, shapeOf, shapesOf } from './rarity.ts';
import { recurringTrigger } from './recurring-trigger.ts';
import type { Surroundings } from './surroundings.ts';
import { sharedWords } from './ties.ts';
import type { TriggerFound } from './trigger-found.ts';
import { type TriggerKind, triggerKindOf } from './trigger-kinds.ts';
import type { Case } from './types.ts';

/** How far before the onset a trigger is looked for. */
const TRIGGER_LEAD_MS = 10 * MINUTE_MS;
const MAX_TEXT_CHARS = 500;
/** Several hosts write the logs: so much after a turning point a line may still stand before it. */
const TOLERANCE_MS = 5 * SECOND_MS;
/** Of errors that were there from the first lines on, so much may come before a trigger. */
const FIRST_TOLERANCE_MS = SECOND_MS;
/** Lines that are only rare, and share no word with the failure, may be as near as this by chance. */
const MAX_CHANCE: Readonly<Record<string, number>> = { change: 0.25, 'new-line': 0.1 };
/** Kinds of change that concern one service, which the line may name: `deploy of web-frontend`. */
const OF_A_SERVICE: ReadonlySet<string> = new Set(['deployment', 'restart', 'scaling']);
const OF_A_SERVICE_WORD = /\b(?:deploy|releas|roll(?:ed|ing)? ?out|restart|scal)\w*/i;
const SERVICE_NAME = /(?<![\w./-])[a-z]{2,}(?:-[a-z]{2,}){1,4}(?![\w/-])/;
/** So much of the window before a change is hardly anything. */
const EARLY_SHARE = 0.1;
const MAX_EARLY_LEAD_MS = MINUTE_MS;
const MIN_EARLY_WEIGHT = 4;
const NEARNESS_WEIGHT = 2;
const TIED_WEIGHT = 3;
const FOREIGN_WEIGHT = -2;
const NAMED_WEIGHT = 2;
const SAME_GROUP_WEIGHT = 0.5;
const MIN_NAME_CHARS = 4;
/** A name further behind is not looked for. */
const MAX_NAMED_CHARS = 2_000;
/** With one of these beside it a word is but a part of another name. */
const PART_OF_NAME = /[\w-]/;
/** Kinds of this weight are telling in the log groups of the cause, whether they name it or not. */
const TELLING_WEIGHT = 5;
/** A request that was served is no change of the system. */
const REQUEST_LINE = /^"?(?:GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE) \//;
/** An event without a level that reads like this is a failure itself. */
const FAILURE_WORDS =
  /\b(?:error|exception|fatal|panic|traceback|failed|denied|refused|timed out)\b/i;

/**
 * The best trigger of a candidate, or null. One that ran from the start of the window has none, unless a change
 * stands before its first error that is tied to it or with which the logs begin.
 */
export function findTrigger(
  candidate: Candidate,
  input: Case,
  around: Surroundings,
): TriggerFound | null {
  const look: Look = {
    candidate,
    input,
    around,
    samples: sampleEventIds(input),
    timesByShape: shapesIn(input.context),
    rare: new Set(input.survey.rare.map(({ line }) => line.event.eventId)),
  };
  const found = input.context.flatMap((event) => announced(event, look));
  const allowed = candidate.change ? found : found.filter((each) => isBeforeAll(each, input));
  allowed.sort((a, b) => merit(b, look) - merit(a, look) || a.leadMs - b.leadMs);
  return allowed[0] ?? recurringTrigger(candidate.own[0]?.timesMs ?? [], input);
}

/** Computed once a case: every candidate asks for them. */
function shapesIn(context: Case['context']): ReadonlyMap<string, readonly number[]> {
  const known = shapes.get(context);
  if (known !== undefined) return known;
  const found = shapesOf(context);
  shapes.set(context, found);
  return found;
}

const shapes = new WeakMap<Case['context'], ReadonlyMap<string, readonly number[]>>();

interface Look {
  readonly candidate: Candidate;
  readonly input: Case;
  readonly around: Surroundings;
  readonly samples: ReadonlySet<string>;
  readonly timesByShape: ReadonlyMap<string, readonly number[]>;
  /** Events of kinds that are not seen otherwise. */
  readonly rare: ReadonlySet<string>;
}

/**
 * Of errors that ran through the window: a line tied to them, or a change just before the first of them with hardly
 * anything before it – what began then and what was always so look alike in these logs.
 */
function isBeforeAll(
  { tied, kind, nearMs, event }: TriggerFound,
  { window, survey }: Case,
): boolean {
  if (tied) return true;
  const earlyMs = (window.endMs - window.startMs) * EARLY_SHARE;
  return (
    survey.whole &&
    kind.weight >= MIN_EARLY_WEIGHT &&
    nearMs <= MAX_EARLY_LEAD_MS &&
    event.timestampMs - window.startMs <= earlyMs
  );
}

/** From the event to the next moment at which something turned; null where none follows in time. */
function leadOf({ timestampMs }: LogEvent, { candidate, around }: Look): number | null {
  const last = candidate.range.startMs + (candidate.change ? 0 : FIRST_TOLERANCE_MS);
  const next = around.moments.find(
    ({ ms, slackMs }) => ms + Math.max(TOLERANCE_MS, slackMs) >= timestampMs && ms <= last,
  );
  if (next === undefined) return null;
  const leadMs = Math.max(0, next.ms - timestampMs);
  return leadMs <= TRIGGER_LEAD_MS ? leadMs : null;
}

function sampleEventIds(input: Case): ReadonlySet<string> {
  const errors = input.analysis.findings.filter(({ severity }) => severity === 'error');
  return new Set(
    errors.flatMap(({ samples }) =>
      samples.flatMap(({ block }) => block.events.map(({ eventId }) => eventId)),
    ),
  );
}

function announced(event: LogEvent, look: Look): TriggerFound[] {
  const { candidate, input, around } = look;
  const onsetMs = candidate.range.startMs;
  const dated =
    look.rare.has(event.eventId) && namesMoment(event.message, event.timestampMs, onsetMs);
  const nearMs = dated ? 0 : leadOf(event, look);
  const line = nearMs === null ? null : lineOf(event, look);
  const kind = line === null ? null : dated ? NAMED_MOMENT : kindOf(line, event, look);
  if (nearMs === null || line === null || kind === null) return [];
  const shared = sharedWords(event, around.words);
  const tied = dated || shared.length > 0;
  if (!tied && isChance(kind, nearMs, input)) return [];
  const telling =
    tied ||
    isNamed(candidate, event, input) ||
    (isStrong(kind) && isInOwnGroup(candidate, event) && !isForeign(kind, line));
  const leadMs = Math.max(0, onsetMs - event.timestampMs);
  return [{ event, kind, words: line.split('\n')[0] ?? '', leadMs, nearMs, telling, tied, shared }];
}

/** What was deployed, scaled or restarted has a name, and it is not one that the failing lines share. */
function isForeign({ name }: TriggerKind, line: string): boolean {
  const concernsOne = OF_A_SERVICE.has(name) || (name === 'change' && OF_A_SERVICE_WORD.test(line));
  return concernsOne && SERVICE_NAME.test(line);
}

/** Whether a rare line would stand as near to a turning point by chance: with few of them, or a long window, not. */
function isChance(kind: TriggerKind, nearMs: number, { survey, window }: Case): boolean {
  const most = MAX_CHANCE[kind.name];
  if (most === undefined) return false;
  return (survey.rare.length * nearMs) / Math.max(1, window.endMs - window.startMs) > most;
}

/** The kind of change that the line announces in known words; of a rare line what its form says. */
function kindOf(line: string, event: LogEvent, { rare }: Look): TriggerKind | null {
  return triggerKindOf(line) ?? (rare.has(event.eventId) ? novelKindOf(line) : null);
}

/** What an event says that can announce a change: no failure, no request, no routine, nothing for developers alone. */
function lineOf(event: LogEvent, { samples, timesByShape }: Look): string | null {
  if (samples.has(event.eventId) || !isRare(timesByShape.get(shapeOf(event)) ?? [])) return null;
  const { level, text, status } = peel(event.message);
  const line = text.slice(0, MAX_TEXT_CHARS);
  if (level === 'debug' || level === 'trace') return null;
  if (level !== null && !isBelowError(level)) return null;
  if (level === null && FAILURE_WORDS.test(line)) return null;
  return status !== null || REQUEST_LINE.test(line) ? null : line;
}

function merit(found: TriggerFound, { candidate, input }: Look): number {
  const { event, kind, nearMs, tied } = found;
  const nearness = NEARNESS_WEIGHT * (1 - nearMs / TRIGGER_LEAD_MS);
  return (
    kind.weight +
    nearness +
    (tied ? TIED_WEIGHT : 0) +
    (!tied && isForeign(kind, event.message) ? FOREIGN_WEIGHT : 0) +
    (isNamed(candidate, event, input) ? NAMED_WEIGHT : 0) +
    (isInOwnGroup(candidate, event) ? SAME_GROUP_WEIGHT : 0)
  );
}

/** A kind of change that speaks for itself, as a deployment does and the start of a job does not. */
export function isStrong({ weight }: TriggerKind): boolean {
  return weight >= TELLING_WEIGHT;
}

function isInOwnGroup(candidate: Candidate, { logGroup }: LogEvent): boolean {
  return candidate.own.some((finding) => hasGroup(finding, logGroup));
}

/** The line holds the component, the service or the application as a word of its own. */
function isNamed(candidate: Candidate, event: LogEvent, { application }: Case): boolean {
  const line = ` ${event.message.slice(0, MAX_NAMED_CHARS)} `.toLowerCase();
  return [...namesOf(candidate), ...longEnough([application])].some((name) =>
    holdsWord(line, name.toLowerCase()),
  );
}

function holdsWord(line: string, word: string): boolean {
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const isWord = !PART_OF_NAME.test(line[at - 1] ?? '');
    if (isWord && !PART_OF_NAME.test(line[at + word.length] ?? '')) return true;
  }
  return false;
}

function hasGroup(finding: Finding, name: string): boolean {
  return finding.logGroups.some((group) => group.name === name);
}

function namesOf(candidate: Candidate): string[] {
  const { component, names } = candidate;
  const services = candidate.own.map(({ sample }) => sample.peeled.service);
  return longEnough([
    ...services,
    ...[component, names.function, names.ecsService, names.unit],
    ...[names.pool, names.host, names.table, names.setting],
  ]);
}

function longEnough(values: readonly (string | null | undefined)[]): string[] {
  return values.flatMap((value) =>
    value !== null && value !== undefined && value.length >= MIN_NAME_CHARS ? [value] : [],
  );
}
