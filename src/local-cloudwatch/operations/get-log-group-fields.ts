// GetLogGroupFields: the fields of a group's events around a time, and the share of events that have each.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogGroupFields.html
import { z } from 'zod';
import { allFields } from '../../insights/fields/all-fields.ts';
import type { GroupView } from '../catalog.ts';
import { type Place, placeOf } from '../event-pages.ts';
import { readGroupPage } from '../group-page.ts';
import { compareNames, requestedGroup } from '../log-groups.ts';
import type { Account, Answer } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({
  logGroupName: z.string().min(1).max(512).optional(),
  logGroupIdentifier: z.string().min(1).max(2048).optional(),
  /** Epoch seconds, unlike other times of the API but StartQuery's. */
  time: z.int().min(0).optional(),
});

/** Looked at on both sides of the time that is given, or before now where none is. */
const AROUND_MS = 8 * 60_000;
const LATEST_MS = 15 * 60_000;
/** Events that are looked at; more would not change the shares by much. */
const MAX_EVENTS = 10_000;
/** Not a field of the event. */
const POINTER = '@ptr';

export async function getLogGroupFields(
  body: unknown,
  account: Account,
  signal: AbortSignal,
): Promise<Answer> {
  const request = validate(REQUEST, body);
  const group = requestedGroup(account, request);
  const { startMs, endMs } = windowOf(request.time, account.now());
  const counts = new Map<string, number>();
  let events = 0;
  let from: Place | null = null;
  for (let more = true; more && events < MAX_EVENTS; ) {
    const page = await nextPage(account, group, { startMs, endMs, from }, signal);
    for (const record of page.events) {
      events++;
      for (const name of allFields(record).keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const last = page.events.at(-1);
    more = page.more && last !== undefined;
    if (last !== undefined) from = placeOf(last);
  }
  counts.delete(POINTER);
  const fields = [...counts].map(([name, count]) => ({
    name,
    percent: Math.round((count / events) * 100),
  }));
  fields.sort((a, b) => b.percent - a.percent || compareNames(a.name, b.name));
  return { logGroupFields: fields };
}

function windowOf(time: number | undefined, nowMs: number) {
  if (time === undefined) return { startMs: nowMs - LATEST_MS, endMs: nowMs };
  return { startMs: time * 1_000 - AROUND_MS, endMs: time * 1_000 + AROUND_MS };
}

function nextPage(
  account: Account,
  group: GroupView,
  { startMs, endMs, from }: { startMs: number; endMs: number; from: Place | null },
  signal: AbortSignal,
) {
  return readGroupPage(account, group, {
    selection: { logGroups: new Set([group.name]), startMs, endMs },
    direction: 'forward',
    from,
    limit: MAX_EVENTS,
    literals: null,
    wants: () => true,
    signal,
  });
}
