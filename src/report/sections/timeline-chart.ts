// The error timeline as bars of text, at most 80 columns wide, in a few dozen rows, and beside them the values of metrics
// that left their level.
import { SECOND_MS } from '../../base/time-range.ts';
import type { ReportMetric } from '../account-types.ts';
import { duration, number, sum } from '../format.ts';
import { together } from '../metric-values.ts';
import { regionsIn } from '../regions.ts';
import { code, fence, inline } from '../text.ts';
import type { ReportBurst, ReportRange, ReportTimeline } from '../types.ts';
import type { View } from '../view.ts';
import { figure, onsetOf } from './account-signals.ts';

const MAX_ROWS = 24;
/** A row has at most so many: its bar gives way to a long time, figure or mark. */
const MAX_COLUMNS = 80;
const BAR_COLUMNS = 44;
/** Sorts behind every time. */
const END_OF_TIME = '~';
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** All of the window; where a row of it is wide enough to hide the peak, the time around that once more. */
export function timelineChart(view: View): string[] {
  const { report } = view;
  // Rows of what was read would show what was read when.
  if (report.totals.part !== undefined) return [];
  const { timeline } = report;
  const rows = merged(timeline);
  if (rows.length < 2 || rows.every(({ errors }) => errors === 0)) return [];
  const near = aroundPeak(timeline);
  const binMs = timeline.binSeconds * SECOND_MS;
  const rowMs = binsARow(timeline) * binMs;
  const beside = columnsBeside(view, rows);
  return [
    `Errors, ${duration(rowMs)} a row, times in UTC${legendOf(view, beside)}:`,
    bars(view, rows, rowMs),
    ...(near.length === 0
      ? []
      : [`Around the peak, ${duration(binMs)} a row:`, bars(view, near, binMs)]),
  ];
}

function bars(view: View, rows: readonly Row[], rowMs: number): string {
  const { clock } = view;
  const most = Math.max(...rows.map(({ errors }) => errors));
  const figures = Math.max(...rows.map(({ errors }) => number(errors).length));
  const beside = columnsBeside(view, rows);
  const parts = rows.map((row, index) => ({
    share: row.errors / most,
    time: clock.short(row.start).replace(/:00$/, ''),
    rest: [
      number(row.errors).padStart(figures),
      ...beside.map(({ cells }) => cells[index] ?? ''),
      marksOf(row, view, rowMs),
    ]
      .join(' ')
      .trimEnd(),
  }));
  const aside = Math.max(...parts.map(({ time, rest }) => time.length + rest.length + 2));
  const columns = Math.min(BAR_COLUMNS, MAX_COLUMNS - aside);
  const lines = parts.map(
    ({ share, time, rest }) => `${time} ${bar(share, columns).padEnd(columns)} ${rest}`,
  );
  const times = Math.max(...parts.map(({ time }) => time.length));
  const head = [
    'errors'.padStart(times + columns + figures + 2),
    ...beside.map(({ letter, cells: [first = ''] }) => letter.padStart(first.length)),
  ].join(' ');
  return fence([...(beside.length === 0 ? [] : [head]), ...lines].join('\n'));
}

/** Metrics that are shown beside the errors. */
const MAX_BESIDE = 2;
const LETTERS = ['A', 'B'];

interface Column {
  readonly letter: string;
  readonly metric: ReportMetric;
  /** One a row, all of one width. */
  readonly cells: readonly string[];
}

/** Of those that left their level the nearest to the onset, in their order in time. */
function columnsBeside(view: View, rows: readonly Row[]): readonly Column[] {
  const onsetMs = Date.parse(onsetOf(view) ?? '');
  const distance = ({ change }: ReportMetric) =>
    Math.abs(Date.parse(change?.at ?? '') - (Number.isFinite(onsetMs) ? onsetMs : 0));
  const near = (view.report.metrics ?? [])
    .filter(({ change, bins }) => change !== null && bins !== undefined)
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, MAX_BESIDE)
    .sort((a, b) => Date.parse(a.change?.at ?? '') - Date.parse(b.change?.at ?? ''));
  return near.map((metric, index) => ({
    letter: LETTERS[index] ?? '',
    metric,
    cells: aligned(rows.map(({ from, to }) => cellOf(metric, from, to))),
  }));
}

function cellOf({ bins = [], statistic }: ReportMetric, from: number, to: number): string {
  const value = together(
    bins.slice(from, to).filter((one) => one !== null),
    statistic,
  );
  return value === null ? '–' : figure(value);
}

function aligned(cells: readonly string[]): readonly string[] {
  const width = Math.max(...cells.map((cell) => cell.length));
  return cells.map((cell) => cell.padStart(width));
}

function legendOf({ report }: View, columns: readonly Column[]): string {
  if (columns.length === 0) return '';
  const isSpread = regionsIn(report).length > 1;
  const each = columns.map(({ letter, metric: { name, statistic, dimensions, region } }) => {
    const of = Object.values(dimensions).join(' ');
    return `${letter} is ${code(name, 80)} (${inline(statistic, 20)})${of === '' ? '' : ` of ${code(of, 80)}`}${isSpread ? ` in ${inline(region, 30)}` : ''}`;
  });
  return `; beside them ${each.join(', ')}`;
}

interface Row extends ReportBurst {
  /** The bins that it is made of. */
  readonly from: number;
  readonly to: number;
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

/** A row of fewer bins shows the peak well enough. */
const MIN_HIDING_BINS = 3;
/** Bins that are shown before the peak and behind it. */
const BINS_AROUND = 5;

/** The bins of the peak and around it; none where the rows show it as well, or as much as all of them. */
function aroundPeak(timeline: ReportTimeline): Row[] {
  const { bins, peak } = timeline;
  if (peak === null || binsARow(timeline) < MIN_HIDING_BINS) return [];
  const inPeak = bins.flatMap(({ start }, at) =>
    start < peak.end && (bins[at + 1]?.start ?? END_OF_TIME) > peak.start ? [at] : [],
  );
  const from = Math.max(0, (inPeak[0] ?? 0) - BINS_AROUND);
  const to = Math.min(bins.length, (inPeak.at(-1) ?? 0) + 1 + BINS_AROUND);
  return to - from > MAX_ROWS ? [] : rowsOf(bins, from, to, 1);
}

/** Neighbouring bins added up until they fit. A row begins where the peak does, so the first one may be short. */
function merged(timeline: ReportTimeline): Row[] {
  const { bins, peak } = timeline;
  const width = binsARow(timeline);
  const peakBin =
    peak === null
      ? 0
      : Math.max(
          0,
          bins.findIndex(({ start }) => start >= peak.start),
        );
  const short = peakBin % width;
  return [...rowsOf(bins, 0, short, width), ...rowsOf(bins, short, bins.length, width)];
}

/** Rows of so many of the bins [from, to). */
function rowsOf(bins: ReportTimeline['bins'], from: number, to: number, width: number): Row[] {
  const rows = [];
  for (let at = from; at < to; at += width) {
    const end = Math.min(to, at + width);
    const part = bins.slice(at, end);
    rows.push({
      start: part[0]?.start ?? '',
      end: bins[end]?.start ?? END_OF_TIME,
      errors: sum(part.map(({ errors }) => errors)),
      from: at,
      to: end,
    });
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
