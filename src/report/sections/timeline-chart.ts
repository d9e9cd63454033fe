// The error timeline as bars of text, at most 80 columns wide, in a few dozen rows.
import { SECOND_MS } from '../../base/time-range.ts';
import { duration, number, sum } from '../format.ts';
import { fence } from '../text.ts';
import type { ReportBurst, ReportRange, ReportTimeline } from '../types.ts';
import type { View } from '../view.ts';

const MAX_ROWS = 24;
/** A row has at most so many: its bar gives way to a long time, figure or mark. */
const MAX_COLUMNS = 80;
const BAR_COLUMNS = 44;
/** Sorts behind every time. */
const END_OF_TIME = '~';
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export function timelineChart(view: View): string[] {
  const { report, clock } = view;
  const { timeline } = report;
  const rows = merged(timeline);
  const most = Math.max(...rows.map(({ errors }) => errors));
  if (rows.length < 2 || most === 0) return [];
  const rowMs = binsARow(timeline) * timeline.binSeconds * SECOND_MS;
  const figures = Math.max(...rows.map(({ errors }) => number(errors).length));
  const parts = rows.map((row) => ({
    share: row.errors / most,
    time: clock.short(row.start).replace(/:00$/, ''),
    rest: `${number(row.errors).padStart(figures)} ${marksOf(row, view, rowMs)}`.trimEnd(),
  }));
  const aside = Math.max(...parts.map(({ time, rest }) => time.length + rest.length + 2));
  const columns = Math.min(BAR_COLUMNS, MAX_COLUMNS - aside);
  const lines = parts.map(
    ({ share, time, rest }) => `${time} ${bar(share, columns).padEnd(columns)} ${rest}`,
  );
  return [`Errors, ${duration(rowMs)} a row, times in UTC:`, fence(lines.join('\n'))];
}

/** Less of a row than this share lies in the window: then its few errors are no dip. */
const WHOLE_SHARE = 0.9;

function marksOf(row: ReportRange, { report, peaks }: View, rowMs: number): string {
  const isPartial = lengthWithin(row, report.window.analyzed) < rowMs * WHOLE_SHARE;
  return [...(isInPeak(peaks, row) ? ['peak'] : []), ...(isPartial ? ['partial'] : [])].join(', ');
}

function lengthWithin(row: ReportRange, window: ReportRange): number {
  const endMs = Date.parse(window.end);
  const rowEndMs = row.end === END_OF_TIME ? endMs : Date.parse(row.end);
  return Math.min(rowEndMs, endMs) - Math.max(Date.parse(row.start), Date.parse(window.start));
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

function bar(share: number, columns: number): string {
  const eighths = Math.round(share * columns * 8);
  const drawn = share > 0 ? Math.max(1, eighths) : 0;
  return '█'.repeat(Math.floor(drawn / 8)) + (EIGHTHS[drawn % 8] ?? '');
}

/** Whether a row shows a part of a peak; ISO times sort as text. */
function isInPeak(peaks: readonly ReportBurst[], row: ReportRange): boolean {
  return peaks.some((peak) => row.start < peak.end && row.end > peak.start);
}
