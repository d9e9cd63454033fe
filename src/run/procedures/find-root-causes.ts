// Step "find root causes": the rules judge the facts.
import { diagnose } from '../../diagnosis/diagnose.ts';
import type { Case, Diagnosis } from '../../diagnosis/types.ts';
import { confirmedLogGroups, labelOf } from '../case-file.ts';
import { done, incomplete, type Procedure, type RunContext } from '../context.ts';
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
    })),
    analysis: file.analysis,
    context: file.context,
    survey: file.survey,
    totalEvents: file.totalEvents,
    baseline: file.baseline,
  };
}

/** "No incident" is a claim about all that happened: where nothing was read, it cannot be made. */
function unseenLowersVerdict({ file }: RunContext, diagnosis: Diagnosis): Diagnosis {
  const unseen = file.candidates === null || file.uncounted > 0 || file.totalEvents === 0;
  if (diagnosis.verdict !== 'no-incident' || !unseen) return diagnosis;
  return { ...diagnosis, verdict: 'inconclusive' };
}
