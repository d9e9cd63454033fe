// The judgement by rules, without a language model: which causes, in which order, how sure. Pure.
import { HOUR_MS } from '../base/time-range.ts';
import { candidatesOf } from './candidates.ts';
import { rootCauseOf } from './explain.ts';
import { confidenceOf, type Ranked, ranked } from './rank.ts';
import { ruledOutBy } from './rule-out.ts';
import { silentCause } from './silent.ts';
import { setsIn } from './times.ts';
import type { Case, Diagnosis, RootCause, Verdict } from './types.ts';

/** More causes than these are no help to anybody. */
const MAX_ROOT_CAUSES = 5;
/** Below this share, without a change and without consequences, a candidate is background. */
const MIN_SHARE = 0.02;
/** A trickle: at most so many unknown errors an hour (but three in any window)… */
const MAX_TRICKLE_PER_HOUR = 1;
const MIN_TRICKLE_COUNT = 3;
/** …and at most this share of all events. */
const MAX_TRICKLE_SHARE = 0.001;
const VERDICT_OF: Readonly<Record<RootCause['confidence'], Verdict>> = {
  confirmed: 'confirmed',
  likely: 'likely',
  possible: 'inconclusive',
};

/**
 * Judges a case. `no-incident` where there are no errors, or only a trickle of unknown ones without any change;
 * otherwise the verdict is the confidence of the first root cause.
 */
export function diagnose(input: Case): Diagnosis {
  const candidates = ranked(candidatesOf(input), input);
  if (candidates.length === 0 || isTrickle(candidates, input)) {
    const silent = silentCause(input);
    return {
      verdict: silent === null ? 'no-incident' : VERDICT_OF[silent.confidence],
      rootCauses: silent === null ? [] : [silent],
      ruledOut: ruledOutBy([], candidates, input),
    };
  }
  const kept = candidates.filter(isCause).slice(0, MAX_ROOT_CAUSES);
  const causes = kept.length > 0 ? kept : candidates.slice(0, 1);
  const [primary] = causes;
  return {
    verdict: primary === undefined ? 'inconclusive' : VERDICT_OF[confidenceOf(primary)],
    rootCauses: causes.map((cause, index) => rootCauseOf(cause, index + 1, input)),
    ruledOut: ruledOutBy(
      causes,
      candidates.filter((candidate) => !causes.includes(candidate)),
      input,
    ),
  };
}

function isCause(candidate: Ranked): boolean {
  return (
    candidate.share >= MIN_SHARE || candidate.consequences.length > 0 || candidate.trigger !== null
  );
}

/** Few, unknown, not fatal, neither set in nor recur: what every system of some size logs. */
function isTrickle(candidates: readonly Ranked[], input: Case): boolean {
  const { totalErrors, findings } = input.analysis;
  const hours = (input.window.endMs - input.window.startMs) / HOUR_MS;
  if (candidates.some(({ own }) => own[0]?.severity === 'warning')) return false;
  if (totalErrors > Math.max(MIN_TRICKLE_COUNT, hours * MAX_TRICKLE_PER_HOUR)) return false;
  if (input.totalEvents === null || totalErrors > input.totalEvents * MAX_TRICKLE_SHARE)
    return false;
  const errors = findings.filter(({ severity }) => severity === 'error');
  return (
    candidates.every(({ signature }) => signature === null) &&
    errors.every(
      (finding) =>
        !setsIn(finding, input.window) &&
        finding.rhythm !== 'periodic' &&
        finding.sample.trace === null &&
        finding.sample.peeled.level !== 'fatal',
    )
  );
}
