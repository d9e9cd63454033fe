// Calls are refused from a moment on, and one process in all the logs ended just before: though no call names it, as where
// a proxy has an address and the kernel the name of a program, it is what no longer listens.
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import { holdsBetween } from '../evidence/moments.ts';
import { joinedBehind } from './behind.ts';
import { calleeOf, ownService, textOf } from './callees.ts';
import type { Candidate } from './candidates.ts';
import { cannotBeRefused } from './goes-on.ts';
import { deathBefore, fromItsDeathOn } from './process-death.ts';
import { wordsOf } from './ties.ts';
import type { Case } from './types.ts';

/** Rows of the table that say no more than that nobody answers there. */
const REFUSED =
  /^(?:tcp-refused|database-refused|database-recovers|redis-unavailable|envoy-no-healthy-upstream|envoy-connection-failure)$/;
/** Those of them that tell what does not answer: a store of data, whose end says so. */
const STORE_REFUSED = /^(?:database|redis)-/;
const STORE = /postgres|mysql|maria|mongo|redis|valkey|oracle|sqlserv|cassandra|\bdb\b|database/i;
/** Lack of room for data ends no process that does not say so. */
const NO_ROOM = /^(?:disk-full|file-system-read-only)$/;
/** A program that does not read its configuration when it starts is not there either. */
const NOT_STARTED = 'configuration-not-read';
const MAX_STARTS = 10;
const MAX_LEAD_MS = 30 * SECOND_MS;
/** So far may clocks differ: what ends later than that was refused as well, mostly. */
const TOLERANCE_MS = SECOND_MS;
/** A process that ended earlier, too, was called in vain then as well, so soon. */
const MAX_LAG_MS = 2 * MINUTE_MS;
/** `resize-worker`: somebody's name, whether or not it has a log here. */
const NAME = /(?<![\w./:-])[a-z]{2,30}(?:-[a-z]{2,30}){1,4}(?![\w./:-])/g;

interface End {
  readonly candidate: Candidate;
  readonly atMs: number;
}

/** The candidates without refusals that set in behind the only end of a process: these are its consequences. */
export function withOnlyDeathJoined(candidates: readonly Candidate[], input: Case): Candidate[] {
  const refused = candidates.filter((candidate) => isRefusal(candidate));
  return joinedBehind(
    candidates,
    (candidate) =>
      refused.includes(candidate) ? onlyEndBefore(candidate, candidates, input) : undefined,
    (end, victims) => {
      const joined = fromItsDeathOn(end, victims);
      return victims.length === 0 ? joined : { ...joined, isAssumed: true };
    },
  );
}

function isRefusal({ change, signature }: Candidate): boolean {
  return change && REFUSED.test(signature?.name ?? '');
}

/** Of several ends in one log the first; where more than one log tells of one, none is known to be it. */
function onlyEndBefore(
  refusal: Candidate,
  candidates: readonly Candidate[],
  input: Case,
): Candidate | undefined {
  const ends = candidates
    .filter((other) => !isRefusal(other) && mayHaveEnded(other, refusal))
    .flatMap((candidate): End[] => {
      const atMs = endBefore(candidate, refusal.range.startMs);
      if (atMs === null || cannotBeRefused(candidate, atMs, refusal, input)) return [];
      return [{ candidate, atMs }];
    })
    .sort((a, b) => a.atMs - b.atMs);
  const logs = new Set(ends.flatMap(({ candidate }) => logGroupsOf(candidate)));
  const [first] = ends;
  if (first === undefined || logs.size > 1) return undefined;
  if (isOfCaller(first, refusal)) return undefined;
  return isAnother(first.candidate, refusal, input) ? undefined : first.candidate;
}

/** Whether what it tells of can be the end of who is called. */
function mayHaveEnded(candidate: Candidate, refusal: Candidate): boolean {
  const { signature } = refusal;
  if (NO_ROOM.test(candidate.signature?.name ?? '') || endedInVain(candidate, refusal))
    return false;
  if (!STORE_REFUSED.test(signature?.name ?? '')) return true;
  const said = candidate.own.flatMap(({ samples }) => samples.map(textOf));
  return [...said, ...logGroupsOf(candidate)].some((words) => STORE.test(words));
}

function endBefore(candidate: Candidate, onsetMs: number): number | null {
  const deathMs = deathBefore(candidate, onsetMs) ?? startFailedBefore(candidate, onsetMs);
  if (deathMs === null || deathMs < onsetMs - MAX_LEAD_MS) return null;
  return deathMs <= onsetMs + TOLERANCE_MS ? deathMs : null;
}

function startFailedBefore({ own, signature }: Candidate, onsetMs: number): number | null {
  const count = own.reduce((sum, finding) => sum + finding.count, 0);
  if (signature?.name !== NOT_STARTED || count > MAX_STARTS) return null;
  const near = own
    .flatMap(({ timesMs }) => timesMs)
    .filter((ms) => ms >= onsetMs - MAX_LEAD_MS && ms <= onsetMs + TOLERANCE_MS);
  return near.length === 0 ? null : Math.min(...near);
}

const logGroupsOf = ({ own }: Candidate): readonly string[] =>
  own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name));

/** Whether it ended earlier, too, and nobody was refused then: then it is not what is called. */
function endedInVain({ own }: Candidate, { own: refusals, range }: Candidate): boolean {
  const wasRefused = (ms: number) =>
    refusals.some(({ timesMs }) => holdsBetween(timesMs, ms - TOLERANCE_MS, ms + MAX_LAG_MS));
  return own
    .flatMap(({ timesMs }) => timesMs)
    .some((ms) => ms < range.startMs - MAX_LEAD_MS && !wasRefused(ms));
}

/** Whether the one that is refused ended itself: by its own log, or in a log of both after the first refusal. */
function isOfCaller({ candidate, atMs }: End, refusal: Candidate): boolean {
  const logs = new Set(logGroupsOf(refusal));
  if (!logGroupsOf(candidate).every((name) => logs.has(name))) return false;
  return atMs > refusal.range.startMs || writersOf(candidate) === writersOf(refusal);
}

/** A log of a host holds lines of many programs, each under its name. */
function writersOf({ own }: Candidate): string {
  const names = own.map(({ sample: { peeled } }) => peeled.service ?? peeled.logger ?? '');
  return [...new Set(names)].sort().join(' ');
}

/** Who is called has a name, and it is not that of the one that ended. */
function isAnother(ended: Candidate, refusal: Candidate, input: Case): boolean {
  const [view] = refusal.own;
  const [origin] = ended.own;
  if (view === undefined || origin === undefined) return true;
  const service = ownService(origin, input);
  const callee = calleeOf(view, input);
  if (callee !== null) return callee !== service && !tellsOf(ended, callee);
  const names = [...textOf(view.sample).matchAll(NAME)].map(([name]) => name);
  return names.some((name) => name !== service);
}

/** `checkout.service: Failed with result 'signal'.` tells of the service `checkout`, whoever writes it. */
function tellsOf({ own }: Candidate, name: string): boolean {
  return own.some(({ samples }) =>
    samples.every((occurrence) => wordsOf(textOf(occurrence)).has(name.toLowerCase())),
  );
}
