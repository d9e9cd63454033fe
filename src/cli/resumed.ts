// What may have changed between the processes of a run that goes on: the local logs, and the program itself.
import { Failure } from '../base/failure.ts';
import type { Caller } from '../base/outgoing.ts';
import type { EarlierRun } from '../run/earlier.ts';
import type { Wired } from './wiring.ts';

/** What the local logs hold, those of a normal time beside; null: all is AWS's. */
export function heldIn(logs: Wired, normal: Wired | null): string | null {
  const held = [logs.held, normal?.held ?? null].filter((one) => one !== null);
  return held.length === 0 ? null : held.join(', ');
}

/** Answers from before and after a change would be counted together. Closes what is open, and throws Failure `usage`. */
export async function refuseOtherLogs(
  { asked }: EarlierRun,
  held: string | null,
  open: readonly (Wired | null)[],
): Promise<void> {
  const before = asked.setting.held ?? held;
  if (before === held) return;
  for (const one of open.toReversed()) await one?.close();
  throw new Failure(
    'usage',
    `The local logs are not those that the run began with: they held ${before}, and hold ${held} now.`,
    ['Its counts would be of both: run it again over the logs as they are.'],
  );
}

/** Nothing where the program is the one that the run began with. */
export function otherVersion(before: EarlierRun | null, { version }: Caller): readonly string[] {
  if (before === null || before.version === version) return [];
  return [
    `The run was begun by version ${before.version}, and goes on with version ${version}: what this one asks otherwise is asked again.`,
  ];
}
