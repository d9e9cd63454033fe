// Long JSON with its long values cut, so that it stays JSON and keeps all of its other fields: a level or an exception
// may stand behind them. The text is never parsed and written anew: numbers and doubled keys stay as they were.
import { grouped } from '../base/grouped.ts';
import { cutMark, cutText, MARK_CHARS } from './cut-text.ts';
import { type JsonPart, type Member, readJson } from './json-spans.ts';

/** A value of an object or a list with many of them keeps so many characters; where that is too much, some are left out. */
const MIN_VALUE_CHARS = 80;
/** JSON in JSON in JSON: deeper texts are cut as any text. */
const MAX_NESTING = 4;
/** Objects and lists are looked into so deep; what lies deeper is text. */
const MAX_DEPTH = 24;
/** Characters of prose that may stand in front of an object, and behind it. */
const MAX_AROUND_CHARS = 600;

/** About `maxChars` characters of a longer text that is an object, or holds one behind a few words; null: it does not. */
export function cutJson(text: string, maxChars: number, nesting = 0): string | null {
  const from = text.slice(0, MAX_AROUND_CHARS).search(/\{\s*"/);
  const part = from < 0 ? null : readJson(text, from);
  if (part === null) return null;
  const around = text.length - (part.end - part.start);
  if (around > MAX_AROUND_CHARS || around > maxChars / 2) return null;
  const cut = cutPart({ text, nesting }, part, maxChars - around, 0);
  return [text.slice(0, part.start), cut, text.slice(part.end)].join('');
}

interface Source {
  readonly text: string;
  readonly nesting: number;
}

function cutPart(source: Source, part: JsonPart, maxChars: number, depth: number): string {
  const { start, end, kind, members } = part;
  const written = source.text.slice(start, end);
  if (written.length <= maxChars) return written;
  if (kind === 'string') return cutString(written, maxChars, source.nesting);
  const isLow = depth >= MAX_DEPTH || maxChars < MIN_VALUE_CHARS;
  if (kind === 'scalar' || members.length === 0 || isLow)
    return JSON.stringify(cutMark(written.length, false, false));
  return cutMembers(source, part, maxChars, depth);
}

/** A text that is JSON itself is cut as such. */
function cutString(literal: string, maxChars: number, nesting: number): string {
  const inner = nesting < MAX_NESTING ? innerJson(literal) : null;
  if (inner !== null) {
    // Escapes make it longer where it is written as a string.
    const share = Math.floor((maxChars * inner.length) / literal.length);
    const cut = JSON.stringify(cutJson(inner, share, nesting + 1) ?? '');
    if (cut.length > 2 && cut.length <= maxChars + MIN_VALUE_CHARS) return cut;
  }
  if (maxChars <= MARK_CHARS) return JSON.stringify(cutMark(literal.length - 2, false, false));
  return `"${cutText(literal.slice(1, -1), maxChars - 2)}"`;
}

function innerJson(literal: string): string | null {
  if (!/^"\s{0,8}\{(?:\\[nrt]|\s){0,8}\\"/.test(literal.slice(0, MAX_AROUND_CHARS))) return null;
  try {
    return String(JSON.parse(literal));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Each member gets its share; those that need less leave theirs to the others. */
function cutMembers(source: Source, part: JsonPart, maxChars: number, depth: number): string {
  const { text } = source;
  const { first, last, left } = keptMembers(part.members, maxChars - 2);
  const kept = [...first, ...last];
  const keyChars = kept.reduce((sum, { value, start }) => sum + value.start - start + 1, 0);
  const mark = left === 0 ? [] : [leftOut(part.kind, left)];
  const forValues = maxChars - 2 - keyChars - mark.join('').length;
  const share = fairShare(
    kept.map(({ value }) => value.end - value.start),
    forValues,
  );
  const write = ({ start, value }: Member) =>
    `${text.slice(start, value.start)}${cutPart(source, value, share, depth + 1)}`;
  const all = [...first.map(write), ...mark, ...last.map(write)].join(',');
  return part.kind === 'object' ? `{${all}}` : `[${all}]`;
}

interface Kept {
  readonly first: readonly Member[];
  readonly last: readonly Member[];
  /** How many between them are left out. */
  readonly left: number;
}

/** All members where each has room for a little, else the first ones and the last ones. */
function keptMembers(members: readonly Member[], maxChars: number): Kept {
  const need = ({ start, value }: Member) =>
    value.start - start + 1 + Math.min(MIN_VALUE_CHARS, value.end - value.start);
  const all = members.reduce((sum, member) => sum + need(member), 0);
  if (all <= maxChars) return { first: members, last: [], left: 0 };
  const half = (maxChars - MARK_CHARS) / 2;
  const fitting = (ordered: readonly Member[]) => {
    let chars = 0;
    const end = ordered.findIndex((member) => {
      chars += need(member);
      return chars > half;
    });
    return end < 0 ? ordered.length : end;
  };
  const first = fitting(members);
  const last = Math.min(fitting([...members].reverse()), members.length - first);
  return {
    first: members.slice(0, first),
    last: members.slice(members.length - last),
    left: members.length - first - last,
  };
}

const leftOut = (kind: JsonPart['kind'], count: number) =>
  kind === 'object'
    ? `"…":"[fields cut: ${grouped(count)}]"`
    : `"… [values cut: ${grouped(count)}]"`;

/** The most that each of these may take so that all of them together take no more. */
function fairShare(sizes: readonly number[], maxChars: number): number {
  let left = maxChars;
  const ascending = [...sizes].sort((a, b) => a - b);
  for (const [index, size] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (size > share) return Math.max(0, share);
    left -= size;
  }
  return maxChars;
}
