// How many errors there are, and how sure that number is.

export interface ReportTotals {
  readonly errors: number;
  readonly exact: boolean;
  /** Whether errors were looked for at all. */
  readonly searched: boolean;
  /**
   * Of the events that the search for errors asked for only so many were read one by one: counts are lower bounds, and when
   * the errors came is not known. The timeline is that of those read.
   */
  readonly part?: { readonly read: number; readonly matched: number };
  /** So many candidate events were counted twice or not at all: the counts may be off by as many, either way. */
  readonly miscounted?: number;
  /** So many findings were counted by query, with patterns that were tried on so many events that were read. */
  readonly counted?: { readonly kinds: number; readonly triedOn: number };
  /** Of more errors than the limit one in so many is placed in time: figures of intervals are good to about so many. */
  readonly placed?: { readonly every: number; readonly limit: number };
}
