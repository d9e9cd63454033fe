// Metric filters, alarms and a dashboard for the root causes, with thresholds from the rates in these logs, and with the
// time at which each alarm would have told of this incident; a warning that came first is watched too.
import { HOUR_MS, MINUTE_MS } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import type { Advised } from './actions.ts';
import { alarmCourse, courseInWords } from './alarm-course.ts';
import { isCommandValue, isRegion, regionOption, shellQuote } from './command.ts';
import { filterPatternOf } from './filter-pattern.ts';
import { isInCloudWatch, placeOf } from './places.ts';
import { preventionOf } from './prevention.ts';
import { activeRange, isChange } from './times.ts';
import type { Case, LogGroupPlace, MonitoringItem } from './types.ts';

const ALARM_PERIOD_SECONDS = 300;
const MAX_GROUPS_A_FILTER = 5;
const MAX_NAME_CHARS = 100;
/** A warning that rings earlier than this before the onset has another reason… */
const MAX_LEAD_MS = HOUR_MS;
/** …and so has one that is over so long before it. */
const MAX_QUIET_MS = 10 * MINUTE_MS;
/** More often than this in one window, an alarm is noise. */
const MAX_RINGS = 3;

/** A finding to be counted by a metric filter. */
interface Metric {
  readonly finding: Finding;
  /** The words by which its cause was recognised; empty where it was not. */
  readonly matched: string;
  /** The error that it announces; null where it is the error itself. */
  readonly before: Finding | null;
  readonly name: string;
  readonly namespace: string;
  /** Log groups that a command can name; all of them, though a filter is suggested for some only. */
  readonly places: readonly LogGroupPlace[];
}

/** A filter and an alarm for each cause that a filter pattern can find, one dashboard, and how to prevent it. */
export function monitoringFor(causes: readonly Advised[], input: Case): readonly MonitoringItem[] {
  const own = causes.map(({ finding, matched, signature }) =>
    metricOf({ finding, matched, before: null }, signature?.name ?? 'error', input),
  );
  const metrics = [...own.slice(0, 1), ...forerunnerOf(causes, input), ...own.slice(1)];
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

function metricOf(
  watched: Pick<Metric, 'finding' | 'matched' | 'before'>,
  kind: string,
  input: Case,
): Metric {
  const { finding } = watched;
  return {
    ...watched,
    name: slug(`${kind}-${finding.templateId.slice(0, 8)}`),
    namespace: `Troubleshoot/${slug(input.application)}`,
    places: finding.logGroups
      .map((group) => placeOf(group.name, input))
      .filter((place) => isCommandValue(place.name) && isInCloudWatch(place)),
  };
}

/** The warning whose alarm would have rung first before the primary cause set in, if there is one. */
function forerunnerOf([primary]: readonly Advised[], input: Case): readonly Metric[] {
  if (primary === undefined || !isChange(primary.finding)) return [];
  const onsetMs = activeRange(primary.finding).startMs;
  const early = input.analysis.findings
    .filter((finding) => finding.severity === 'warning' && isChange(finding))
    .filter((finding) => activeRange(finding).endMs >= onsetMs - MAX_QUIET_MS)
    .flatMap((finding) => {
      const { ringsMs } = alarmCourse(finding, input.window, ALARM_PERIOD_SECONDS, null);
      const first = ringsMs.find((ms) => ms >= onsetMs - MAX_LEAD_MS);
      return first === undefined || first >= onsetMs || ringsMs.length > MAX_RINGS
        ? []
        : [{ finding, first }];
    })
    .sort((a, b) => a.first - b.first);
  return early
    .slice(0, 1)
    .map(({ finding }) =>
      metricOf({ finding, matched: '', before: primary.finding }, 'warning', input),
    );
}

function slug(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return plain.slice(0, MAX_NAME_CHARS) || 'application';
}

function metricFilter({ finding, matched, before, name, namespace, places }: Metric) {
  const pattern = filterPatternOf(finding, matched);
  if (pattern === null || places.length === 0) return null;
  const more =
    places.length > MAX_GROUPS_A_FILTER
      ? `, in ${MAX_GROUPS_A_FILTER} of its ${places.length} log groups`
      : '';
  const role = before === null ? '' : `, the warning that comes before ${before.id},`;
  return {
    title: `Count ${finding.id}${role} as metric ${name}${more}`,
    kind: 'metric-filter' as const,
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
  const { finding, before, name, namespace } = metric;
  const normal = input.baseline?.comparisons.find((known) => known.finding === finding.id);
  const normalPerHour = normal?.baselinePerHour ?? null;
  const course = alarmCourse(finding, input.window, ALARM_PERIOD_SECONDS, normalPerHour);
  const { usual, threshold } = course;
  const minutes = ALARM_PERIOD_SECONDS / 60;
  const where = isChange(finding)
    ? 'these logs outside of the incident'
    : 'these logs; lower it to 0 once the fault is mended';
  const basis =
    usual === 0
      ? 'none are usual'
      : `${usual < 0.1 ? 'under 0.1' : usual.toFixed(1)} are usual in ${normal === undefined ? where : 'the normal time'}`;
  const incident = before ?? finding;
  const when = isChange(incident)
    ? `: ${courseInWords(course, { id: incident.id, range: activeRange(incident) }, input.window)}`
    : '';
  return {
    title: `Alarm on more than ${threshold} of ${finding.id} in ${minutes} minutes (${basis})${when}`,
    kind: 'alarm',
    commands: regionsOf(metric).map(
      (region) =>
        `aws cloudwatch put-metric-alarm --alarm-name ${slug(input.application)}-${name} --namespace ${namespace} --metric-name ${name} --statistic Sum --period ${ALARM_PERIOD_SECONDS} --evaluation-periods 1 --threshold ${threshold} --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching${regionOption(region)}`,
    ),
  };
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
