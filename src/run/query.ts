// A Logs Insights query in its three states: planned, started, answered.
import type { ToolResult } from '../agent/tools.ts';
import { SECOND_MS, type TimeRange } from '../base/time-range.ts';
import type { QueryScan } from './run-scan.ts';

/** A query as planned: what, where, when. */
export interface QueryPlan {
  /** What the evidence calls it; of an SOP's own block its name. */
  readonly name: string;
  readonly purpose:
    | 'size'
    | 'volume'
    | 'edges'
    | 'candidates'
    | 'context'
    | 'count'
    | 'baseline'
    | 'sop';
  readonly region: string;
  readonly logGroupNames: readonly string[];
  readonly window: TimeRange;
  readonly text: string;
  readonly limit: number;
}

/** Where reading goes on in the rows of a query. */
export interface Place {
  /** Rows before it. */
  readonly from: number;
  /** Token of the page that begins there; undefined: there is none. */
  readonly token: string | undefined;
}

export interface StartedQuery {
  readonly plan: QueryPlan;
  readonly queryId: string;
  /** UTC milliseconds. */
  readonly startedMs: number;
  readonly scan: QueryScan;
}

export type Cells = readonly { readonly field: string; readonly value?: string | undefined }[];

/** A page of what GetQueryResults answers. */
export interface Answer {
  readonly status: string;
  readonly results: readonly Cells[];
  readonly statistics?: Readonly<Record<string, number>> | undefined;
  readonly nextToken?: string | undefined;
}

/** A query that completed, with the first page of its rows. */
export interface CompletedQuery {
  readonly started: StartedQuery;
  readonly first: Answer;
  /** Events that matched. */
  readonly matched: number;
  /** Events that were looked at; null: CloudWatch does not say. */
  readonly scanned: number | null;
}

/** How a query ended that is not running any more. */
export type Ending =
  | { readonly kind: 'completed'; readonly completed: CompletedQuery }
  /** `failed` may go well another time, `slow` over less; `lost` will not. */
  | ({ readonly kind: 'failed' | 'slow' | 'lost' } & Lost);

/** Why a query gave no answer. */
export interface Lost {
  readonly why: string;
  /** The call that failed; left out where the query itself did. */
  readonly fault?: ToolResult;
}

export type ResultRow = Readonly<Record<string, string>>;

export interface QueryResult {
  readonly plan: QueryPlan;
  readonly queryId: string;
  readonly status: string;
  readonly rows: readonly ResultRow[];
  /** Rows whose message was cut, to about so many characters; left out where none was looked at. */
  readonly cut?: { readonly chars: number; readonly rows: ReadonlySet<ResultRow> };
  /** Where reading may go on. */
  readonly place: Place;
  /** Events that matched, whether or not `limit` cut the rows. */
  readonly matched: number;
  readonly bytesScanned: number;
  readonly evidenceId: string;
}

/** `local` is no region: the endpoint's own default applies. */
export function regionArgument(region: string): { region?: string } {
  return region === 'local' ? {} : { region };
}

/** The arguments of start-query for a plan. */
export function startArguments(plan: QueryPlan): Record<string, unknown> {
  return {
    ...regionArgument(plan.region),
    logGroupNames: plan.logGroupNames,
    startTime: Math.floor(plan.window.startMs / SECOND_MS),
    endTime: Math.ceil(plan.window.endMs / SECOND_MS),
    queryString: plan.text,
    limit: plan.limit,
  };
}

export function groupsInWords({ logGroupNames }: QueryPlan): string {
  return logGroupNames.length === 1
    ? (logGroupNames[0] ?? '')
    : `${logGroupNames.length} log groups`;
}
