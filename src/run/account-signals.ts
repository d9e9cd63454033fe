// Metrics and alarms of the account: alarms that are about the application's services, and the standard metrics of
// these services, with what changed its level. Shown beside the errors.
import {
  DAY_MS,
  durationMs,
  HOUR_MS,
  isoTime,
  MINUTE_MS,
  SECOND_MS,
  type TimeRange,
} from '../base/time-range.ts';
import { levelChange } from '../evidence/survey/level-change.ts';
import { metricOfAlarm, readAlarms, tellUnseen } from './account-alarms.ts';
import { confirmedLogGroups } from './case-file.ts';
import type { RunContext } from './context.ts';

import { MAX_METRIC_PAGES, readValues } from './metric-values.ts';
import { ensureWindow } from './plan.ts';
import { regionArgument } from './query.ts';
import type { CaseMetric } from './report-metrics.ts';
import { keyOf, type Metric, metricsOf } from './service-metrics.ts';
import { DESCRIBE_ALARMS, GET_METRIC_DATA, type SignalTool } from './signal-tools.ts';

/** Metrics of one region that a run asks for: as many as one call takes. */
const MAX_METRICS = 100;
/** Periods of a window at most; a longer one is looked at in longer ones. */
const MAX_PERIODS = 1_500;

/**
 * Asks for alarms and metrics; nothing where no server offers them, or no error was found. What is handed back keeps
 * them, so that the order of evidence does not depend on what else is asked meanwhile.
 */
export async function readSignals(context: RunContext, errors: number): Promise<() => void> {
  const { file, world } = context;
  const offered = new Set((await world.tools.list()).map(({ name }) => name));
  const isOffered = ({ tool }: SignalTool) => offered.has(tool);
  const keeps: (() => void)[] = [];
  if (errors === 0) return () => {};
  if (!isOffered(DESCRIBE_ALARMS) && !isOffered(GET_METRIC_DATA)) return () => {};
  const regions = [...new Set(confirmedLogGroups(file).map(({ region }) => region))];
  for (const region of regions) {
    const services = confirmedLogGroups(file)
      .filter((group) => group.region === region)
      .flatMap(({ name }) => metricsOf(name));
    const asked = isOffered(DESCRIBE_ALARMS) ? await readAlarms(context, region, services) : null;
    if (asked !== null) keeps.push(asked.keep);
    if (!isOffered(GET_METRIC_DATA)) continue;
    const watched = (asked?.alarms ?? []).flatMap(metricOfAlarm);
    const wanted = new Map([...services, ...watched].map((one) => [keyOf(one), one]));
    if (wanted.size > 0) keeps.push(await readMetrics(context, region, [...wanted.values()]));
  }
  return () => {
    for (const keep of keeps) keep();
  };
}

async function readMetrics(
  context: RunContext,
  region: string,
  wanted: readonly Metric[],
): Promise<() => void> {
  const metrics = wanted.slice(0, MAX_METRICS);
  if (metrics.length < wanted.length)
    context.notice(`Of ${wanted.length} metrics the first ${MAX_METRICS} were looked at.`);
  const { analyzed } = ensureWindow(context);
  const periodSeconds = periodOf(analyzed, context);
  const args = {
    ...regionArgument(region),
    startTime: analyzed.startMs,
    endTime: analyzed.endMs,
    metrics,
    periodSeconds,
  };
  const read = await readValues(context, args, metrics.length);
  if (read.fault !== null) {
    const what = read.isEmpty ? 'Metrics were not seen' : 'Not all values of metrics were seen';
    tellUnseen(context, what, { region, tool: GET_METRIC_DATA }, read.fault);
    if (read.isEmpty) return () => {};
  } else if (read.more)
    context.notice(`Of the values of metrics the first ${MAX_METRIC_PAGES} pages were read.`);
  tellFailed(context, region, metrics, read.failed);
  const { points, more } = read;
  return () => keepMetrics(context, { region, args, metrics, points, periodSeconds, more });
}

