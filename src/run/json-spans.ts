// Where in a text the values of a JSON object stand. No value is read: a text is as long as it likes, and as deep.

export interface JsonPart {
  readonly kind: 'object' | 'list' | 'string' | 'scalar';
  readonly start: number;
  readonly end: number;
  /** Those of an object or a list, in order. */
  readonly members: readonly Member[];
}

export interface Member {
  /** Where its key begins; in a list where it begins itself. */
  readonly start: number;
  readonly value: JsonPart;
}

interface Open {
  readonly kind: 'object' | 'list';
  readonly start: number;
  readonly members: Member[];
  /** Where the key of the next value begins; null: none was read. */
  key: number | null;
}

const NONE: readonly Member[] = [];
const SPACE = /\s*/y;
const SCALAR = /[^\s,:[\]{}"]+/y;

/** The object that begins at a place; null where it does not end, or what stands in it is plainly no JSON. */
export function readJson(text: string, from: number): JsonPart | null {
  const opened: Open[] = [];
  let open = opening(text, from);
  for (let at = from + 1; open !== null && at >= 0 && at < text.length; ) {
    const inner = opening(text, at);
    if (inner !== null) {
      opened.push(open);
      open = inner;
      at++;
    } else if (text[at] === CLOSING[open.kind]) {
      const { kind, start, members } = open;
      at++;
      const part = { kind, start, end: at, members };
      open = opened.pop() ?? null;
      if (open === null) return part;
      add(open, part);
    } else {
      at = readWithin(text, at, open);
    }
  }
  return null;
}

const CLOSING = { object: '}', list: ']' } as const;

function opening(text: string, at: number): Open | null {
  const kind = text[at] === '{' ? 'object' : text[at] === '[' ? 'list' : null;
  return kind === null ? null : { kind, start: at, members: [], key: null };
}

/** Reads a key, a value or what stands between two of them; where it ends, or -1. */
function readWithin(text: string, at: number, open: Open): number {
  const character = text[at] ?? '';
  if (character === ',' || character === ':') return at + 1;
  const space = endOf(SPACE, text, at);
  if (space > at) return space;
  const isString = character === '"';
  const end = isString ? stringEnd(text, at) : endOf(SCALAR, text, at);
  if (end < 0) return -1;
  if (open.kind === 'object' && open.key === null) {
    if (!isString || text[endOf(SPACE, text, end)] !== ':') return -1;
    open.key = at;
  } else {
    add(open, { kind: isString ? 'string' : 'scalar', start: at, end, members: NONE });
  }
  return end;
}

function add(open: Open, value: JsonPart): void {
  open.members.push({ start: open.key ?? value.start, value });
  open.key = null;
}

/** Just behind the quote that closes a string; -1: none does. */
function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}
