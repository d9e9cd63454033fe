// A page of a held group's events in the order of time, for FilterLogEvents and GetLogEvents.
import type { InsightsRecord } from '../../insights/types.ts';
import {
  comparePlaces,
  type EventPage,
  MAX_PAGE_BYTES,
  type PageRequest,
  placeOf,
} from '../event-pages.ts';
import { recordOf } from './held-events.ts';
import type { HeldEvent, HeldGroup } from './types.ts';

/** A group's events by time; made again once it has received others. */
const SORTED = new WeakMap<
  HeldGroup,
  { readonly of: number; readonly events: readonly HeldEvent[] }
>();

export function readHeldPage(
  group: HeldGroup,
  request: Omit<PageRequest, 'literals' | 'signal'>,
): EventPage {
  const forward = request.direction === 'forward';
  const events = sortedEvents(group);
  const found: InsightsRecord[] = [];
  let sizeBytes = 0;
  let more = false;
  for (const event of forward ? events : [...events].reverse()) {
    const record = asked(group, event, request);
    if (record === null) continue;
    sizeBytes += Buffer.byteLength(record.message);
    more = found.length === request.limit || (found.length > 0 && sizeBytes > MAX_PAGE_BYTES);
    if (more) break;
    found.push(record);
  }
  return { events: forward ? found : found.reverse(), more };
}

/** null: the event is not asked for, or was on a page before. */
function asked(
  group: HeldGroup,
  event: HeldEvent,
  { selection, direction, from, wants }: Omit<PageRequest, 'literals' | 'signal'>,
): InsightsRecord | null {
  if (event.timestampMs < selection.startMs || event.timestampMs > selection.endMs) return null;
  const record = recordOf(group, event);
  const sign = direction === 'forward' ? 1 : -1;
  if (from !== null && comparePlaces(placeOf(record), from) * sign <= 0) return null;
  return wants(record) ? record : null;
}

function sortedEvents(group: HeldGroup): readonly HeldEvent[] {
  const known = SORTED.get(group);
  if (
    known !== undefined &&
    known.of === group.nextSequence &&
    known.events.length === group.events.length
  )
    return known.events;
  const events = [...group.events].sort(
    (a, b) => a.timestampMs - b.timestampMs || a.sequence - b.sequence,
  );
  SORTED.set(group, { of: group.nextSequence, events });
  return events;
}
