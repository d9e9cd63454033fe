// How much a query is likely to scan, told beforehand from what CloudWatch says of its log groups: the stored bytes,
// spread evenly over the time that they come from. What cannot be told is null, never a guess.
import { DAY_MS, durationMs, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import type { CaseLogGroup } from './case-file.ts';

type Sized = Pick<
  CaseLogGroup,
  'storedBytes' | 'creationMs' | 'retentionDays' | 'firstEventMs' | 'lastEventMs'
>;

/**
 * Bytes of a log group within a window; null where its size or its age is not known. A group that has stored events but
 * zero bytes is not measured yet: CloudWatch counts late.
 */
export function bytesWithin(group: Sized, window: TimeRange, nowMs: number): number | null {
  const { storedBytes } = group;
  if (storedBytes === null || (storedBytes === 0 && group.lastEventMs !== null)) return null;
  const beginMs = dataBeginMs(group, nowMs);
  if (beginMs === null) return storedBytes === 0 ? 0 : null;
  const endMs = Math.max(beginMs + SECOND_MS, group.lastEventMs ?? nowMs);
  // The last event is told late: data may reach further, at the rate that they had before.
  const within = durationMs({
    startMs: Math.max(beginMs, window.startMs),
    endMs: Math.max(beginMs, window.startMs, window.endMs),
  });
  return Math.ceil(storedBytes * Math.min(1, within / (endMs - beginMs)));
}

/** Since when the stored bytes have come in: the first event, else the creation, but no further back than retention. */
function dataBeginMs(
  { firstEventMs, creationMs, retentionDays }: Sized,
  nowMs: number,
): number | null {
  const beginMs = firstEventMs ?? creationMs;
  if (retentionDays === null) return beginMs;
  const keptMs = nowMs - retentionDays * DAY_MS;
  return beginMs === null ? keptMs : Math.max(beginMs, keptMs);
}

/** What a query over several log groups is likely to scan. */
export interface ScanEstimate {
  /** Of the log groups whose size is known. */
  readonly bytes: number;
  /** Names of the others. */
  readonly unknown: readonly string[];
}

export function estimateScan(
  groups: readonly (Sized & Pick<CaseLogGroup, 'name'>)[],
  window: TimeRange,
  nowMs: number,
): ScanEstimate {
  const sizes = groups.map((group) => ({
    name: group.name,
    bytes: bytesWithin(group, window, nowMs),
  }));
  return {
    bytes: sizes.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    unknown: sizes.filter(({ bytes }) => bytes === null).map(({ name }) => name),
  };
}
