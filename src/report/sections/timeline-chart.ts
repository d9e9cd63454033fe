// The error timeline as bars of text, at most 80 columns wide, in a few dozen rows.
import { SECOND_MS } from '../../base/time-range.ts';
import { duration, number, sum } from '../format.ts';
import { fence } from '../text.ts';
import type { ReportTimeline } from '../types.ts';
import type { View } from '../view.ts';

const MAX_ROWS = 24;
/** With a dated time, the figure and the mark, a row stays under 80 columns. */
const BAR_COLUMNS = 44;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export function timelineChart({ report, clock }: View): string[] {
  const { timeline } = report;
  const rows = merged(timeline);
  const most = Math.max(...rows.map(({ errors }) => errors));
  if (rows.length < 2 || most === 0) return [];
  const figures = Math.max(...rows.map(({ errors }) => number(errors).length));
  const lines = rows.map(({ start, errors }) => {
    const time = clock.short(start).replace(/:00$/, '');
    const mark = isInPeak(timeline, start) ? ' peak' : '';
    return `${time} ${bar(errors / most).padEnd(BAR_COLUMNS)} ${number(errors).padStart(figures)}${mark}`;
  });
  const [first, second] = rows;
  const stepMs = Date.parse(second?.start ?? '') - Date.parse(first?.start ?? '');
  return [`Errors, ${duration(stepMs)} a row, times in UTC:`, fence(lines.join('\n'))];
}

/** Neighbouring bins added up until they fit; a peak's start stays on a row where the widths allow it. */
function merged({ bins }: ReportTimeline): { readonly start: string; readonly errors: number }[] {
  const wanted = Math.ceil(bins.length / MAX_ROWS);
  const rows = [];
  for (let at = 0; at < bins.length; at += wanted) {
    const part = bins.slice(at, at + wanted);
    rows.push({ start: part[0]?.start ?? '', errors: sum(part.map(({ errors }) => errors)) });
  }
  return rows;
}

function bar(share: number): string {
  const eighths = Math.round(share * BAR_COLUMNS * 8);
  const drawn = share > 0 ? Math.max(1, eighths) : 0;
  return '█'.repeat(Math.floor(drawn / 8)) + (EIGHTHS[drawn % 8] ?? '');
}

function isInPeak({ peak, binSeconds }: ReportTimeline, start: string): boolean {
  if (peak === null) return false;
  const ms = Date.parse(start);
  return ms < Date.parse(peak.end) && ms + binSeconds * SECOND_MS > Date.parse(peak.start);
}
