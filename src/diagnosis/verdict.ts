// How sure a cause is, and whether there is an incident at all. The rules stand in docs/verdicts.md as a reader needs them.
import { HOUR_MS } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import { isBorneOut } from './borne-out.ts';
import { hostCalled } from './called-host.ts';
import { calleeOf, ownService } from './callees.ts';
import { componentOf } from './component.ts';
import { foretoldBy } from './foretold.ts';
import { markOfAll } from './mark.ts';
import type { Ranked } from './rank.ts';
import { similarBursts, similarClusters } from './scattered.ts';
import { serviceIn } from './service-name.ts';
import type { Signature } from './signature.ts';
import { standingOf } from './standing.ts';
import { isOver, setsIn } from './times.ts';
import { leadOf } from './title.ts';
import type { TriggerFound } from './trigger-found.ts';
import { isFirm, isStrong } from './trigger-tie.ts';
import type { Case, RootCause, Trigger, Verdict } from './types.ts';

const DOMINANT_SHARE = 0.5;
/** Fewer errors than these that came and went, with nothing before or after them, tell no cause. */
const MIN_TRANSIENT_COUNT = 20;
/** Fewer errors than these are no incident because a normal time lacks them. */
const MIN_NEW_COUNT = 5;
/** A trickle: at most so many unknown errors an hour (but three in any window)… */
const MAX_TRICKLE_PER_HOUR = 1;
const MIN_TRICKLE_COUNT = 3;
/** …and at most this share of all events. */
const MAX_TRICKLE_SHARE = 0.001;
/** Known failures that someone or something else brings about, which their lines do not name. */
const HAS_CAUSE_ELSEWHERE: ReadonlySet<string> = new Set([
  'database-lock',
  'host-unreachable',
  'leader-lost',
  'consumer-rebalance',
  'consumer-too-slow',
  'container-restarts',
  'health-flapping',
]);
/** As much as this of all events may be an incident that was there already when the normal time began. */
const HEAVY_SHARE = 0.05;

/** Whether it tells no more than that a call was not answered. */
function isUnanswered({ layer, type }: Signature): boolean {
  return layer === 'surface' || (layer === 'wait' && type === 'dependency');
}

export const VERDICT_OF: Readonly<Record<RootCause['confidence'], Verdict>> = {
  confirmed: 'confirmed',
  likely: 'likely',
  possible: 'inconclusive',
};

/**
 * `confirmed`: a known mechanism that set in, after a trigger that is tied to it and whose end fits too, or with consequences that
 * follow it where the mechanism itself is the cause. `likely`: a known mechanism with a name or a place, a change
 * after a trigger of a strong kind, what a normal time lacks, or an unknown failure that dominates and that a field
 * value or a caller's word marks. What shows at the surface alone (503 at the edge) is not known to anyone here.
 */
export function confidenceOf(cause: Ranked, input: Case): RootCause['confidence'] {
  const standing = standingOf(cause, input)?.standing ?? null;
  if (standing === 'background' || standing === 'rare') return 'possible';
  if (foretoldBy(cause) !== null) return 'possible';
  if (isConfirmed(cause)) return 'confirmed';
  const isNew = standing === 'new' || standing === 'risen';
  return (isNew && isTelling(cause, input)) || isLikely(cause, input) ? 'likely' : 'possible';
}

/** What is new tells who is at fault where there is enough of it, and where who it names does not look sound. */
function isTelling(cause: Ranked, input: Case): boolean {
  if (cause.count < MIN_NEW_COUNT || componentOf(cause, input) === null) return false;
  const accused = calleeOf(leadOf(cause), input);
  return accused === null || !hasLog(accused, input) || reportsFailure(accused, input);
}

function hasLog(service: string, { logGroups }: Case): boolean {
  return logGroups.some(({ name }) => serviceIn(name) === service);
}

/** A service that is said not to answer, but whose own log tells of no failure, may be sound: the way to it, or the caller, may be at fault. */
function reportsFailure(service: string, input: Case): boolean {
  return input.analysis.findings.some(
    (finding) => finding.severity === 'error' && ownService(finding, input) === service,
  );
}

function isConfirmed(cause: Ranked): boolean {
  if (!isKnown(cause) || !cause.change) return false;
  // Warnings that go with each other do not prove each other.
  const isFollowed =
    cause.isAssumed !== true && cause.consequences.some(({ severity }) => severity === 'error');
  return isTriggerFirm(cause) || (isFollowed && isOwnCause(cause));
}

