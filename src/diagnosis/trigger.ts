// The event just before the onset that most likely set it off. It has to be rare: what is logged every minute
// sets nothing off.
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import { isBelowError } from '../evidence/level.ts';
import { peel } from '../evidence/peel.ts';
import type { Finding } from '../evidence/types.ts';
import type { Candidate } from './candidates.ts';
import { type TriggerKind, triggerKindOf } from './trigger-kinds.ts';
import type { Case } from './types.ts';

export interface TriggerFound {
  readonly event: LogEvent;
  readonly kind: TriggerKind;
  /** The words that announce it, as the event holds them. */
  readonly words: string;
  /** How long before the onset, in milliseconds. */
  readonly leadMs: number;
  /** Strong enough to confirm a cause: it names who is at fault, or is of a telling kind in its own log groups. */
  readonly telling: boolean;
}

/** How far before the onset a trigger is looked for. */
export const TRIGGER_LEAD_MS = 10 * MINUTE_MS;
/** Lines of one shape more often than this are routine… */
const MAX_REPEATS = 3;
/** …unless they fall together, as when every instance of a fleet announces the same. */
const FLEET_SPREAD_MS = 2 * MINUTE_MS;
/** Three lines with gaps as even as this are a timer. */
const EVEN_GAP_SPREAD = 0.3;
const MIN_TIMER_GAP_MS = 5 * SECOND_MS;
const MAX_TEXT_CHARS = 500;
const MAX_SHAPE_CHARS = 160;
const NEARNESS_WEIGHT = 2;
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

/** The best trigger of a candidate that set in during the window, or null. */
export function findTrigger(candidate: Candidate, input: Case): TriggerFound | null {
  if (!candidate.change) return null;
  const onsetMs = candidate.range.startMs;
  const samples = sampleEventIds(input);
  const timesByShape = shapesOf(input.context);
  const found = input.context
    .filter(
      (event) => event.timestampMs <= onsetMs && event.timestampMs >= onsetMs - TRIGGER_LEAD_MS,
    )
    .filter((event) => !samples.has(event.eventId))
    .flatMap((event) => announced(event, candidate, input))
    .filter(({ event }) => isRare(timesByShape.get(shapeOf(event)) ?? []));
  found.sort(
    (a, b) => merit(b, candidate, input) - merit(a, candidate, input) || a.leadMs - b.leadMs,
  );
  return found[0] ?? null;
}

function sampleEventIds(input: Case): ReadonlySet<string> {
  const errors = input.analysis.findings.filter(({ severity }) => severity === 'error');
  return new Set(
    errors.flatMap(({ samples }) =>
      samples.flatMap(({ block }) => block.events.map(({ eventId }) => eventId)),
    ),
  );
}

function announced(event: LogEvent, candidate: Candidate, input: Case): TriggerFound[] {
  const { level, text, status } = peel(event.message);
  const line = text.slice(0, MAX_TEXT_CHARS);
  if (level === 'debug' || level === 'trace') return [];
  if (level !== null && !isBelowError(level)) return [];
  if (level === null && FAILURE_WORDS.test(line)) return [];
  if (status !== null || REQUEST_LINE.test(line)) return [];
  const kind = triggerKindOf(line);
  if (kind === null) return [];
  const leadMs = candidate.range.startMs - event.timestampMs;
  const telling =
    isNamed(candidate, event, input) || (isStrong(kind) && isInOwnGroup(candidate, event));
  return [{ event, kind, words: line.split('\n')[0] ?? '', leadMs, telling }];
}

function shapesOf(context: readonly LogEvent[]): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  for (const event of context) {
    const shape = shapeOf(event);
    const known = times.get(shape);
    if (known === undefined) times.set(shape, [event.timestampMs]);
    else known.push(event.timestampMs);
  }
  return times;
}

/** At most a few lines of one shape among all events read, or all of them close together. */
function isRare(times: readonly number[]): boolean {
  const spreadMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  if (isEven(times)) return false;
  return times.length <= MAX_REPEATS || spreadMs <= FLEET_SPREAD_MS;
}

function isEven(times: readonly number[]): boolean {
  if (times.length < MAX_REPEATS) return false;
  const gaps = times.slice(1).map((ms, index) => ms - (times[index] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  return mean >= MIN_TIMER_GAP_MS && Math.sqrt(variance) / mean < EVEN_GAP_SPREAD;
}

/** The line without what changes from one event to the next. */
function shapeOf(event: LogEvent): string {
  return event.message
    .slice(0, MAX_TEXT_CHARS)
    .replace(/[0-9a-f]{8,}/gi, '#')
    .replace(/\d+/g, '#')
    .slice(0, MAX_SHAPE_CHARS);
}

function merit({ event, kind, leadMs }: TriggerFound, candidate: Candidate, input: Case): number {
  const nearness = NEARNESS_WEIGHT * (1 - leadMs / TRIGGER_LEAD_MS);
  return (
    kind.weight +
    nearness +
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
