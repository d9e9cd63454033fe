// How the pattern of a trace begins: with the line that names the exception, and what stands before it in the sample.
import { escaped } from './fixed-text.ts';
import { anyLine, type TraceLines } from './trace-lines.ts';

/** Marks before a name that are looked at, where words of a log line stand before it. */
const MAX_MARKS = 3;

/** Where a line names a type, not one whose name goes on. */
export function placeOf(name: string, line: string): number {
  const named = new RegExp(`(?<![\\w.$])${name.replace(/\W/g, '\\$&')}(?![\\w.$])`);
  return named.exec(line)?.index ?? -1;
}

/** What follows a type in its line: its message, or none. */
export function typeEnd({ lines, rest }: TraceLines, at: number, type: string): string {
  const line = lines[at] ?? '';
  const mark = line[placeOf(type, line) + type.length] ?? '';
  return mark === '' || mark === ':' ? `(?::${rest})?` : `${escaped(mark)}${rest}`;
}

/** Up to the end of a name in one of the lines, and where that begins in the sample; null: a line before it may be a frame. */
export function opening(
  text: TraceLines,
  at: number,
  name: string,
): { readonly pattern: string; readonly start: number } | null {
  const { lines, start, field, lineBreak, rest } = text;
  const [first = '', ...others] = lines;
  const line = lines[at] ?? '';
  const place = placeOf(name, line);
  const before = escaped(line.slice(0, place)).replace(/\d+/g, '\\d+');
  const named = escaped(name);
  if (at === 0 && field !== '') return { pattern: `${field}${before}${named}`, start };
  if (at === 0) {
    const marks = /[^\w\n]*$/.exec(line.slice(0, place))?.[0].slice(-MAX_MARKS) ?? '';
    return { pattern: `${escaped(marks)}${named}`, start: place - marks.length };
  }
  const between = others.slice(0, at - 1).map((other) => anyLine(text, other));
  if (between.includes(null)) return null;
  const head = field === '' ? '' : `${field}${rest}`;
  return {
    pattern: `${head}${between.join('')}${lineBreak}${before}${named}`,
    start: field === '' ? first.length : start,
  };
}
