// An alarm as an investigation begins from it: who fails, where, since when, and until when.
import { z } from 'zod';
import { Failure } from '../../base/failure.ts';
import { sanitizeLine } from '../../base/sanitize.ts';
import { HOUR_MS, isoTime, MINUTE_MS } from '../../base/time-range.ts';
import type { InvestigateOptions } from '../investigate-options.ts';
import { completedBy } from '../parameters.ts';

export interface AlarmRaised {
  readonly name: string;
  /** null where nothing says it. */
  readonly region: string | null;
  /** When it went into ALARM, UTC milliseconds. */
  readonly raisedMs: number;
  /** Where the data begin that made it ring. */
  readonly sinceMs: number;
  /** When it left ALARM again; null where nothing says that it did. */
  readonly overMs: number | null;
  /** Of its metrics, or of those of the alarms that a composite one is made of. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: readonly MetricName[];
  /** In which its metric is counted, where a filter of log groups counts it. */
  readonly logGroups: readonly string[];
}

export interface MetricName {
  readonly namespace: string;
  readonly name: string;
}

/** Dimensions that name what fails, the most telling first, in whatever case: custom metrics write them as they like. */
const APPLICATION_DIMENSIONS = [
  'FunctionName',
  'ServiceName',
  'Service',
  'ApplicationName',
  'Application',
  'ApiName',
  'QueueName',
  'TableName',
  'DBInstanceIdentifier',
  'DBClusterIdentifier',
  'StateMachineArn',
  'LoadBalancer',
  'ClusterName',
] as const;
/** Dimensions that name a log group itself. */
const LOG_GROUP_DIMENSIONS = ['LogGroupName', 'LogGroup'] as const;
/** Before the data that made it ring: what set it off, and how it is usually. */
const BEFORE_MS = 90 * MINUTE_MS;
/** The window goes on until the alarm was over, and so much longer that it shows whether the failure was, too… */
const AFTER_OVER_MS = 30 * MINUTE_MS;
/** …but of a long alarm no longer than this: what began it stands at its beginning. */
const MOST_RINGING_MS = HOUR_MS;
/** CloudWatch evaluates no more than a week. */
const MAX_EVALUATED_MS = 7 * 24 * HOUR_MS;
/** Clocks may differ. */
const MAX_AHEAD_MS = 5 * MINUTE_MS;

/** Where the data begin: what says otherwise than CloudWatch can is not believed. */
export function evaluatedSince(sinceMs: number | null, raisedMs: number): number {
  const isKnown = sinceMs !== null && sinceMs <= raisedMs && raisedMs - sinceMs <= MAX_EVALUATED_MS;
  return isKnown ? sinceMs : raisedMs;
}

/** What was typed, completed by the alarm; what was typed wins. Throws Failure `usage` where nothing tells who fails. */
export function completedByAlarm(
  { application, options }: Completed,
  alarm: AlarmRaised,
  nowMs: number,
): Completed {
  const local = options.logs.length > 0;
  if (!local && alarm.raisedMs > nowMs + MAX_AHEAD_MS)
    throw new Failure(
      'usage',
      `The alarm ${alarm.name} went into ALARM at ${isoTime(alarm.raisedMs)}, which is in the future.`,
      [`It is ${isoTime(nowMs)} now (UTC).`],
    );
  const endMs = endOf(alarm);
  const end = isoTime(local ? endMs : Math.min(endMs, nowMs));
  const isTimed = options.start !== undefined || options.end !== undefined;
  const { region } = alarm;
  // Start and end say it already.
  const { hours, ...others } = options;
  const subject = subjectOf({ application, options }, alarm);
  return {
    application: subject.application,
    options: {
      ...(isTimed ? options : others),
      ...(options.region.length === 0 && region !== null && !local ? { region: [region] } : {}),
      ...(isTimed ? {} : { start: startOf(alarm, end, hours), end }),
      logGroup: subject.logGroups,
    },
  };
}

export interface Completed {
  readonly application: string | null;
  readonly options: InvestigateOptions;
}

export function alarmWords({ name, raisedMs, sinceMs, overMs, logGroups }: AlarmRaised): string {
  const since = sinceMs < raisedMs ? `, by data since ${isoTime(sinceMs)}` : '';
  const over = overMs === null ? '' : ` It was over at ${isoTime(overMs)}.`;
  const counted = logGroups.length === 0 ? '' : ` It counts lines of ${logGroups.join(', ')}.`;
  return sanitizeLine(
    `The alarm ${name} went into ALARM at ${isoTime(raisedMs)}${since}.${over}${counted}`,
  );
}

function endOf({ raisedMs, overMs }: AlarmRaised): number {
  const latest = raisedMs + MOST_RINGING_MS;
  return overMs === null || overMs > latest ? latest : overMs + AFTER_OVER_MS;
}

function startOf({ sinceMs }: AlarmRaised, end: string, hours: string | undefined): string {
  const length = z.coerce.number().positive().safeParse(hours);
  // A length that is none is refused where the flags are read.
  return isoTime(length.success ? Date.parse(end) - length.data * HOUR_MS : sinceMs - BEFORE_MS);
}

interface Subject {
  readonly application: string;
  readonly logGroups: readonly string[];
}

/** Who fails, and in which log groups that stands, where the alarm names these itself. */
function subjectOf({ application, options }: Completed, alarm: AlarmRaised): Subject {
  const logGroups = options.logGroup;
  if (application !== null) return { application, logGroups };
  const named = applicationNamed(alarm);
  if (named !== null) return { application: named, logGroups };
  const counted = logGroupsOf(alarm);
  const [first] = logGroups.length > 0 ? logGroups : counted;
  if (first === undefined)
    throw new Failure(
      'usage',
      `The alarm ${alarm.name} does not say which application fails: no dimension of its metric names one, and no filter of a log group counts it.`,
      ['Name it before the flags.'],
      [completedBy(['application_name'])],
    );
  return {
    application: lastPart(first),
    logGroups: logGroups.length > 0 ? logGroups : counted,
  };
}

/** Whether the alarm itself tells what to look into. */
export const tellsSubject = (alarm: AlarmRaised): boolean =>
  applicationNamed(alarm) !== null || logGroupsOf(alarm).length > 0;

/** Of a dimension; null where none names one. */
function applicationNamed({ dimensions }: AlarmRaised): string | null {
  const found = valueNamed(dimensions, APPLICATION_DIMENSIONS);
  if (found === null) return null;
  // `app/front/0123456789abcdef` of a load balancer, `arn:…:name` of a state machine.
  const parts = found.split('/');
  const named = parts[0] === 'app' || parts[0] === 'net' ? parts[1] : undefined;
  return named ?? lastPart(found);
}

function logGroupsOf({ dimensions, logGroups }: AlarmRaised): readonly string[] {
  const named = valueNamed(dimensions, LOG_GROUP_DIMENSIONS);
  return named === null ? logGroups : [named];
}

function valueNamed(dimensions: AlarmRaised['dimensions'], keys: readonly string[]): string | null {
  const all = Object.entries(dimensions);
  const found = keys.flatMap((key) =>
    all.filter(([name, value]) => name.toLowerCase() === key.toLowerCase() && value !== ''),
  );
  return found[0]?.[1] ?? null;
}

/** `/aws/lambda/pay` is about pay, `stateMachine:orders` about orders. */
function lastPart(name: string): string {
  return name.split(/[/:]/).findLast((part) => part !== '') ?? name;
}
