// An alarm by its name, asked of AWS or of alarms.json: what it watches, since when it rang, and when that was over.
import { z } from 'zod';
import type { Tools } from '../../agent/tools.ts';
import { nearest } from '../../base/did-you-mean.ts';
import { Failure } from '../../base/failure.ts';
import { SECOND_MS } from '../../base/time-range.ts';
import { ask } from '../logs-source.ts';
import { type AlarmRaised, evaluatedSince, type MetricName } from './alarm.ts';
import { startOfData } from './reason-data.ts';

/** Pages of 100 changes of state that are looked through, and of 100 alarms where none has the name. */
const MAX_PAGES = 10;
const MAX_LISTED_PAGES = 5;
/** Composite alarms of composite alarms, so deep; and so many alarms of one. */
const MAX_DEPTH = 3;
const MAX_CHILDREN = 100;
const MAX_SUGGESTED = 3;
/** Names that a message lists where none is near. */
const MAX_NAMED = 10;

const DIMENSIONS = z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]);
const METRIC = z.looseObject({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: DIMENSIONS,
});
const ALARM = METRIC.extend({
  AlarmName: z.string(),
  AlarmArn: z.string().optional(),
  StateValue: z.string().optional(),
  StateReasonData: z.string().optional(),
  StateUpdatedTimestamp: z.number().optional(),
  StateTransitionedTimestamp: z.number().optional(),
  Period: z.number().optional(),
  EvaluationPeriods: z.number().optional(),
  /** Of a composite alarm. */
  AlarmRule: z.string().optional(),
  /** Of an alarm over metric math, instead. */
  Metrics: z
    .array(
      z.looseObject({
        MetricStat: z.looseObject({ Metric: METRIC, Period: z.number().optional() }).optional(),
      }),
    )
    .default([]),
});
type Alarm = z.infer<typeof ALARM>;
const ALARMS = z.looseObject({
  MetricAlarms: z.array(ALARM).default([]),
  CompositeAlarms: z.array(ALARM).default([]),
  NextToken: z.string().optional(),
});
const HISTORY = z.looseObject({
  AlarmHistoryItems: z
    .array(
      z.looseObject({
        Timestamp: z.number(),
        HistorySummary: z.string().default(''),
        HistoryData: z.string().optional(),
      }),
    )
    .default([]),
  NextToken: z.string().optional(),
});
const HISTORY_DATA = z.looseObject({
  newState: z.looseObject({ stateReasonData: z.unknown().optional() }),
});
const INTO_ALARM = /\bto ALARM\b/i;
const OUT_OF_ALARM = /\bfrom ALARM\b/i;

/** Where it is asked. */
export interface Asked {
  readonly tools: Tools;
  readonly signal: AbortSignal;
}

export const offersAlarms = async (tools: Tools): Promise<boolean> =>
  (await tools.list()).some(({ name }) => name === 'describe-alarms');

/**
 * Sought in each region in turn; without one, in that of the tools. Throws Failure `usage` where there is no such alarm,
 * or where it never rang.
 */
export async function describedAlarm(
  asked: Asked,
  name: string,
  regions: readonly string[],
): Promise<AlarmRaised> {
  if (!(await offersAlarms(asked.tools)))
    throw new Failure('usage', '--alarm needs the file alarms.json in the folder of --logs.', [
      'Its form: docs/local-files.md',
    ]);
  for (const region of regions.length === 0 ? [null] : regions) {
    const [alarm] = await described(asked, region, [name]);
    if (alarm !== undefined) return raised(asked, region, alarm);
  }
  throw await unknown(asked, name, regions);
}

async function raised(asked: Asked, region: string | null, alarm: Alarm): Promise<AlarmRaised> {
  const now = nowRinging(alarm);
  const last = await lastRaised(asked, region, alarm.AlarmName, now !== null);
  const raisedMs = last?.raisedMs ?? now;
  if (raisedMs === null)
    throw new Failure(
      'usage',
      `The alarm ${alarm.AlarmName} did not go into ALARM in the time that its history tells of.`,
      ['Name the application and the window yourself to look into it.'],
    );
  const dataMs = last?.dataMs ?? (now === null ? null : startOfData(alarm.StateReasonData));
  const evaluatedMs = evaluatedSeconds(alarm) * SECOND_MS;
  const watched = [alarm, ...(await childrenOf(asked, region, alarm))];
  return {
    name: alarm.AlarmName,
    region: alarm.AlarmArn?.split(':')[3] ?? region,
    raisedMs,
    sinceMs: evaluatedSince(dataMs ?? raisedMs - evaluatedMs, raisedMs),
    overMs: last?.overMs ?? null,
    ...watchedBy(watched),
    logGroups: [],
  };
}

/** When it went into ALARM by its own word; null where it is not in ALARM. */
function nowRinging(alarm: Alarm): number | null {
  if (alarm.StateValue !== 'ALARM') return null;
  // It is updated with each new reason, too.
  return alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp ?? null;
}

function evaluatedSeconds({ Period = 0, EvaluationPeriods = 1, Metrics }: Alarm): number {
  const periods = Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
  return Math.max(Period, ...periods) * EvaluationPeriods;
}

/** All metrics and dimensions; of dimensions of one name the first. */
function watchedBy(alarms: readonly Alarm[]): Pick<AlarmRaised, 'dimensions' | 'metrics'> {
  const metrics = alarms.flatMap((alarm) => [
    alarm,
    ...alarm.Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []),
  ]);
  const all = metrics.flatMap(({ Dimensions }) => Dimensions).toReversed();
  return {
    dimensions: Object.fromEntries(all.map(({ Name, Value }) => [Name, Value])),
    metrics: metrics.flatMap(({ Namespace: namespace, MetricName: name }): MetricName[] =>
      namespace === undefined || name === undefined ? [] : [{ namespace, name }],
    ),
  };
}

