// A Logs Insights query in its three states: planned, started, answered.
import type { TimeRange } from '../base/time-range.ts';

/** A query as planned: what, where, when. */
export interface QueryPlan {
  /** What the evidence calls it; of an SOP's own block its name. */
  readonly name: string;
  readonly purpose: 'volume' | 'edges' | 'candidates' | 'context' | 'count' | 'baseline' | 'sop';
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
}

export type ResultRow = Readonly<Record<string, string>>;

export interface QueryResult {
  readonly plan: QueryPlan;
  readonly queryId: string;
  readonly status: string;
  readonly rows: readonly ResultRow[];
  /** Where reading may go on. */
  readonly place: Place;
  /** Events that matched, whether or not `limit` cut the rows. */
  readonly matched: number;
  readonly bytesScanned: number;
  readonly evidenceId: string;
}
