// Step "run queries": starts the search for candidates over the confirmed log groups, and the SOP's own blocks.
import type { SopStep } from '../../sop/sop.ts';
import { done, incomplete, type Procedure, type RunContext, type StepOutcome } from '../context.ts';
import { carriesOut } from '../not-done.ts';
import {
  candidatePlan,
  edgePlans,
  ensureWindow,
  queryScopes,
  searchScopes,
  sopPlans,
  type Unaskable,
  unaskable,
  volumePlans,
} from '../plan.ts';
import type { QueryPlan } from '../query.ts';
import { startQueries } from '../query-start.ts';
import { rowsPerSearch, searchWindows } from '../search-windows.ts';
import { settleWindow } from '../settle-window.ts';

export const runQueries: Procedure = {
  name: 'run-queries',
  needs: ['discover-log-groups'],
  usesTools: true,
  run: async (context, step) => {
    await settleWindow(context);
    const scopes = queryScopes(context);
    if (scopes.length === 0) return nothingToAsk(context);
    const isSearched = !context.file.volumeAsked && carriesOut(context, 'analyze-errors');
    const search = isSearched ? searchPlans(context) : null;
    const plans = [...(search?.plans ?? []), ...ownPlans(context, step)];
    context.file.volumeAsked = true;
    for (const one of unaskable(context, step.queries)) context.gap(unaskableGap(one));
    if (search !== null) context.file.searchesPerGroup = search.parts;
    const asked = await startQueries(context, plans);
    const started = asked.filter((query) => query !== null).length;
    const summary = `${started} of ${plans.length} queries started`;
    return started < plans.length ? incomplete(summary) : done(summary);
  },
};

/** The search for errors over the window that was settled, and into how many windows it is cut. */
export function searchPlans(context: RunContext): {
  readonly plans: readonly QueryPlan[];
  readonly parts: number;
} {
  const searched = searchScopes(context);
  const parts = searchWindows(context, searched);
  const rows = rowsPerSearch(context, parts.length, parts.length * searched.length);
  const plans = [
    ...volumePlans(searched, ensureWindow(context).analyzed),
    ...edgePlans(queryScopes(context), parts),
    ...parts.flatMap((part) => searched.map((scope) => candidatePlan(scope, part, rows))),
  ];
  return { plans, parts: parts.length };
}

/** The queries that stand in the step itself. */
export function ownPlans(context: RunContext, { queries }: SopStep): readonly QueryPlan[] {
  const { analyzed } = ensureWindow(context);
  return sopPlans(context, analyzed, queries);
}

const unaskableGap = ({ query, command, names }: Unaskable) => ({
  what: `The SOP's query "${query}" was not asked of ${names.join(', ')}.`,
  why: `Log groups of the class INFREQUENT_ACCESS do not support the command ${command}.`,
  remedy: `Write the query without ${command}, or read these log groups by the findings alone.`,
});

/** Empty log groups were seen to be empty; no log group at all means that none could be seen. */
function nothingToAsk({ file }: RunContext): StepOutcome {
  const groups = (file.logGroups ?? []).filter(({ status }) => status !== 'excluded');
  const allEmpty = groups.length > 0 && groups.every(({ status }) => status === 'empty');
  return allEmpty
    ? done('no log group holds data, nothing to ask')
    : incomplete('there is no log group to ask');
}
