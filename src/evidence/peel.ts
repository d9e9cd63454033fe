// Takes the wrapping off a log message: container, time, level, thread, logger and request id in front of it, and the
// JSON or logfmt that it is made of, however deep. What remains is the message proper and the facts that stood around it.

import { isBelowError, levelOfWord } from './level.ts';
import { pairsStatus } from './peel/access.ts';
import { plainStatus } from './peel/access-lines.ts';
import { withoutColours } from './peel/colours.ts';
import { type Header, readHeader } from './peel/header.ts';
import { withoutOwnPriority } from './peel/journald.ts';
import { readJsonLog, readLevel } from './peel/json-log.ts';
import { type Labels, readLabels } from './peel/labels.ts';
import { beginsAsLogfmt, clipAll, isLogfmt, readPairs } from './peel/pairs.ts';
import type { Level, LineHead, Peeled } from './types.ts';

/** JSON in JSON in JSON: deeper texts stay as they are. */
const MAX_NESTING = 4;
/** Characters of prose that may stand in front of a JSON object. */
const MAX_PREFIX_CHARS = 600;
/** An object within a sentence is left there if it is no longer: else it hides what the sentence says. */
const MAX_QUOTED_CHARS = 60;
/** Of longer JSON only level and message are read (an event holds at most 1 MB). */
const MAX_JSON_CHARS = 1_048_576;

/** What the Lambda Node runtime writes before its JSON: the words say nothing that the JSON does not. */
const EMPTY_WORDS =
  /^(?:Invoke Error|Init Error|Uncaught Exception|Unhandled Promise Rejection|error)?[\s:,-]*$/i;
const PLATFORM =
  /^(?:START|END|REPORT|INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT|XRAY|EXTENSION|TELEMETRY)\b[^\n]*?(?:RequestId: ([0-9a-f-]{36})|Runtime Version|TraceId|Duration|Name: |State: )/;
/** What API Gateway puts in front of each line of its execution log, and CodeBuild of its own: an id, a time. */
const SERVICE_HEAD =
  /^(?:\(([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\) |\[Container\] \d{4}\/\d\d\/\d\d [\d:.]{8,20} )/;
const ERROR_HEAD =
  /^((?:[\w$]+[.:]{1,2})*(?:[A-Z][\w$]*)?(?:Exception|Error|Fault|Failure|Throwable))(?:: ([^\n]*)|\s*$|\s*\n)/;
/** Keys that may hold a record or a line of another logger. */
const WRAPPERS = new Set(['message', 'msg', 'log', 'body', 'record', 'event', '@message']);
/** A level that is named before words that are no pairs: `severity=ERROR could not reach …`. */
const KEYED_LEVEL = /^(?:log)?(?:level|lvl|severity)[=:]"?([a-z]{3,9})"?[\s,;|]+(?=\S)/i;
/** The left side of the frame that Terraform draws around a message. */
const BOXED = /^│ (?=\S)/;
/** An empty context and nothing extra, as Monolog ends a line that says no more than its words. */
const EMPTY_CONTEXT = / \[\] \[\]$/;
/** What may be the status of a request that the server failed. */
const SERVER_ERROR = /\b5\d\d\b/;
/** Fields of a JSON log that was cut off and no longer parses. */
const CUT_LEVEL = /"(?:level|severity|levelname|log\.level|@l)"\s*:\s*"?(\w{1,12})/;
const CUT_MESSAGE = /"(?:message|msg|@m|log)"\s*:\s*"((?:[^"\\]|\\.){1,2000})/;

/**
 * Peels one message. `text` keeps the lines of a trace that stood in plain text; `stack` holds a trace found in a field
 * of its own, with real line breaks. A level counts only where a header or a level field gives it, never in prose.
 */
export function peel(message: string): Peeled {
  return peelText(withoutColours(message), 0);
}

/**
 * Whether a message says plainly that nothing went wrong: `peel` would give it a level below WARN, and no status from
 * 500 on. Most messages do, and to see so takes a fraction of the time; false where it takes a closer look. `known` is
 * its header, where that was read before.
 */
export function isCalm(message: string, known: LineHead | null = null): boolean {
  if (SERVER_ERROR.test(message)) return false;
  const text = message.trimEnd();
  if (text.startsWith('{')) return isCalmJson(text);
  if (text.startsWith('"{')) return false;
  const { level, end } = known ?? readHeader(text);
  if (!isBelowWarning(level)) return false;
  return jsonStart(text.slice(end)) < 0 && !beginsAsLogfmt(text.slice(end).trimStart());
}

