// One change that two tell of – CloudTrail, and the service that was changed – as one: CloudTrail says who and by which
// call, the service what is other than before, and so how to go back. Pure.
import { CLOUDFORMATION, ECS, LAMBDA } from '../../base/account-sources.ts';
import { SECOND_MS } from '../../base/time-range.ts';
import type { AccountChange } from './change.ts';

/** A service tells the time of a change at its end, CloudTrail that of the call. */
const MAX_APART_MS = 120 * SECOND_MS;

/** The calls after which a service tells of something new. */
const CALLS: Readonly<Record<string, RegExp>> = {
  [LAMBDA]: /^lambda (?:UpdateFunction(?:Code|Configuration)|PublishVersion|CreateFunction)$/,
  [CLOUDFORMATION]:
    /^cloudformation (?:(?:Create|Update|Delete|Rollback)Stack|ExecuteChangeSet|CancelUpdateStack|ContinueUpdateRollback)$/,
  [ECS]: /^ecs (?:UpdateService|CreateService|UpdateServicePrimaryTaskSet)$/,
};

/** All changes, ascending; each once. */
export function joinChanges(
  trail: readonly AccountChange[],
  told: readonly AccountChange[],
): AccountChange[] {
  const joined = [...trail];
  for (const change of told) {
    const at = indexOfSame(joined, change);
    const same = joined[at];
    if (same === undefined) joined.push(change);
    else joined[at] = together(same, change);
  }
  return joined.sort((a, b) => a.timestampMs - b.timestampMs);
}

/** The nearest in time; -1: there is none. */
function indexOfSame(changes: readonly AccountChange[], told: AccountChange): number {
  let found = -1;
  let nearestMs = MAX_APART_MS + 1;
  for (const [index, change] of changes.entries()) {
    const apartMs = Math.abs(change.timestampMs - told.timestampMs);
    if (!isSame(change, told) || apartMs >= nearestMs) continue;
    found = index;
    nearestMs = apartMs;
  }
  return found;
}

function isSame(change: AccountChange, told: AccountChange): boolean {
  return (
    change.also === undefined &&
    change.source !== told.source &&
    change.region === told.region &&
    change.resource === told.resource &&
    CALLS[told.source]?.test(change.action) === true
  );
}

/** The line stays as its evidence holds it. */
function together(call: AccountChange, told: AccountChange): AccountChange {
  const nameOf = (setting: string) => setting.split(/[ =]/)[0]?.toLowerCase();
  const known = new Set(told.settings.map(nameOf));
  return {
    ...call,
    settings: [...told.settings, ...call.settings.filter((one) => !known.has(nameOf(one)))],
    rollback: told.rollback.length > 0 ? told.rollback : call.rollback,
    names: { ...call.names, ...told.names },
    also: { source: told.source, evidenceId: told.evidenceId },
  };
}
