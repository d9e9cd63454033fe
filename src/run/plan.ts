// Which queries a run asks: volume and candidates over the confirmed log groups, and the SOP's own blocks.

import { SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { candidateQuery, VOLUME_QUERY } from '../evidence/candidates.ts';
import { fillQuery, type UnfitValue } from '../sop/query-values.ts';
import type { SopQuery } from '../sop/sop.ts';

import { type CaseLogGroup, type CaseWindow, confirmedLogGroups } from './case-file.ts';
import { startedByAws } from './clock.ts';
import type { RunContext } from './context.ts';
import { standardCommand } from './log-class.ts';
import type { QueryPlan } from './query.ts';
import type { InvestigationRequest } from './request.ts';
import { requestedWindow } from './window.ts';

/** StartQuery takes at most 50 log groups. */
const MAX_GROUPS_PER_QUERY = 50;
/** Rows that one query may answer with; where more match, the window is split. */
export const ROWS_PER_QUERY = 10_000;
/** Rows of an SOP's own query block that are read. */
const SOP_QUERY_ROWS = 1_000;

/** Log groups of one region and one class, at most MAX_GROUPS_PER_QUERY of them: what one query can ask. */
export interface QueryScope {
  readonly region: string;
  readonly logGroupNames: readonly string[];
}

interface ClassScope extends QueryScope {
  /** Whether they are of the class INFREQUENT_ACCESS, which some commands cannot be asked of. */
  readonly isInfrequent: boolean;
}

const isInfrequent = ({ logClass }: CaseLogGroup) => logClass === 'INFREQUENT_ACCESS';

function scopesOf(groups: readonly CaseLogGroup[]): readonly QueryScope[] {
  return classScopesOf(groups).map(({ region, logGroupNames }) => ({ region, logGroupNames }));
}

function classScopesOf(groups: readonly CaseLogGroup[]): readonly ClassScope[] {
  const kinds = new Map<string, CaseLogGroup[]>();
  for (const group of groups) {
    const kind = `${group.region} ${isInfrequent(group)}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), group]);
  }
  return [...kinds.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { region } = first;
    const names = alike.map(({ name }) => name);
    const chunks = Math.ceil(names.length / MAX_GROUPS_PER_QUERY);
    return Array.from({ length: chunks }, (_, index) => ({
      region,
      isInfrequent: isInfrequent(first),
      logGroupNames: names.slice(index * MAX_GROUPS_PER_QUERY, (index + 1) * MAX_GROUPS_PER_QUERY),
    }));
  });
}

/**
 * The confirmed log groups but those that validation found empty. Where their log streams could not be listed they
 * are asked all the same: StartQuery may be allowed.
 */
export function queryScopes({ file }: RunContext): readonly QueryScope[] {
  return scopesOf(confirmedLogGroups(file));
}

/** As many log groups are searched one by one: CloudWatch counts the events that each search looked at. */
const MAX_SEARCHED_ALONE = 20;

/** What the search for errors asks: each log group by itself, or as many together as a query can ask. */
export function searchScopes(context: RunContext): readonly QueryScope[] {
  const scopes = queryScopes(context);
  const groups = scopes.reduce((sum, { logGroupNames }) => sum + logGroupNames.length, 0);
  if (groups > MAX_SEARCHED_ALONE) return scopes;
  return scopes.flatMap(({ region, logGroupNames }) =>
    logGroupNames.map((name) => ({ region, logGroupNames: [name] })),
  );
}

/** The window that queries run over; before it is settled, the one asked for as of the start of the run. */
export function ensureWindow(context: RunContext): CaseWindow {
  const { file, request } = context;
  if (file.window !== null) return file.window;
  const requested = requestedWindow(request.window, startedByAws(context));
  return { requested, analyzed: requested, adjustments: [] };
}

/** How many events there are, of log groups that are searched together: a second look at the same data. */
export function volumePlans(
  scopes: readonly QueryScope[],
  window: TimeRange,
): readonly QueryPlan[] {
  const together = scopes.filter(({ logGroupNames }) => logGroupNames.length > 1);
  return together.map((scope) => ({
    ...scope,
    name: 'volume',
    purpose: 'volume',
    window,
    text: `${exactEdges(window)}${VOLUME_QUERY}`,
    limit: ROWS_PER_QUERY,
  }));
}

interface Edge {
  readonly atMs: number;
  /** Condition of the events beyond it. */
  readonly outside: string;
}

/** The ends of a window at which StartQuery, which takes whole seconds and both of its ends, looks beyond. */
export function edgesOf(windows: readonly TimeRange[]): readonly Edge[] {
  return windows.flatMap(({ startMs, endMs }) => {
    const end = { atMs: endMs, outside: `@timestamp >= ${endMs}` };
    const start = { atMs: startMs, outside: `@timestamp < ${startMs}` };
    return startMs % SECOND_MS === 0 ? [end] : [start, end];
  });
}

/** How many events searches have looked at beyond their windows: asked over the seconds at the ends alone. */
export function edgePlans(
  scopes: readonly QueryScope[],
  windows: readonly TimeRange[],
): readonly QueryPlan[] {
  return edgesOf(windows).flatMap(({ atMs, outside }) =>
    scopes.map((scope) => ({
      ...scope,
      name: 'edges',
      purpose: 'edges' as const,
      window: { startMs: atMs, endMs: atMs },
      text: `filter ${outside}\n| ${VOLUME_QUERY}`,
      limit: ROWS_PER_QUERY,
    })),
  );
}

export function candidatePlan(
  { region, logGroupNames }: QueryScope,
  window: TimeRange,
  limit: number,
): QueryPlan {
  return {
    region,
    logGroupNames,
    name: 'candidates',
    purpose: 'candidates',
    window,
    text: `${exactEdges(window)}${candidateQuery()}`,
    limit,
  };
}

/** Name of the queries for all events of a window. */
export const ALL_EVENTS = 'events';

/** Events of any level, in order of time. */
export const anyLevel = (order: 'asc' | 'desc') =>
  `fields @timestamp, @message, @logStream, @log\n| sort @timestamp ${order}`;

/** The same plan over a part of its window; its text begins with the edges of its own. */
export const overPart = (plan: QueryPlan, window: TimeRange, limit: number): QueryPlan => ({
  ...plan,
  window,
  limit,
  text: `${exactEdges(window)}${plan.text.slice(exactEdges(plan.window).length)}`,
});

export const countPlan = (
  scope: QueryScope,
  name: string,
  window: TimeRange,
  text: string,
): QueryPlan => ({ ...scope, name, purpose: 'count', window, text, limit: ROWS_PER_QUERY });

/** The SOP's own queries over the log groups that can be asked them. */
export function sopPlans(
  { file, request }: RunContext,
  window: TimeRange,
  queries: readonly SopQuery[],
): readonly QueryPlan[] {
  return classScopesOf(confirmedLogGroups(file)).flatMap(
    ({ isInfrequent: lacksCommands, region, logGroupNames }) =>
      queries
        .filter(({ text }) => !lacksCommands || standardCommand(text) === null)
        .map(({ name, text }) => ({
          region,
          logGroupNames,
          name,
          purpose: 'sop' as const,
          window,
          text: queryText(text, request.parameters),
          limit: SOP_QUERY_ROWS,
        })),
  );
}

/** Log groups that one of the SOP's own queries cannot be asked of, and the command that is the reason. */
export interface Unaskable {
  readonly query: string;
  readonly command: string;
  readonly names: readonly string[];
}

export function unaskable(
  { file }: RunContext,
  queries: readonly SopQuery[],
): readonly Unaskable[] {
  const names = confirmedLogGroups(file)
    .filter(isInfrequent)
    .map(({ name }) => name);
  return queries.flatMap(({ name: query, text }) => {
    const command = standardCommand(text);
    return command === null || names.length === 0 ? [] : [{ query, command, names }];
  });
}

/** An SOP's query with the parameters in their places, as CloudWatch gets it. */
export function queryText(text: string, parameters: InvestigationRequest['parameters']): string {
  return fillQuery(text.trim(), textsOf(parameters)).text;
}

/** Parameters that cannot stand where the query has them: none is left where a request was accepted. */
export function unfitValues(
  text: string,
  parameters: InvestigationRequest['parameters'],
): readonly UnfitValue[] {
  return fillQuery(text, textsOf(parameters)).unfit;
}

const textsOf = (parameters: InvestigationRequest['parameters']) =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));

/**
 * StartQuery's end second is inclusive and its times are whole seconds: a filter makes a count exact at both edges.
 */
export function exactEdges(window: TimeRange): string {
  const start = window.startMs % SECOND_MS === 0 ? '' : `@timestamp >= ${window.startMs} and `;
  return `filter ${start}@timestamp < ${window.endMs}\n| `;
}
