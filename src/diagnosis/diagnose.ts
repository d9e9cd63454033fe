// The judgement by rules, without a language model: which causes, in which order, how sure. Pure.
import { byWriter } from './by-writer.ts';
import { withCallersJoined } from './callers.ts';
import { candidatesOf } from './candidates.ts';
import { everydayAmong } from './everyday.ts';
import { rootCauseOf } from './explain.ts';
import { withFollowersJoined } from './followers.ts';
import { withOnlyDeathJoined } from './only-death.ts';
import { type Ranked, ranked } from './rank.ts';
import { withVictimsJoined } from './recurring-death.ts';
import { withRestartsJoined } from './restarts.ts';
import { ruledOutBy } from './rule-out.ts';
import { silentCause } from './silent.ts';
import { hasManyKinds, singled } from './singled.ts';
import { apart } from './standing.ts';
import type { Case, Diagnosis } from './types.ts';
import { confidenceOf, isNoIncident, mayBeOngoing, VERDICT_OF } from './verdict.ts';

/** More causes than these are no help to anybody. */
const MAX_ROOT_CAUSES = 5;
/** Below this share, without a change and without consequences, a candidate is background. */
const MIN_SHARE = 0.02;

/**
 * Judges a case. `no-incident` where there are no errors, only a trickle of unknown ones without any change, or only
 * what a normal time has too; otherwise the verdict is the confidence of the first root cause.
 */
export function diagnose(all: Case): Diagnosis {
  const input = byWriter(singled(all));
  const called = withOnlyDeathJoined(withCallersJoined(candidatesOf(input), input), input);
  const found = withRestartsJoined(withVictimsJoined(called, input));
  const candidates = ranked(withFollowersJoined(found, input), input);
  const { open: notUsual, usual } = apart(candidates, input);
  const everyday = everydayAmong(notUsual, input);
  const open = notUsual.filter((candidate) => !everyday.includes(candidate));
  if (!hasManyKinds(all) && isNoIncident(open, usual, input)) {
    const silent = silentCause(input);
    return {
      verdict: silent === null ? 'no-incident' : VERDICT_OF[silent.confidence],
      rootCauses: silent === null ? [] : [silent],
      ruledOut: ruledOutBy([], candidates, input),
    };
  }
  const eligible = isOngoing(open, usual, input) ? [...open, ...usual] : open;
  const kept = surestFirst(eligible.filter(isCause), input).slice(0, MAX_ROOT_CAUSES);
  const causes = kept.length > 0 ? kept : eligible.slice(0, 1);
  const silent = causes.some((cause) => isTold(cause, input)) ? null : silentCause(input);
  const first = silent === null ? [] : [silent];
  const told = causes.map((cause, index) =>
    rootCauseOf(cause, first.length + index + 1, causes, input),
  );
  const rootCauses = [...first, ...told].slice(0, MAX_ROOT_CAUSES);
  const [primary] = rootCauses;
  return {
    verdict: primary === undefined ? 'inconclusive' : VERDICT_OF[primary.confidence],
    rootCauses,
    ruledOut: ruledOutBy(
      causes,
      candidates.filter((candidate) => !causes.includes(candidate)),
      input,
    ),
  };
}

/** What the logs confirm stands before what is merely possible, and what is likely before what the edge alone tells, however loud that is. */
function surestFirst(causes: readonly Ranked[], input: Case): readonly Ranked[] {
  const [first] = causes;
  if (first === undefined) return causes;
  const isSure = confidenceOf(first, input) !== 'possible';
  if (isSure && first.signature?.layer !== 'surface') return causes;
  const sure =
    causes.find((cause) => confidenceOf(cause, input) === 'confirmed') ??
    causes.find((cause) => isBehind(cause, first) && confidenceOf(cause, input) === 'likely');
  return sure === undefined ? causes : [sure, ...causes.filter((cause) => cause !== sure)];
}

/** Set in with what only shows at the surface, or before it. */
function isBehind(cause: Ranked, first: Ranked): boolean {
  return (
    first.signature?.layer === 'surface' &&
    cause.signature?.layer !== 'surface' &&
    cause.change &&
    cause.range.startMs <= first.range.startMs
  );
}

/** Whether it set in or is more than possible: errors that just run along may hide what no error tells of. */
function isTold(cause: Ranked, input: Case): boolean {
  return cause.change || confidenceOf(cause, input) !== 'possible';
}

/** What is as usual may be the incident only where nothing that is not tells of one. */
function isOngoing(open: readonly Ranked[], usual: readonly Ranked[], input: Case): boolean {
  return (
    mayBeOngoing(usual, input) &&
    open.every((cause) => !isCause(cause) || confidenceOf(cause, input) === 'possible')
  );
}

function isCause(candidate: Ranked): boolean {
  return (
    candidate.weight >= MIN_SHARE || candidate.consequences.length > 0 || candidate.trigger !== null
  );
}
