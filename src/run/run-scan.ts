// How much the queries of a run scan: as thought beforehand, and as told by CloudWatch.

/** What one query scans. */
export interface QueryScan {
  /** Of the log groups whose size is known; 0 where it was not started. */
  estimatedBytes: number;
  /** As far as CloudWatch has told. */
  scannedBytes: number;
  /** Whether it may still scan. */
  open: boolean;
}

export interface RunScan {
  readonly queries: QueryScan[];
  /** Log groups whose size was not known beforehand, as `region name`. */
  readonly unknown: Set<string>;
  /** Queries that the limit kept from being started, or stopped. */
  refused: number;
}

export const newRunScan = (): RunScan => ({ queries: [], unknown: new Set(), refused: 0 });

const sum = ({ queries }: RunScan, of: (query: QueryScan) => number) =>
  queries.reduce((total, query) => total + of(query), 0);

/** Bytes that were scanned so far. */
export const bytesScanned = (scan: RunScan): number =>
  sum(scan, ({ scannedBytes }) => scannedBytes);

/** Bytes that the queries were thought to scan before they were started. */
export const bytesEstimated = (scan: RunScan): number =>
  sum(scan, ({ estimatedBytes }) => estimatedBytes);

/** Bytes that were scanned, and those that running queries are likely to scan. */
export const bytesSpent = (scan: RunScan): number =>
  sum(scan, ({ estimatedBytes, scannedBytes, open }) =>
    open ? Math.max(estimatedBytes, scannedBytes) : scannedBytes,
  );
