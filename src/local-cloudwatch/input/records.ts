// Takes a subscription record apart without parsing it: CloudWatch writes all records alike, so that each event's time
// and message are found from the bytes around them. Whatever is written otherwise is left to the JSON parser.

import { isUtf8 } from 'node:buffer';
import { stands } from './bytes.ts';
import { stringEnd } from './framing.ts';
import { isGroupName } from './group-name.ts';
import { numberIn } from './line-time.ts';
import { MAX_MESSAGE_BYTES } from './log-file.ts';
import { epochToMs } from './time-text.ts';

/** What all events of a record share. */
export interface RecordHead {
  readonly accountId: string;
  readonly logGroup: string;
  readonly logStream: string;
}

/**
 * Events of records, one per index, in their order: UTC ms, and where the message stands in JSON, without its quotes.
 * Records are added to it one after the other, so that a block's events lie in the same few lists.
 */
export interface RecordEvents {
  readonly times: number[];
  readonly starts: number[];
  readonly ends: number[];
  /** Whether the message holds escapes. */
  readonly escaped: boolean[];
}

export function noRecordEvents(): RecordEvents {
  return { times: [], starts: [], ends: [], escaped: [] };
}

/** Names of owner, log group, log stream and subscription filters stand before the events. */
const MAX_HEAD_BYTES = 4_096;
const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const ZERO = 48;
const NINE = 57;
const BEFORE_EVENTS = Buffer.from('"logEvents":[');
const BEFORE_ID = Buffer.from('{"id":"');
const BEFORE_TIME = Buffer.from('","timestamp":');
const BEFORE_MESSAGE = Buffer.from(',"message":"');
const AFTER_EVENT = Buffer.from('"}');
const AFTER_EVENTS = Buffer.from(']}');

/**
 * Adds the events of the record in window[start, end); null where it is not written as CloudWatch writes it: then what
 * was added means nothing. Offsets are in the window.
 */
export function splitRecord(
  window: Buffer,
  start: number,
  end: number,
  into: RecordEvents,
): RecordHead | null {
  const opening = readHead(window, start, end);
  if (opening === null) return null;
  const record = cursor(window.subarray(0, end));
  let at = opening.eventsAt;
  do {
    at = readEvent(record, at);
    if (at === -1) return null;
    addEvent(into, record);
  } while (window[at++] === COMMA);
  return stands(AFTER_EVENTS, window, at - 1) && at + 1 === end ? opening.head : null;
}

/** What stands before the events of the record in window[start, end); null where it is written otherwise. */
export function readHead(
  window: Buffer,
  start: number,
  end: number,
): { readonly head: RecordHead; readonly eventsAt: number } | null {
  const opening = window.subarray(start, Math.min(end, start + MAX_HEAD_BYTES));
  const from = opening.indexOf(BEFORE_EVENTS);
  if (from === -1) return null;
  const head = headOf(opening.toString('utf8', 0, from));
  return head === null ? null : { head, eventsAt: start + from + BEFORE_EVENTS.length };
}

/** The message of an event, as text. Throws where its escapes are no JSON. */
export function messageText(bytes: Buffer, start: number, end: number, escaped: boolean): string {
  if (!escaped) return bytes.toString('utf8', start, end);
  return String(JSON.parse(bytes.toString('utf8', start - 1, end + 1)));
}

/** UTF-8 size of that text: bytes that are no UTF-8 are read as U+FFFD. */
export function messageSize(bytes: Buffer, start: number, end: number, escaped: boolean): number {
  const isAsWritten = !escaped && isUtf8(bytes.subarray(start, end));
  return isAsWritten ? end - start : Buffer.byteLength(messageText(bytes, start, end, escaped));
}

/** For reading events one after the other; what it says of an event is that of the one read last. */
export interface Cursor {
  /** The window, as far as events may reach. */
  readonly bytes: Buffer;
  /** The first one at or after what was read, so that it is sought once. */
  nextBackslash: number;
  /** UTC ms. */
  timestampMs: number;
  /** Of its message in JSON, without the quotes. */
  start: number;
  end: number;
}

export function cursor(bytes: Buffer): Cursor {
  return { bytes, nextBackslash: -1, timestampMs: Number.NaN, start: 0, end: 0 };
}

export function addEvent(events: RecordEvents, event: Cursor): void {
  const { timestampMs, start, end } = event;
  events.times.push(timestampMs);
  events.starts.push(start);
  events.ends.push(end);
  events.escaped.push(isEscaped(event));
}

/** Whether the message holds escapes. */
export function isEscaped(event: Cursor): boolean {
  return backslashAfter(event, event.start) < event.end;
}

function headOf(text: string): RecordHead | null {
  let value: unknown;
  try {
    value = JSON.parse(`${text}"logEvents":[]}`);
  } catch {
    return null;
  }
  const { messageType, owner, logGroup, logStream } = value as Readonly<Record<string, unknown>>;
  if (messageType !== 'DATA_MESSAGE') return null;
  if (!isName(owner) || !isName(logGroup) || !isName(logStream)) return null;
  if (!isGroupName(logGroup)) return null;
  return { accountId: owner, logGroup, logStream };
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Reads the event at `at`; gives what follows it, -1 where it is written otherwise. */
export function readEvent(record: Cursor, at: number): number {
  const { bytes } = record;
  if (!stands(BEFORE_ID, bytes, at)) return -1;
  const idEnd = bytes.indexOf(QUOTE, at + BEFORE_ID.length);
  if (idEnd === -1 || !stands(BEFORE_TIME, bytes, idEnd)) return -1;
  const digits = idEnd + BEFORE_TIME.length;
  const afterDigits = digitsEnd(bytes, digits);
  if (afterDigits === digits || !stands(BEFORE_MESSAGE, bytes, afterDigits)) return -1;
  const message = afterDigits + BEFORE_MESSAGE.length;
  const end = stringEnd(bytes, message);
  if (end === -1 || end - message > MAX_MESSAGE_BYTES || !stands(AFTER_EVENT, bytes, end))
    return -1;
  const timestampMs = epochToMs(numberIn(bytes, digits, afterDigits));
  if (Number.isNaN(timestampMs)) return -1;
  record.timestampMs = timestampMs;
  record.start = message;
  record.end = end;
  return end + AFTER_EVENT.length;
}

function digitsEnd(bytes: Buffer, from: number): number {
  let at = from;
  for (let byte = bytes[at] ?? 0; byte >= ZERO && byte <= NINE; byte = bytes[at] ?? 0) at++;
  return at;
}

function backslashAfter(record: Cursor, from: number): number {
  if (record.nextBackslash < from) {
    const found = record.bytes.indexOf(BACKSLASH, from);
    record.nextBackslash = found === -1 ? record.bytes.length : found;
  }
  return record.nextBackslash;
}
