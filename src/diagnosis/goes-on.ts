// Whether what ended cannot be who is refused: a job, which listens nowhere, or a program whose own log goes on with its
// daily work while others are refused.
import { MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import type { Candidate } from './candidates.ts';
import { serviceIn } from './service-name.ts';
import type { Case } from './types.ts';

/** Names of programs that run to an end and are called by nobody. */
const RUNS_TO_AN_END =
  /(?:^|[-_./\s(])(?:batch|cron(?:job)?|nightly|backup|etl|pg_dump|mysqldump|rsync)(?:$|[-_./\s)\]:,])/i;
/** Its daily work is looked for so long after the end. */
const MAX_READ_MS = 5 * MINUTE_MS;
/** So many lines of daily work in that time are of a program that serves. */
const MIN_LINES = 3;
const CLOCKS_MS = SECOND_MS;
const MAX_TEXT_CHARS = 500;

/** `refused`: from the first call that was refused to the last one. */
export function cannotBeRefused(
  ended: Candidate,
  atMs: number,
  refused: TimeRange,
  input: Case,
): boolean {
  return isJob(ended) || goesOn(ended, atMs, refused, input);
}

function isJob({ own }: Candidate): boolean {
  return own.every(
    ({ samples, logGroups }) =>
      samples.every(({ block }) => RUNS_TO_AN_END.test(block.message.slice(0, MAX_TEXT_CHARS))) ||
      logGroups.every(({ name }) => RUNS_TO_AN_END.test(serviceIn(name))),
  );
}

/** Kinds of lines that were there before the end go on in its own log while calls still are refused; what dies again and again does so in between. */
function goesOn(ended: Candidate, atMs: number, refused: TimeRange, { survey }: Case): boolean {
  if (ended.own.some(({ count }) => count > 1)) return false;
  const logs = new Set(ended.own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name)));
  const untilMs = Math.min(refused.endMs, atMs + MAX_READ_MS);
  const daily = survey.kinds
    .filter(({ logGroup }) => logs.has(logGroup) && isOwnLog(logGroup, ended))
    .map(({ lines }) => lines.map(({ event }) => event.timestampMs))
    .filter((times) => times.some((ms) => ms < atMs));
  const after = daily.flatMap((times) =>
    times.filter((ms) => ms > atMs + CLOCKS_MS && ms <= untilMs),
  );
  return after.length >= MIN_LINES;
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
