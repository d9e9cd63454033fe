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
  /** Strong enough to confirm a cause: of a telling kind, near, or naming the component. */
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
/** Kinds of this weight, and any kind so near to the onset, speak for themselves. */
const TELLING_WEIGHT = 5;
const NEAR_MS = 2 * MINUTE_MS;
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
    .flatMap((event) => announced(event, candidate))
    .filter(({ event }) => isRare(timesByShape.get(shapeOf(event)) ?? []));
  found.sort((a, b) => merit(b, candidate) - merit(a, candidate) || a.leadMs - b.leadMs);
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

function announced(event: LogEvent, candidate: Candidate): TriggerFound[] {
  const { level, text, status } = peel(event.message);
  const line = text.slice(0, MAX_TEXT_CHARS);
  if (level !== null && !isBelowError(level)) return [];
  if (level === null && FAILURE_WORDS.test(line)) return [];
  if (status !== null || REQUEST_LINE.test(line)) return [];
  const kind = triggerKindOf(line);
  if (kind === null) return [];
  const leadMs = candidate.range.startMs - event.timestampMs;
  const telling = kind.weight >= TELLING_WEIGHT || leadMs <= NEAR_MS || isNamed(candidate, event);
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

function merit({ event, kind, leadMs }: TriggerFound, candidate: Candidate): number {
  const nearness = NEARNESS_WEIGHT * (1 - leadMs / TRIGGER_LEAD_MS);
  const sameGroup = candidate.own.some((finding) => hasGroup(finding, event.logGroup));
  return (
    kind.weight +
    nearness +
    (isNamed(candidate, event) ? NAMED_WEIGHT : 0) +
    (sameGroup ? SAME_GROUP_WEIGHT : 0)
  );
}

function isNamed(candidate: Candidate, event: LogEvent): boolean {
  return namesOf(candidate).some((name) => event.message.includes(name));
}

function hasGroup(finding: Finding, name: string): boolean {
  return finding.logGroups.some((group) => group.name === name);
}

function namesOf(candidate: Candidate): string[] {
  const { component, names } = candidate;
  const values = [component, names.unit, names.pool, names.host, names.table, names.setting];
  return values.flatMap((value) =>
    value !== null && value !== undefined && value.length >= MIN_NAME_CHARS ? [value] : [],
  );
}
