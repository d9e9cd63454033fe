// What several sections say of a report, worked out once: who failed, what share each cause explains, whether it goes on.
import { placesOfAlike } from './alike-titles.ts';
import { type Clock, clockOf, percentOf, sum } from './format.ts';
import type {
  Report,
  ReportBurst,
  ReportFinding,
  ReportRootCause,
  ReportTimeline,
} from './types.ts';

export interface View {
  readonly report: Report;
  readonly clock: Clock;
  readonly application: string;
  readonly regions: string;
  /** Findings of severity error, most important first. */
  readonly errors: readonly ReportFinding[];
  readonly warnings: readonly ReportFinding[];
  /** What tells errors of the same title apart, by finding id. */
  readonly places: ReadonlyMap<string, string>;
  /** Shares of `errors` in words, by finding id. */
  readonly shares: ReadonlyMap<string, string>;
  readonly causes: readonly CauseView[];
  /** All peaks, the largest first. */
  readonly peaks: readonly ReportBurst[];
}

export interface CauseView {
  readonly cause: ReportRootCause;
  /** Errors it explains that no better ranked cause explains already. */
  readonly errors: number;
  readonly share: string;
  /** Warnings among its findings. */
  readonly warnings: number;
  /** Its findings, its own first: errors, or warnings where it has none. */
  readonly leads: readonly ReportFinding[];
  /** Whether only a part was read of any: the figures are lower bounds then. */
  readonly isInPart: boolean;
}

export function viewOf(report: Report): View {
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  const regions = [...new Set(report.logGroups.map(({ region }) => region))];
  return {
    report,
    clock: clockOf(report.window.analyzed),
    application: String(report.parameters.application_name || 'not named'),
    regions: String(report.parameters.region || regions.join(', ') || 'not named'),
    errors,
    warnings: report.findings.filter(({ severity }) => severity === 'warning'),
    places: placesOfAlike(errors),
    shares: new Map(
      errors.map((finding) => [finding.id, percentOf(finding.count, report.totals.errors)]),
    ),
    causes: causesOf(report, errors),
    peaks: peaksOf(report.timeline),
  };
}

/** All peaks; a report that lists none still has the one that it names. */
function peaksOf({ peak, peaks }: ReportTimeline): readonly ReportBurst[] {
  if (peaks !== undefined) return peaks;
  return peak === null ? [] : [peak];
}

/** A finding that two causes name belongs to the better ranked one, so that no error is explained twice. */
function causesOf(report: Report, errors: readonly ReportFinding[]): CauseView[] {
  const open = new Map(errors.map((finding) => [finding.id, finding.count]));
  return report.rootCauses.map((cause) => {
    const counts = cause.findings.map((id) => open.get(id) ?? 0);
    for (const id of cause.findings) open.delete(id);
    const explained = sum(counts);
    const own = cause.findings.flatMap(
      (id) => report.findings.find((finding) => finding.id === id) ?? [],
    );
    const ofErrors = own.filter(({ severity }) => severity === 'error');
    const ofWarnings = own.filter(({ severity }) => severity === 'warning');
    return {
      cause,
      errors: explained,
      share: percentOf(explained, report.totals.errors),
      warnings: sum(ofWarnings.map((finding) => finding.count)),
      leads: ofErrors.length > 0 ? ofErrors : ofWarnings,
      isInPart: own.some(({ readInPart }) => readInPart === true),
    };
  });
}
