// One failed request in two lines: the exception that the service throws, and the access record that says 500. Both
// count as errors; the record tells nothing of the cause that the exception does not.
import { SECOND_MS } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';

export interface AccessRecord {
  /** So many records have a failure of their own close by. */
  readonly matched: number;
  /** What samples of both share. */
  readonly shared: 'request' | null;
}

const NEAR_MS = SECOND_MS;
const MIN_MATCHED = 3;
const MIN_SHARE = 0.8;
/** Failures so dense that moments near to one make up this share of their whole time tell nothing without an id. */
const MAX_CHANCE = 0.4;

/** How `record` records the failures of `failure`; null where it does not. */
export function accessRecordOf(record: Finding, failure: Finding): AccessRecord | null {
  if (!isRecord(record) || isRecord(failure) || failure.severity !== 'error') return null;
  const matched = pairs(record.timesMs, failure.timesMs);
  if (matched < Math.max(MIN_MATCHED, record.timesMs.length * MIN_SHARE)) return null;
  const shared = sharesRequest(record, failure) ? 'request' : null;
  return shared === null && chanceOf(failure) > MAX_CHANCE ? null : { matched, shared };
}

/** A line about a request with the status of its answer, and nothing thrown. */
function isRecord({ samples }: Finding): boolean {
  return samples.every(({ peeled, trace }) => trace === null && (peeled.status ?? 0) >= 500);
}

/** Each failure stands for one record at most. */
function pairs(records: readonly number[], failures: readonly number[]): number {
  let matched = 0;
  let next = 0;
  for (const recordMs of records) {
    while (next < failures.length && (failures[next] ?? 0) < recordMs - NEAR_MS) next += 1;
    const failureMs = failures[next];
    if (failureMs === undefined) break;
    if (failureMs > recordMs + NEAR_MS) continue;
    matched += 1;
    next += 1;
  }
  return matched;
}

function chanceOf({ timesMs }: Finding): number {
  const spanMs = (timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0);
  return (timesMs.length * 2 * NEAR_MS) / Math.max(SECOND_MS, spanMs);
}

function sharesRequest(record: Finding, failure: Finding): boolean {
  const ids = new Set(failure.samples.flatMap(({ peeled }) => peeled.requestId ?? []));
  return record.samples.some(
    ({ peeled: { requestId } }) => requestId !== null && ids.has(requestId),
  );
}