function isCalmJson(text: string): boolean {
  const value = text.length > MAX_JSON_CHARS ? null : parse(text).value;
  if (value === null || typeof value === 'string') return false;
  const record = withoutOwnPriority(value);
  const level = readLevel(record);
  return isBelowWarning(level) && innerOf(record, level, 1) === null;
}

function isBelowWarning(level: Level | null): boolean {
  return isBelowError(level) && level !== 'warn';
}

function peelText(message: string, depth: number): Peeled {
  const text = message.trimEnd();
  const platform = PLATFORM.exec(text);
  if (platform !== null) return { ...plain(text), level: 'info', requestId: platform[1] ?? null };
  if (text.startsWith('{') || text.startsWith('"{')) return peelObject(text, depth);
  const service = SERVICE_HEAD.exec(text);
  if (service !== null) {
    const body = peelText(text.slice(service[0].length), depth);
    return { ...body, requestId: service[1] ?? body.requestId };
  }
  const header = readHeader(text);
  const body = text.slice(header.end).trimStart().replace(BOXED, '').replace(EMPTY_CONTEXT, '');
  const labels = readLabels(body);
  if (labels !== null) return peelLabelled(body, header, labels, depth);
  return under(header, readBody(body, depth, header.level === null));
}

/** An object, or a line with its labels in front. */
function peelObject(text: string, depth: number): Peeled {
  const labels = readLabels(text);
  return labels === null ? readBody(text, depth, true) : peelLabelled(text, null, labels, depth);
}

/** Where the line itself tells neither level nor service, its labels may. */
function peelLabelled(
  text: string,
  header: Header | null,
  { level, service, end }: Labels,
  depth: number,
): Peeled {
  const body = depth < MAX_NESTING ? peelText(text.slice(end).trimStart(), depth + 1) : plain(text);
  const line = header === null ? body : under(header, body);
  return { ...line, level: line.level ?? level, service: line.service ?? service };
}

/** The header's facts, unless the body knows better. */
function under(header: Header, body: Peeled): Peeled {
  return {
    ...body,
    level: body.level ?? header.level,
    logger: body.logger ?? header.logger,
    thread: body.thread ?? header.thread,
    requestId: body.requestId ?? header.requestId,
    service: body.service ?? header.service,
  };
}

/** `mayKey`: no header told a level, so that one may stand before the words. */
function readBody(text: string, depth: number, mayKey: boolean): Peeled {
  const json = depth < MAX_NESTING ? readJson(text, depth) : null;
  if (json !== null) return json;
  const pairs = readPairs(text);
  if (isLogfmt(text, pairs)) return readLogfmt(text, pairs);
  const keyed = mayKey ? KEYED_LEVEL.exec(text) : null;
  const level = keyed === null ? null : levelOfWord(keyed[1] ?? '');
  if (keyed !== null && level !== null) {
    const rest = readBody(text.slice(keyed[0].length), depth, false);
    return { ...rest, level: rest.level ?? level };
  }
  const head = ERROR_HEAD.exec(text) ?? headBelow(text);
  return {
    ...plain(text),
    requestId: pairs.request_id ?? pairs.requestId ?? pairs.req_id ?? null,
    errorType: head?.[1] ?? null,
    errorMessage: head?.[2] ?? null,
    status: plainStatus(text) ?? pairsStatus(pairs),
    fields: clipAll(pairs),
  };
}

/** An exception without frames on the line below the words that it is logged with. */
function headBelow(text: string): RegExpExecArray | null {
  const newline = text.indexOf('\n');
  return newline < 0 ? null : ERROR_HEAD.exec(text.slice(newline + 1));
}

function plain(text: string): Peeled {
  return {
    level: null,
    text,
    logger: null,
    thread: null,
    requestId: null,
    service: null,
    stack: null,
    errorType: null,
    errorMessage: null,
    status: null,
    fields: {},
  };
}

/** Logfmt is read by the same names as JSON; where it has no message the line itself is the text. */
function readLogfmt(text: string, pairs: Readonly<Record<string, string>>): Peeled {
  const read = readJsonLog(pairs);
  return { ...read, text: read.text.startsWith('{"') ? text : read.text };
}

