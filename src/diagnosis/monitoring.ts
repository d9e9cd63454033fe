// Metric filters, alarms and a dashboard for the root causes, with thresholds from the rates in these logs, and with the
// time at which each alarm would have told of this incident; a warning that came first is watched too.
import { readLogGroupArn } from '../base/log-group-arn.ts';
import { HOUR_MS, MINUTE_MS } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import type { Advised } from './actions.ts';
import { alarmCourse, basisInWords, type Counted, courseInWords } from './alarm-course.ts';
import { isCommandValue, isRegion, regionOption, shellQuote } from './command.ts';
import { driftAlarm } from './drift-alarm.ts';
import { type Filter, type FilterFound, filterOf } from './filter.ts';
import { isInCloudWatch, placeOf } from './places.ts';
import { preventionOf } from './prevention.ts';
import { activeRange, isChange, placedTimes } from './times.ts';
import type { Case, LogGroupPlace, MonitoringItem } from './types.ts';

const DASHBOARD_PERIOD_SECONDS = 300;
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
  /** The pattern that counts it, and what else that counts. */
  readonly filter: Filter;
  /** Rank of the root cause that it stands for. */
  readonly rank: number;
  /** The error that it announces; null where it is the error itself. */
  readonly before: Finding | null;
  readonly name: string;
  readonly namespace: string;
  /** Log groups that a command can name; all of them, though a filter is suggested for some only. None of local files. */
  readonly places: readonly LogGroupPlace[];
}

/** A filter and an alarm for each cause that a filter pattern can find, one dashboard, and how to prevent it. */
export function monitoringFor(causes: readonly Advised[], input: Case): readonly MonitoringItem[] {
  const own = causes.map(({ finding, found, signature, cause: { rank } }) =>
    metricsOf({ finding, found, rank, before: null }, signature?.name ?? 'error', input),
  );
  const metrics = [...own.slice(0, 1), forerunnerOf(causes, input), ...own.slice(1)].flat();
  // Of local files an alarm has no command: when it would have rung is told all the same.
  const countable = metrics.filter(({ places }) => places.length > 0);
  return [
    ...driftAlarm(causes, input),
    ...metrics.flatMap((metric) => [
      ...(countable.includes(metric) ? [metricFilter(metric)] : []),
      alarm(metric, input),
    ]),
    ...(countable.length === 0 ? [] : [dashboard(countable, input)]),
    ...causes.map(prevention),
  ];
}

type Watched = Pick<Metric, 'finding' | 'rank' | 'before'> & { readonly found: FilterFound };

/** None where no pattern tells the finding from other lines. */
function metricsOf({ found, ...watched }: Watched, kind: string, input: Case): Metric[] {
  const { finding } = watched;
  if (found.kind !== 'narrow') return [];
  const metric = {
    ...watched,
    filter: found.filter,
    name: slug(`${kind}-${finding.templateId.slice(0, 8)}`),
    namespace: `Troubleshoot/${slug(input.application)}`,
    places: finding.logGroups
      .map((group) => placeOf(group.name, input))
      .filter((place) => isCommandValue(place.name) && isInCloudWatch(place)),
  };
  return [metric];
}

/** The warning whose alarm would have rung first before the primary cause set in, if there is one. */
function forerunnerOf([primary]: readonly Advised[], input: Case): readonly Metric[] {
  if (primary === undefined || !isChange(primary.finding)) return [];
  const onsetMs = activeRange(primary.finding).startMs;
  const early = input.analysis.findings
    .filter(({ severity, kinds }) => severity === 'warning' && kinds === undefined)
    .filter(isChange)
    .filter((finding) => activeRange(finding).endMs >= onsetMs - MAX_QUIET_MS)
    .flatMap((finding) => {
      const ringsMs = alarmCourse(countedOf([finding], null, true), input.window)?.ringsMs ?? [];
      const first = ringsMs.find((ms) => ms >= onsetMs - MAX_LEAD_MS);
      return first === undefined || first >= onsetMs || ringsMs.length > MAX_RINGS
        ? []
        : [{ finding, first }];
    })
    .sort((a, b) => a.first - b.first);
  return early.slice(0, 1).flatMap(({ finding }) => {
    const found = filterOf(finding, '', [], input);
    const watched = { finding, found, rank: primary.cause.rank, before: primary.finding };
    return metricsOf(watched, 'warning', input);
  });
}

function slug(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return plain.slice(0, MAX_NAME_CHARS) || 'application';
}

