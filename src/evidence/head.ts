// What an occurrence is called: its head line, the exception that it reports, its key, and a short human title.
import { cutWords } from '../base/cut-words.ts';
import { cutValues } from '../base/quoted-values.ts';
import { isAccessFailure } from './occurrence.ts';
import { firstWords } from './template/first-words.ts';
import type { Occurrence, Peeled, Thrown } from './types.ts';

const MAX_TITLE_CHARS = 120;
/** Characters of a line that are looked at. Whoever needs less cuts what is left once the values are masked. */
const MAX_LOOK_CHARS = 4_000;
/** Characters behind a request in which its status and what is said of it stand. */
const MAX_REASON_CHARS = 400;
/** Words of an exception's message in which codes are sought. */
const MAX_CODE_WORDS = 100;
const METHODS = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT';
/** Method and path; CloudFront has the host between them. */
const REQUEST = new RegExp(
  `\\b(${METHODS})\\b(?:"?[ ,]+"?| {0,4}\\| {0,4}|\\t\\S{1,255}\\t)((?:https?://[^/\\s"]+)?/[^\\s"?]*)`,
);
/** What an access line says in words behind its status, sizes and times: ` 503 30001ms - upstream not responding`. */
const REASON =
  /^(?: HTTP\/[\d.]{1,3})?"?[ ,:-]{1,3}(?:status[=: ]{1,2})?[1-5]\d\d(?: [\w.]{1,16}){0,4} (?:-{1,2}|[–—:]) ([A-Za-z][^"\n]{2,200})$/m;
const METHOD_FIELD = /(?:^|\.)(?:httpMethod|method|verb|request_method|requestMethod)$/i;
const PATH_FIELD =
  /(?:^|\.)(?:path|uri|url|route|resourcePath|request_uri|requestUri|target|endpoint)$/i;
/** Lines that announce a trace, or the file that it is in, and say nothing of it. */
const EMPTY_LINE =
  /^(?:Errors in file \S{1,400}(?: {1,2}\([^)]{1,80}\))?:|Traceback \(most recent call last\):|Stack ?trace:|Exception:|Error:|goroutine \d+.*)?$/i;
/** Exceptions that only carry others: their cause names the error. */
const CARRIER =
  /(?:^|\.)(?:ExecutionException|CompletionException|InvocationTargetException|UndeclaredThrowableException|ServletException|NestedServletException|TargetInvocationException|AggregateException|RuntimeException)$/;

/** The reported exception, or its cause where it only carries one and says nothing of its own. */
function reportedBy({ trace, peeled }: Occurrence): Thrown | null {
  if (trace === null) {
    if (peeled.errorType === null && !isTelling(peeled.errorMessage)) return null;
    return { type: peeled.errorType, message: peeled.errorMessage ?? '', frames: [] };
  }
  const says = (thrown: Thrown, cause: Thrown | undefined) =>
    !CARRIER.test(thrown.type ?? '') ||
    (thrown.message !== '' &&
      (cause === undefined || !thrown.message.includes(cause.type ?? '\n')));
  return (
    trace.chain.find((thrown, index) => says(thrown, trace.chain[index + 1])) ??
    trace.chain[0] ??
    null
  );
}

/** One line that says what happened, in the log's own words: message and exception. */
export function headOf(occurrence: Occurrence): string {
  const { peeled } = occurrence;
  if (isAccessFailure(peeled)) return accessHead(occurrence);
  const line = firstLine(peeled.text);
  const reported = reportedBy(occurrence);
  if (reported === null) return withReason(peeled.text) || firstLine(occurrence.block.message);
  const thrown = thrownLine(reported, (type) => type);
  const said = firstLine(reported.message);
  const known = line.includes(said === '' ? (reported.type ?? line) : said);
  if (line === '' || thrown === '') return line || thrown;
  return known ? line : `${line.replace(/[\s:]+$/, '')}: ${thrown}`;
}

/** Words of a caller: such a record tells of another's answer, not of a request that was served here. */
const OUTBOUND =
  /\b(?:upstream|downstream|dependency|provider|partner|remote|(?:call|request)(?:ed|ing)? to|call(?:ing|ed)?|returned|answered|responded|replied)\b/i;

/** `HTTP 500 GET /cart` where the event, whatever it says first, records a request that was served here; else empty. */
export function servedLineOf(occurrence: Occurrence): string {
  const { peeled } = occurrence;
  if (peeled.status === null || isAccessFailure(peeled) || OUTBOUND.test(peeled.text)) return '';
  const path = fieldOf(peeled, PATH_FIELD);
  return path?.startsWith('/') === true ? accessHead(occurrence) : '';
}

