// Traces whose every line begins with the same wrapping: a time, a level, a container's name. Off it comes, and the
// indentation behind it stays.
import { readHeader } from '../peel/header.ts';

/** Lines that are looked at to find out; all of them have to agree. */
const LOOKED_AT = 12;
const MIN_LINES = 2;
/** So few lines may begin alike by chance: there has to be a number in it. */
const FEW_LINES = 3;
const MIN_PREFIX_CHARS = 4;
const MAX_PREFIX_CHARS = 200;
/** Looks like a prefix, but is the beginning of frames. */
const FRAMES = /:0+:in [`'\w]|^at |^from |^#0|^File "|@|^goroutine /;

/** The lines without what stands in front of each of them; null where nothing does. */
export function withoutPrefixes(lines: readonly string[]): string[] | null {
  const some = lines.filter((line) => line.trim() !== '').slice(0, LOOKED_AT);
  if (some.length < MIN_LINES || some.some((line) => /^\s/.test(line))) return null;
  const length = commonPrefix(some);
  if (length > 0) return lines.map((line) => line.slice(indentStart(line, length)));
  if (some.some((line) => readHeader(line).end === 0)) return null;
  return lines.map((line) => line.slice(indentStart(line, readHeader(line).end)));
}

/** Where the text behind a header begins, counted from its indentation; one blank only separates. */
function indentStart(line: string, end: number): number {
  let start = end;
  while (start > 0 && /\s/.test(line[start - 1] ?? '')) start--;
  return start === 0 || start === end ? Math.min(end, line.length) : start + 1;
}

/** Characters that all lines begin with, whatever their digits, up to a blank; 0 where that is no prefix. */
function commonPrefix(lines: readonly string[]): number {
  const masked = lines.map((line) => `${line.slice(0, MAX_PREFIX_CHARS).replace(/\d/g, '0')} `);
  const [first = ''] = masked;
  let length = first.length;
  for (const line of masked) {
    while (!line.startsWith(first.slice(0, length))) length--;
  }
  const prefix = first.slice(0, length).replace(/\S*$/, '');
  const telling = /(?:[\d|\]:>-]|\dZ)$/.test(prefix.trimEnd());
  const numbered = lines.length >= FEW_LINES || /\d/.test(prefix);
  const long = prefix.trimEnd().length >= MIN_PREFIX_CHARS;
  return long && telling && numbered && !FRAMES.test(prefix) ? prefix.length : 0;
}
