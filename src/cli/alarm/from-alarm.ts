// `--alarm` and `--event`: the alarm that was meant, wherever it is told of.
import { Failure } from '../../base/failure.ts';
import type { Outgoing } from '../../base/outgoing.ts';
import type { AwsAccess } from '../../mcp/aws-access.ts';
import type { Told } from '../begun-logs.ts';
import type { InvestigateOptions } from '../investigate-options.ts';
import { openSource } from '../logs-source.ts';
import { type Wired, wireBeside } from '../wiring.ts';
import { type AlarmRaised, tellsSubject } from './alarm.ts';
import { type Asked, describedAlarm, offersAlarms } from './describe.ts';
import { readEvent } from './event-file.ts';
import { countedLogGroups } from './metric-filters.ts';
import { readNotification } from './notification.ts';

/** What is asked for on the way to it. */
export interface AlarmSought {
  /** As it was typed; null: the alarm is to tell it. */
  readonly application: string | null;
  readonly options: InvestigateOptions;
}

interface Circumstances {
  readonly access: AwsAccess;
  readonly cli: Told;
  /** The name under which AWS is asked for the alarm. */
  readonly outgoing: Outgoing;
  readonly signal: AbortSignal;
}

/** null where neither was given. Throws Failure `usage` where it cannot be had. */
export async function alarmOf(
  sought: AlarmSought,
  circumstances: Circumstances,
): Promise<AlarmRaised | null> {
  const { alarm, event } = sought.options;
  if (alarm !== undefined && event !== undefined)
    throw new Failure(
      'usage',
      '--alarm and --event contradict each other.',
      ['Leave one of them out.'],
      [{ label: 'For example', drop: ['--event'] }],
    );
  if (event !== undefined) {
    const told = readNotification(await readEvent(event, process.stdin, circumstances.signal));
    return completed(told, sought, circumstances);
  }
  if (alarm === undefined) return null;
  const { name, region } = readAlarmName(alarm);
  const isLocal = sought.options.logs.length > 0;
  const regions = region === null || isLocal ? sought.options.region : [region];
  return asking(sought.options, regions, circumstances, async (asked) => {
    const found = await describedAlarm(asked, name, isLocal ? [] : listed(regions));
    return isEnough(found, sought) ? found : withLogGroups(asked, found, isLocal);
  });
}

const listed = (regions: readonly string[]) =>
  regions.flatMap((value) => value.split(',')).map((region) => region.trim());

/** A name, or the ARN that consoles show: its region is the alarm's. */
export function readAlarmName(text: string): { name: string; region: string | null } {
  const [, region, name] = /^arn:[\w-]+:cloudwatch:([\w-]+):\d{12}:alarm:(.+)$/.exec(text) ?? [];
  if (name !== undefined && region !== undefined) return { name, region };
  if (text.trim() !== '') return { name: text, region: null };
  throw new Failure('usage', '--alarm needs the name of an alarm.', [
    'See which there are: aws cloudwatch describe-alarms',
  ]);
}

const isEnough = (alarm: AlarmRaised, { application, options }: AlarmSought): boolean =>
  application !== null || options.logGroup.length > 0 || tellsSubject(alarm);

/** Of a notification that does not tell who fails, what the alarm itself does. */
async function completed(
  told: AlarmRaised,
  sought: AlarmSought,
  circumstances: Circumstances,
): Promise<AlarmRaised> {
  if (isEnough(told, sought)) return told;
  const { options } = sought;
  const isLocal = options.logs.length > 0;
  const regions = told.region === null || isLocal ? options.region : [told.region];
  return asking(options, regions, circumstances, async (asked) => {
    const counted = await withLogGroups(asked, told, isLocal);
    if (counted.logGroups.length > 0 || !(await offersAlarms(asked.tools))) return counted;
    const known = await describedAlarm(asked, told.name, isLocal ? [] : listed(regions));
    const { dimensions, metrics } = known;
    const both = { ...told, dimensions, metrics };
    return tellsSubject(both) ? both : withLogGroups(asked, both, isLocal);
  });
}

async function withLogGroups(
  asked: Asked,
  alarm: AlarmRaised,
  isLocal: boolean,
): Promise<AlarmRaised> {
  return { ...alarm, logGroups: await countedLogGroups(asked, alarm, isLocal) };
}

/** With tools over AWS, or over what lies beside local logs. */
async function asking<T>(
  { logs }: InvestigateOptions,
  regions: readonly string[],
  { access, cli, outgoing, signal }: Circumstances,
  use: (asked: Asked) => Promise<T>,
): Promise<T> {
  const [region = null] = listed(regions);
  const wired: Wired =
    logs.length === 0
      ? await openSource(region === null ? {} : { region }, cli, access, outgoing)
      : await wireBeside(logs, region, outgoing);
  try {
    return await use({ tools: wired.tools, signal });
  } finally {
    await wired.close();
  }
}
