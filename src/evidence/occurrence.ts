// What counts: which block of events is an error or a warning that happened once, and which is not.
// (a) its level is ERROR or above; (b) it has no level and holds an exception, a panic, a trace or a platform
// failure; (c) it is an access record with status 500 to 599. A level below ERROR wins over words in the text.

import { isCalm, peel } from './peel.ts';
import { isSystemFailure } from './system-failure.ts';
import { endsOf } from './trace/ends.ts';
import { readTrace } from './trace.ts';
import type { Block, Occurrence, Peeled, Severity, StackTrace } from './types.ts';

/** Characters of a block that are looked at for words and traces. */
const MAX_LOOK_CHARS = 20_000;
/** Of a longer trace, what is looked at of its end. */
const MAX_TAIL_CHARS = 8_000;
/** A message that begins with the request, perhaps behind the client's address. */
const REQUEST_FIRST =
  /^(?:[\d.:a-f]{3,45} (?:- - )?(?:\[[^\]]{1,40}\] )?)?"?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \//;
/** What loggers of requests say of each, whatever came of it. */
const REQUEST_ONLY =
  /^(?:handled request|(?:http )?request(?: (?:completed|finished|handled|errored|served))?|access)$/i;
const MIN_CLIENT_ERROR = 400;
const MIN_SERVER_ERROR = 500;
const MAX_SERVER_ERROR = 599;

/** Lambda's own bookkeeping: never an occurrence, whatever it says. Of that in JSON its level tells. */
const BOOKKEEPING =
  /^\s*(?:(?:START|END|REPORT|RESTORE_START|RESTORE_REPORT) RequestId: |INIT_START Runtime Version|INIT_REPORT |RESTORE_|XRAY TraceId: |(?:EXTENSION|TELEMETRY|LOGS)\tName: )/;

