// An alarm as an investigation begins from it: who fails, where, and when it went into ALARM.
import { z } from 'zod';
import { Failure } from '../../base/failure.ts';
import { sanitizeLine } from '../../base/sanitize.ts';
import { HOUR_MS, isoTime, MINUTE_MS } from '../../base/time-range.ts';
import type { InvestigateOptions } from '../investigate-options.ts';

export interface AlarmRaised {
  readonly name: string;
  /** null where nothing says it. */
  readonly region: string | null;
  /** UTC milliseconds. */
  readonly raisedMs: number;
  /** Of its metric; a composite alarm has none. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Dimensions that name what fails, the most telling first. */
const APPLICATION_DIMENSIONS = [
  'FunctionName',
  'ServiceName',
  'Service',
  'ApiName',
  'QueueName',
  'TableName',
  'DBInstanceIdentifier',
  'DBClusterIdentifier',
  'StateMachineArn',
  'LoadBalancer',
  'ClusterName',
] as const;
/** An alarm rings when the failure has lasted for some periods, and the failure goes on. */
const AFTER_ALARM_MS = 15 * MINUTE_MS;
const DEFAULT_HOURS = 2;

/** What was typed, completed by the alarm; what was typed wins. Throws Failure `usage` where nothing tells who fails. */
export function completedByAlarm(
  { application, options }: Completed,
  alarm: AlarmRaised,
  nowMs: number,
): Completed {
  const local = options.logs.length > 0;
  const endMs = alarm.raisedMs + AFTER_ALARM_MS;
  const end = isoTime(local ? endMs : Math.min(endMs, nowMs));
  const isTimed = options.start !== undefined || options.end !== undefined;
  const { region } = alarm;
  // Start and end say it already.
  const { hours, ...others } = options;
  return {
    application: application ?? applicationOf(alarm),
    options: {
      ...(isTimed ? options : others),
      ...(options.region.length === 0 && region !== null && !local ? { region: [region] } : {}),
      ...(isTimed ? {} : { start: startOf(end, hours), end }),
    },
  };
}

export interface Completed {
  readonly application: string | null;
  readonly options: InvestigateOptions;
}

export const alarmWords = ({ name, raisedMs }: AlarmRaised): string =>
  sanitizeLine(`The alarm ${name} went into ALARM at ${isoTime(raisedMs)}.`);

function startOf(end: string, hours: string | undefined): string {
  const length = z.coerce
    .number()
    .positive()
    .safeParse(hours ?? DEFAULT_HOURS);
  // A length that is none is refused where the flags are read.
  return isoTime(Date.parse(end) - (length.success ? length.data : DEFAULT_HOURS) * HOUR_MS);
}

function applicationOf({ name, dimensions }: AlarmRaised): string {
  const found = APPLICATION_DIMENSIONS.map((key) => dimensions[key]).find(
    (one) => one !== undefined,
  );
  if (found === undefined)
    throw new Failure(
      'usage',
      `The alarm ${name} does not say which application fails: no dimension of its metric names one.`,
      ['Name it before the flags: troubleshoot APPLICATION …'],
    );
  // `app/front/0123456789abcdef` of a load balancer, `arn:…:name` of a state machine.
  const parts = found.split(/[/:]/);
  return parts[0] === 'app' || parts[0] === 'net' ? (parts[1] ?? found) : (parts.at(-1) ?? found);
}
