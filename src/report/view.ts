// What several sections say of a report, worked out once: who failed, what share each cause explains, whether it goes on.
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import { type Clock, clockOf, percents, sum } from './format.ts';
import type { Report, ReportFinding, ReportRootCause } from './types.ts';

export interface View {
  readonly report: Report;
  readonly clock: Clock;
  readonly application: string;
  readonly regions: string;
  /** Findings of severity error, most important first. */
  readonly errors: readonly ReportFinding[];
  readonly warnings: readonly ReportFinding[];
  /** Shares of `errors` in words, by finding id. */
  readonly shares: ReadonlyMap<string, string>;
  readonly causes: readonly CauseView[];
  readonly state: State;
}

export interface CauseView {
  readonly cause: ReportRootCause;
  /** Errors it explains that no better ranked cause explains already. */
  readonly errors: number;
  readonly share: string;
}

/** How things stood at the end of the window. */
interface State {
  readonly kind: 'none' | 'over' | 'baseline' | 'ongoing';
  readonly lastError: string | null;
  /** From the last error to the end of the window, in milliseconds. */
  readonly quietMs: number;
  /** Errors in the last `tailMs` of the window. */
  readonly tailErrors: number;
  readonly tailMs: number;
}

export function viewOf(report: Report): View {
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  const words = percents(
    errors.map((finding) => finding.count),
    report.totals.errors,
  );
  const regions = [...new Set(report.logGroups.map(({ region }) => region))];
  return {
    report,
    clock: clockOf(report.window.analyzed),
    application: String(report.parameters.application_name || 'not named'),
    regions: String(report.parameters.region || regions.join(', ') || 'not named'),
    errors,
    warnings: report.findings.filter(({ severity }) => severity === 'warning'),
    shares: new Map(errors.map(({ id }, index) => [id, words[index] ?? ''])),
    causes: causesOf(report, errors),
    state: stateOf(report, errors),
  };
}

/** A finding that two causes name belongs to the better ranked one, so that shares add up. */
function causesOf(report: Report, errors: readonly ReportFinding[]): CauseView[] {
  const open = new Map(errors.map((finding) => [finding.id, finding.count]));
  const explained = report.rootCauses.map((cause) => {
    const counts = cause.findings.map((id) => open.get(id) ?? 0);
    for (const id of cause.findings) open.delete(id);
    return sum(counts);
  });
  const words = percents(explained, report.totals.errors);
  return report.rootCauses.map((cause, index) => ({
    cause,
    errors: explained[index] ?? 0,
    share: words[index] ?? '',
  }));
}

/** The end of the window that says whether it goes on: a tenth of it, at least a bin, at most half an hour. */
const TAIL_SHARE = 0.1;
const MAX_TAIL_MS = 30 * MINUTE_MS;
/** Up to this many times the baseline still counts as the level before. */
const BASELINE_FACTOR = 1.5;

function stateOf(report: Report, errors: readonly ReportFinding[]): State {
  const { timeline, window } = report;
  const endMs = Date.parse(window.analyzed.end);
  const binMs = timeline.binSeconds * SECOND_MS;
  const windowMs = endMs - Date.parse(window.analyzed.start);
  const wanted = Math.min(MAX_TAIL_MS, windowMs * TAIL_SHARE);
  const tailMs = Math.max(1, Math.round(wanted / binMs)) * binMs;
  const tail = timeline.bins.filter(({ start }) => Date.parse(start) >= endMs - tailMs);
  const tailErrors = sum(tail.map((bin) => bin.errors));
  const lastError =
    errors
      .map(({ lastSeen }) => lastSeen)
      .sort()
      .at(-1) ?? null;
  const quietMs = lastError === null ? windowMs : endMs - Date.parse(lastError);
  const base = { lastError, quietMs, tailErrors, tailMs };
  if (lastError === null) return { ...base, kind: 'none' };
  if (quietMs > tailMs) return { ...base, kind: 'over' };
  const { peak, baselinePerHour } = timeline;
  const perHour = (tailErrors * HOUR_MS) / tailMs;
  const isPast = peak !== null && Date.parse(peak.end) <= endMs - tailMs;
  return {
    ...base,
    kind: isPast && perHour <= baselinePerHour * BASELINE_FACTOR ? 'baseline' : 'ongoing',
  };
}
