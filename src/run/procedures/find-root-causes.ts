// Step "find root causes": the rules judge the facts.

import { HOUR_MS } from '../../base/time-range.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import type { Case, Diagnosis } from '../../diagnosis/types.ts';
import { type CaseLogGroup, confirmedLogGroups, labelOf } from '../case-file.ts';
import { done, incomplete, type Procedure, type RunContext } from '../context.ts';
import { isJudgedInPart } from '../not-done.ts';
import { ensureWindow } from '../plan.ts';

export const findRootCauses: Procedure = {
  name: 'find-root-causes',
  needs: ['analyze-errors'],
  usesTools: false,
  run: async (context) => {
    const input = caseOf(context);
    if (input === null) return incomplete('there is no analysis to judge');
    const diagnosis = diagnose(input);
    context.file.diagnosis = unseenLowersVerdict(context, diagnosis);
    const [primary] = diagnosis.rootCauses;
    const verdict = context.file.diagnosis.verdict;
    return done(primary === undefined ? `verdict: ${verdict}` : `${verdict}: ${primary.title}`);
  },
};

/** What the rules may look at; null before the analysis. */
export function caseOf(context: RunContext): Case | null {
  const { file, request } = context;
  if (file.analysis === null) return null;
  return {
    application: request.application,
    region: request.regions[0] ?? 'local',
    window: ensureWindow(context).analyzed,
    logGroups: confirmedLogGroups(file).map((group) => ({
      label: labelOf(file, group),
      name: group.name,
      region: group.region,
      lastEventMs: lastEventOf(group, context),
      events: group.events,
    })),
    analysis: file.analysis,
    context: file.context,
    ...(isJudgedInPart(context) ? { isCutOff: true } : {}),
    survey: file.survey,
    ...(file.changes === null ? {} : { changes: file.changes }),
    totalEvents: file.totalEvents,
    baseline: file.baseline,
    unseenEnd: unseenEndOf(context),
  };
}

/** CloudWatch tells the last event of a log group late, by an hour at most as a rule: until then it is not known. */
function lastEventOf({ lastEventMs }: CaseLogGroup, { file, request }: RunContext): number | null {
  const endMs = file.window?.analyzed.endMs ?? 0;
  return lastEventMs === null || request.local || lastEventMs + HOUR_MS < endMs
    ? lastEventMs
    : null;
}

/** Why what was read may lack the end of the window; null where it does not. */
function unseenEndOf({ file, world }: RunContext): string | null {
  if (file.gaps.some(({ mayHideEnd }) => mayHideEnd === true))
    return 'what was not read of the input (see Gaps) may hold later ones';
  if (file.unreadCandidates === 0) return null;
  return world.signal.aborted
    ? 'the run was interrupted before all of the window was read'
    : 'not all that may tell of errors was read';
}

/** "No incident" is a claim about all that happened: where not all of it was read, it cannot be made. */
function unseenLowersVerdict(context: RunContext, diagnosis: Diagnosis): Diagnosis {
  const { candidates, unreadCandidates, uncounted, totalEvents } = context.file;
  const unseen =
    candidates === null ||
    unreadCandidates > 0 ||
    uncounted > 0 ||
    totalEvents === 0 ||
    isJudgedInPart(context);
  if (diagnosis.verdict !== 'no-incident' || !unseen) return diagnosis;
  return { ...diagnosis, verdict: 'inconclusive' };
}
