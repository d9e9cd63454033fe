// The events of held groups as queries and pages see them.
import type { InsightsRecord } from '../../insights/types.ts';
import { LOCAL_ACCOUNT } from '../input/log-file.ts';
import type { HeldEvent, HeldGroup } from './types.ts';

/** Numbers of groups begin here in pointers, beyond those of all files. */
const FIRST_NUMBER = 1_000_000;

export function recordOf(group: HeldGroup, event: HeldEvent): InsightsRecord {
  const { timestampMs, ingestionTimeMs, logStream, message, sequence } = event;
  return {
    timestampMs,
    ingestionTimeMs,
    accountId: LOCAL_ACCOUNT,
    logGroup: group.name,
    logStream,
    message,
    ptr: `${FIRST_NUMBER + group.number}-${sequence}-0`,
  };
}

/** The event that a pointer means; null: it is none of a held group, or is gone. */
export function recordAt(groups: Iterable<HeldGroup>, ptr: string): InsightsRecord | null {
  const [number = Number.NaN, sequence = Number.NaN] = ptr.split('-').map(Number);
  for (const group of groups) {
    if (group.number !== number - FIRST_NUMBER) continue;
    const event = group.events.find((one) => one.sequence === sequence);
    return event === undefined ? null : recordOf(group, event);
  }
  return null;
}
