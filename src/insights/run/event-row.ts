// A row on its way through a query: the event it came from, values computed so far, its JSON once read.
// Computed values are filled on first use, so rows that a later filter drops never pay for them.
import { parseDocument } from '../fields/document.ts';
import type { InsightsRecord } from '../types.ts';
import type { Container, Value } from '../values.ts';

/** Marks a slot whose value has not been asked for yet. */
export const PENDING = Symbol('pending');
const UNREAD = Symbol('unread');

export interface EventRow {
  /** Rows that `stats` made have no event: NO_RECORD. */
  record: InsightsRecord;
  readonly slots: (Value | typeof PENDING)[];
  document: Container | null | typeof UNREAD;
}

const NO_RECORD: InsightsRecord = {
  timestampMs: 0,
  ingestionTimeMs: 0,
  accountId: '',
  logGroup: '',
  logStream: '',
  message: '',
  ptr: '',
};

export function newRow(slotCount: number): EventRow {
  return {
    record: NO_RECORD,
    slots: new Array<Value | typeof PENDING>(slotCount).fill(PENDING),
    document: UNREAD,
  };
}

/** A row of the same event with the same values. */
export function copyOf(row: EventRow): EventRow {
  return { record: row.record, slots: [...row.slots], document: row.document };
}

/** Makes the row stand for another event. */
export function reset(row: EventRow, record: InsightsRecord): void {
  row.record = record;
  row.document = UNREAD;
  for (let index = 0; index < row.slots.length; index++) row.slots[index] = PENDING;
}

/** The event's message as JSON, parsed on first use; null where it holds none. */
export function documentOf(row: EventRow): Container | null {
  if (row.document === UNREAD) row.document = parseDocument(row.record);
  return row.document;
}

/** Frees the parsed JSON of a row that is kept for long; it is parsed again if it is asked for. */
export function forgetDocument(row: EventRow): void {
  row.document = UNREAD;
}
