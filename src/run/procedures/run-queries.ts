// Step "run queries": starts the search for candidates over the confirmed log groups, and the SOP's own blocks.
import type { TimeRange } from '../../base/time-range.ts';
import { done, incomplete, type Procedure, type RunContext, type StepOutcome } from '../context.ts';
import { carriesOut } from '../not-done.ts';
import {
  candidatePlan,
  edgePlans,
  type QueryScope,
  queryScopes,
  searchScopes,
  sopPlans,
  volumePlans,
} from '../plan.ts';
import type { QueryPlan } from '../query.ts';
import { startQuery } from '../query-run.ts';
import { rowsPerPart, searchWindows } from '../search-windows.ts';
import { settleWindow } from '../settle-window.ts';

export const runQueries: Procedure = {
  name: 'run-queries',
  needs: ['discover-log-groups'],
  usesTools: true,
  run: async (context, step) => {
    const { analyzed: window } = await settleWindow(context);
    const scopes = queryScopes(context);
    if (scopes.length === 0) return nothingToAsk(context);
    const plans = [
      ...searchPlans(context, scopes, window),
      ...sopPlans(scopes, window, step.queries, context.request.parameters),
    ];
    context.file.volumeAsked = true;
    let started = 0;
    for (const plan of plans) if ((await startQuery(context, plan)) !== null) started++;
    const summary = `${started} of ${plans.length} queries started`;
    return started < plans.length ? incomplete(summary) : done(summary);
  },
};

/** The search for errors, once a run, and only where a step looks at what it finds. */
function searchPlans(
  context: RunContext,
  scopes: readonly QueryScope[],
  window: TimeRange,
): readonly QueryPlan[] {
  if (context.file.volumeAsked || !carriesOut(context, 'analyze-errors')) return [];
  const searched = searchScopes(context);
  const parts = searchWindows(context, searched);
  context.file.searchesPerGroup = parts.length;
  return [
    ...volumePlans(searched, window),
    ...edgePlans(scopes, parts),
    ...parts.flatMap((part) =>
      searched.map((scope) => candidatePlan(scope, part, rowsPerPart(parts.length))),
    ),
  ];
}

/** Empty log groups were seen to be empty; no log group at all means that none could be seen. */
function nothingToAsk({ file }: RunContext): StepOutcome {
  const groups = (file.logGroups ?? []).filter(({ status }) => status !== 'excluded');
  const allEmpty = groups.length > 0 && groups.every(({ status }) => status === 'empty');
  return allEmpty
    ? done('no log group holds data, nothing to ask')
    : incomplete('there is no log group to ask');
}
