// Whether what ended cannot be who is refused: a job, which listens nowhere, or a program whose own log goes on with its
// daily work while others are refused.
import type { LogEvent } from '../base/log-event.ts';
import { SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { holdsBetween } from '../evidence/moments.ts';
import type { Candidate } from './candidates.ts';
import { isJob } from './job-name.ts';
import { serviceIn } from './service-name.ts';
import type { Case } from './types.ts';

/** So many lines of daily work while calls are refused are of a program that serves. */
const MIN_LINES = 3;
/** The time of the refusals is cut into so many parts, each with as many of them; the log goes on in so many at least. */
const PARTS = 4;
const MIN_PARTS = 3;
/** What a program that ends still finishes, and what clocks differ. */
const LAST_WORDS_MS = 10 * SECOND_MS;
const MAX_TEXT_CHARS = 500;

export function cannotBeRefused(
  ended: Candidate,
  atMs: number,
  refusal: Candidate,
  input: Case,
): boolean {
  return isJob(ended) || goesOn(ended, atMs, refusal, input);
}

/**
 * Kinds of lines that were there before the end go on in its own log stream through most of the time in which calls are
 * refused; other streams are of other instances. What dies again and again does so in between.
 */
function goesOn(ended: Candidate, atMs: number, refusal: Candidate, { survey }: Case): boolean {
  if (ended.own.some(({ count }) => count > 1)) return false;
  const streams = streamsOf(ended);
  const after = survey.kinds
    .filter(({ logGroup }) => isOwnLog(logGroup, ended))
    .map(({ lines }) => lines.filter(({ event }) => streams.has(streamOf(event))))
    .map((lines) => lines.map(({ event }) => event.timestampMs))
    .filter((times) => times.some((ms) => ms < atMs))
    .flatMap((times) => times.filter((ms) => ms > atMs + LAST_WORDS_MS))
    .sort((a, b) => a - b);
  const parts = partsOf(refusal, atMs);
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return false;
  const during = after.filter((ms) => ms >= first.startMs && ms <= last.endMs);
  const held = parts.filter(({ startMs, endMs }) => holdsBetween(during, startMs, endMs));
  return during.length >= MIN_LINES && held.length >= MIN_PARTS;
}

const streamOf = ({ logGroup, logStream }: LogEvent) => `${logGroup}\n${logStream}`;

function streamsOf({ own }: Candidate): ReadonlySet<string> {
  const events = own.flatMap(({ samples }) => samples.flatMap(({ block }) => block.events));
  return new Set(events.map(streamOf));
}

/** By their times, so that a late refusal makes no long time of it; of refusals without times parts of one length. */
function partsOf({ own, range }: Candidate, atMs: number): readonly TimeRange[] {
  const times = own.flatMap(({ timesMs }) => timesMs.filter((ms) => ms >= atMs));
  times.sort((a, b) => a - b);
  const at = (part: number) =>
    times.length > PARTS
      ? times[Math.round((part * (times.length - 1)) / PARTS)]
      : range.startMs + ((range.endMs - range.startMs) * part) / PARTS;
  return Array.from({ length: PARTS }, (_, part) => ({
    startMs: at(part) ?? range.startMs,
    endMs: at(part + 1) ?? range.endMs,
  }));
}

/** A log that is called after what ended; one of a whole host goes on whoever ends. */
function isOwnLog(logGroup: string, { own, names, component }: Candidate): boolean {
  const service = serviceIn(logGroup).toLowerCase();
  const said = own.flatMap(({ samples }) =>
    samples.map(({ block }) => block.message.slice(0, MAX_TEXT_CHARS).toLowerCase()),
  );
  const known = [...Object.values(names), component ?? ''].map((name) => name.toLowerCase());
  return known.includes(service) || said.every((text) => text.includes(service));
}
