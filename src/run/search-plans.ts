// The queries by which a run finds errors: all events of a window with few data, else the candidates.
import type { RunContext } from './context.ts';
import {
  candidatePlan,
  edgePlans,
  ensureWindow,
  queryScopes,
  searchScopes,
  volumePlans,
} from './plan.ts';
import type { QueryPlan } from './query.ts';
import { rowsPerSearch, searchWindows } from './search-windows.ts';
import { eventPlans, isReadWhole } from './whole-window.ts';

export interface Search {
  readonly plans: readonly QueryPlan[];
  /** Into how many windows it is cut. */
  readonly parts: number;
  /** Whether it asks for all events. */
  readonly whole: boolean;
}

/** The search for errors over the window that was settled. */
export function searchPlans(context: RunContext): Search {
  return isReadWhole(context)
    ? { plans: eventPlans(context, searchScopes(context)), parts: 1, whole: true }
    : candidateSearch(context);
}

/** The same for candidates alone. */
export function candidateSearch(context: RunContext): Search {
  const searched = searchScopes(context);
  const parts = searchWindows(context, searched);
  const rows = rowsPerSearch(context, parts.length, parts.length * searched.length);
  const plans = [
    ...volumePlans(searched, ensureWindow(context).analyzed),
    ...edgePlans(queryScopes(context), parts),
    ...parts.flatMap((part) => searched.map((scope) => candidatePlan(scope, part, rows))),
  ];
  return { plans, parts: parts.length, whole: false };
}

export function noteSearch({ file }: RunContext, { parts, whole }: Search): void {
  file.searchesPerGroup = parts;
  file.searchedWhole = whole;
}
