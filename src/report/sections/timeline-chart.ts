// The error timeline as bars of text, at most 80 columns wide, in a few dozen rows.
import { SECOND_MS } from '../../base/time-range.ts';
import { duration, number, sum } from '../format.ts';
import { fence } from '../text.ts';
import type { ReportBurst, ReportRange, ReportTimeline } from '../types.ts';
import type { View } from '../view.ts';

const MAX_ROWS = 24;
/** With a dated time, the figure and the mark, a row stays under 80 columns. */
const BAR_COLUMNS = 44;
/** Sorts behind every time. */
const END_OF_TIME = '~';
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export function timelineChart({ report, clock, peaks }: View): string[] {
  const { timeline } = report;
  const rows = merged(timeline);
  const most = Math.max(...rows.map(({ errors }) => errors));
  if (rows.length < 2 || most === 0) return [];
  const figures = Math.max(...rows.map(({ errors }) => number(errors).length));
  const lines = rows.map(({ start, end, errors }) => {
    const time = clock.short(start).replace(/:00$/, '');
    const mark = isInPeak(peaks, { start, end }) ? ' peak' : '';
    return `${time} ${bar(errors / most).padEnd(BAR_COLUMNS)} ${number(errors).padStart(figures)}${mark}`;
  });
  const rowMs = binsARow(timeline) * timeline.binSeconds * SECOND_MS;
  return [`Errors, ${duration(rowMs)} a row, times in UTC:`, fence(lines.join('\n'))];
}

const binsARow = ({ bins }: ReportTimeline): number => Math.ceil(bins.length / MAX_ROWS);

/** Neighbouring bins added up until they fit. A row begins where the peak does, so the first one may be short. */
function merged(timeline: ReportTimeline): ReportBurst[] {
  const { bins, peak } = timeline;
  const width = binsARow(timeline);
  const peakBin =
    peak === null
      ? 0
      : Math.max(
          0,
          bins.findIndex(({ start }) => start >= peak.start),
        );
  const rows = [];
  for (let at = 0; at < bins.length; ) {
    const end = at === 0 && peakBin % width > 0 ? peakBin % width : at + width;
    const part = bins.slice(at, end);
    rows.push({
      start: part[0]?.start ?? '',
      end: bins[end]?.start ?? END_OF_TIME,
      errors: sum(part.map(({ errors }) => errors)),
    });
    at = end;
  }
  return rows;
}

function bar(share: number): string {
  const eighths = Math.round(share * BAR_COLUMNS * 8);
  const drawn = share > 0 ? Math.max(1, eighths) : 0;
  return '█'.repeat(Math.floor(drawn / 8)) + (EIGHTHS[drawn % 8] ?? '');
}

/** Whether a row shows a part of a peak; ISO times sort as text. */
function isInPeak(peaks: readonly ReportBurst[], row: ReportRange): boolean {
  return peaks.some((peak) => row.start < peak.end && row.end > peak.start);
}
