// Step "run queries": starts the search for candidates over the confirmed log groups, and the SOP's own blocks.
import type { SopStep } from '../../sop/sop.ts';
import { done, incomplete, type Procedure, type RunContext, type StepOutcome } from '../context.ts';
import { carriesOut } from '../not-done.ts';
import { ensureWindow, queryScopes, sopPlans, type Unaskable, unaskable } from '../plan.ts';
import type { QueryPlan } from '../query.ts';
import { startQueries } from '../query-start.ts';
import { noteSearch, searchPlans } from '../search-plans.ts';
import { settleWindow } from '../settle-window.ts';
import { sizeEvents } from '../whole-window.ts';

export const runQueries: Procedure = {
  name: 'run-queries',
  needs: ['discover-log-groups'],
  usesTools: true,
  run: async (context, step) => {
    await settleWindow(context);
    const scopes = queryScopes(context);
    if (scopes.length === 0) return nothingToAsk(context);
    const isSearched = !context.file.volumeAsked && carriesOut(context, 'analyze-errors');
    if (isSearched) await sizeEvents(context);
    const search = isSearched ? searchPlans(context) : null;
    const plans = [...(search?.plans ?? []), ...ownPlans(context, step)];
    context.file.volumeAsked = true;
    for (const one of unaskable(context, step.queries)) context.gap(unaskableGap(one));
    if (search !== null) noteSearch(context, search);
    const asked = await startQueries(context, plans);
    const started = asked.filter((query) => query !== null).length;
    const summary = `${started} of ${plans.length} queries started`;
    return started < plans.length ? incomplete(summary) : done(summary);
  },
};

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
