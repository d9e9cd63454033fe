// Alarms about the application: those in ALARM now, and those that went into ALARM within the window.
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import { grouped } from '../base/grouped.ts';
import { isoTime } from '../base/time-range.ts';
import type { ReportAlarm } from '../report/account-types.ts';
import type { RunContext } from './context.ts';
import { membership } from './discovery.ts';
import { signalGap } from './faults.ts';
import { ensureWindow } from './plan.ts';
import { regionArgument } from './query.ts';
import type { Metric } from './service-metrics.ts';
import { DESCRIBE_ALARM_HISTORY, DESCRIBE_ALARMS, type SignalTool } from './signal-tools.ts';

/** Pages of 100 alarms, or of 100 changes of state. */
const MAX_PAGES = 5;
/** Names that one call takes. */
const MAX_NAMES = 100;
const INTO_ALARM = /\bto ALARM\b/i;

const DIMENSIONS = z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]);
const Alarm = z.looseObject({
  AlarmName: z.string().default(''),
  StateValue: z.string().default(''),
  StateReason: z.string().default(''),
  StateUpdatedTimestamp: z.number().optional(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Statistic: z.string().optional(),
  ExtendedStatistic: z.string().optional(),
  Dimensions: DIMENSIONS,
  /** Of an alarm over metric math or an anomaly, instead. */
  Metrics: z
    .array(
      z.looseObject({
        MetricStat: z
          .looseObject({
            Metric: z.looseObject({
              Namespace: z.string(),
              MetricName: z.string(),
              Dimensions: DIMENSIONS,
            }),
            Stat: z.string(),
          })
          .optional(),
      }),
    )
    .default([]),
});
type Alarm = z.infer<typeof Alarm>;

const AlarmPage = z.object({
  MetricAlarms: z.array(Alarm).default([]),
  CompositeAlarms: z.array(Alarm).default([]),
  NextToken: z.string().optional(),
});
const HistoryPage = z.object({
  AlarmHistoryItems: z
    .array(
      z.object({
        AlarmName: z.string(),
        Timestamp: z.number(),
        HistorySummary: z.string().default(''),
      }),
    )
    .default([]),
  NextToken: z.string().optional(),
});

export interface AskedAlarms {
  readonly alarms: readonly Alarm[];
  /** Keeps them as evidence and in the case file. */
  readonly keep: () => void;
}

/** Those that are about one of the services, or are called after the application. */
export async function readAlarms(
  context: RunContext,
  region: string,
  services: readonly Metric[],
): Promise<AskedAlarms> {
  const place = regionArgument(region);
  const ringing = await describe(context, region, { ...place, state: 'ALARM' });
  if (ringing === null) return { alarms: [], keep: () => {} };
  const raised = await raisedInWindow(context, region);
  const known = new Set(ringing.map(({ AlarmName }) => AlarmName));
  const alarmNames = [...raised.keys()].filter((name) => !known.has(name)).slice(0, MAX_NAMES);
  const over =
    alarmNames.length === 0 ? [] : await describe(context, region, { ...place, alarmNames });
  const all = [...ringing, ...(over ?? [])];
  const own = all.filter((alarm) => concerns(alarm, services, context.request.application));
  const keep = () => keepAlarms(context, { region, own, of: all.length, raised });
  return { alarms: own, keep };
}

interface Told {
  readonly region: string;
  readonly own: readonly Alarm[];
  /** Alarms that rang. */
  readonly of: number;
  readonly raised: ReadonlyMap<string, readonly number[]>;
}

function keepAlarms(context: RunContext, { region, own, of, raised }: Told): void {
  const place = regionArgument(region);
  const rows = own.map((alarm) => ({ ...alarm, raised: raised.get(alarm.AlarmName) ?? [] }));
  const evidence = context.keep(
    { tool: DESCRIBE_ALARMS.tool, arguments: place, rows, statistics: null, truncated: false },
    `${own.length} of ${of} alarms that rang are about the application`,
  );
  const told = rows.map(
    ({ AlarmName, StateValue, StateReason, StateUpdatedTimestamp, raised: times }) => ({
      name: AlarmName,
      region,
      state: StateValue,
      since: StateUpdatedTimestamp === undefined ? null : isoTime(StateUpdatedTimestamp),
      raised: times.map(isoTime),
      reason: StateReason,
      evidence,
    }),
  ) satisfies readonly ReportAlarm[];
  context.file.alarms = [...(context.file.alarms ?? []), ...told];
}

/** null: they could not be had, which is told. */
async function describe(
  context: RunContext,
  region: string,
  args: Readonly<Record<string, unknown>>,
): Promise<readonly Alarm[] | null> {
  const alarms: Alarm[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const asked = nextToken === undefined ? args : { ...args, nextToken };
    const result = await context.calls.call(DESCRIBE_ALARMS.tool, asked);
    if (result.isError) {
      tellUnseen(
        context,
        'Alarms of the account were not seen',
        { region, tool: DESCRIBE_ALARMS },
        result,
      );
      return null;
    }
    const page = AlarmPage.parse(result.content);
    alarms.push(...page.MetricAlarms, ...page.CompositeAlarms);
    nextToken = page.NextToken;
    if (nextToken === undefined) return alarms;
  }
  context.notice(`Only the first ${grouped(alarms.length)} alarms were looked at.`);
  return alarms;
}

/** When which alarm went into ALARM, ascending; what cannot be had is told. */
async function raisedInWindow(
  context: RunContext,
  region: string,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const { startMs, endMs } = ensureWindow(context).analyzed;
  const args = { ...regionArgument(region), startTime: startMs, endTime: endMs };
  const raised = new Map<string, number[]>();
  let nextToken: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const asked = nextToken === undefined ? args : { ...args, nextToken };
    const result = await context.calls.call(DESCRIBE_ALARM_HISTORY.tool, asked);
    if (result.isError) {
      const what = 'The history of alarms was not seen';
      tellUnseen(context, what, { region, tool: DESCRIBE_ALARM_HISTORY }, result);
      return raised;
    }
    const page = HistoryPage.parse(result.content);
    for (const { AlarmName, Timestamp, HistorySummary } of page.AlarmHistoryItems)
      if (INTO_ALARM.test(HistorySummary))
        raised.set(AlarmName, [Timestamp, ...(raised.get(AlarmName) ?? [])]);
    nextToken = page.NextToken;
    if (nextToken === undefined) return raised;
  }
  context.notice(`Of the history of alarms the newest ${MAX_PAGES} pages were read.`);
  return raised;
}

