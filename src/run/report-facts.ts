// What was counted and when, in the report's own shapes: totals, timeline, findings, what goes together.
import { isoTime, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { MAX_FINDINGS } from '../evidence/analyze.ts';
import { MAX_PLACED } from '../evidence/recount.ts';
import type { Analysis, Burst, Correlation, Finding } from '../evidence/types.ts';
import type { ReportTotals } from '../report/totals.ts';
import type {
  ReportBurst,
  ReportCorrelation,
  ReportFinding,
  ReportRange,
  ReportTimeline,
} from '../report/types.ts';
import type { CaseFile } from './case-file.ts';

/** `searched`: whether errors were looked for to the end. */
export function totalsOf(file: CaseFile, analysis: Analysis, searched: boolean): ReportTotals {
  const { miscounted, counted, exact } = file;
  const { totalErrors, placedEvery: every, part } = analysis;
  return {
    errors: totalErrors,
    exact: exact && searched,
    searched,
    ...(part === undefined ? {} : { part }),
    ...(miscounted > 0 ? { miscounted } : {}),
    ...(counted === null ? {} : { counted }),
    ...(every === undefined ? {} : { placed: { every, limit: MAX_PLACED } }),
  };
}

export const rangeOf = ({ startMs, endMs }: TimeRange): ReportRange => ({
  start: isoTime(startMs),
  end: isoTime(endMs),
});

const burstOf = (burst: Burst): ReportBurst => ({ ...rangeOf(burst), errors: burst.errors });

export function correlationOf({
  first,
  second,
  share,
  lagMs,
  each,
}: Correlation): ReportCorrelation {
  const lag = { first, second, share, lagSeconds: lagMs / SECOND_MS };
  return each === true ? { ...lag, each } : lag;
}

export function timelineOf({ timeline }: Analysis): ReportTimeline {
  return {
    binSeconds: timeline.binSeconds,
    bins: timeline.bins.map(({ startMs, errors }) => ({ start: isoTime(startMs), errors })),
    peak: timeline.peak === null ? null : burstOf(timeline.peak),
    peaks: (timeline.peaks ?? []).map(burstOf),
    baselinePerHour: timeline.baselinePerHour,
    ...(timeline.edgeErrors === undefined ? {} : { edgeErrors: timeline.edgeErrors }),
  };
}

export function findingOf(finding: Finding): ReportFinding {
  const [event] = finding.sample.block.events;
  return {
    id: finding.id,
    title: finding.title,
    severity: finding.severity,
    category: finding.category,
    categoryRule: finding.categoryRule,
    count: finding.count,
    share: finding.share,
    firstSeen: isoTime(finding.firstSeenMs),
    lastSeen: isoTime(finding.lastSeenMs),
    ...(finding.readInPart === true ? { readInPart: true } : {}),
    rhythm: finding.rhythm,
    periodSeconds: finding.periodMs === null ? null : finding.periodMs / SECOND_MS,
    burst: finding.burst === null ? null : burstOf(finding.burst),
    bursts: (finding.bursts ?? []).map(burstOf),
    baselinePerHour: finding.baselinePerHour ?? 0,
    logGroups: finding.logGroups,
    template: finding.template,
    templateId: finding.templateId,
    sample: {
      timestamp: isoTime(finding.sample.timestampMs),
      logGroup: event?.logGroup ?? '',
      logStream: event?.logStream ?? '',
      message: finding.sample.block.message,
    },
    location: finding.location,
    ...(finding.places === undefined ? {} : { places: finding.places }),
    ...(finding.kinds === undefined
      ? {}
      : { kinds: { count: finding.kinds, limit: MAX_FINDINGS } }),
    stackTrace: finding.stackTrace,
    dimensions: finding.dimensions,
    evidence: finding.evidence,
  };
}
