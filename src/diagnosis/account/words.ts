// Changes in the account in sentences and commands.

import { isAccountSource } from '../../base/account-sources.ts';
import { MINUTE_MS } from '../../base/time-range.ts';
import { fillCommands } from '../command.ts';
import { wordsOf } from '../ties.ts';
import type { Trigger } from '../types.ts';
import type { AccountChange } from './change.ts';

/** Who announces something, at the beginning of a sentence. */
export function sourceOf(logGroup: string): string {
  return isAccountSource(logGroup) ? logGroup : `Log group ${logGroup}`;
}

/** The same within one. */
export function sourceWithin(logGroup: string): string {
  return isAccountSource(logGroup) ? logGroup : `log group ${logGroup}`;
}

/** What is changed in the account shows in the logs within so long. */
const MAX_LAG_MS = 2 * MINUTE_MS;
/** One word alone may be shared by chance. */
const MIN_SHARED = 2;

/** The words that it shares with the trigger in whose logs it shows just after; none where it is another change. */
export function sharedWithTrigger(
  change: AccountChange,
  trigger: Pick<Trigger, 'logGroup' | 'timestampMs' | 'message'>,
): readonly string[] {
  const lagMs = trigger.timestampMs - change.timestampMs;
  if (isAccountSource(trigger.logGroup) || lagMs < 0 || lagMs > MAX_LAG_MS) return [];
  const words = wordsOf(trigger.message);
  const shared = [...wordsOf(change.resource ?? '')].filter(
    (word) => words.has(word) && !/[._/-]/.test(word),
  );
  return shared.length < MIN_SHARED ? [] : shared;
}

/** The commands that take it back, those of which all names are known. */
export function rollbackOfChange({ rollback, names, region }: AccountChange): readonly string[] {
  return fillCommands(rollback, names, region);
}
