// Of failures along one path of calls the caller's is a symptom where the service that it names reports a failure of its
// own at the same time.
import { durationMs, SECOND_MS } from '../base/time-range.ts';
import { coverage, holdsBetween } from '../evidence/moments.ts';
import type { Finding } from '../evidence/types.ts';
import { beginsBehind, isSetOffLater } from './begins-behind.ts';
import { joinedBehind } from './behind.ts';
import { calleeOf, ownService, textOf } from './callees.ts';
import type { Candidate } from './candidates.ts';
import { deathBefore, fromItsDeathOn } from './process-death.ts';
import { tellsSameRequests } from './request-ids.ts';
import type { Case } from './types.ts';

/** An answer of the service behind comes at most so long after the failure there, clocks being what they are. */
const AFTER_MS = 5 * SECOND_MS;
const BEFORE_MS = SECOND_MS;
/** Who no longer waits says so before the service behind has given up: so long at most. */
const BEFORE_TIME_OUT_MS = 10 * SECOND_MS;
const MIN_NEAR_SHARE = 0.5;
/** Where so much of the window is near to an error of the service behind, to be near to one means nothing. */
const MAX_CHANCE = 0.5;

/** The candidates without those that are a caller's view of another one: they are its consequences. */
export function withCallersJoined(candidates: readonly Candidate[], input: Case): Candidate[] {
  const nearest = candidates.map((candidate) => ledByTheLastCalled(candidate, input));
  return joinedBehind(nearest, (caller) => sourceOf(caller, nearest, input), fromItsDeathOn);
}

/** Of the candidates that the caller names, the one behind it: single moments and requests tell it better than the course. */
function sourceOf(
  caller: Candidate,
  all: readonly Candidate[],
  input: Case,
): Candidate | undefined {
  const [view] = caller.own;
  const callee = view === undefined ? null : calleeOf(view, input);
  if (callee === null) return undefined;
  const called = all.filter((other) => other !== caller && isOf(other, callee, input));
  return (
    called.find((other) => isBehind(other, caller, input)) ??
    called.find((other) => isLessLoud(other, caller, input))
  );
}

/**
 * One word for a failure, as a time-out, is that of every service along the path: it is told where the last one that
 * fails so tells of it, and what those say who call this one follows from it.
 */
function ledByTheLastCalled(candidate: Candidate, input: Case): Candidate {
  const { own, consequences } = candidate;
  if (own.length < 2) return candidate;
  const views = own.filter(
    (view) =>
      view.severity === 'error' &&
      own.some((other) => other !== view && isViewOf(view, other, input)),
  );
  const rest = own.filter((finding) => !views.includes(finding));
  if (views.length === 0 || !rest.some(({ severity }) => severity === 'error')) return candidate;
  return { ...candidate, own: rest, consequences: [...views, ...consequences] };
}

/** Whether the service of that name reports it as an error. */
function isOf({ own: [origin] }: Candidate, service: string, input: Case): boolean {
  return origin?.severity === 'error' && ownService(origin, input) === service;
}

/** Whether the service that the caller names reports a failure of its own when the caller does. */
function isBehind(source: Candidate, caller: Candidate, input: Case): boolean {
  const [view] = caller.own;
  const [origin] = source.own;
  if (view === undefined || origin === undefined) return false;
  return deathBefore(source, caller.range.startMs) !== null || failsWith(view, origin, input);
}

/** Whether the caller only tells more often of what that service fails at, and nothing else set it off. */
function isLessLoud(source: Candidate, caller: Candidate, input: Case): boolean {
  const [view] = caller.own;
  const [origin] = source.own;
  if (view === undefined || origin === undefined) return false;
  return beginsBehind(view, origin, input) && !isSetOffLater(caller, origin, input);
}

function isViewOf(view: Finding, origin: Finding, input: Case): boolean {
  return isCalledBy(origin, view, input) && failsWith(view, origin, input);
}

function isCalledBy(origin: Finding, view: Finding, input: Case): boolean {
  if (origin.severity !== 'error') return false;
  const callee = calleeOf(view, input);
  return callee !== null && ownService(origin, input) === callee;
}

/** In the same requests, or at the same moments where these tell anything. */
function failsWith(view: Finding, origin: Finding, input: Case): boolean {
  if (tellsSameRequests(view, origin, input)) return true;
  const beforeMs = tellsTimeOut(view) ? BEFORE_TIME_OUT_MS : BEFORE_MS;
  if (coverage(origin.timesMs, beforeMs, AFTER_MS) > MAX_CHANCE * durationMs(input.window))
    return false;
  const near = view.timesMs.filter((ms) =>
    holdsBetween(origin.timesMs, ms - AFTER_MS, ms + beforeMs),
  );
  return near.length >= view.timesMs.length * MIN_NEAR_SHARE;
}

const TIME_OUT = /timed? ?-?out|deadline ?exceeded/i;

const tellsTimeOut = ({ sample }: Finding) => TIME_OUT.test(textOf(sample));
