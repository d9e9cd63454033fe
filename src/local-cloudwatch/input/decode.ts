// A unit of JSON to log events: a subscription record, an event as CloudWatch's commands print it, or a line
// of an application's own JSON log, whose message is then the whole line.

import {
  ENVELOPE_FIELDS,
  GROUP_FIELDS,
  INGESTION_FIELDS,
  MESSAGE_FIELDS,
  STREAM_FIELDS,
  TIME_FIELD,
  TIME_FIELDS,
} from './field-names.ts';
import { groupName } from './group-name.ts';
import { innerEvent, isObject, type JsonObject } from './inner-event.ts';
import { MAX_MESSAGE_BYTES } from './log-file.ts';
import { parseStamp } from './time-stamps.ts';
import { epochToMs } from './time-text.ts';

/** One log event of a JSON unit; null: the unit does not say. Times in UTC ms. */
export interface DecodedEvent {
  readonly timestampMs: number;
  readonly ingestionTimeMs: number;
  readonly accountId: string | null;
  readonly logGroup: string | null;
  readonly logStream: string | null;
  readonly message: string;
  /** Whether the message was cut to the bound. */
  readonly cut: boolean;
  /** Whether the message is an object of the unit, written as JSON anew: with other blanks, escapes and numbers, perhaps. */
  readonly anew: boolean;
  /** Whether it is the text as it stands, which names neither log group nor stream and no other time. */
  readonly whole: boolean;
}

export interface Decoded {
  readonly events: readonly DecodedEvent[];
  /** In words: why the unit, or a part of it, is no log event; null: all well. */
  readonly problem: string | null;
}

/** How .NET's older serializers write a time, PowerShell among them. */
const DOTNET_DATE = /^\/Date\((\d{10,14})(?:[+-]\d{4})?\)\/$/;

/** Why a JSON object is no log event. */
export const NO_TIME = `no time stamp under a known name (${TIME_FIELDS.slice(0, 5).join(', ')}, …)`;
export const NO_OBJECT = 'not a JSON object';
export const NO_JSON = 'not valid JSON';
const NOTHING: Decoded = { events: [], problem: null };

/** The log events of one JSON text. `referenceMs` dates stamps without a year. */
export function decodeJson(text: string, referenceMs: number): Decoded {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { events: [], problem: NO_JSON };
  }
  const inner = innerEvent(value);
  if (inner !== null) return singleEvent(inner, JSON.stringify(inner), referenceMs, true);
  if (!isObject(value)) return { events: [], problem: NO_OBJECT };
  if (Array.isArray(value.logEvents))
    return subscriptionEvents(value, value.logEvents, referenceMs);
  if (value.messageType === 'CONTROL_MESSAGE' || 'searchedCompletely' in value) return NOTHING;
  return singleEvent(value, text, referenceMs, false);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
function subscriptionEvents(
  record: JsonObject,
  logEvents: readonly unknown[],
  referenceMs: number,
): Decoded {
  if (record.messageType === 'CONTROL_MESSAGE') return NOTHING;
  const events: DecodedEvent[] = [];
  for (const item of logEvents) {
    const timestampMs = isObject(item) ? stampOf(item.timestamp, referenceMs) : Number.NaN;
    if (!isObject(item) || Number.isNaN(timestampMs) || typeof item.message !== 'string') continue;
    events.push({
      timestampMs,
      ingestionTimeMs: timestampMs,
      accountId: textOf(record.owner),
      logGroup: named(textOf(record.logGroup)),
      logStream: textOf(record.logStream),
      anew: false,
      whole: false,
      ...bounded(item.message),
    });
  }
  const whole = events.length === logEvents.length;
  return { events, problem: whole ? null : 'a log event without time stamp or message' };
}

/** `rewritten`: the text is not what stands in the unit. */
function singleEvent(
  value: JsonObject,
  text: string,
  referenceMs: number,
  rewritten: boolean,
): Decoded {
  const timestampMs = timeOf(value, referenceMs);
  if (Number.isNaN(timestampMs)) return { events: [], problem: NO_TIME };
  const ingestionMs = firstStamp(value, INGESTION_FIELDS, referenceMs);
  const [accountId, logGroup] = groupOf(value);
  const logStream = firstText(value, STREAM_FIELDS);
  const wrapped = logGroup !== null || logStream !== null || isEnvelope(value);
  const { message, anew } = wrapped ? messageOf(value) : NO_MESSAGE;
  const isUnnamed = accountId === null && logGroup === null && logStream === null;
  const event = {
    timestampMs,
    ingestionTimeMs: Number.isNaN(ingestionMs) ? timestampMs : ingestionMs,
    accountId,
    logGroup,
    logStream,
    anew: anew || (rewritten && message === null),
    whole: !rewritten && message === null && isUnnamed && Number.isNaN(ingestionMs),
    ...bounded(message ?? text),
  };
  return { events: [event], problem: null };
}