function isKnown({ signature }: Ranked): boolean {
  return signature !== null && signature.layer !== 'surface';
}

/** A full disk is a cause; that a call was refused, or waits for who holds a lock, has one elsewhere. */
function isOwnCause({ signature }: Ranked): boolean {
  const isOrigin = signature?.layer === 'origin' && signature.type !== 'dependency';
  return isOrigin && !HAS_CAUSE_ELSEWHERE.has(signature.name);
}

function isLikely(cause: Ranked, input: Case): boolean {
  const { change, trigger, own } = cause;
  if (isBorneOut(cause)) return true;
  if (isScattered(cause, input)) return false;
  if (isKnown(cause) && isPlaced(cause) && !isTransient(cause, input))
    return !isOrdinary(cause, input);
  const isHeld = trigger !== null && (trigger.tie !== null || isSuspect(trigger));
  if (change && (isHeld || cause.end?.kind === 'explained')) return true;
  const isSingled = markOfAll(own) !== null || isNamedByCallers(cause, input);
  return change && cause.signature === null && isSingled && cause.weight >= DOMINANT_SHARE;
}

/** Mail that is tried again, and what CloudTrail tells that somebody was refused: every server and every account has some of it all day. */
const TRIED_AGAIN = /\bstatus=deferred\b/;

function isOrdinary(cause: Ranked, input: Case): boolean {
  if (!isSteady(cause, input)) return false;
  return cause.own.every(
    ({ sample: { peeled } }) =>
      TRIED_AGAIN.test(peeled.text) ||
      (peeled.fields.eventSource !== undefined && peeled.fields.eventName !== undefined),
  );
}

/** Two services tell of the same: the one that fails by itself, and one that names it as who did not serve it. */
function isNamedByCallers(cause: Ranked, input: Case): boolean {
  const lead = leadOf(cause);
  const service = calleeOf(lead, input) === null ? ownService(lead, input) : null;
  return service !== null && cause.consequences.some((view) => calleeOf(view, input) === service);
}

/** Steady and a small part of all events, as usual, or in bursts of which none stands out: nothing that grows. */
export function isNoise(cause: Ranked, input: Case): boolean {
  if (isOfNow(cause, input)) return false;
  return similarBursts(leadOf(cause), input.window).length > 0 || isSteady(cause, input);
}

/** As usual, or a small part of all events from the beginning to the end: nothing shows that it is news. */
export function isSteady(cause: Ranked, input: Case): boolean {
  if (isOfNow(cause, input)) return false;
  if (standingOf(cause, input)?.standing === 'background') return true;
  const { totalEvents } = input;
  // Of how many there are only the least is known.
  if (cause.own.some(({ readInPart }) => readInPart === true)) return false;
  return !cause.change && totalEvents !== null && cause.count < totalEvents * HEAVY_SHARE;
}

function isOfNow(cause: Ranked, input: Case): boolean {
  const standing = standingOf(cause, input)?.standing ?? null;
  return standing === 'new' || standing === 'risen';
}

/** What holds a trigger to the failure. */
export function holdOf(cause: Ranked): NonNullable<Trigger['hold']> {
  if (isTriggerFirm(cause)) return 'tied';
  return cause.trigger !== null && isSuspect(cause.trigger) ? 'suspect' : 'loose';
}

/** A strong kind of change, unless it is about another service or came when all had begun. */
function isSuspect({ kind, foreign, late }: TriggerFound): boolean {
  return isStrong(kind) && !foreign && !late;
}

/** A fault of the code without a component, a line or a build is but a word for the failure. */
function isPlaced({ signature, component, own, names }: Ranked): boolean {
  if (signature?.layer !== 'code') return true;
  const [lead] = own;
  if (component !== null || names.site !== undefined) return true;
  return lead !== undefined && (lead.location !== null || markOfAll(own) !== null);
}

/** Failed calls in bursts like each other, or now and then without a beginning, of nobody by name, with nothing before or beside them. */
function isScattered(cause: Ranked, input: Case): boolean {
  const { signature, trigger, drift, precursor, consequences } = cause;
  const [lead] = cause.own;
  if (lead === undefined || signature?.layer === 'origin' || signature?.layer === 'code')
    return false;
  if (trigger !== null || drift !== null || precursor !== null || consequences.length > 0)
    return false;
  if (calleeOf(lead, input) !== null || hostCalled(lead) !== null || markOfAll(cause.own) !== null)
    return false;
  const alike = cause.change ? similarBursts : similarClusters;
  return alike(lead, input.window).length > 0;
}

