// Metrics as the report tells them: one that left its level with its values by the bins of the error timeline, so that
// both can be read side by side.
import { isoTime } from '../base/time-range.ts';
import type { ReportMetric } from '../report/account-types.ts';
import { together } from '../report/metric-values.ts';
import type { ReportTimeline } from '../report/types.ts';

/** A metric as the case holds it. */
export interface CaseMetric extends Omit<ReportMetric, 'bins'> {
  /** Of one that left its level: time and value of each period, ascending. */
  readonly points?: readonly (readonly [ms: number, value: number])[];
}

export function reportMetrics(
  metrics: readonly CaseMetric[],
  { bins }: Pick<ReportTimeline, 'bins'>,
): readonly ReportMetric[] {
  return metrics.map(({ points, ...metric }) =>
    points === undefined || bins.length < 2
      ? metric
      : { ...metric, bins: binsOf(points, bins, metric.statistic) },
  );
}

/** null: no period begins in the bin. */
function binsOf(
  points: NonNullable<CaseMetric['points']>,
  bins: ReportTimeline['bins'],
  statistic: string,
): readonly (number | null)[] {
  const times = points.map(([ms, value]) => ({ at: isoTime(ms), value }));
  return bins.map(({ start }, index) => {
    const end = bins[index + 1]?.start;
    const within = times.filter(({ at }, place) => {
      const isBefore = index === 0 && place === 0 && at < start;
      return isBefore || (at >= start && (end === undefined || at < end));
    });
    return together(
      within.map(({ value }) => value),
      statistic,
    );
  });
}
