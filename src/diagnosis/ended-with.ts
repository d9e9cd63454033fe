// A failure that came all along and ended as a change was made that set another one off: the change may have ended it,
// and to undo the change may bring it back.
import { durationMs, MINUTE_MS, type TimeRange } from '../base/time-range.ts';
import { countBefore } from '../evidence/moments.ts';
import type { Finding } from '../evidence/types.ts';
import { isTriggerProven } from './course-sentences.ts';
import type { Ranked } from './rank.ts';
import { clock, endedMs, plural, usualGapMs } from './times.ts';
import { leadOf } from './title.ts';
import type { TriggerFound } from './trigger-found.ts';
import type { Case, EndedWith, RootCause } from './types.ts';

/** It ended at most so long before or after the change. */
const NEAR_MS = MINUTE_MS;
/** Of fewer, or of what comes more seldom, the end can not be told from a pause. */
const MIN_COUNT = 30;
const MAX_GAP_MS = MINUTE_MS;
/** Quiet for so many of its usual distances, and so many of its longest. */
const QUIET_GAPS = 30;
const QUIET_LONGEST_GAPS = 5;
/** Each part of the time before the end holds at least so much of an even share. */
const PARTS = 4;
const MIN_PART_SHARE = 0.5;

/** The change that set another cause off, and with which this one ended; null without one. */
export function endedWithOf(
  cause: Ranked,
  causes: readonly Ranked[],
  input: Case,
): EndedWith | null {
  const lead = leadOf(cause);
  if (!endsForGood(lead, input.window)) return null;
  for (const other of causes) {
    const { trigger } = other;
    if (other === cause || trigger === null || !isTriggerProven(other, input)) continue;
    if (!isNear(lead, trigger) || !isOfOneGroup(lead, leadOf(other), trigger)) continue;
    const { kind, event } = trigger;
    const [finding, endMs] = [leadOf(other).id, lead.lastSeenMs];
    return { finding, noun: kind.noun, changeMs: event.timestampMs, endMs };
  }
  return null;
}

/** It came at an even rate, and then no more, for much longer than it ever paused. */
function endsForGood(finding: Finding, window: TimeRange): boolean {
  const { count, lastSeenMs, timesMs } = finding;
  const gapMs = usualGapMs(finding);
  if (count < MIN_COUNT || timesMs.length < count || gapMs > MAX_GAP_MS) return false;
  if (endedMs(finding, window) !== lastSeenMs || !isEven(finding)) return false;
  const quietMs = window.endMs - lastSeenMs;
  return quietMs > Math.max(gapMs * QUIET_GAPS, longestGapMs(timesMs) * QUIET_LONGEST_GAPS);
}

/** Of times in ascending order. */
function longestGapMs(timesMs: readonly number[]): number {
  return timesMs.reduce(
    (longest, ms, index) => Math.max(longest, ms - (timesMs[index - 1] ?? ms)),
    0,
  );
}

function isEven({ count, firstSeenMs, lastSeenMs, timesMs }: Finding): boolean {
  const partMs = durationMs({ startMs: firstSeenMs, endMs: lastSeenMs }) / PARTS;
  const before = Array.from({ length: PARTS + 1 }, (_, part) =>
    part === PARTS ? count : countBefore(timesMs, firstSeenMs + part * partMs),
  );
  const least = (count / PARTS) * MIN_PART_SHARE;
  return before.slice(1).every((upTo, part) => upTo - (before[part] ?? 0) >= least);
}

function isNear({ lastSeenMs }: Finding, { event }: TriggerFound): boolean {
  return Math.abs(event.timestampMs - lastSeenMs) <= NEAR_MS;
}

/** The change can reach it: where the change was logged, or where what it set off is. */
function isOfOneGroup(finding: Finding, setOff: Finding, { event }: TriggerFound): boolean {
  const known = new Set([event.logGroup, ...setOff.logGroups.map(({ name }) => name)]);
  return finding.logGroups.every(({ name }) => known.has(name));
}

/** As the last sentence of what is told of it. */
export function endedWithSentences(ended: EndedWith | null, { window }: Case): string[] {
  if (ended === null) return [];
  const { finding, noun, changeMs, endMs } = ended;
  return [
    `It ended at ${clock(endMs, window)}, within a minute of what set off ${finding}, ${noun} logged at ${clock(changeMs, window)}: that change may have ended it, and undoing the change may bring it back.`,
  ];
}

/** Before a change is undone: what ended with it. */
export function weighFirst(
  cause: RootCause,
  causes: readonly RootCause[],
  { analysis, window }: Case,
): string[] {
  return causes.flatMap(({ findings, endedWith = null }) => {
    const [id] = findings;
    if (endedWith === null || endedWith.finding !== cause.findings[0]) return [];
    const { count = 0 } = analysis.findings.find((each) => each.id === id) ?? {};
    return [
      `Weigh first that ${id} (${plural(count, 'time')}) ended at ${clock(endedWith.endMs, window)}, as that change was made: undoing it may bring ${id} back.`,
    ];
  });
}
