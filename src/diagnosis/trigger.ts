// The event just before the onset that most likely set it off. It has to be rare: what is logged every minute
// sets nothing off. It announces a change in known words, or is of a kind that is not seen otherwise; words that the
// failing lines share with it, and no healthy ones do, weigh more than nearness.
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import { isBelowError } from '../evidence/level.ts';
import { peel } from '../evidence/peel.ts';
import { frameLanguage } from '../evidence/reassemble/grammar.ts';
import type { AccountChange } from './account/change.ts';
import { hostCalled } from './called-host.ts';
import { calleeOf } from './callees.ts';
import type { Candidate } from './candidates.ts';
import { withoutTool } from './change-tools.ts';
import { isElsewhere } from './elsewhere.ts';
import { isInLimitLead, limitLeadOf } from './limit-change.ts';
import { markOfAll } from './mark.ts';
import { NAMED_MOMENT, namesMoment, novelKindOf, TROUBLE } from './novel-kinds.ts';
import { isNamesakeOnly, tellerOfAnother } from './of-another.ts';
import { isRare, isSteady, shapeOf, shapesOf } from './rarity.ts';
import { recurringTrigger } from './recurring-trigger.ts';
import type { Surroundings } from './surroundings.ts';
import { sharedWords } from './ties.ts';
import { isTied, type TriggerFound } from './trigger-found.ts';
import { kindNamed, type TriggerKind, triggerKindOf } from './trigger-kinds.ts';
import { explainsAnother, isHousekeeping } from './trigger-look-alikes.ts';
import {
  failingGroupOf,
  failingNameIn,
  isForeign,
  isInOwnGroup,
  namesOtherOwner,
  namesOwnService,
} from './trigger-names.ts';
import { type Change, isFirm, isLate, type Tie, tieOf } from './trigger-tie.ts';
import type { Case } from './types.ts';

/** How far before the onset a trigger is looked for. */
const TRIGGER_LEAD_MS = 10 * MINUTE_MS;
const MAX_TEXT_CHARS = 500;
/** Several hosts write the logs: so much after a turning point a line may still stand before it. */
const TOLERANCE_MS = 5 * SECOND_MS;
/** Of errors that were there from the first lines on, so much may come before a trigger. */
const FIRST_TOLERANCE_MS = SECOND_MS;
/** Lines that are only rare, and share no word with the failure, may be as near as this by chance. */
const MAX_CHANCE: Readonly<Record<string, number>> = {
  change: 0.25,
  trouble: 0.25,
  'new-line': 0.1,
};
/** So much of the window before a change is hardly anything. */
const EARLY_SHARE = 0.1;
const MAX_EARLY_LEAD_MS = MINUTE_MS;
const MIN_EARLY_WEIGHT = 4;
const NEARNESS_WEIGHT = 2;
/** A tie weighs more than nearness and kind: without one a change may be there by chance. */
const TIE_WEIGHT: Readonly<Record<Tie['kind'], number>> = {
  date: 4,
  words: 4,
  name: 4,
  group: 4,
  mechanism: 3,
  immediate: 2,
  'other-thing': 1,
};
const FOREIGN_WEIGHT = -3;
const LATE_WEIGHT = -2;
const OWN_SERVICE_WEIGHT = 0.5;
const SAME_GROUP_WEIGHT = 0.5;
/** A request that was served is no change of the system. */
const REQUEST_LINE = /^"?(?:GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE) \//;
/** An event without a level that reads like this is a failure itself. */
const FAILURE_WORDS =
  /\b(?:error|exception|fatal|panic|traceback|failed|denied|refused|timed out)\b/i;

/**
 * What may have set a candidate off, the best first. One that ran from the start of the window has nothing, unless a
 * change stands before its first error that is tied to it or with which the logs begin.
 */
export function findTriggers(
  candidate: Candidate,
  input: Case,
  around: Surroundings,
): readonly TriggerFound[] {
  // What comes before errors is not known where these were read in part.
  if (candidate.own.some(({ readInPart }) => readInPart === true)) return [];
  const [lead] = candidate.own;
  const called = lead === undefined ? null : (calleeOf(lead, input) ?? hostCalled(lead));
  const look: Look = { candidate, input, around, called, ...groundsOf(input) };
  const found = input.context.flatMap((event) => announced(event, look));
  const allowed = candidate.change ? found : found.filter((each) => isBeforeAll(each, input));
  allowed.sort((a, b) => merit(b, look) - merit(a, look) || a.leadMs - b.leadMs);
  if (allowed.length > 0) return allowed;
  const recurring = lead === undefined ? null : recurringTrigger(lead, input, look.samples);
  return recurring === null ? [] : [recurring];
}

