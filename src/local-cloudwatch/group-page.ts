// A page of one log group's events, wherever they are kept.
import type { GroupView } from './catalog.ts';
import { type EventPage, type PageRequest, readPage } from './event-pages.ts';
import { readHeldPage } from './held/held-pages.ts';
import type { Account } from './protocol.ts';

export function readGroupPage(
  { store }: Account,
  { held }: GroupView,
  request: PageRequest,
): Promise<EventPage> {
  return held === null ? readPage(store, request) : Promise.resolve(readHeldPage(held, request));
}