/** Those whose ringing makes a composite alarm ring, and in turn theirs; each once. */
async function childrenOf(
  asked: Asked,
  region: string | null,
  alarm: Alarm,
): Promise<readonly Alarm[]> {
  const known = new Map([[alarm.AlarmName, alarm]]);
  let level: readonly Alarm[] = [alarm];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const names = level.flatMap(({ AlarmRule = '' }) => namesIn(AlarmRule));
    const next = [...new Set(names)].filter((name) => !known.has(name)).slice(0, MAX_CHILDREN);
    level = next.length === 0 ? [] : await described(asked, region, next);
    for (const child of level) known.set(child.AlarmName, child);
  }
  return [...known.values()].slice(1);
}

/** `ALARM("name") OR ALARM(arn:…:alarm:name)`. */
function namesIn(rule: string): readonly string[] {
  return [...rule.matchAll(/\bALARM\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^\s"')]+))/g)]
    .map(([, double, single, plain]) => double ?? single ?? plain ?? '')
    .map((name) => (name.startsWith('arn:') ? name.split(':').slice(6).join(':') : name));
}

async function described(
  { tools, signal }: Asked,
  region: string | null,
  alarmNames: readonly string[],
): Promise<readonly Alarm[]> {
  const args = { ...placeOf(region), alarmNames };
  const page = await ask(tools, 'describe-alarms', args, ALARMS, signal);
  return [...page.MetricAlarms, ...page.CompositeAlarms];
}

const placeOf = (region: string | null) => (region === null ? {} : { region });

interface LastRaised {
  readonly raisedMs: number;
  readonly dataMs: number | null;
  readonly overMs: number | null;
}

/** The latest change into ALARM, and the change out of it; null where the history tells of none. */
async function lastRaised(
  asked: Asked,
  region: string | null,
  alarmName: string,
  isRinging: boolean,
): Promise<LastRaised | null> {
  try {
    return raisedIn(await historyOf(asked, { ...placeOf(region), alarmName }));
  } catch (fault) {
    // Of one that rings its own word does, too.
    if (isRinging && fault instanceof Failure) return null;
    throw fault;
  }
}

type Item = z.infer<typeof HISTORY>['AlarmHistoryItems'][number];

/** The newest first, as far back as its last change into ALARM. */
async function historyOf(
  { tools, signal }: Asked,
  args: Readonly<Record<string, unknown>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const next = nextToken === undefined ? args : { ...args, nextToken };
    const page = await ask(tools, 'describe-alarm-history', next, HISTORY, signal);
    items.push(...page.AlarmHistoryItems);
    nextToken = page.NextToken;
    if (nextToken === undefined || raisedIn(items) !== null) break;
  }
  return items;
}

function raisedIn(items: readonly Item[]): LastRaised | null {
  const at = items.findIndex(({ HistorySummary }) => INTO_ALARM.test(HistorySummary));
  const item = items[at];
  if (item === undefined) return null;
  const over = items
    .slice(0, at)
    .findLast(({ HistorySummary }) => OUT_OF_ALARM.test(HistorySummary));
  return {
    raisedMs: item.Timestamp,
    dataMs: dataStart(item.HistoryData),
    overMs: over?.Timestamp ?? null,
  };
}

function dataStart(text: string | undefined): number | null {
  if (text === undefined) return null;
  try {
    const read = HISTORY_DATA.safeParse(JSON.parse(text));
    return read.success ? startOfData(read.data.newState.stateReasonData) : null;
  } catch {
    return null;
  }
}

/** With the names that resemble it, of the first pages of all. */
async function unknown(
  { tools, signal }: Asked,
  name: string,
  regions: readonly string[],
): Promise<Failure> {
  const names: string[] = [];
  for (const region of regions.length === 0 ? [null] : regions) {
    let args: Readonly<Record<string, unknown>> = placeOf(region);
    for (let pages = 0; pages < MAX_LISTED_PAGES; pages++) {
      const page = await ask(tools, 'describe-alarms', args, ALARMS, signal);
      const all = [...page.MetricAlarms, ...page.CompositeAlarms];
      names.push(...all.map(({ AlarmName }) => AlarmName));
      if (page.NextToken === undefined) break;
      args = { ...placeOf(region), nextToken: page.NextToken };
    }
  }
  const near = nearest(name, names, MAX_SUGGESTED);
  const where = regions.length === 0 ? '' : ` in ${regions.join(', ')}`;
  const help = near.length === 0 ? thoseThereAre(names) : `Did you mean ${near.join(', ')}?`;
  const [to] = near;
  const again = to === undefined ? [] : [{ label: 'Type', replace: [replaced(name, to)] }];
  return new Failure('usage', `There is no alarm ${name}${where}.`, [help], again);
}

function thoseThereAre(names: readonly string[]): string {
  if (names.length === 0) return 'There is no alarm at all.';
  const all = [...new Set(names)];
  const more = all.length > MAX_NAMED ? `, and ${all.length - MAX_NAMED} more` : '';
  return `Names are exact, in upper and lower case. There are: ${all.slice(0, MAX_NAMED).join(', ')}${more}`;
}

const replaced = (from: string, to: string) => ({ flag: '--alarm', from, to });