/** Failures that the platform reports, which carry no level of their own. */
const PLATFORM_FAILURE = [
  /\bTask timed out after \d/,
  /\bRuntime exited (?:with error|without providing a reason)|\bRuntime\.ExitError\b/,
  /\bProcess exited before completing request\b/,
  /\bOut of memory: Kill(?:ed)? process\b|\bMemory cgroup out of memory: Kill(?:ed)?\b/i,
  /\bOOMKilled\b(?!["']?\s*[:=]\s*["']?(?:false|0|no)\b)|\bOutOfMemoryError: Container killed\b/,
  /\bjavascript heap out of memory\b|\bReached heap limit Allocation failed\b/i,
];

/** A type name, qualified or not, that ends as exceptions do. */
const EXCEPTION_TYPE =
  '(?:[A-Za-z_$][\\w$]*(?:\\.|::|\\\\))*[A-Z][\\w$]*(?:Exception|Error)(?:\\$[A-Z]\\w{1,60})?';
/** A value that says that there was none. */
const NONE = '(?!["\'\\s]*(?:0|none|null|nil|false|no|-|\\{\\}|\\[\\])["\']?\\s*(?:[,;}\\]]|$))';
/** A type at the head of a line or behind a mark that sets it off. */
const HEAD = '(?:^|["\'(>]|#<|[:|\\])}=,;-]\\s)\\s{0,8}';
/** Words that announce what was thrown, directly in front of it, or a failure earlier in its line. */
const INTRODUCED =
  '(?:\\b(?:threw|thrown|throws?|raised?|raises|caught|with|got|received|by|due to|because of|occurred|unexpected|uncaught|unhandled|Exception|Error)|\\b(?:[Ff]ail(?:ed|ure|s)?|FAILED|[Cc]annot|[Cc]ould not|[Uu]nable|[Cc]rash(?:ed)?|[Aa]bort(?:ed)?|[Ee]rror (?:in|while|during|at))\\b[^\\n]{0,200})\\s{1,4}';
/** A value of a setting, where the name of a type is the setting. */
const NO_SETTING =
  '(?!["\']?(?:enabled|disabled|registered|active|inactive|on|off|true|yes|ok|loaded|ready|default|ignored)\\b["\']?[\\s,;.)}\\]]{0,4}(?:$|\\n))';
/** A number that is counted or measured, as metrics print it; a status with its phrase is none. */
const NO_MEASURE =
  '(?!-?\\d[\\d.,]*\\s?(?:%|[nmµu]?s\\b|of\\b|in\\b|per\\b|times\\b|/|[,;)}\\]]|$|\\n))';
/** How rejections and exceptions that nobody catches are to be treated, and that somebody sees to them. */
const NO_HANDLING =
  '(?!["\']?(?:strict|warn|throw|warn-with-error-codes)\\b["\']?\\s*(?:\\(|[,;}]|$|\\n)|(?:\\w+ )?(?:handlers?|listeners?|hooks?) (?:is |are |was |were )?(?:installed|registered|set|added|attached|active|enabled)\\b)';
const NAMED = `${EXCEPTION_TYPE}(?: \\([A-Z0-9]\\w*\\))?: ${NONE}`;
const THROWN = [
  new RegExp(`${HEAD}${NAMED}\\S`, 'm'),
  new RegExp(`${INTRODUCED}${NAMED}${NO_SETTING}\\S`, 'm'),
  new RegExp(`^(?:Caused by: |Uncaught |Unhandled )?${EXCEPTION_TYPE}\\s*$`, 'm'),
  new RegExp(`^(?:Uncaught |Unhandled )?Error(?: \\[[A-Z][A-Z0-9_]{2,60}\\])?: ${NONE}\\S`, 'm'),
  // Python's, where the module and not the class tells that it is one; Rails'
  new RegExp(
    `^\\s{0,8}(?:[A-Za-z_]\\w{0,60}\\.){1,8}(?:exceptions?|errors?|exc)\\.[A-Z]\\w{1,80}: ${NONE}${NO_SETTING}${NO_MEASURE}\\S`,
    'm',
  ),
  /^(?:(?:[A-Z]\w{1,60}::){1,4}|[A-Z])\w{0,60}(?:Error|Exception) \([^\n]{1,2000}\):$/m,
  new RegExp(
    `^(?:⨯ )?(?:unhandledRejection|uncaughtException): {1,4}${NONE}${NO_SETTING}${NO_MEASURE}${NO_HANDLING}\\S`,
    'm',
  ),
  /^\s*Traceback \(most recent call last\):/m,
  // Oracle's own messages; 0 is a normal end
  /^(?:ORA|TNS|PLS)-(?!0{5})\d{5}: \S/m,
  /\bException in thread "|^(?:Unhandled|Uncaught) (?:exception|error|promise rejection|rejection)\b/im,
  /^panic: |\bpanicked at\b|\bhttp: panic serving |^fatal error: (?:all goroutines|runtime|concurrent|unexpected signal|stack overflow|out of memory)/m,
  /\bPHP Fatal error: |^\s*Fatal error: Uncaught\b/m,
  /\bsegmentation fault\b|\bSIGSEGV\b|\bcore dumped\b|^\*{3} (?:Error in|stack smashing|buffer overflow)/i,
  /^\s*\*\* \((?:(?:[A-Z]\w*\.)*[A-Z]\w*Error|exit|throw|stop|EXIT from [^)\n]{1,60})\) \S/m,
  /^terminate called after throwing an instance of/m,
];

/** The occurrence that a block is, or null where it is none. */
export function occurrenceOf(block: Block): Occurrence | null {
  const [head] = block.events;
  if (head === undefined || isCalm(block.message, block.header) || BOOKKEEPING.test(block.message))
    return null;
  const peeled = peel(block.message);
  const byLevel = severityOf(peeled);
  if (byLevel === 'none') return null;
  const trace = byLevel !== null || mayHoldTrace(block, peeled) ? traceOf(block, peeled) : null;
  const severity = byLevel ?? (trace !== null || fails(block, peeled) ? 'error' : null);
  if (severity === null) return null;
  return { block, timestampMs: head.timestampMs, severity, peeled, trace };
}

/** Whether it is an error as an access record: the message is the record, or nothing but the status makes it one. */
export function isAccessFailure(peeled: Peeled): boolean {
  const { level, status, text } = peeled;
  if (!isServerError(status)) return false;
  return (level !== 'error' && level !== 'fatal') || REQUEST_FIRST.test(text) || saysNoMore(peeled);
}

function saysNoMore({ text, errorType, stack }: Peeled): boolean {
  return REQUEST_ONLY.test(text) && errorType === null && stack === null;
}

function severityOf(peeled: Peeled): Severity | 'none' | null {
  if (peeled.level === 'fatal' || peeled.level === 'error' || isServerError(peeled.status))
    return 'error';
  if (peeled.level === null) return isSuccess(peeled.status) ? 'none' : null;
  return peeled.level === 'warn' ? 'warning' : 'none';
}

function isServerError(status: number | null): boolean {
  return status !== null && status >= MIN_SERVER_ERROR && status <= MAX_SERVER_ERROR;
}

function isSuccess(status: number | null): boolean {
  return status !== null && status < MIN_CLIENT_ERROR;
}

function mayHoldTrace(block: Block, peeled: Peeled): boolean {
  return peeled.stack !== null || block.message.includes('\n') || fails(block, peeled);
}

function fails(block: Block, peeled: Peeled): boolean {
  if (peeled.errorType !== null && (peeled.errorMessage !== null || peeled.stack !== null))
    return true;
  const text = lookAt(block.message);
  const inner = lookAt(peeled.text);
  return (
    [...PLATFORM_FAILURE, ...THROWN].some((pattern) => pattern.test(text)) ||
    isSystemFailure(peeled.text) ||
    THROWN.some((pattern) => pattern.test(inner))
  );
}

function traceOf(block: Block, peeled: Peeled): StackTrace | null {
  const told = peeled.stack === null ? null : readTrace(endsIn(peeled.stack));
  return (
    told ??
    readTrace(endsIn(peeled.text)) ??
    (block.message.includes('\n') ? readTrace(endsIn(block.message)) : null)
  );
}

const endsIn = (text: string): string => endsOf(text, MAX_LOOK_CHARS, MAX_TAIL_CHARS);

function lookAt(text: string): string {
  return text.length > MAX_LOOK_CHARS ? text.slice(0, MAX_LOOK_CHARS) : text;
}