/** An access record is named by its status, method and path, not by its sizes, times and agents. */
function accessHead({ peeled, block }: Occurrence): string {
  const request = REQUEST.exec(peeled.text) ?? REQUEST.exec(block.message);
  const [, textMethod, textPath] = request ?? [];
  const method = fieldOf(peeled, METHOD_FIELD) ?? textMethod;
  const path = fieldOf(peeled, PATH_FIELD) ?? textPath;
  const message = isTelling(peeled.errorMessage) ? peeled.errorMessage : reasonBehind(request);
  const parts = [`HTTP ${peeled.status}`, message, method, path?.replace(/\?.*$/, '')];
  return parts
    .filter((part) => part !== null && part !== undefined && part !== '')
    .join(' ')
    .slice(0, MAX_LOOK_CHARS);
}

function reasonBehind(request: RegExpExecArray | null): string | null {
  if (request === null) return null;
  const rest = request.input.slice(request.index + request[0].length);
  return REASON.exec(rest.slice(0, MAX_REASON_CHARS))?.[1]?.trim() ?? null;
}

function fieldOf(peeled: Peeled, name: RegExp): string | undefined {
  return Object.entries(peeled.fields).find(([key]) => name.test(key))?.[1];
}

function isTelling(text: string | null): boolean {
  return (
    text !== null && /[A-Za-z]{2}/.test(text) && !/^(?:null|none|undefined)$/i.test(text.trim())
  );
}

function firstLine(text: string): string {
  return tellingLines(text)[0] ?? '';
}

/** The first line, with the one below where it only announces that. */
function withReason(text: string): string {
  const [line = '', below] = tellingLines(text);
  return below !== undefined && line.endsWith(':') ? `${line} ${below}` : line;
}

function tellingLines(text: string): string[] {
  const lines = text.slice(0, MAX_LOOK_CHARS).split('\n');
  return lines.map((line) => line.trim()).filter((line) => !EMPTY_LINE.test(line));
}

function thrownLine({ type, message }: Thrown, name: (type: string) => string): string {
  const said = firstLine(message);
  if (type === null) return said;
  return said === '' ? name(type) : `${name(type)}: ${said}`;
}

/** `SQLException: Connection pool exhausted`: the exception without its package, else the template; values cut; never empty. */
export function titleOf(occurrence: Occurrence, template: string): string {
  const reported = reportedBy(occurrence);
  const thrown = reported === null ? '' : thrownLine(reported, simpleName);
  const usable = isTelling(thrown) && !isAccessFailure(occurrence.peeled);
  return usable
    ? shortened(named(thrown, reported, headOf(occurrence)))
    : templateTitleOf(template);
}

/** The same of what has no occurrence that stands for all. */
export function templateTitleOf(template: string): string {
  return shortened(template.replace(LEADING_IDS, ''));
}

function shortened(title: string): string {
  const text = cutValues(title.replace(/\s+/g, ' ').trim());
  return cutWords(text, MAX_TITLE_CHARS) || 'Error without a message';
}

/** Ids in front of a message: `TraceID: <hex> SpanID: <hex> …`. */
const LEADING_IDS = /^(?:\[?[\w.-]{1,30}(?:: ?|=)<[a-z]+>\]?[ ,]+)+(?=\S)/;

/** A bare `Error` says less than the line that logged it. */
function named(thrown: string, reported: Thrown | null, head: string): string {
  const bare = reported?.type === null || /^(?:Error|Exception)$/.test(reported?.type ?? '');
  const said = firstLine(reported?.message ?? '');
  if (bare && said !== '' && !head.startsWith(said)) return head;
  return thrown;
}

/** `Template::Error`, `PG::Error`: the name of what it belongs to tells more than the word. */
const BARE_NAME = /[^.$\\/:]{1,80}(?:\.|::|\\)(?:Error|Exception)$/;

function simpleName(type: string): string {
  const [named] = BARE_NAME.exec(type) ?? [];
  if (named !== undefined) return named;
  return type.split(/[.$\\/]|::/).at(-1) || type;
}

/** Codes in an exception's message that tell two errors of one site apart: statuses, error numbers, operations. */
const CODE =
  /\b(?:HTTP|status(?: ?code)?:?|code:?) ?[45]\d\d\b|\b[45]\d\d (?:Client|Server) Error\b|\((\w{4,60})\) when calling the (\w+) operation|\b(?:ORA|SQLSTATE|TNS)[-[ ]?\w{4,6}\b|\bHTTP [45]\d\d\b/gi;
/** ECONNREFUSED and its like, which no word in small letters is. */
const ERRNO = /\bE[A-Z]{4,}\b/g;
const MAX_CODES = 4;

/**
 * What makes two occurrences the same error: the trace's fingerprint with the codes that its messages name.
 * Null without a frame to go by: then the template of the head decides.
 */
export function siteKeyOf({ trace }: Occurrence): string | null {
  if (trace === null || trace.chain.every((thrown) => thrown.frames.length === 0)) return null;
  const texts = trace.chain
    .map(({ message }) => firstWords(message, MAX_CODE_WORDS, MAX_LOOK_CHARS))
    .join('\n');
  const found = [ERRNO, CODE].flatMap((codes) => texts.match(codes) ?? []);
  const codes = [...new Set(found)].sort().slice(0, MAX_CODES);
  return [trace.fingerprint, ...codes].join('|');
}
