// The site of a Python traceback as a pattern: the throw comes last, and below each frame stands its source.
import { escaped } from './fixed-text.ts';
import { PYTHON_FORM } from './frame-lines.ts';
import { opening, placeOf, typeEnd } from './site-opening.ts';
import type { StrictText } from './strict-text.ts';
import { anyOf } from './told-level.ts';
import { anyLine, type TraceLines, unindented } from './trace-lines.ts';
import type { Frame, Thrown } from './types.ts';

const TRACEBACK = 'Traceback (most recent call last):';
/** Frames that tell a site, as many as make a trace's fingerprint. */
const MAX_SITE_FRAMES = 3;

/** Null where one exception led to another, or the lines are not as the interpreter prints them. */
export function pythonSite(text: TraceLines, chain: readonly Thrown[]): StrictText | null {
  const [thrown] = chain;
  const at = text.lines.findIndex((line) => placeOf(TRACEBACK, line) >= 0);
  if (thrown === undefined || thrown.type === null || chain.length > 1 || at < 0) return null;
  const below = text.lines.slice(at + 1);
  const ends = below.findIndex((line) => !unindented(text, line).isIndented);
  const frames = ends < 0 ? below : below.slice(0, ends);
  const site = framesOf(text, frames, [...thrown.frames].reverse());
  const end = ends < 0 ? '' : endOf(text, at + 1 + ends, thrown.type);
  const isBelow = end !== null && placeOf(thrown.type, below[ends] ?? '') >= 0;
  const begin = isBelow
    ? opening(text, at, TRACEBACK)
    : openingAbove(text, at, thrown.type, below.slice(frames.length));
  if (site === null || begin === null) return null;
  const pattern = `${begin.pattern}${site}${isBelow ? end : ''}${text.last}`;
  return { pattern, start: begin.start, end: text.end, isPlace: true };
}

/** Lambda names the exception above its traceback. */
function openingAbove(text: TraceLines, at: number, type: string, below: readonly string[]) {
  if (at < 1 || below.join('').trim() !== '' || placeOf(type, text.lines[at - 1] ?? '') < 0)
    return null;
  const begin = opening(text, at - 1, type);
  if (begin === null) return null;
  const pattern = `${begin.pattern}${typeEnd(text, at - 1, type)}${text.lineBreak}${escaped(TRACEBACK)}`;
  return { pattern, start: begin.start };
}

/** The line of the exception, and those that its message goes on in. */
function endOf(text: TraceLines, at: number, type: string): string | null {
  const { lines, lineBreak } = text;
  const line = lines[at] ?? '';
  const place = placeOf(type, line);
  if (place < 0) return null;
  const [last, ...more] = lines.slice(at + 1).reverse();
  const message = [...more.reverse(), ...(last === undefined || last === '' ? [] : [last])];
  const further = message.map((each) => anyLine(text, each));
  if (further.includes(null)) return null;
  const named = escaped(line.slice(0, place + type.length));
  return `${lineBreak}${named}${typeEnd(text, at, type)}${further.join('')}`;
}

interface Printed {
  readonly frame: Frame;
  readonly line: string;
  /** Columns in front of it, and in front of its source; 0: it has none. */
  readonly indent: number;
  readonly source: number;
}

function framesOf(
  text: TraceLines,
  lines: readonly string[],
  frames: readonly Frame[],
): string | null {
  const printed = printedOf(text, lines, frames);
  if (printed === null) return null;
  const hasOwn = frames.some(({ own }) => own);
  const site: Site = { text, hasOwn, known: new Set(), others: new Set(), parts: [] };
  // From the throw, which is the last one, upwards.
  if (![...printed].reverse().every((each) => takeFrame(site, each))) return null;
  flush(site);
  return site.parts.join('');
}

interface Site {
  readonly text: TraceLines;
  readonly hasOwn: boolean;
  /** Frames that tell it. */
  readonly known: Set<string>;
  /** What may stand in any number of lines above what was taken last. */
  readonly others: Set<string>;
  readonly parts: string[];
}

function takeFrame(site: Site, { frame, line, indent, source }: Printed): boolean {
  const { text, hasOwn, known, others, parts } = site;
  const isTold = known.size >= MAX_SITE_FRAMES;
  if (isTold && hasOwn) {
    others.add(columns(1));
    return true;
  }
  const tells = hasOwn ? frame.own : !isTold;
  const part = tells ? PYTHON_FORM.own(line, frame) : PYTHON_FORM.library(line, frame);
  if (part === null) return false;
  if (source > 0) others.add(columns(source));
  if (!tells || known.has(part)) {
    others.add(`${columns(indent)}${part}`);
    return true;
  }
  flush(site);
  known.add(part);
  parts.unshift(`${text.lineBreak}${columns(indent)}${part}`);
  return true;
}

function flush({ text, others, parts }: Site): void {
  if (others.size > 0) parts.unshift(`(?:${text.lineBreak}${anyOf([...others])}${text.rest})*`);
  others.clear();
}

const columns = (count: number) => `[\\t \u00a0]{${count}}`;

/** Null where a line is neither a frame nor the source of one. */
function printedOf(
  text: TraceLines,
  lines: readonly string[],
  frames: readonly Frame[],
): readonly Printed[] | null {
  const printed: Printed[] = [];
  for (const each of lines) {
    const { text: line } = unindented(text, each);
    const indent = each.length - line.length;
    const last = printed.at(-1);
    const frame = frames[printed.length];
    if (line.startsWith('File ') && frame !== undefined)
      printed.push({ frame, line, indent, source: 0 });
    else if (last === undefined || indent <= last.indent) return null;
    else if (last.source === 0) printed[printed.length - 1] = { ...last, source: indent };
  }
  return printed.length === frames.length ? printed : null;
}
