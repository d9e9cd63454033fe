// Metric filters, alarms and a dashboard for the root causes, with thresholds from the rates in these logs.
import { MINUTE_MS, type TimeRange } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import type { Advised } from './actions.ts';
import { isCommandValue, isRegion, regionOption, shellQuote } from './command.ts';
import { filterPatternOf } from './filter-pattern.ts';
import { isInCloudWatch, placeOf } from './places.ts';
import { preventionOf } from './prevention.ts';
import { activeRange, isChange } from './times.ts';
import type { Case, LogGroupPlace, MonitoringItem } from './types.ts';

const ALARM_PERIOD_SECONDS = 300;
const MAX_GROUPS_A_FILTER = 5;
/** An alarm is to ring when a count is this many standard deviations above the usual one. */
const DEVIATIONS = 3;
const MAX_NAME_CHARS = 100;

interface Metric {
  readonly advised: Advised;
  readonly name: string;
  readonly namespace: string;
  /** Log groups that a command can name; all of them, though a filter is suggested for some only. */
  readonly places: readonly LogGroupPlace[];
}

/** A filter and an alarm for each cause that a filter pattern can find, one dashboard, and how to prevent it. */
export function monitoringFor(causes: readonly Advised[], input: Case): readonly MonitoringItem[] {
  const metrics = causes.map((advised) => metricOf(advised, input));
  const watched = metrics.flatMap((metric) => {
    const filter = metricFilter(metric);
    return filter === null ? [] : [{ metric, filter }];
  });
  return [
    ...watched.flatMap(({ metric, filter }) => [filter, alarm(metric, input)]),
    ...(watched.length === 0
      ? []
      : [
          dashboard(
            watched.map(({ metric }) => metric),
            input,
          ),
        ]),
    ...causes.map(prevention),
  ];
}

function metricOf(advised: Advised, input: Case): Metric {
  const own = advised.signature?.name ?? 'error';
  const short = advised.finding.templateId.slice(0, 8);
  return {
    advised,
    name: slug(`${own}-${short}`),
    namespace: `Troubleshoot/${slug(input.application)}`,
    places: advised.finding.logGroups
      .map((group) => placeOf(group.name, input))
      .filter((place) => isCommandValue(place.name) && isInCloudWatch(place)),
  };
}

function slug(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return plain.slice(0, MAX_NAME_CHARS) || 'application';
}

function metricFilter({ advised, name, namespace, places }: Metric): MonitoringItem | null {
  const { finding, matched } = advised;
  const pattern = filterPatternOf(finding, matched);
  if (pattern === null || places.length === 0) return null;
  const more =
    places.length > MAX_GROUPS_A_FILTER
      ? `, in ${MAX_GROUPS_A_FILTER} of its ${places.length} log groups`
      : '';
  return {
    title: `Count ${finding.id} as metric ${name}${more}`,
    kind: 'metric-filter',
    commands: places
      .slice(0, MAX_GROUPS_A_FILTER)
      .map(
        (place) =>
          `aws logs put-metric-filter --log-group-name ${shellQuote(place.name)} --filter-name ${name} --filter-pattern ${shellQuote(pattern)} --metric-transformations metricName=${name},metricNamespace=${namespace},metricValue=1,defaultValue=0${regionOption(place.region)}`,
      ),
  };
}

/** Metrics live where their log groups do. */
function regionsOf({ places }: Metric): readonly string[] {
  return [...new Set(places.slice(0, MAX_GROUPS_A_FILTER).map(({ region }) => region))];
}

function alarm(metric: Metric, input: Case): MonitoringItem {
  const { advised, name, namespace } = metric;
  const usual = usualCount(advised.finding, input.window);
  const threshold = Math.ceil(usual + DEVIATIONS * Math.sqrt(usual));
  const minutes = ALARM_PERIOD_SECONDS / 60;
  const basis =
    usual === 0
      ? 'none are usual'
      : `${usual < 0.1 ? 'under 0.1' : usual.toFixed(1)} are usual in these logs${isChange(advised.finding) ? ' outside of the incident' : '; lower it to 0 once the fault is mended'}`;
  return {
    title: `Alarm on more than ${threshold} of ${advised.finding.id} in ${minutes} minutes (${basis})`,
    kind: 'alarm',
    commands: regionsOf(metric).map(
      (region) =>
        `aws cloudwatch put-metric-alarm --alarm-name ${slug(input.application)}-${name} --namespace ${namespace} --metric-name ${name} --statistic Sum --period ${ALARM_PERIOD_SECONDS} --evaluation-periods 1 --threshold ${threshold} --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching${regionOption(region)}`,
    ),
  };
}

/** Mean number in an alarm period outside of the time in which it is a change. */
function usualCount(finding: Finding, window: TimeRange): number {
  const active = isChange(finding) ? activeRange(finding) : { startMs: 0, endMs: -1 };
  const outside = finding.timesMs.filter((ms) => ms < active.startMs || ms > active.endMs);
  const activeMs = Math.max(0, active.endMs - active.startMs);
  const restMs = Math.max(MINUTE_MS, window.endMs - window.startMs - activeMs);
  return (outside.length * ALARM_PERIOD_SECONDS * 1_000) / restMs;
}

function dashboard(metrics: readonly Metric[], input: Case): MonitoringItem {
  const home = metrics.flatMap(regionsOf)[0] ?? input.region;
  const region = isRegion(home) ? { region: home } : {};
  const body = {
    widgets: [
      {
        type: 'metric',
        width: 24,
        height: 6,
        properties: {
          title: 'Errors by root cause',
          stat: 'Sum',
          period: ALARM_PERIOD_SECONDS,
          ...region,
          metrics: metrics.flatMap((metric) => rowsOf(metric, home)),
        },
      },
    ],
  };
  return {
    title: 'Show the errors of all root causes on one dashboard',
    kind: 'dashboard',
    commands: [
      `aws cloudwatch put-dashboard --dashboard-name ${slug(input.application)}-errors --dashboard-body ${shellQuote(JSON.stringify(body))}${regionOption(home)}`,
    ],
  };
}

/** A row of a dashboard; a metric from another region than the dashboard's says so. */
function rowsOf(metric: Metric, home: string): unknown[][] {
  const { namespace, name } = metric;
  return regionsOf(metric).map((region) => [
    namespace,
    name,
    ...(region === home ? [] : [{ region }]),
  ]);
}

function prevention({ cause, signature }: Advised): MonitoringItem {
  const title =
    signature === null
      ? `Name the mechanism of root cause ${cause.rank} in the log messages, so that the next search finds it.`
      : preventionOf(signature);
  return {
    title: signature === null ? title : `Root cause ${cause.rank}: ${title}`,
    kind: 'prevention',
    commands: [],
  };
}
