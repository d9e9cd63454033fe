// Takes a subscription record apart without parsing it: CloudWatch writes all records alike, so that each event's time
// and message are found from the bytes around them. Whatever is written otherwise is left to the JSON parser.
import { MAX_MESSAGE_BYTES } from './log-file.ts';
import { epochToMs } from './time-text.ts';

/** What all events of a record share. */
export interface RecordHead {
  readonly accountId: string;
  readonly logGroup: string;
  readonly logStream: string;
}

/** The events of a record, one per index: UTC ms, and the message as it stands in JSON, without its quotes. */
export interface RecordEvents {
  readonly head: RecordHead;
  readonly times: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Whether the message holds escapes. */
  readonly escaped: readonly boolean[];
}

/** Names of owner, log group, log stream and subscription filters stand before the events. */
const MAX_HEAD_BYTES = 4_096;
const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const BEFORE_EVENTS = Buffer.from('"logEvents":[');
const BEFORE_ID = Buffer.from('{"id":"');
const BEFORE_TIME = Buffer.from('","timestamp":');
const BEFORE_MESSAGE = Buffer.from(',"message":"');
const AFTER_EVENT = Buffer.from('"}');
const AFTER_EVENTS = Buffer.from(']}');

/** The events of a record; null where it is not written as CloudWatch writes it. Offsets are in the record. */
export function splitRecord(record: Buffer): RecordEvents | null {
  const from = record.subarray(0, MAX_HEAD_BYTES).indexOf(BEFORE_EVENTS);
  if (from === -1) return null;
  const head = headOf(record.toString('utf8', 0, from));
  if (head === null) return null;
  const events: Writable = { times: [], starts: [], ends: [], escaped: [], nextBackslash: -1 };
  let at = from + BEFORE_EVENTS.length;
  do {
    at = readEvent(record, at, events);
    if (at === -1) return null;
  } while (record[at++] === COMMA);
  const { times, starts, ends, escaped } = events;
  const whole = follows(record, at - 1, AFTER_EVENTS) && at + 1 === record.length;
  return whole ? { head, times, starts, ends, escaped } : null;
}

/** The message of an event, as text. Throws where its escapes are no JSON. */
export function messageText(bytes: Buffer, start: number, end: number, escaped: boolean): string {
  if (!escaped) return bytes.toString('utf8', start, end);
  return String(JSON.parse(bytes.toString('utf8', start - 1, end + 1)));
}

interface Writable {
  readonly times: number[];
  readonly starts: number[];
  readonly ends: number[];
  readonly escaped: boolean[];
  /** The first one at or after what was read, so that it is sought once. */
  nextBackslash: number;
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
  return { accountId: owner, logGroup, logStream };
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Adds the event at `at`; gives what follows it, -1 where it is written otherwise. */
function readEvent(record: Buffer, at: number, events: Writable): number {
  if (!follows(record, at, BEFORE_ID)) return -1;
  const idEnd = record.indexOf(QUOTE, at + BEFORE_ID.length);
  if (idEnd === -1 || !follows(record, idEnd, BEFORE_TIME)) return -1;
  const digits = idEnd + BEFORE_TIME.length;
  const afterDigits = digitsEnd(record, digits);
  if (afterDigits === digits || !follows(record, afterDigits, BEFORE_MESSAGE)) return -1;
  const message = afterDigits + BEFORE_MESSAGE.length;
  const end = stringEnd(record, message);
  if (end === -1 || end - message > MAX_MESSAGE_BYTES || !follows(record, end, AFTER_EVENT))
    return -1;
  events.times.push(epochToMs(Number(record.toString('latin1', digits, afterDigits))));
  events.starts.push(message);
  events.ends.push(end);
  events.escaped.push(backslashAfter(record, message, events) < end);
  return end + AFTER_EVENT.length;
}

function follows(record: Buffer, at: number, text: Buffer): boolean {
  for (let index = 0; index < text.length; index++) {
    if (record[at + index] !== text[index]) return false;
  }
  return true;
}

function digitsEnd(record: Buffer, from: number): number {
  let at = from;
  for (let byte = record[at] ?? 0; byte >= 48 && byte <= 57; byte = record[at] ?? 0) at++;
  return at;
}

/** Position of the closing quote, -1: there is none. */
function stringEnd(record: Buffer, from: number): number {
  for (let at = record.indexOf(QUOTE, from); at !== -1; at = record.indexOf(QUOTE, at + 1)) {
    let slashes = 0;
    while (at - 1 - slashes >= from && record[at - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

function backslashAfter(record: Buffer, from: number, events: Writable): number {
  if (events.nextBackslash < from) {
    const found = record.indexOf(BACKSLASH, from);
    events.nextBackslash = found === -1 ? record.length : found;
  }
  return events.nextBackslash;
}
