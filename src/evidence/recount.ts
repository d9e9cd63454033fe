// Counts by query in place of counts by reading, for windows with more candidates than a run reads.
import { HOUR_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import type { Analysis, Finding, Timeline } from './types.ts';

/** A finding's occurrences by query: per log group, and per bin of the analysis' timeline (start in milliseconds). */
export interface FindingCount {
  readonly byLogGroup: ReadonlyMap<string, number>;
  readonly byBin: ReadonlyMap<number, number>;
  /** Times of the first and the last one; infinite where none was told. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/**
 * The analysis with the counts of these findings (by finding id) replaced, and totals, shares and timeline with them.
 * A count by query that is lower than what was read is not taken: then the query missed some.
 */
export function recounted(
  analysis: Analysis,
  counts: ReadonlyMap<string, FindingCount>,
  window: TimeRange,
): Analysis {
  const taken = new Map(
    analysis.findings.flatMap((finding) => {
      const count = counts.get(finding.id);
      return count !== undefined && totalOf(count) >= finding.count ? [[finding.id, count]] : [];
    }),
  );
  const findings = analysis.findings.map((finding) => withCount(finding, taken.get(finding.id)));
  const errors = findings.filter(({ severity }) => severity === 'error');
  const totalErrors = errors.reduce((sum, { count }) => sum + count, 0);
  return {
    ...analysis,
    findings: findings.map((finding) => ({
      ...finding,
      share: finding.severity === 'error' && totalErrors > 0 ? finding.count / totalErrors : 0,
    })),
    totalErrors,
    errorsByLogGroup: byLogGroup(errors),
    timeline: timelineWith(analysis.timeline, errors, taken, window),
  };
}

const totalOf = ({ byLogGroup: groups }: FindingCount) =>
  [...groups.values()].reduce((sum, count) => sum + count, 0);

function withCount(finding: Finding, count: FindingCount | undefined): Finding {
  if (count === undefined) return finding;
  const logGroups = [...count.byLogGroup]
    .map(([name, events]) => ({ name, count: events }))
    .sort((a, b) => b.count - a.count);
  return {
    ...finding,
    count: totalOf(count),
    firstSeenMs: Math.min(finding.firstSeenMs, count.firstMs),
    lastSeenMs: Math.max(finding.lastSeenMs, count.lastMs),
    logGroups,
  };
}

function byLogGroup(errors: readonly Finding[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { name, count } of errors.flatMap(({ logGroups }) => logGroups)) {
    sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}

function timelineWith(
  timeline: Timeline,
  errors: readonly Finding[],
  counts: ReadonlyMap<string, FindingCount>,
  window: TimeRange,
): Timeline {
  const binMs = timeline.binSeconds * SECOND_MS;
  const sums = new Map<number, number>();
  const add = (timeMs: number, events: number) => {
    const startMs = Math.floor(timeMs / binMs) * binMs;
    sums.set(startMs, (sums.get(startMs) ?? 0) + events);
  };
  for (const finding of errors) {
    const count = counts.get(finding.id);
    if (count === undefined) for (const timeMs of finding.timesMs) add(timeMs, 1);
    else for (const [startMs, events] of count.byBin) add(startMs, events);
  }
  const bins = timeline.bins.map(({ startMs }) => ({
    startMs,
    errors: sums.get(Math.floor(startMs / binMs) * binMs) ?? 0,
  }));
  const inside = ({ startMs, endMs }: TimeRange) =>
    bins
      .filter((bin) => bin.startMs >= startMs && bin.startMs < endMs)
      .reduce((sum, bin) => sum + bin.errors, 0);
  const peak = timeline.peak === null ? null : { ...timeline.peak, errors: inside(timeline.peak) };
  const peakMs = peak === null ? 0 : peak.endMs - peak.startMs;
  const outside = bins.reduce((sum, bin) => sum + bin.errors, 0) - (peak?.errors ?? 0);
  const hours = Math.max(1, window.endMs - window.startMs - peakMs) / HOUR_MS;
  const { edgeErrors: _, ...rest } = timeline;
  return { ...rest, bins, peak, baselinePerHour: outside / hours };
}
