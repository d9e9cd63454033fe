// The peaks of a timeline and the rate outside them and their edges, in words; the largest few are named.
import { percent } from '../base/percent.ts';
import { count, duration, number, rate } from './format.ts';
import { inline } from './text.ts';
import type { ReportBurst } from './types.ts';
import type { View } from './view.ts';

/** More peaks are counted only. */
const MAX_PEAKS = 3;

/** `**Peak:** 14:15–14:45 UTC, 423 errors in 30 minutes; about 121 an hour outside it`; null where none stands out. */
export function peakSummary({ report, clock, peaks }: View): string | null {
  if (peaks.length === 0) return null;
  const words = named(peaks, (peak) => {
    const length = duration(Date.parse(peak.end) - Date.parse(peak.start));
    return `${clock.span(peak)}, ${count(peak.errors, 'error')} in ${length}`;
  });
  const { edgeErrors = 0 } = report.timeline;
  const edges = edgeErrors === 0 ? '' : `, ${number(edgeErrors)} more just before or after`;
  const peak = peaks.length === 1 ? 'it' : 'the peaks';
  const outside = edgeErrors === 0 ? `outside ${peak}` : 'apart from these';
  const hourly = rate(report.timeline.baselinePerHour);
  const few = hourly === '0' ? 'next to none' : `about ${hourly} an hour`;
  return `**${heading(peaks)}:** ${words}${edges}; ${few} ${outside}`;
}

/** The same for a reader who wants shares and the baseline on its own. */
export function peakTrends({ report, clock, peaks }: View): string[] {
  const { timeline, totals } = report;
  const words = named(
    peaks,
    (peak) =>
      `${clock.span(peak)}, ${count(peak.errors, 'error')} (${percent(peak.errors / totals.errors)} of all)`,
  );
  const outside = ['', ' outside the peak'][peaks.length] ?? ' outside the peaks';
  const { edgeErrors = 0 } = timeline;
  const edges = edgeErrors === 0 ? '' : `; ${count(edgeErrors, 'error')} at its edges left out`;
  return [
    `**${heading(peaks)}:** ${peaks.length === 0 ? 'none; no interval stands out' : words}`,
    `**Baseline:** about ${rate(timeline.baselinePerHour)} errors an hour${outside}${edges}`,
  ];
}

const heading = (peaks: readonly ReportBurst[]): string => (peaks.length > 1 ? 'Peaks' : 'Peak');

function named(peaks: readonly ReportBurst[], words: (peak: ReportBurst) => string): string {
  const shown = peaks.slice(0, MAX_PEAKS).map(words);
  const rest = peaks.length - shown.length;
  return rest === 0 ? shown.join('; ') : `${shown.join('; ')}; and ${number(rest)} smaller`;
}

/** Where no interval of all errors stands out, the burst of the first finding that came in one. */
export function burstSummary({ errors, clock }: View): string | null {
  const found = errors.find(({ rhythm, burst }) => rhythm === 'burst' && burst !== null);
  if (found === undefined || found.burst === null) return null;
  const { burst, id, count: all } = found;
  const part = burst.errors < all ? `${number(burst.errors)} of ` : 'all ';
  return `**Burst:** ${clock.span(burst)}, ${part}${count(all, 'error')} of ${inline(id)}`;
}
