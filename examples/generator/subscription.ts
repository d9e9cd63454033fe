// Events as CloudWatch Logs subscription records, one JSON object a line: what a subscription filter delivers.

export interface Event {
  readonly logGroup: string;
  readonly logStream: string;
  readonly timestampMs: number;
  readonly message: string;
}

/** The account id of AWS's own documentation. */
const OWNER = '123456789012';
/** A record holds the events of one stream within this time. */
const RECORD_MS = 300_000;
/** Digits of an event id. */
const ID_DIGITS = 56;

/** One record a line, ordered by the records' first events; events of a record ascend. */
export function subscriptionLines(events: readonly Event[]): string {
  const sorted = events.toSorted((a, b) => a.timestampMs - b.timestampMs);
  const records = new Map<string, { readonly first: Event; readonly logEvents: object[] }>();
  for (const [index, event] of sorted.entries()) {
    const { logStream, timestampMs, message } = event;
    const key = `${logStream} ${Math.floor(timestampMs / RECORD_MS)}`;
    const record = records.get(key) ?? { first: event, logEvents: [] };
    record.logEvents.push({ id: eventId(timestampMs, index), timestamp: timestampMs, message });
    records.set(key, record);
  }
  const lines = [...records.values()].map(({ first, logEvents }) => toLine(first, logEvents));
  return `${lines.join('\n')}\n`;
}

function toLine({ logGroup, logStream }: Event, logEvents: readonly object[]): string {
  const head = { messageType: 'DATA_MESSAGE', owner: OWNER, logGroup, logStream };
  return JSON.stringify({ ...head, subscriptionFilters: ['all-events'], logEvents });
}

/** Ascending with time, unique within a log group. */
function eventId(timestampMs: number, index: number): string {
  const tail = String(index).padStart(8, '0');
  return `38${String(timestampMs).padEnd(ID_DIGITS - 2 - tail.length, '0')}${tail}`;
}