/** A handful of time-outs that is over, with nothing that set it off and nothing that followed. */
function isTransient(cause: Ranked, { window }: Case): boolean {
  const { signature, change, count, trigger, drift, precursor, consequences, range } = cause;
  if (
    signature?.layer === 'origin' ||
    !change ||
    count >= MIN_TRANSIENT_COUNT ||
    !isOver(range.endMs, window)
  )
    return false;
  return trigger === null && drift === null && precursor === null && consequences.length === 0;
}

/** A trigger that is tied to the failure, by itself or by an end that fits it, unless its end speaks against it. */
export function isTriggerFirm({ trigger, end }: Ranked): boolean {
  if (trigger === null || end?.kind === 'unexplained') return false;
  return isFirm(trigger.tie) || end?.kind === 'explained';
}

/** No error, a trickle of unknown ones, or nothing but what a normal time has too. */
export function isNoIncident(
  open: readonly Ranked[],
  usual: readonly Ranked[],
  input: Case,
): boolean {
  if (open.length + usual.length === 0) return true;
  const all = [...open, ...usual];
  if (isTrickle(all, countOf(all), input)) return true;
  if (input.baseline === null || mayBeOngoing(usual, input)) return false;
  const rest = countOf(open);
  return rest === 0 || (usual.length > 0 && areRare(open, input) && isTrickle(open, rest, input));
}

/** Of so few answers at the edge, where they crowd says nothing. */
function isFewAtSurface(finding: Finding, candidates: readonly Ranked[]): boolean {
  const of = candidates.find(({ own }) => own.includes(finding));
  return of?.signature?.layer === 'surface' && of.count <= MIN_TRICKLE_COUNT;
}

const countOf = (candidates: readonly Ranked[]): number =>
  candidates.reduce((sum, { count }) => sum + count, 0);

function areRare(candidates: readonly Ranked[], input: Case): boolean {
  return candidates.every((candidate) => standingOf(candidate, input)?.standing === 'rare');
}

/** Nobody called the time just before the window normal: much that goes on since then may be the incident. */
export function mayBeOngoing(usual: readonly Ranked[], { baseline, totalEvents }: Case): boolean {
  if (baseline?.source !== 'before') return false;
  const count = usual.reduce((sum, candidate) => sum + candidate.count, 0);
  return totalEvents === null ? count > 0 : count >= totalEvents * HEAVY_SHARE;
}

const MAX_TOLD_CHARS = 2_000;
/** Work that is to be done once or by a time-table: where it fails, nothing else tells of it. */
const SCHEDULED =
  /(?<![A-Za-z])(?:jobs?|back-?ups?|(?:pg_?|mysql)?dump|batch|cron\w*|imports?|exports?|migrations?|nightly|daily|weekly|monthly|restore|settlement|payroll)(?![A-Za-z])|\bexit(?:ed)?(?: with)? (?:code|status)[=: ]{1,2}[1-9]/i;

/** By its words or by where it stands. */
function isScheduled({ samples, logGroups }: Finding): boolean {
  return (
    samples.some(({ block }) => SCHEDULED.test(block.message.slice(0, MAX_TOLD_CHARS))) ||
    logGroups.some(({ name }) => SCHEDULED.test(name))
  );
}

/** Few, unknown or told by who waits in vain, not fatal, neither set in nor recur: what every system of some size logs. */
function isTrickle(candidates: readonly Ranked[], errors: number, input: Case): boolean {
  if (input.analysis.part !== undefined) return false;
  const hours = (input.window.endMs - input.window.startMs) / HOUR_MS;
  if (candidates.some(({ own }) => own[0]?.severity === 'warning')) return false;
  if (errors > Math.max(MIN_TRICKLE_COUNT, hours * MAX_TRICKLE_PER_HOUR)) return false;
  if (input.totalEvents === null || errors > input.totalEvents * MAX_TRICKLE_SHARE) return false;
  const findings = candidates.flatMap(({ own, consequences }) => [...own, ...consequences]);
  return (
    candidates.every(({ signature }) => signature === null || isUnanswered(signature)) &&
    findings
      .filter(({ severity }) => severity === 'error')
      .every(
        (finding) =>
          (!setsIn(finding, input.window) || isFewAtSurface(finding, candidates)) &&
          finding.rhythm !== 'periodic' &&
          finding.sample.trace === null &&
          finding.sample.peeled.level !== 'fatal' &&
          !isScheduled(finding),
      )
  );
}
