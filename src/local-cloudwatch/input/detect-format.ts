// Which format a file has, told from its first bytes and, for an export to S3, from its place.
import { isAwsText } from './aws-text.ts';
import { OBJECT } from './bytes.ts';
import { isContainerText } from './container-lines.ts';
import { decodeJson } from './decode.ts';
import { detectStamps } from './detect-stamps.ts';
import { hasDirectives, isDirective, namesColumns } from './directives.ts';
import { type TimePlace, timePlaceOf } from './line-time.ts';
import type { Format } from './log-file.ts';
import { hasNoDate, knownBinary, readsLikeLog } from './log-or-not.ts';
import { namedFormat } from './named-format.ts';
import { objectsIn } from './objects-in-text.ts';
import { DAY_FIRST, type StampRules } from './time-stamps.ts';

export type Detection =
  | {
      readonly format: Format;
      readonly firstMs: number;
      readonly note: string | null;
      /** Of the line that names the columns; 0: there is none. */
      readonly headerBytes: number;
    }
  | NoLogEvents;

/** What a file is whose log events, if it has any, cannot be read. */
export interface NoLogEvents {
  readonly format: null;
  /** In words. */
  readonly why: string;
  /** Whether its content is plainly that of a log, or may hold one. */
  readonly isLog: boolean;
  readonly remedy: string | null;
}

/** Lines of the sample that are looked at. */
const SAMPLE_LINES = 1_000;
const LINE_FEED = 10;
const OPEN_BRACE = '{';
/** JSON texts that hold events in a list: what it is called, also where it is the first in them, and how deep they nest. */
const LISTS = [
  // What CloudWatch's commands print, and CloudTrail delivers to S3.
  { named: /"(?:events|Records)"\s*:\s*\[/, first: /^\{\s*"(?:events|Records)"/, depth: 3 },
  // `aws logs get-query-results`
  {
    named: /"results"\s*:\s*\[\s*\[/,
    first: /^\{\s*(?:"queryLanguage"\s*:\s*"\w*"\s*,\s*)?"results"\s*:\s*\[\s*\[/,
    depth: 3,
  },
  // The answer of a search index.
  {
    named: /"hits"\s*:\s*\[\s*\{\s*"_/,
    first: /^\{[^[]{0,500}"hits"\s*:\s*\{[^[]{0,200}"hits"\s*:\s*\[/,
    depth: 4,
  },
];
const EXPORTED_LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;
const NO_STAMP = 'no line begins with a time stamp';
const NO_DATE = 'its lines begin with a time of day but no date';
const DATE_REMEDY =
  "Put the day in front of each time, as in sed 's/^[0-9][0-9]:/2026-11-20 &/' FILE > dated.log, or let the logger write it.";
const STAMP_REMEDY =
  'Let each event begin with a time like 2026-11-20T14:00:00Z, or write JSON lines with timestamp and message.';

/**
 * `sample`: the first bytes of the decompressed file, without a byte order mark. `exported`: the file lies
 * where CloudWatch's export to S3 puts it. `referenceMs` dates stamps without a year. `further`: lines from behind
 * the sample.
 */
export function detectFormat(
  sample: Buffer,
  exported: boolean,
  referenceMs: number,
  further: readonly Buffer[] = [],
): Detection {
  const binary = knownBinary(sample);
  if (binary !== null) {
    const { what, mayHoldLogs, remedy } = binary;
    const why = what === 'binary' ? what : `${what}, which is not read`;
    return { format: null, why, isLog: mayHoldLogs, remedy };
  }
  const lines = linesOf(sample);
  const told = { firstMs: Number.NaN, note: null, headerBytes: 0 };
  if (exported && EXPORTED_LINE.test(lines[0]?.toString('latin1', 0, 25) ?? '')) {
    return { format: { kind: 's3-export' }, ...told };
  }
  if (isContainerText(lines)) return { format: { kind: 'container' }, ...told };
  const named = namedFormat(lines, further, referenceMs);
  if (named !== null) {
    const { format, firstMs, guessed } = named;
    return { ...told, format, firstMs, note: guessed ? noteOf(format.stamps) : null };
  }
  if (isAwsText(lines)) return { format: { kind: 'aws-text' }, ...told };
  const json = jsonFormat(sample, lines, referenceMs);
  const objects = json?.kind === 'json-objects' ? null : objectsIn(lines, referenceMs);
  return json === null || objects !== null
    ? textFormat(sample, [...lines, ...further], referenceMs, objects)
    : { format: json, ...told };
}

function textFormat(
  sample: Buffer,
  all: readonly Buffer[],
  referenceMs: number,
  objects: TimePlace | null,
): Detection {
  const directives = hasDirectives(all);
  const lines = directives ? all.filter((line) => !isDirective(line, 0, line.length)) : all;
  const { rules, firstMs, guessed } = detectStamps(lines, referenceMs, objects);
  if (Number.isNaN(firstMs)) {
    if (hasNoDate(lines)) return { format: null, why: NO_DATE, isLog: true, remedy: DATE_REMEDY };
    return { format: null, why: NO_STAMP, isLog: readsLikeLog(lines), remedy: STAMP_REMEDY };
  }
  return {
    format: { kind: 'text', stamps: rules, crlf: sample.includes('\r\n'), directives },
    firstMs,
    note: guessed ? noteOf(rules) : null,
    headerBytes: namesColumns(all) ? sample.indexOf(LINE_FEED) + 1 : 0,
  };
}

/** What is told where the order of day and month was guessed. */
export function noteOf({ looseLayout }: StampRules): string {
  const order = looseLayout === DAY_FIRST ? 'day/month/year' : 'month/day/year';
  return `its dates are read as ${order}: no number in them tells day and month apart`;
}

/** Its first lines. */
export function linesOf(sample: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < sample.length && lines.length < SAMPLE_LINES; ) {
    const found = sample.indexOf(LINE_FEED, start);
    const end = found === -1 ? sample.length : found;
    if (end > start) lines.push(sample.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

function jsonFormat(sample: Buffer, lines: readonly Buffer[], referenceMs: number): Format | null {
  const text = sample.toString().trimStart();
  if (/^\[\s*\{/.test(text)) return { kind: 'json-objects', depth: 2 };
  const objects = lines.filter((line) => line[0] === OBJECT);
  if (!text.startsWith(OPEN_BRACE)) {
    // A banner may stand before JSON lines; JSON may stand among the lines of a text log.
    const parsed = objects.filter((line) => isEvent(line, referenceMs)).length;
    return parsed * 2 > lines.length ? jsonLines(objects) : null;
  }
  const list = LISTS.find(
    ({ named, first }) => first.test(text) || (named.test(text) && !isWhole(objects[0])),
  );
  if (list !== undefined) return { kind: 'json-objects', depth: list.depth };
  if (objects.some(isWhole)) return jsonLines(objects);
  const pretty = (objects[0]?.length ?? 0) < sample.length && objects.length < 2;
  const joined = /\}\{"/.test(text);
  return pretty || joined ? { kind: 'json-objects', depth: 1 } : jsonLines(objects);
}

function jsonLines([first]: readonly Buffer[]): Format {
  return { kind: 'json-lines', time: first === undefined ? null : timePlaceOf(first) };
}

function isEvent(line: Buffer, referenceMs: number): boolean {
  return decodeJson(line.toString(), referenceMs).events.length > 0;
}

function isWhole(line: Buffer | undefined): boolean {
  try {
    return typeof JSON.parse(line?.toString() ?? '') === 'object';
  } catch {
    return false;
  }
}
