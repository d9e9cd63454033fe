// "Metrics and Alarms": which numbers of the services left their level, and when beside the errors; which alarms ring.

import { MINUTE_MS, SECOND_MS } from '../../base/time-range.ts';
import type { ReportAlarm, ReportMetric } from '../account-types.ts';
import { count, duration, number } from '../format.ts';
import { regionsIn } from '../regions.ts';
import { code, inline, list, table } from '../text.ts';
import type { View } from '../view.ts';

const MAX_METRICS = 10;
const MAX_ALARMS = 8;
const MAX_REASON_CHARS = 160;

type Changed = ReportMetric & { readonly change: NonNullable<ReportMetric['change']> };

/** Nothing where nobody was asked. */
export function accountSignals(view: View): string[] {
  const { metrics, alarms } = view.report;
  if (metrics === undefined && alarms === undefined) return [];
  return ['### Metrics and Alarms', ...metricRows(view, metrics), ...alarmRows(view, alarms)];
}

function metricRows(view: View, metrics: readonly ReportMetric[] | undefined): string[] {
  if (metrics === undefined) return [];
  const asked = view.report.metricsAsked ?? metrics.length;
  if (metrics.length === 0)
    return [
      asked === 0
        ? 'The log groups and the alarms name no service whose metrics could be asked for.'
        : `None of the ${count(asked, 'metric')} of the services that the log groups and the alarms name has data.`,
    ];
  const changed = metrics
    .filter((metric): metric is Changed => metric.change !== null)
    .sort((a, b) => Date.parse(a.change.at) - Date.parse(b.change.at));
  const steady = metrics.length - changed.length;
  const kept = keptInWords(steady, metrics.length, asked);
  if (changed.length === 0) return kept;
  const isSpread = regionsIn(view.report).length > 1;
  const rows = changed.slice(0, MAX_METRICS).map((metric) => {
    const { name, dimensions, change, evidence } = metric;
    const until = change.until === null ? '' : ` to ${view.clock.at(change.until)}`;
    return [
      `${code(name, 80)} (${statisticOf(metric)})`,
      ...(isSpread ? [inline(metric.region, 30)] : []),
      code(Object.values(dimensions).join(' '), 120),
      figure(change.from),
      figure(change.to),
      `${view.clock.at(change.at)}${until}`,
      besideOnset(view, change.at),
      inline(evidence),
    ];
  });
  const head = [
    'Metric',
    ...(isSpread ? ['Region'] : []),
    'Of',
    'Before',
    'Then',
    'From',
    'When',
    'Evidence',
  ];
  return [table(head, rows), ...kept];
}

/** Of the metrics that were asked for, those that say nothing of the incident. */
function keptInWords(steady: number, held: number, asked: number): string[] {
  const absent = asked - held;
  const sentences = [
    ...(steady === 0
      ? []
      : [
          `${number(steady)} of ${count(held, 'metric')} kept ${held === 1 ? 'its' : 'their'} level.`,
        ]),
    ...(absent <= 0
      ? []
      : [
          `${count(absent, 'more metric')} of the services ${absent === 1 ? 'has' : 'have'} no data.`,
        ]),
  ];
  return sentences.length === 0 ? [] : [sentences.join(' ')];
}

/** What is summed up says nothing without the time over which it is. */
export function statisticOf({
  statistic,
  periodSeconds,
}: Pick<ReportMetric, 'statistic' | 'periodSeconds'>): string {
  const word = inline(statistic, 20);
  return /^(?:Sum|SampleCount)$/.test(statistic)
    ? `${word} in ${duration(periodSeconds * SECOND_MS)}`
    : word;
}

/** To the minute or what the period is: no claim on what came first within it. */
export function besideOnset(view: View, at: string): string {
  const onset = onsetOf(view);
  if (onset === null) return '–';
  const ms = MINUTE_MS * Math.round((Date.parse(onset) - Date.parse(at)) / MINUTE_MS);
  if (ms === 0) return 'with the onset';
  return ms > 0 ? `${duration(ms)} before the onset` : `${duration(-ms)} after the onset`;
}

/** Of the primary cause, its burst where it has one; else of all errors. Null where only a part of them was read. */
export function onsetOf({ errors, report }: View): string | null {
  if (report.totals.part !== undefined) return null;
  const own = errors.find(({ id }) => id === report.rootCauses[0]?.findings[0]);
  const [first = null] = errors.map(({ firstSeen }) => firstSeen).sort();
  return own === undefined ? first : (own.burst?.start ?? own.firstSeen);
}

export function figure(value: number): string {
  return Number.isInteger(value) ? number(value) : String(Number(value.toPrecision(4)));
}

function alarmRows({ clock, report }: View, alarms: readonly ReportAlarm[] | undefined): string[] {
  if (alarms === undefined) return [];
  if (alarms.length === 0) return ['No alarm about the application rang.'];
  const items = alarms.slice(0, MAX_ALARMS).map((alarm) => {
    const { name, reason, evidence } = alarm;
    const why = reason === '' ? '' : `: ${inline(reason, MAX_REASON_CHARS)}`;
    const where = regionsIn(report).length > 1 ? ` of ${inline(alarm.region, 30)}` : '';
    return `Alarm ${code(name, 120)}${where} ${stateOf(alarm, clock)} (${inline(evidence)})${why}`;
  });
  const more = alarms.length - items.length;
  return [list([...items, ...(more > 0 ? [`${number(more)} more in report.json.`] : [])])];
}

const MAX_TIMES = 3;

function stateOf({ state, since, raised }: ReportAlarm, clock: View['clock']): string {
  const times = raised.slice(0, MAX_TIMES).map((time) => clock.at(time));
  const more =
    raised.length > MAX_TIMES ? ` and ${number(raised.length - MAX_TIMES)} times more` : '';
  const rang = times.length === 0 ? [] : [`went into ALARM at ${times.join(', ')}${more}`];
  const is = `is in ${inline(state, 30)}${since === null ? '' : ` since ${clock.at(since)}`}`;
  return [...rang, is].join(' and ');
}
