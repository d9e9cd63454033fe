// `--alarm` and `--event`: the alarm that was meant, wherever it is told of.

import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { errorCode } from '../../base/error-code.ts';
import { Failure } from '../../base/failure.ts';
import type { Outgoing } from '../../base/outgoing.ts';
import type { AwsAccess } from '../../mcp/aws-access.ts';
import type { InvestigateOptions } from '../investigate-options.ts';
import { openSource, type Told } from '../logs-source.ts';
import { wireBeside } from '../wiring.ts';
import type { AlarmRaised } from './alarm.ts';
import { describedAlarm } from './describe.ts';
import { MAX_EVENT_CHARS, readNotification } from './notification.ts';

interface Circumstances {
  readonly access: AwsAccess;
  readonly cli: Told;
  /** The name under which AWS is asked for the alarm. */
  readonly outgoing: Outgoing;
  readonly signal: AbortSignal;
}

/** null where neither was given. Throws Failure `usage` where it cannot be had. */
export async function alarmOf(
  { alarm, event, logs, region: regions }: InvestigateOptions,
  { access, cli, outgoing, signal }: Circumstances,
): Promise<AlarmRaised | null> {
  if (alarm !== undefined && event !== undefined)
    throw new Failure(
      'usage',
      '--alarm and --event contradict each other.',
      ['Leave one of them out.'],
      [{ label: 'For example', drop: ['--event'] }],
    );
  if (event !== undefined) return readNotification(await eventText(event));
  if (alarm === undefined) return null;
  const [region = null] = regions;
  const wired =
    logs.length === 0
      ? await openSource(region === null ? {} : { region }, cli, access, outgoing)
      : await wireBeside(logs, region, outgoing);
  try {
    return await describedAlarm(wired.tools, alarm, region, signal);
  } finally {
    await wired.close();
  }
}

async function eventText(path: string): Promise<string> {
  const read = path === '-' ? await text(process.stdin) : fileText(path);
  if (read.length <= MAX_EVENT_CHARS) return read;
  throw new Failure('usage', `What --event names is larger than ${MAX_EVENT_CHARS} characters.`);
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    throw new Failure('usage', `--event ${path} cannot be read (${code}).`, [
      'Give the path of a JSON file, or - for standard input.',
    ]);
  }
}
