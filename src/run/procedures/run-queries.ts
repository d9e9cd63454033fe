// Step "run queries": starts the volume and the candidate query over the confirmed log groups, and the SOP's own blocks.
import { done, incomplete, type Procedure } from '../context.ts';
import {
  candidatePlan,
  ensureWindow,
  queryScopes,
  ROWS_PER_QUERY,
  sopPlans,
  volumePlans,
} from '../plan.ts';
import { startQuery } from '../query-run.ts';

export const runQueries: Procedure = {
  name: 'run-queries',
  needs: ['discover-log-groups'],
  usesTools: true,
  run: async (context, step) => {
    const window = ensureWindow(context).analyzed;
    const scopes = queryScopes(context);
    if (scopes.length === 0) return done('no log group holds data, nothing to ask');
    const alreadyAsked = context.file.volumeAsked;
    const plans = [
      ...(alreadyAsked ? [] : volumePlans(scopes, window)),
      ...(alreadyAsked ? [] : scopes.map((scope) => candidatePlan(scope, window, ROWS_PER_QUERY))),
      ...sopPlans(scopes, window, step.queries, context.request.parameters),
    ];
    context.file.volumeAsked = true;
    let started = 0;
    for (const plan of plans) if ((await startQuery(context, plan)) !== null) started++;
    const summary = `${started} of ${plans.length} queries started`;
    return started < plans.length ? incomplete(summary) : done(summary);
  },
};
