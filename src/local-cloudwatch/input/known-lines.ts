// Lines of a JSON log that need no parsing to be indexed: those with the fields of a line that was parsed before and
// found to be an event as it stands. A file has few such lists of fields; they are kept as a tree.
import { behindBlanks, behindColon, stringEnd, valueEnd } from './json-bytes.ts';

/** Fields in all lists together; files of ever new fields are parsed. */
const MAX_FIELDS = 512;

const QUOTE = 34;
const COMMA = 44;
const OPENING = 123;
const CLOSING = 125;
const NONE = -1;

/** A field after certain others. */
interface Field {
  /** The name with its quotes, as it is written. */
  readonly name: Uint8Array;
  readonly next: Field[];
  /** Whether a line may end after it. */
  last: boolean;
}

export interface KnownLines {
  /** Whether window[start, end) is valid JSON with the fields of a line that was learnt. */
  holds(window: Uint8Array, start: number, end: number): boolean;
  /** Learns the fields of a line of valid JSON, unless one of them is named twice or with an escape. */
  learn(window: Uint8Array, start: number, end: number): void;
}

/** `mayKnow`: whether lines with fields of these names are all alike in what the index asks of them. */
export function knownLines(mayKnow: (names: readonly string[]) => boolean): KnownLines {
  const first: Field[] = [];
  let count = 0;
  return {
    holds: (window, start, end) => followed(first, window, start, end),
    learn(window, start, end) {
      const names = namesIn(window, start, end);
      if (names === null || count + names.length > MAX_FIELDS) return;
      const texts = names.map((name) => Buffer.from(name.subarray(1, -1)).toString());
      const isPlain = texts.every((text) => !text.includes('\\'));
      if (!isPlain || new Set(texts).size < texts.length || !mayKnow(texts)) return;
      count += grow(first, names);
    },
  };
}

/** Adds a list of fields; gives how many are new. */
function grow(first: Field[], names: readonly Uint8Array[]): number {
  let level = first;
  let added = 0;
  for (const [index, name] of names.entries()) {
    let field = level.find((known) => Buffer.compare(known.name, name) === 0);
    if (field === undefined) {
      field = { name, next: [], last: false };
      level.push(field);
      added++;
    }
    if (index === names.length - 1) field.last = true;
    level = field.next;
  }
  return added;
}

function followed(
  first: readonly Field[],
  window: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (window[start] !== OPENING) return false;
  let level = first;
  for (let at = behindBlanks(window, start + 1); at < end; ) {
    const field = fieldAt(level, window, at);
    if (field === null) return false;
    const behind = memberEnd(window, at + field.name.length, end);
    if (behind === NONE) return false;
    const next = behindBlanks(window, behind);
    if (window[next] === CLOSING) return next + 1 === end && field.last;
    if (window[next] !== COMMA) return false;
    at = behindBlanks(window, next + 1);
    level = field.next;
  }
  return false;
}

function fieldAt(level: readonly Field[], window: Uint8Array, at: number): Field | null {
  for (const field of level) if (stands(field.name, window, at)) return field;
  return null;
}

function stands(name: Uint8Array, window: Uint8Array, at: number): boolean {
  for (let index = 0; index < name.length; index++) {
    if (window[at + index] !== name[index]) return false;
  }
  return true;
}

/** Behind the value that follows a name. */
function memberEnd(window: Uint8Array, at: number, end: number): number {
  const value = behindColon(window, at);
  return value === NONE ? NONE : valueEnd(window, value, end);
}

/** Names of the fields of a line with their quotes, copied; null: the line cannot be told from its bytes. */
function namesIn(window: Uint8Array, start: number, end: number): readonly Uint8Array[] | null {
  const names: Uint8Array[] = [];
  for (let at = behindBlanks(window, start + 1); at < end; ) {
    const nameEnd = window[at] === QUOTE ? stringEnd(window, at, end) : NONE;
    const behind = nameEnd === NONE ? NONE : memberEnd(window, nameEnd, end);
    if (behind === NONE) return null;
    names.push(window.slice(at, nameEnd));
    const next = behindBlanks(window, behind);
    if (window[next] === CLOSING) return next + 1 === end ? names : null;
    at = behindBlanks(window, next + 1);
  }
  return null;
}
