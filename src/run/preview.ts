// What a run would do, from Describe calls alone: the log groups that it would take, its window, its queries and what
// they are likely to scan. Nothing is queried: the tools refuse everything but describing.
import type { ToolResult, Tools } from '../agent/tools.ts';
import { durationMs, type TimeRange } from '../base/time-range.ts';
import type { Gap } from '../report/types.ts';
import { baselineRange } from './baseline.ts';
import { actionsBeside } from './beside.ts';
import { type CaseLogGroup, type CaseWindow, confirmedLogGroups } from './case-file.ts';
import { createContext, type RunContext } from './context.ts';
import { longestLooksMs } from './looks.ts';
import { isCarriedOut } from './model/groundwork.ts';
import { candidatePlan, ensureWindow, queryScopes } from './plan.ts';
import { discoverLogGroups } from './procedures/discover-log-groups.ts';
import { ownPlans } from './procedures/run-queries.ts';
import { validateLogGroups } from './procedures/validate-log-groups.ts';
import type { QueryPlan } from './query.ts';
import type { InvestigationRequest } from './request.ts';
import { estimateScan, type ScanEstimate } from './scan-estimate.ts';
import { searchPlans } from './search-plans.ts';
import { MAX_SHARE_BESIDE_LOOKS } from './survey-events.ts';
import { sizePlans } from './whole-window.ts';
import type { World } from './world.ts';

export interface Preview {
  readonly window: CaseWindow;
  /** Those that the run would take, and those that it would leave out. */
  readonly logGroups: readonly (CaseLogGroup & {
    /** Bytes of the window; null where they cannot be told, or nobody asks for them. */
    readonly bytesInWindow: number | null;
  })[];
  readonly queries: readonly PreviewedQuery[];
  /** What is asked beside the logs once errors were found, as IAM's actions. */
  readonly beside: readonly string[];
  /** All queries together. */
  readonly estimate: ScanEstimate;
  readonly gaps: readonly Gap[];
}

/** A query, or several that ask the same of other log groups or parts of the window. */
export interface PreviewedQuery {
  readonly name: string;
  readonly purpose: PreviewPurpose;
  /** Of the SOP that holds it; null: the program's own. */
  readonly step: number | null;
  readonly logGroups: readonly { readonly region: string; readonly name: string }[];
  /** The time that is looked at; for looks around moments that only the run will know, the window they lie in. */
  readonly window: TimeRange;
  /** StartQuery calls; null where that depends on what is found. */
  readonly starts: number | null;
  /** null where the text depends on what is found. */
  readonly text: string | null;
  readonly estimate: ScanEstimate;
}

type PreviewPurpose =
  | 'search'
  /** The search where it reads all events. */
  | 'events'
  /** How long events are: whether the window is read whole. */
  | 'size'
  | 'volume'
  | 'edges'
  /** Of a step that runs it, or one that a model may run as it stands. */
  | 'sop'
  | 'sop-for-model'
  | 'survey'
  | 'context'
  | 'baseline';

/** Throws Failure as a run does before its first query. The world's tools are asked to describe, and nothing else. */
export async function previewRun(
  request: InvestigationRequest,
  world: World,
  withModel: boolean,
): Promise<Preview> {
  const tools = describingOnly(world.tools);
  const context = createContext(request, { ...world, tools, analyst: null });
  const step = {
    number: 0,
    name: '',
    text: '',
    procedure: null,
    constraints: [],
    queries: [],
    span: { start: 0, end: 0 },
  };
  await discoverLogGroups.run(context, step);
  await validateLogGroups.run(context, step);
  const { analyzed } = ensureWindow(context);
  const groups = confirmedLogGroups(context.file).map(({ name }) => name);
  const isRead = isCarriedOut(request.sop, 'analyze-errors', withModel);
  const queries = groups.length === 0 ? [] : queriesOf(context, withModel);
  return {
    window: ensureWindow(context),
    logGroups: (context.file.logGroups ?? []).map((group) => {
      const { bytes, unknown } = estimateScan([group], analyzed, context.startedMs);
      return {
        ...group,
        bytesInWindow: unknown.length > 0 || group.status === 'excluded' ? null : bytes,
      };
    }),
    queries,
    beside: isRead && groups.length > 0 ? await actionsBeside(world.tools, groups) : [],
    estimate: {
      bytes: queries.reduce((sum, { estimate }) => sum + estimate.bytes, 0),
      unknown: [...new Set(queries.flatMap(({ estimate }) => estimate.unknown))],
    },
    gaps: context.file.gaps,
  };
}

const DESCRIBING = new Set(['describe-log-groups', 'describe-log-streams']);

function describingOnly(tools: Tools): Tools {
  return {
    list: () => tools.list(),
    call: async (name, args, options) =>
      DESCRIBING.has(name) ? tools.call(name, args, options) : REFUSED,
  };
}