/** What holds whichever candidate asks. */
interface Grounds {
  readonly samples: ReadonlySet<string>;
  readonly timesByShape: ReadonlyMap<string, readonly number[]>;
  /** Events of kinds that are not seen otherwise. */
  readonly rare: ReadonlySet<string>;
  /** Changes in the account, by the id of their event. */
  readonly changes: ReadonlyMap<string, AccountChange>;
  /** What events announce, of those that were looked at. */
  readonly announcements: Map<LogEvent, Announcement>;
}

interface Announcement {
  /** What an event says that can announce a change; null where it cannot. */
  readonly line: string | null;
  /** The kind of change that it announces. */
  readonly kind: TriggerKind | null;
}

interface Look extends Grounds {
  readonly candidate: Candidate;
  readonly input: Case;
  readonly around: Surroundings;
  /** Whom the failed calls name as their other side. */
  readonly called: string | null;
}

/** Computed once a case: every candidate asks for it. */
function groundsOf(input: Case): Grounds {
  const known = grounds.get(input);
  if (known !== undefined) return known;
  const found: Grounds = {
    samples: sampleEventIds(input),
    timesByShape: shapesOf(input.context),
    rare: new Set(input.survey.rare.map(({ line }) => line.event.eventId)),
    changes: new Map((input.changes ?? []).map((change) => [change.eventId, change])),
    announcements: new Map(),
  };
  grounds.set(input, found);
  return found;
}

const grounds = new WeakMap<Case, Grounds>();

/**
 * Of errors that ran through the window: a line tied to them, or a change just before the first of them with hardly
 * anything before it – what began then and what was always so look alike in these logs.
 */