/** Metrics that a gap names. */
const MAX_NAMED = 5;
/** A metric that CloudWatch does not hand out is none without data. */
function tellFailed(
  context: RunContext,
  region: string,
  metrics: readonly Metric[],
  failed: ReadonlyMap<number, string>,
): void {
  const [first] = failed.values();
  if (first === undefined) return;
  const names = [...failed.keys()].flatMap((place) => metrics[place]?.name ?? []);
  const more = names.length - MAX_NAMED;
  const shown = [...names.slice(0, MAX_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const where = context.request.regions.length > 1 ? ` in ${region}` : '';
  const isForbidden = first === 'Forbidden';
  context.gap({
    what: `Metrics were not seen${where}: ${shown}.`,
    why: `CloudWatch answered ${first} for ${names.length} of ${metrics.length}.`,
    remedy: isForbidden
      ? 'Allow cloudwatch:GetMetricData for them, in the account that they belong to, and run again.'
      : 'Run again.',
  });
}

interface Read {
  readonly region: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly metrics: readonly Metric[];
  /** Values by time, one map a metric. */
  readonly points: readonly ReadonlyMap<number, number>[];
  readonly periodSeconds: number;
  readonly more: boolean;
}

function keepMetrics(context: RunContext, read: Read): void {
  const { region, args, metrics, points, periodSeconds, more } = read;
  const rows = metrics.map((metric, index) => ({ ...metric, values: [...(points[index] ?? [])] }));
  const evidence = context.keep(
    { tool: GET_METRIC_DATA.tool, arguments: args, rows, statistics: null, truncated: more },
    `${metrics.length} metrics in periods of ${periodSeconds} s`,
  );
  const { analyzed } = ensureWindow(context);
  const told = metrics.flatMap((metric, index): CaseMetric[] => {
    const series = seriesOf(metric, points[index] ?? new Map(), analyzed, periodSeconds);
    if (series.length === 0) return [];
    const values = series.map(([, value]) => value);
    const change = levelChange(values, metrics.length);
    const timeAt = (at: number) => isoTime(series[at]?.[0] ?? analyzed.startMs);
    return [
      {
        ...metric,
        region,
        periodSeconds,
        minimum: Math.min(...values),
        maximum: Math.max(...values),
        change:
          change === null
            ? null
            : {
                from: change.from,
                to: change.to,
                at: timeAt(change.at),
                until: change.end < series.length ? timeAt(change.end) : null,
              },
        ...(change === null ? {} : { points: series }),
        evidence,
      },
    ];
  });
  context.file.metrics = [...(context.file.metrics ?? []), ...told];
  context.file.metricsAsked += metrics.length;
}

/** Ascending; of a sum, periods without a point are periods of none. */
function seriesOf(
  { statistic }: Metric,
  points: ReadonlyMap<number, number>,
  { startMs, endMs }: TimeRange,
  periodSeconds: number,
): readonly (readonly [ms: number, value: number])[] {
  if (points.size === 0 || statistic !== 'Sum') return [...points].sort(([a], [b]) => a - b);
  const periodMs = periodSeconds * SECOND_MS;
  const firstMs = Math.floor(startMs / periodMs) * periodMs;
  const periods = Math.ceil((endMs - firstMs) / periodMs);
  return Array.from({ length: periods }, (_, index) => {
    const ms = firstMs + index * periodMs;
    return [ms, points.get(ms) ?? 0] as const;
  });
}

/** How long CloudWatch keeps values of a period; longer ones are kept longer than it is worth asking for. */
const PERIODS: readonly { readonly periodMs: number; readonly keptMs: number }[] = [
  { periodMs: MINUTE_MS, keptMs: 15 * DAY_MS },
  { periodMs: 5 * MINUTE_MS, keptMs: 63 * DAY_MS },
  { periodMs: HOUR_MS, keptMs: Number.POSITIVE_INFINITY },
];

/** Minutes, five minutes, or hours: what the window's length allows, and of an old one what is still kept. */
function periodOf(window: TimeRange, { request, startedMs }: RunContext): number {
  const ageMs = request.local ? 0 : startedMs - window.startMs;
  const fits = PERIODS.find(
    ({ periodMs, keptMs }) => durationMs(window) / periodMs <= MAX_PERIODS && ageMs < keptMs,
  );
  return (fits?.periodMs ?? DAY_MS) / SECOND_MS;
}
