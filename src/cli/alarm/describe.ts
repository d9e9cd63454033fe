// An alarm by its name, asked of AWS or of alarms.json: what it watches, and when it last went into ALARM.
import { z } from 'zod';
import type { Tools } from '../../agent/tools.ts';
import { Failure } from '../../base/failure.ts';
import { ask } from '../logs-source.ts';
import type { AlarmRaised } from './alarm.ts';

/** Pages of 100 changes of state that are looked through. */
const MAX_PAGES = 10;

const DIMENSIONS = z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]);
const ALARM = z.looseObject({
  AlarmName: z.string(),
  AlarmArn: z.string().optional(),
  StateValue: z.string().optional(),
  StateUpdatedTimestamp: z.number().optional(),
  Dimensions: DIMENSIONS,
  /** Of an alarm over metric math, instead. */
  Metrics: z
    .array(
      z.looseObject({
        MetricStat: z.looseObject({ Metric: z.looseObject({ Dimensions: DIMENSIONS }) }).optional(),
      }),
    )
    .default([]),
});
const ALARMS = z.looseObject({
  MetricAlarms: z.array(ALARM).default([]),
  CompositeAlarms: z.array(ALARM).default([]),
});
const HISTORY = z.looseObject({
  AlarmHistoryItems: z
    .array(z.looseObject({ Timestamp: z.number(), HistorySummary: z.string().default('') }))
    .default([]),
  NextToken: z.string().optional(),
});
const INTO_ALARM = /\bto ALARM\b/i;

/** Throws Failure `usage` where there is no such alarm, or where it never rang. */
export async function describedAlarm(
  tools: Tools,
  name: string,
  region: string | null,
  signal: AbortSignal,
): Promise<AlarmRaised> {
  const offered = (await tools.list()).some((tool) => tool.name === 'describe-alarms');
  if (!offered)
    throw new Failure('usage', '--alarm needs the file alarms.json in the folder of --logs.', [
      'Its form: docs/local-files.md',
    ]);
  const place = region === null ? {} : { region };
  const asked = { ...place, alarmNames: [name] };
  const { MetricAlarms, CompositeAlarms } = await ask(
    tools,
    'describe-alarms',
    asked,
    ALARMS,
    signal,
  );
  const [alarm] = [...MetricAlarms, ...CompositeAlarms];
  if (alarm === undefined)
    throw new Failure(
      'usage',
      `There is no alarm ${name}${region === null ? '' : ` in ${region}`}.`,
      ['Names are exact, in upper and lower case.'],
    );
  const { StateValue, StateUpdatedTimestamp, AlarmArn, Dimensions, Metrics } = alarm;
  const now = StateValue === 'ALARM' ? (StateUpdatedTimestamp ?? null) : null;
  const raisedMs = (await lastRaised(tools, { ...place, alarmName: name }, signal)) ?? now;
  const inMath = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions ?? []).reverse();
  if (raisedMs === null)
    throw new Failure(
      'usage',
      `The alarm ${name} did not go into ALARM in the time that its history tells of.`,
    );
  return {
    name,
    region: AlarmArn?.split(':')[3] ?? region,
    raisedMs,
    dimensions: Object.fromEntries(
      [...inMath, ...Dimensions].map(({ Name, Value }) => [Name, Value]),
    ),
  };
}

/** The latest change into ALARM; the history begins with the newest. */
async function lastRaised(
  tools: Tools,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<number | null> {
  let nextToken: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const asked = nextToken === undefined ? args : { ...args, nextToken };
    const page = await ask(tools, 'describe-alarm-history', asked, HISTORY, signal);
    const raised = page.AlarmHistoryItems.find(({ HistorySummary }) =>
      INTO_ALARM.test(HistorySummary),
    );
    if (raised !== undefined) return raised.Timestamp;
    nextToken = page.NextToken;
    if (nextToken === undefined) return null;
  }
  return null;
}