function readJson(text: string, depth: number): Peeled | null {
  const start = text.startsWith('"{') ? 0 : jsonStart(text);
  if (start < 0) return null;
  if (text.length > MAX_JSON_CHARS) return start === 0 ? readCutJson(text) : null;
  const { value, rest } = parse(text.slice(start));
  if (typeof value === 'string') return peelText(value, depth + 1);
  if (value === null) return start === 0 ? readCutJson(text) : null;
  const read = follow(value, depth);
  const prefix = text.slice(0, start).trim();
  if (EMPTY_WORDS.test(prefix)) return read;
  const dataChars = text.length - rest.length - start;
  if (rest.trim() !== '' && dataChars <= MAX_QUOTED_CHARS && isData(read)) return { ...read, text };
  return { ...read, text: `${prefix.replace(/[\s:,-]+$/, '')}${rest}` };
}

/** An object that is quoted within a sentence: none of a logger's own, with no level and no error. */
function isData({ level, stack, errorType, errorMessage }: Peeled): boolean {
  return level === null && stack === null && errorType === null && errorMessage === null;
}

function jsonStart(text: string): number {
  if (text.startsWith('{"')) return 0;
  return text.slice(0, MAX_PREFIX_CHARS).search(/\{\s*"/);
}

interface ParsedJson {
  readonly value: object | string | null;
  /** Text behind the object. */
  readonly rest: string;
}

/** The object that begins here; what may follow it is Monolog's second context or a few words. */
function parse(text: string): ParsedJson {
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf('"'));
  const whole = attempt(text.slice(0, end + 1));
  if (whole !== null)
    return {
      value: whole,
      rest: /^[\s[\]]*$/.test(text.slice(end + 1)) ? '' : text.slice(end + 1),
    };
  const newline = text.indexOf('\n');
  const record = newline < 0 ? null : attempt(text.slice(0, newline));
  if (record !== null) return { value: record, rest: text.slice(newline) };
  const monolog = text.search(/\}\s[[{][^\n]*[\]}]$/);
  const first = monolog < 0 ? null : attempt(text.slice(0, monolog + 1));
  return { value: first, rest: '' };
}

function attempt(text: string): object | string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return value;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Follows a message that is itself an object, a JSON text, or a raw line that a shipper wrapped. */
function follow(record: object, depth: number): Peeled {
  const object = withoutOwnPriority(record);
  const outer = readJsonLog(object);
  const inner = innerOf(object, outer.level, depth + 1);
  return inner === null ? outer : merge(outer, inner);
}

function innerOf(object: object, level: Level | null, depth: number): Peeled | null {
  if (depth >= MAX_NESTING) return null;
  for (const [key, value] of Object.entries(object)) {
    if (!WRAPPERS.has(key) || isOfPlatform(key, object)) continue;
    if (key !== 'log' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const nested = follow(value, depth);
      if (nested.level !== null || nested.errorType !== null) return nested;
    }
    if (typeof value === 'string' && isWrapped(value, key, level)) return peelText(value, depth);
  }
  return null;
}

/** What Lambda reports of itself stands under `record` and is read with its type. */
function isOfPlatform(key: string, object: object): boolean {
  return key === 'record' && 'type' in object && String(object.type).startsWith('platform.');
}

/** JSON in a string, or a whole line under `log`, or under another key where the record itself has no level. */
function isWrapped(value: string, key: string, level: Level | null): boolean {
  if (value.startsWith('{"') || value.startsWith('{ "')) return true;
  if (key === 'log') return true;
  if (level !== null) return false;
  return readHeader(value).end > 0;
}

function merge(outer: Peeled, inner: Peeled): Peeled {
  return {
    level: inner.level ?? outer.level,
    text: inner.text,
    logger: inner.logger ?? outer.logger,
    thread: inner.thread ?? outer.thread,
    requestId: inner.requestId ?? outer.requestId,
    service: inner.service ?? outer.service,
    stack: inner.stack ?? outer.stack,
    errorType: inner.errorType ?? outer.errorType,
    errorMessage: inner.errorMessage ?? outer.errorMessage,
    status: inner.status ?? outer.status,
    fields: { ...outer.fields, ...inner.fields },
  };
}

/** A record that was cut in the middle, or is too long: level and message are still worth having. */
function readCutJson(text: string): Peeled | null {
  const level = CUT_LEVEL.exec(text)?.[1];
  const message = CUT_MESSAGE.exec(text)?.[1];
  if (level === undefined && message === undefined) return null;
  const words = peelText((message ?? text.slice(1)).replace(/\\(["\\/])/g, '$1'), MAX_NESTING);
  return { ...words, level: readJsonLog({ level: level ?? '' }).level ?? words.level };
}