const REFUSED: ToolResult = {
  isError: true,
  content: null,
  text: 'This is a dry run: log groups are described, nothing is queried.',
  errorCode: 'DryRun',
  requestId: null,
};

function queriesOf(context: RunContext, withModel: boolean): readonly PreviewedQuery[] {
  const { sop } = context.request;
  // Nothing is searched for that no step looks at.
  const isRead = isCarriedOut(sop, 'analyze-errors', withModel);
  const isSearched = isRead && isCarriedOut(sop, 'run-queries', withModel);
  const own = sop.steps.flatMap((step) => {
    const isRun = step.procedure === 'run-queries';
    return step.queries.map(({ name }) => {
      const plans = ownPlans(context, step).filter((plan) => plan.name === name);
      return joined(context, plans, isRun ? 'sop' : 'sop-for-model', step.number);
    });
  });
  const search = isSearched ? searchOf(context) : [];
  const isWhole = search.some(({ purpose }) => purpose === 'events');
  const around = isRead && !isWhole ? aroundErrors(context) : [];
  return [...search, ...own, ...around, ...(isRead ? normalTime(context) : [])];
}

function searchOf(context: RunContext): readonly PreviewedQuery[] {
  const { plans, whole } = searchPlans(context);
  const of = (purpose: QueryPlan['purpose'], shown: PreviewPurpose) => {
    const found = plans.filter((plan) => plan.purpose === purpose);
    return found.length === 0 ? [] : [joined(context, found, shown, null)];
  };
  const sizes = sizePlans(context);
  return [
    ...(sizes.length === 0 ? [] : [joined(context, sizes, 'size', null)]),
    ...of('candidates', whole ? 'events' : 'search'),
    ...of('volume', 'volume'),
    ...of('edges', 'edges'),
  ];
}

/** Several plans that ask the same, as one. */
function joined(
  context: RunContext,
  plans: readonly QueryPlan[],
  purpose: PreviewPurpose,
  step: number | null,
): PreviewedQuery {
  const [first] = plans;
  const groups = new Map(
    plans.flatMap(({ region, logGroupNames }) =>
      logGroupNames.map((name) => [`${region} ${name}`, { region, name }] as const),
    ),
  );
  const estimates = plans.map((plan) => estimateOf(context, plan, plan.window));
  return {
    name: first?.name ?? purpose,
    purpose,
    step,
    logGroups: [...groups.values()],
    window: {
      startMs: Math.min(...plans.map(({ window }) => window.startMs)),
      endMs: Math.max(...plans.map(({ window }) => window.endMs)),
    },
    starts: plans.length,
    text: first?.text ?? null,
    estimate: {
      bytes: estimates.reduce((sum, { bytes }) => sum + bytes, 0),
      unknown: [...new Set(estimates.flatMap(({ unknown }) => unknown))],
    },
  };
}

function estimateOf(
  { file, startedMs }: RunContext,
  { region, logGroupNames }: Pick<QueryPlan, 'region' | 'logGroupNames'>,
  window: TimeRange,
): ScanEstimate {
  const groups = confirmedLogGroups(file).filter(
    (group) => group.region === region && logGroupNames.includes(group.name),
  );
  return estimateScan(groups, window, startedMs);
}

/** What is asked once errors were found, by the most that it can be. */
function aroundErrors(context: RunContext): readonly PreviewedQuery[] {
  const { analyzed } = ensureWindow(context);
  const scopes = queryScopes(context);
  const plans = scopes.map((scope) => candidatePlan(scope, analyzed, 0));
  const whole = { ...joined(context, plans, 'survey', null), starts: null, text: null };
  const part = (share: number) => ({
    ...whole.estimate,
    bytes: Math.ceil(whole.estimate.bytes * share),
  });
  // Where no error is found none is looked around, and the survey scans as much as both.
  const share = longestLooksMs(analyzed) / Math.max(1, durationMs(analyzed));
  const looks = part(share - MAX_SHARE_BESIDE_LOOKS);
  return [
    { ...whole, name: 'survey', estimate: part(MAX_SHARE_BESIDE_LOOKS) },
    { ...whole, name: 'context', purpose: 'context', estimate: looks },
  ];
}

function normalTime(context: RunContext): readonly PreviewedQuery[] {
  const range = context.request.baseline?.kind === 'path' ? null : baselineRange(context);
  return range === null ? [] : [baselineOf(context, range)];
}

function baselineOf(context: RunContext, window: TimeRange): PreviewedQuery {
  const plans = queryScopes(context).map((scope) => candidatePlan(scope, window, 0));
  return { ...joined(context, plans, 'baseline', null), name: 'baseline' };
}