function isBeforeAll(found: TriggerFound, { window, survey }: Case): boolean {
  if (isTied(found)) return true;
  const { kind, nearMs, event } = found;
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

function announced(logged: LogEvent, look: Look): TriggerFound[] {
  const event = subjectOf(logged, look);
  const { candidate, input, around, changes } = look;
  const change = changes.get(event.eventId);
  if (change !== undefined && isElsewhere(change, candidate, input)) return [];
  const read = readAs(event, look);
  if (read === null) return [];
  const { line, kind, nearMs, shared } = read;
  const named = failingNameIn(event, candidate);
  const about = namesOwnService(event, candidate, input.application);
  const unnamed = !about && named === null && shared.length === 0;
  const ofAnother = unnamed && isForeign(kind, withoutTool(line));
  const teller =
    unnamed && !ofAnother ? tellerOfAnother(kind, event, candidate, look.called, input) : null;
  const foreign = ofAnother || teller !== null;
  const own = about || (isInOwnGroup(candidate, event) && !foreign);
  const groupOf = failingGroupOf(event, candidate, look.called);
  const tie = tieOf({ ...read, event, named, groupOf, own }, candidate, around, input.survey);
  if (!isFirm(tie) && isSteady(event, input)) return [];
  const leadMs = Math.max(0, candidate.range.startMs - event.timestampMs);
  const words = logged === event ? (line.split('\n')[0] ?? '') : logged.message;
  const late = isLate({ event }, candidate, around);
  return [{ event: logged, kind, words, leadMs, nearMs, tie, late, foreign, teller }];
}

/** Who changed something says nothing about what was changed. */
function subjectOf(event: LogEvent, { changes }: Look): LogEvent {
  const change = changes.get(event.eventId);
  return change === undefined ? event : { ...event, message: change.subject };
}

/** What it announces and how near; null where it announces nothing, or nothing that concerns this failure. */
function readAs(
  event: LogEvent,
  look: Look,
): Pick<Change, 'line' | 'kind' | 'nearMs' | 'shared' | 'dated'> | null {
  const { candidate, input, around } = look;
  const dated =
    look.rare.has(event.eventId) &&
    namesMoment(event.message, event.timestampMs, candidate.range.startMs);
  const leadMs = dated ? 0 : leadOf(event, look);
  if (leadMs === null && !isInLimitLead(event, candidate)) return null;
  const { line, kind: announcedKind } = announcementOf(event, look);
  if (line === null) return null;
  const shared = sharedWords(event, around.words).filter(
    (word) => !isNamesakeOnly(word, event.message, candidate),
  );
  const nearMs = leadMs ?? limitLeadOf(event, candidate, shared);
  if (nearMs === null) return null;
  const kind = dated ? NAMED_MOMENT : ofVersion(announcedKind, event, candidate);
  if (kind === null || isAftermath(kind, event, candidate)) return null;
  const isOfAnother = namesOtherOwner(event, candidate);
  const byChance = shared.length === 0 && isChance(kind, nearMs, input);
  return !dated && (isOfAnother || byChance) ? null : { line, kind, nearMs, shared, dated };
}

/** What gave way behind the first of these errors did not bring them about. */
function isAftermath({ name }: TriggerKind, event: LogEvent, { range }: Candidate): boolean {
  return name === TROUBLE.name && event.timestampMs > range.startMs;
}

/** A version that only what fails has, and a rare line that holds it: with that line it came. */
const VERSION_FIELD =
  /^(?:app[._-]?)?(?:version|build|release|revision|commit|sha|image)(?:[._-]?(?:id|tag|name))?$/i;
const UNNAMED: ReadonlySet<string> = new Set(['new-line', 'change', 'trouble']);

function ofVersion(
  kind: TriggerKind | null,
  event: LogEvent,
  { own }: Candidate,
): TriggerKind | null {
  const mark = kind === null || !UNNAMED.has(kind.name) ? null : markOfAll(own);
  const isNamed = mark !== null && VERSION_FIELD.test(mark.field) && holds(event, mark.value);
  return isNamed ? kindNamed('deployment') : kind;
}

const holds = ({ message }: LogEvent, value: string): boolean =>
  message.slice(0, MAX_TEXT_CHARS).includes(value);

/** Whether a rare line would stand as near to a turning point by chance: with few of them, or a long window, not. */
function isChance(kind: TriggerKind, nearMs: number, { survey, window }: Case): boolean {
  const most = MAX_CHANCE[kind.name];
  if (most === undefined) return false;
  return (survey.rare.length * nearMs) / Math.max(1, window.endMs - window.startMs) > most;
}

function announcementOf(event: LogEvent, look: Grounds): Announcement {
  const known = look.announcements.get(event);
  if (known !== undefined) return known;
  const line = lineOf(event, look);
  const found = { line, kind: line === null ? null : kindOf(line, event, look) };
  look.announcements.set(event, found);
  return found;
}

/** The kind of change that the line announces in known words; of a rare line what its form says. */
function kindOf(line: string, event: LogEvent, { rare, changes }: Grounds): TriggerKind | null {
  const change = changes.get(event.eventId);
  if (change !== undefined) return change.kind === null ? null : kindNamed(change.kind);
  return triggerKindOf(line) ?? (rare.has(event.eventId) ? novelKindOf(line) : null);
}

/** A frame of a trace whose head was not read. */
function isFrame(text: string): boolean {
  return frameLanguage(text.split('\n')[0] ?? '') !== null;
}

/** What an event says that can announce a change: no failure, no request, no routine, nothing for developers alone. */
function lineOf(event: LogEvent, { samples, timesByShape, changes }: Grounds): string | null {
  if (samples.has(event.eventId) || !isRare(timesByShape.get(shapeOf(event)) ?? [])) return null;
  if (changes.has(event.eventId)) return event.message.slice(0, MAX_TEXT_CHARS);
  const { level, text, status } = peel(event.message);
  const line = text.slice(0, MAX_TEXT_CHARS);
  if (explainsAnother(event.message.slice(0, MAX_TEXT_CHARS))) return null;
  if (level === 'debug' || level === 'trace') return null;
  if (level !== null && !isBelowError(level)) return null;
  if (level === null && FAILURE_WORDS.test(line)) return null;
  if (isFrame(line)) return null;
  return status !== null || REQUEST_LINE.test(line) || isHousekeeping(line) ? null : line;
}

function merit(found: TriggerFound, { candidate, input }: Look): number {
  const { event, kind, nearMs, tie, late, foreign } = found;
  const nearness = NEARNESS_WEIGHT * Math.max(0, 1 - nearMs / TRIGGER_LEAD_MS);
  return (
    kind.weight +
    nearness +
    (tie === null ? 0 : TIE_WEIGHT[tie.kind]) +
    (foreign ? FOREIGN_WEIGHT : 0) +
    (late ? LATE_WEIGHT : 0) +
    (namesOwnService(event, candidate, input.application) ? OWN_SERVICE_WEIGHT : 0) +
    (isInOwnGroup(candidate, event) ? SAME_GROUP_WEIGHT : 0)
  );
}