function metricFilter(metric: Metric): MonitoringItem {
  const { filter, before, name, namespace, places } = metric;
  const more =
    places.length > MAX_GROUPS_A_FILTER
      ? `, in ${MAX_GROUPS_A_FILTER} of its ${places.length} log groups`
      : '';
  const role = before === null ? '' : `, the warning that comes before ${before.id},`;
  return {
    title: `Count ${countsInWords(metric)}${role} as metric ${name}${more}${elsewhere(places)}`,
    kind: 'metric-filter',
    commands: places
      .slice(0, MAX_GROUPS_A_FILTER)
      .map(
        (place) =>
          `aws logs put-metric-filter --log-group-name ${shellQuote(readLogGroupArn(place.name)?.name ?? place.name)} --filter-name ${name} --filter-pattern ${shellQuote(filter.pattern)} --metric-transformations metricName=${name},metricNamespace=${namespace},metricValue=1,defaultValue=0${regionOption(place.region)}`,
      ),
  };
}

/** Linked accounts let others read, not write. */
function elsewhere(places: Metric['places']): string {
  const accounts = new Set(places.flatMap(({ name }) => readLogGroupArn(name)?.account ?? []));
  return accounts.size === 0 ? '' : `, to be run in account ${[...accounts].join(', ')}`;
}

/** Metrics live where their log groups do. */
function regionsOf({ places }: Metric): readonly string[] {
  return [...new Set(places.slice(0, MAX_GROUPS_A_FILTER).map(({ region }) => region))];
}

/** `F1`, `F1, F4`: all that the filter of a metric counts. */
const countsInWords = ({ filter }: Metric): string => filter.counts.map(({ id }) => id).join(', ');

/** What an alarm counts, from the first finding's point of view. */
function countedOf(
  findings: readonly Finding[],
  normalPerHour: number | null,
  isIncident: boolean,
): Counted {
  const [lead] = findings;
  const activeMs = lead !== undefined && isChange(lead) ? activeRange(lead) : null;
  return { ...placedTimes(findings), activeMs, normalPerHour, isIncident };
}

/** With the rates from which its threshold follows; none where no threshold would have told of the incident. */
function alarm(metric: Metric, input: Case): MonitoringItem {
  const { finding, filter, before, rank, name, namespace } = metric;
  const ids = countsInWords(metric);
  if (filter.counts.some(({ readInPart }) => readInPart === true)) {
    return {
      title: `No alarm on the count of ${ids} is suggested: only a part of these lines was read, so what is usual is not known`,
      kind: 'alarm',
      commands: [],
    };
  }
  const counted = countedOf(filter.counts, normalOf(filter.counts, input), rank === 1);
  const course = alarmCourse(counted, input.window);
  if (course === null) {
    return {
      title: `No alarm on the count of ${ids} is suggested: in no period of 5, 15 or 60 minutes of the incident was it above what is usual`,
      kind: 'alarm',
      commands: [],
    };
  }
  const { periodSeconds, threshold } = course;
  const incident = before ?? finding;
  const range = isChange(incident) ? activeRange(incident) : null;
  const when = courseInWords(course, counted, { id: incident.id, range }, input.window);
  return {
    title: `Alarm on more than ${threshold} of ${ids} in ${periodSeconds / 60} minutes (${basisInWords(course)}): ${when}${overRegions(metric)}`,
    kind: 'alarm',
    commands: regionsOf(metric).map(
      (region) =>
        `aws cloudwatch put-metric-alarm --alarm-name ${slug(input.application)}-${name} --namespace ${namespace} --metric-name ${name} --statistic Sum --period ${periodSeconds} --evaluation-periods 1 --threshold ${threshold} --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching${regionOption(region)}`,
    ),
  };
}

/** Times are counted over all regions, and an alarm rings for its own. */
function overRegions(metric: Metric): string {
  const regions = regionsOf(metric).length;
  return regions < 2
    ? ''
    : `; counted over ${regions} regions, and the alarm of each counts its own events alone`;
}

/** The rate of all of them in the normal time; null where that is not known of each. */
function normalOf(findings: readonly Finding[], { baseline }: Case): number | null {
  const rates = findings.map(
    ({ id }) => baseline?.comparisons.find((known) => known.finding === id)?.baselinePerHour,
  );
  return rates.reduce<number | null>(
    (sum, rate) => (sum === null || rate === undefined ? null : sum + rate),
    0,
  );
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
          period: DASHBOARD_PERIOD_SECONDS,
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
  if (cause.nothingFailed === true) {
    const title = `Root cause ${cause.rank}: watch how fast it fills, and alarm well before it is full.`;
    return { title, kind: 'prevention', commands: [] };
  }
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
