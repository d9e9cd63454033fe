// Which format a file has, told from its first bytes and, for an export to S3, from its place.
import { decodeJson } from './decode.ts';
import { timePlaceOf } from './line-time.ts';
import type { Format } from './log-file.ts';
import { detectStamps } from './time-stamps.ts';

export type Detection =
  | { readonly format: Format; readonly firstMs: number }
  /** Why it holds no log events, in words. */
  | { readonly format: null; readonly why: string };

/** Lines of the sample that are looked at. */
const SAMPLE_LINES = 1_000;
const OPEN_BRACE = '{';
const EVENTS_ARRAY = /"events"\s*:\s*\[/;
const EXPORTED_LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['504b0304', 'a zip archive'],
  ['425a68', 'bzip2'],
  ['fd377a585a', 'xz'],
  ['28b52ffd', 'zstandard'],
  ['fffe', 'UTF-16 text'],
  ['feff', 'UTF-16 text'],
];

/**
 * `sample`: the first bytes of the decompressed file, without a byte order mark. `exported`: the file lies
 * where CloudWatch's export to S3 puts it. `referenceMs` dates stamps without a year.
 */
export function detectFormat(sample: Buffer, exported: boolean, referenceMs: number): Detection {
  const binary = whyBinary(sample);
  if (binary !== null) return { format: null, why: binary };
  const lines = linesOf(sample);
  if (exported && EXPORTED_LINE.test(lines[0]?.toString('latin1', 0, 25) ?? '')) {
    return { format: { kind: 's3-export' }, firstMs: Number.NaN };
  }
  const json = jsonFormat(sample, lines, referenceMs);
  if (json !== null) return { format: json, firstMs: Number.NaN };
  const { rules, firstMs } = detectStamps(lines, referenceMs);
  if (Number.isNaN(firstMs)) return { format: null, why: 'no line begins with a time stamp' };
  return { format: { kind: 'text', stamps: rules, crlf: sample.includes('\r\n') }, firstMs };
}

function whyBinary(sample: Buffer): string | null {
  const start = sample.toString('hex', 0, 5);
  const known = SIGNATURES.find(([signature]) => start.startsWith(signature));
  if (known !== undefined) return `binary: ${known[1]}, which is not read`;
  return sample.includes(0) ? 'binary' : null;
}

function linesOf(sample: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < sample.length && lines.length < SAMPLE_LINES; ) {
    const found = sample.indexOf(10, start);
    const end = found === -1 ? sample.length : found;
    if (end > start) lines.push(sample.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

function jsonFormat(sample: Buffer, lines: readonly Buffer[], referenceMs: number): Format | null {
  const text = sample.toString().trimStart();
  if (/^\[\s*\{/.test(text)) return { kind: 'json-objects', depth: 2 };
  const objects = lines.filter((line) => line[0] === OPEN_BRACE.charCodeAt(0));
  if (!text.startsWith(OPEN_BRACE)) {
    // A banner may stand before JSON lines; JSON may stand among the lines of a text log.
    const parsed = objects.filter((line) => isEvent(line, referenceMs)).length;
    return parsed * 2 > lines.length ? jsonLines(objects) : null;
  }
  if (/^\{\s*"events"/.test(text) || (EVENTS_ARRAY.test(text) && !isWhole(objects[0]))) {
    return { kind: 'json-objects', depth: 3 };
  }
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
