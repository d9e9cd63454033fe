// What is told of the events of a block without parsing any of them, and the events as a query sees them.
import type { InsightsRecord, Stretch } from '../insights/types.ts';
import type { RecordHead } from './input/records.ts';

/** Events of a block, one per index, in its order; times in UTC ms, places as offsets in the block. */
export interface ToldEvents {
  readonly times: readonly number[];
  /** When each was taken in, in UTC ms; null: when it came. */
  readonly ingestionTimes: readonly number[] | null;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** What their bytes told of each, see `Judge`; null: they were not looked at. */
  readonly told: readonly (true | null)[] | null;
  headOf(index: number): RecordHead;
  /** UTF-8 size of the message. */
  sizeBytesOf(index: number): number;
  writingOf(index: number): Writing;
  messageOf(index: number): string;
  /** Its id; see `eventId`. */
  ptrOf(index: number): string;
}

/** How a message stands in its bytes: as it is, as a JSON string with escapes, or otherwise. */
export type Writing = 'plain' | 'escaped' | 'other';

/** An event as it stands by itself. */
export function eventAt(events: ToldEvents, index: number): InsightsRecord {
  const timestampMs = events.times[index] ?? 0;
  const { accountId, logGroup, logStream } = events.headOf(index);
  return {
    timestampMs,
    ingestionTimeMs: events.ingestionTimes?.[index] ?? timestampMs,
    accountId,
    logGroup,
    logStream,
    message: events.messageOf(index),
    ptr: events.ptrOf(index),
  };
}

/** An event whose message is decoded when it is asked for: as long as its block stands where it was read. */
export class UndecodedEvent implements InsightsRecord {
  readonly timestampMs: number;
  readonly ingestionTimeMs: number;
  readonly accountId: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly raw: Stretch;
  readonly #events: ToldEvents;
  readonly #index: number;
  #message: string | null = null;

  /** Its bytes are the message itself. */
  constructor(events: ToldEvents, index: number, window: Buffer) {
    const { accountId, logGroup, logStream } = events.headOf(index);
    this.timestampMs = events.times[index] ?? 0;
    this.ingestionTimeMs = events.ingestionTimes?.[index] ?? this.timestampMs;
    this.accountId = accountId;
    this.logGroup = logGroup;
    this.logStream = logStream;
    const start = events.starts[index] ?? 0;
    this.raw = { bytes: window, start, end: events.ends[index] ?? start };
    this.#events = events;
    this.#index = index;
  }

  get message(): string {
    this.#message ??= this.#events.messageOf(this.#index);
    return this.#message;
  }

  get ptr(): string {
    return this.#events.ptrOf(this.#index);
  }
}