/** ECS writes `log` as an object with the level: that is no message that is wrapped. */
function isEnvelope(value: JsonObject): boolean {
  return Object.keys(value).every((key) => ENVELOPE_FIELDS.has(key)) && !isObject(value.log);
}

/** By the names as written first, which most lines have; then without regard to case. */
function timeOf(value: JsonObject, referenceMs: number): number {
  const ms = firstStamp(value, TIME_FIELDS, referenceMs);
  if (!Number.isNaN(ms)) return ms;
  const named = Object.entries(value).map(([key, field]) => [key.toLowerCase(), field] as const);
  const times = Object.fromEntries(named.filter(([key]) => TIME_FIELD.has(key)));
  const anyCase = firstStamp(times, TIME_FIELDS, referenceMs);
  return Number.isNaN(anyCase) ? nestedTime(value, referenceMs) : anyCase;
}

/** MongoDB's `{"t":{"$date":…}}` and that of Log4j's JsonLayout: `{"instant":{"epochSecond":…,"nanoOfSecond":…}}`. */
function nestedTime({ t, instant }: JsonObject, referenceMs: number): number {
  if (isObject(t)) return stampOf(t.$date, referenceMs);
  if (!isObject(instant)) return Number.NaN;
  return epochToMs(Number(instant.epochSecond) + Number(instant.nanoOfSecond ?? 0) / 1e9);
}

function firstStamp(value: JsonObject, fields: readonly string[], referenceMs: number): number {
  for (const field of fields) {
    const ms = stampOf(value[field], referenceMs);
    if (!Number.isNaN(ms)) return ms;
  }
  return Number.NaN;
}

function stampOf(value: unknown, referenceMs: number): number {
  if (typeof value === 'number') return epochToMs(value);
  if (typeof value !== 'string') return Number.NaN;
  const dotnet = DOTNET_DATE.exec(value)?.[1];
  if (dotnet !== undefined) return epochToMs(Number(dotnet));
  return /^\d{9,19}(\.\d+)?$/.test(value)
    ? epochToMs(Number(value))
    : parseStamp(value, referenceMs);
}

/** `@log` of a query result is `account:group`. */
function groupOf(value: JsonObject): [string | null, string | null] {
  const name = firstText(value, GROUP_FIELDS);
  const match = /^(\d{12}):(.+)$/.exec(typeof value['@log'] === 'string' ? value['@log'] : '');
  if (name === null && match !== null) return [match[1] ?? null, named(match[2] ?? null)];
  return [textOf(value.owner), named(name)];
}

const named = (name: string | null) => (name === null ? null : groupName(name));

/** Log group and stream that an object names; null: it does not. */
export function namedPlace(value: JsonObject) {
  return { logGroup: groupOf(value)[1], logStream: firstText(value, STREAM_FIELDS) };
}

function firstText(value: JsonObject, fields: readonly string[]): string | null {
  for (const field of fields) {
    const text = textOf(value[field]);
    if (text !== null) return text;
  }
  return null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

interface Message {
  readonly message: string | null;
  readonly anew: boolean;
}

const NO_MESSAGE: Message = { message: null, anew: false };

function messageOf(value: JsonObject): Message {
  for (const field of MESSAGE_FIELDS) {
    const message = value[field];
    if (typeof message === 'string') {
      return { message: field === 'log' ? withoutLineEnd(message) : message, anew: false };
    }
    if (isObject(message) || Array.isArray(message)) {
      return { message: JSON.stringify(message), anew: true };
    }
  }
  return NO_MESSAGE;
}

/** Docker keeps the line break of the line that it wrapped. */
function withoutLineEnd(message: string): string {
  return message.endsWith('\n') ? message.slice(0, message.endsWith('\r\n') ? -2 : -1) : message;
}

/** Cut to CloudWatch's bound of an event. */
export function bounded(message: string): { readonly message: string; readonly cut: boolean } {
  const cut = message.length > MAX_MESSAGE_BYTES;
  return { message: cut ? message.slice(0, MAX_MESSAGE_BYTES) : message, cut };
}
