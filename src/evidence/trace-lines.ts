// The lines of a sample's stack trace, in the text itself or in a string of its JSON, and how a pattern goes from one to
// the next.
import { escaped } from './fixed-text.ts';

export interface TraceLines {
  readonly lines: readonly string[];
  /** Where they stand in the sample. */
  readonly start: number;
  readonly end: number;
  /** From one line to the next. */
  readonly lineBreak: string;
  /** What is left of a line. */
  readonly rest: string;
  /** Nothing more may come. */
  readonly last: string;
  /** Name of the field in front of them, up to its value; empty in text. */
  readonly field: string;
}

const IN_JSON = /\\n(?:\\t|\s)*(?:at |File )/;
const FIELD = /"[\w.@-]{1,40}"\s?:\s?"$/;
const MAX_FIELD_CHARS = 60;

/** Null where a JSON string holds no trace as it would be printed. */
export function traceLines(raw: string): TraceLines | null {
  if (raw.includes('\n')) {
    const [lineBreak, rest, last] = ['\\n', '[^\\n]*', '\\n*$'];
    return { lines: raw.split('\n'), start: 0, end: raw.length, lineBreak, rest, last, field: '' };
  }
  const frame = IN_JSON.exec(raw)?.index ?? 0;
  const start = quoteBefore(raw, frame) + 1;
  const [text] = /^(?:[^"\\]|\\.)*(?=")/.exec(raw.slice(start)) ?? [];
  const [field] = FIELD.exec(raw.slice(Math.max(0, start - MAX_FIELD_CHARS), start)) ?? [];
  if (frame === 0 || start === 0 || text === undefined || field === undefined) return null;
  const isPlain = !/\\[^nt]/.test(text);
  return {
    lines: text.split('\\n'),
    start,
    end: start + text.length,
    lineBreak: '["\'\\\\]+n',
    rest: isPlain ? '[^"\\\\]*' : '(?:[^"\\\\]|\\\\[^n])*',
    last: '"',
    field: escaped(field),
  };
}

/** The quote that begins a string; -1: there is none. */
function quoteBefore(raw: string, from: number): number {
  let at = raw.lastIndexOf('"', from);
  while (at > 0 && raw[at - 1] === '\\') at = raw.lastIndexOf('"', at - 1);
  return at;
}

const INDENT = /^(?:\\t|\s)*/;

/** White space in front of a line, and what comes behind it. */
export function unindented({ field }: TraceLines, line: string) {
  const [white = ''] = INDENT.exec(line) ?? [];
  const indent = field === '' ? '[\\t \u00a0]*' : '[\\\\t ]*';
  return { indent, text: line.slice(white.length), isIndented: white !== '' };
}

/** A line that may say anything but is no frame; null: it may be one. */
export function anyLine({ lineBreak, rest }: TraceLines, line: string): string | null {
  if (line.trim() === '') return lineBreak;
  return /^(?:[\s\\]|at )/.test(line) ? null : `${lineBreak}[^\\s\\\\]${rest}`;
}