function concerns(alarm: Alarm, services: readonly Metric[], application: string): boolean {
  const names = new Set(services.flatMap(({ dimensions }) => Object.values(dimensions)));
  const values = metricOfAlarm(alarm)
    .flatMap(({ dimensions }) => Object.values(dimensions))
    .concat(alarm.Dimensions.map(({ Value }) => Value));
  return (
    values.some((value) => names.has(value)) ||
    [alarm.AlarmName, ...values].some((name) => membership(name, application).belongs)
  );
}

/** What it watches; nothing of a composite alarm. */
export function metricOfAlarm(alarm: Alarm): readonly Metric[] {
  const { Namespace: namespace, MetricName: name, Dimensions, Metrics } = alarm;
  const inMath = Metrics.flatMap(({ MetricStat }): Metric[] => {
    if (MetricStat === undefined) return [];
    const { Metric: of, Stat: statistic } = MetricStat;
    const dimensions = dimensionsOf(of.Dimensions);
    return [{ namespace: of.Namespace, name: of.MetricName, dimensions, statistic }];
  });
  if (namespace === undefined || name === undefined) return inMath.filter(isAskable);
  const statistic = alarm.Statistic ?? alarm.ExtendedStatistic ?? 'Average';
  const own = { namespace, name, dimensions: dimensionsOf(Dimensions), statistic };
  return [own, ...inMath].filter(isAskable);
}

/** A name of nothing but characters that the border takes out is none; one such would cost the answer for all. */
const isAskable = ({ namespace, name, dimensions }: Metric) =>
  [namespace, name, ...Object.values(dimensions)].every((text) => text !== '');

const dimensionsOf = (all: Alarm['Dimensions']): Metric['dimensions'] =>
  Object.fromEntries(all.map(({ Name, Value }) => [Name, Value]));

/** AWS knows the calls everywhere: an endpoint that does not stands for the logs alone, and nothing is missing. */
export function tellUnseen(
  context: RunContext,
  what: string,
  { region, tool }: { readonly region: string; readonly tool: SignalTool },
  fault: ToolResult,
): void {
  if (context.world.signal.aborted && fault.errorCode === 'Aborted') {
    context.file.unread.add('context');
    return;
  }
  const where = context.request.regions.length > 1 ? ` in ${region}` : '';
  if (/^UnknownOperation/.test(fault.errorCode ?? '')) context.notice(`${what}${where}.`);
  else context.gap(signalGap(`${what}${where}.`, tool, fault));
}
