// A process that dies says so once, and often not even that; those who call it say over and over that nobody answers.
// The one line is the cause, the many are what it brings about.
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import type { Candidate } from './candidates.ts';

/** Words after which a process is gone or of no use. */
const DEATH =
  /\bout of memory\b|OutOfMemory|\boom[- ]?kill\w*|\bkilled process\b|\bpanic(?:ked)?\b|\bfatal error\b|\bsegmentation fault\b|\bsegfault\b|\bcore dumped\b|\bSIG(?:KILL|SEGV|ABRT|BUS)\b|\bcrash(?:ed|ing|es)?\b|\bassertion fail(?:ed|ure)\b|\b(?:got|terminated by) signal \d|: failed with result '(?!success)|\bshutdown broker because\b|\bexit(?:ed|ing)? (?:with )?(?:code|status)\b|\bexit(?:ed|ing) unexpectedly\b|\bterminated unexpectedly\b|\bno space left on device\b|\bdisk (?:is )?full\b|\bread-only file ?system\b/i;
const MAX_TEXT_CHARS = 4_000;
/** What comes more often is a failure like others, and shows in its own numbers. */
const MAX_COUNT = 10;
/** Calls fail at most so long after the death of who they call; clocks differ a little. */
const MAX_LEAD_MS = 2 * MINUTE_MS;
const TOLERANCE_MS = 5 * SECOND_MS;

/** When the process said for the last time before these failures that it dies; null where it did not. */
export function deathBefore({ own }: Candidate, onsetMs: number): number | null {
  const times = own.filter(tellsDeath).flatMap(({ timesMs }) => timesMs);
  const near = times.filter((ms) => ms >= onsetMs - MAX_LEAD_MS && ms <= onsetMs + TOLERANCE_MS);
  return near.length === 0 ? null : Math.min(...near);
}

function tellsDeath(finding: Finding): boolean {
  return finding.count <= MAX_COUNT && saysDeath(finding);
}

/** Whether all samples are of a process that dies. */
export function saysDeath({ severity, samples }: Finding): boolean {
  if (severity !== 'error') return false;
  return samples.every(
    ({ block, peeled }) =>
      peeled.level === 'fatal' || DEATH.test(block.message.slice(0, MAX_TEXT_CHARS)),
  );
}

/** The candidate as what set in with that death, if what it brings about did so. */
export function fromItsDeathOn(candidate: Candidate, victims: readonly Candidate[]): Candidate {
  const changes = victims.filter(({ change }) => change);
  const deaths = changes.flatMap(({ range }) => deathBefore(candidate, range.startMs) ?? []);
  if (candidate.change || deaths.length === 0) return candidate;
  const endMs = Math.max(...changes.map(({ range }) => range.endMs));
  return { ...candidate, change: true, range: { startMs: Math.min(...deaths), endMs } };
}
