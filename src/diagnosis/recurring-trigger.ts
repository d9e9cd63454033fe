// A line that comes before each burst of errors that recur, and hardly ever without one after it: the timer behind them.
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import type { LineKind, SurveyLine } from '../evidence/survey/line-kinds.ts';
import type { Finding } from '../evidence/types.ts';
import { RECURRING } from './novel-kinds.ts';
import type { TriggerFound } from './trigger-found.ts';
import type { Case } from './types.ts';

/** Errors nearer than this to each other are one burst. */
const MAX_GAP_MS = MINUTE_MS;
/** The line comes at most this long before a burst; clocks of two hosts may differ a little. */
const MAX_LEAD_MS = MINUTE_MS;
const TOLERANCE_MS = SECOND_MS;
const MIN_BURSTS = 4;
const MIN_SHARE = 0.8;
/** Moments just after such a line make up at most this share of the window, else they coincide with anything. */
const MAX_COVERED = 0.35;

interface Pairing {
  readonly line: SurveyLine;
  readonly leadMs: number;
  readonly matched: number;
}

/** Where bursts begin, and the streams that tell of them: one stream has one clock. */
interface Bursts {
  readonly starts: readonly number[];
  readonly streams: ReadonlySet<string>;
}

/**
 * The kind of line that goes with the finding's bursts best, or null; only where all lines of the window were read.
 * `failures`: ids of events of errors, whose own lines set nothing off.
 */
export function recurringTrigger(
  finding: Finding,
  input: Case,
  failures: ReadonlySet<string>,
): TriggerFound | null {
  const { survey, window } = input;
  const starts = burstStarts(finding.timesMs);
  const events = finding.samples.flatMap(({ block }) => block.events);
  const bursts = { starts, streams: new Set(events.map(streamOf)) };
  if (!survey.whole || starts.length < MIN_BURSTS) return null;
  const spanMs = Math.max(1, window.endMs - window.startMs);
  const found = survey.kinds
    .filter(
      ({ level, lines }) =>
        isHealthy(level) &&
        lines.length * MAX_LEAD_MS <= spanMs * MAX_COVERED &&
        !lines.some(({ event }) => failures.has(event.eventId)),
    )
    .flatMap((kind) => pairing(kind, bursts) ?? []);
  found.sort((a, b) => b.matched - a.matched || a.leadMs - b.leadMs);
  const [best] = found;
  if (best === undefined) return null;
  const { event, text } = best.line;
  const { leadMs } = best;
  const none = { tie: null, late: false, foreign: false };
  return { event, kind: RECURRING, words: text, leadMs, nearMs: leadMs, ...none };
}

function burstStarts(times: readonly number[]): number[] {
  return times.filter((ms, index) => index === 0 || ms - (times[index - 1] ?? 0) > MAX_GAP_MS);
}

function isHealthy(level: LineKind['level']): boolean {
  return level === null || level === 'info';
}

const streamOf = ({ logGroup, logStream }: LogEvent) => `${logGroup}\n${logStream}`;

function pairing({ lines }: LineKind, bursts: Bursts): Pairing | null {
  const { starts } = bursts;
  const leads = starts.map((startMs) => lastBefore(lines, startMs, bursts));
  const matched = leads.filter((line) => line !== null).length;
  const followed = lines.filter((line) =>
    starts.some((startMs) => isBefore(line, startMs, bursts)),
  ).length;
  const [startMs = 0] = starts.filter((_, index) => leads[index] !== null);
  const line = leads.find((each) => each !== null);
  if (line === undefined || line === null) return null;
  if (matched < starts.length * MIN_SHARE || followed < lines.length * MIN_SHARE) return null;
  return { line, matched, leadMs: Math.max(0, startMs - line.event.timestampMs) };
}

function lastBefore(
  lines: readonly SurveyLine[],
  startMs: number,
  bursts: Bursts,
): SurveyLine | null {
  return lines.findLast((line) => isBefore(line, startMs, bursts)) ?? null;
}

/** What the stream of the errors has behind them, or at their very time, did not come before them. */
function isBefore({ event }: SurveyLine, startMs: number, { streams }: Bursts): boolean {
  const leadMs = startMs - event.timestampMs;
  return (
    leadMs <= MAX_LEAD_MS && (streams.has(streamOf(event)) ? leadMs > 0 : leadMs >= -TOLERANCE_MS)
  );
}
