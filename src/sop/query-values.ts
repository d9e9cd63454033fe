// Parameters in query blocks: a value can change neither the shape of its query nor its meaning. Within quotes or a
// regular expression it stands for itself, its special characters escaped; outside of them it is one plain word.
import { type Placeholder, placeholdersIn } from './substitute.ts';

/** What surrounds a placeholder in its query. */
type Place = 'bare' | 'double' | 'single' | 'regex' | 'backtick' | 'comment';

/** A value that cannot stand where its placeholder does. */
export interface UnfitValue {
  readonly placeholder: Placeholder;
  readonly value: string;
  /** What may stand there. */
  readonly allowed: string;
}

export interface FilledQuery {
  /** Placeholders without a value, or with one that is unfit, stay as they are. */
  readonly text: string;
  readonly unfit: readonly UnfitValue[];
  /** Offsets into `text` behind each filled placeholder, and how much longer it has become there. */
  readonly shifts: readonly { readonly at: number; readonly growth: number }[];
}

/** The query with values in the places of their `${name}`. */
export function fillQuery(query: string, values: Readonly<Record<string, string>>): FilledQuery {
  const pieces = piecesOf(query);
  const unfit: UnfitValue[] = [];
  const shifts: { at: number; growth: number }[] = [];
  let text = '';
  let from = 0;
  for (const placeholder of placeholdersIn(query)) {
    const { name, start, end } = placeholder;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) continue;
    const place = placeOf(placeholder, pieces);
    const shown = PLACES[place].shown(value);
    if (shown === null) {
      unfit.push({ placeholder, value, allowed: PLACES[place].allowed });
      continue;
    }
    text += query.slice(from, start) + shown;
    shifts.push({ at: text.length, growth: shown.length - (end - start) });
    from = end;
  }
  return { text: text + query.slice(from), unfit, shifts };
}

/** Names that stand within quotes or a regular expression, where any text may. */
export function quotedNames(query: string): readonly string[] {
  const pieces = piecesOf(query);
  return placeholdersIn(query)
    .filter((placeholder) => PLACES[placeOf(placeholder, pieces)].allowed === ANY_TEXT)
    .map(({ name }) => name);
}

function placeOf({ start, end }: Placeholder, pieces: readonly Piece[]): Place {
  return pieces.find((piece) => piece.start <= start && end <= piece.end)?.place ?? 'bare';
}

interface Rule {
  /** The value as it is written there; null where it cannot stand there. */
  readonly shown: (value: string) => string | null;
  readonly allowed: string;
}

/** A number, a period of time, or a field name with its path; words of the language are none. */
const PLAIN =
  /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\d+[a-zµ]+|[\p{L}_@][\p{L}\p{N}_@]*(?:\.[\p{L}\p{N}_@]+)*)$/u;
const WORDS_OF_THE_LANGUAGE = /^(?:and|or|not|in|like|as|by|null|true|false)$/i;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** Every character that any place in a regular expression gives a meaning. */
const SPECIAL = /[\\^$.*+?()[\]{}|/&#~-]/g;
const NEWLINES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const onOneLine = (text: string) => text.replace(/[\n\r\t]/g, (end) => NEWLINES[end] ?? end);
const ANY_TEXT = 'any text';
const quotedBy = (special: RegExp): Rule => ({
  shown: (value) => onOneLine(value.replace(special, '\\$&')),
  allowed: ANY_TEXT,
});

const PLACES: Readonly<Record<Place, Rule>> = {
  double: quotedBy(/[\\"]/g),
  single: quotedBy(/[\\']/g),
  regex: quotedBy(SPECIAL),
  bare: {
    shown: (value) => (PLAIN.test(value) && !WORDS_OF_THE_LANGUAGE.test(value) ? value : null),
    allowed: 'a number, a period such as 5m, or a field name; text only within quotes',
  },
  backtick: {
    shown: (value) => (/[`\\]/.test(value) || CONTROL.test(value) ? null : value),
    allowed: 'a field name without backticks and backslashes',
  },
  comment: {
    shown: (value) => (CONTROL.test(value) ? null : value),
    allowed: 'text of one line',
  },
};

interface Piece {
  readonly place: Place;
  readonly start: number;
  readonly end: number;
}

/** What opens each piece that is not bare, to its end; one that is not closed goes on to the end of the query. */
const PIECES: readonly (readonly [place: Place, pattern: RegExp])[] = [
  ['comment', /#[^\n]*/y],
  ['double', /"(?:\\.|[^"\\])*(?:"|$)/sy],
  ['single', /'(?:\\.|[^'\\])*(?:'|$)/sy],
  ['backtick', /`[^`]*(?:`|$)/y],
];
/** As the parser reads it: a slash in a character class does not close it, unless nothing else does. */
const REGEXES = [/\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])*\//sy, /\/(?:\\.|[^/\\])*\//sy];
const BLANK = /\s+/y;
const WORD = /(?:\$\{[\w.-]+\}|[\p{L}\p{N}_@.])+/uy;

function piecesOf(query: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const tokens: string[] = [];
  for (let start = 0; start < query.length; ) {
    const piece = pieceAt(query, start, tokens);
    const blank = lengthAt(BLANK, query, start);
    const length = blank || (piece?.end ?? start) - start || lengthAt(WORD, query, start) || 1;
    if (piece !== null) pieces.push(piece);
    if (blank === 0 && piece?.place !== 'comment') tokens.push(query.slice(start, start + length));
    start += length;
  }
  return pieces;
}

function pieceAt(query: string, start: number, before: readonly string[]): Piece | null {
  const found = PIECES.find(([, pattern]) => lengthAt(pattern, query, start) > 0);
  if (found !== undefined) {
    const [place, pattern] = found;
    return { place, start, end: start + lengthAt(pattern, query, start) };
  }
  if (query[start] !== '/' || !mayBeRegex(before)) return null;
  const length = REGEXES.map((pattern) => lengthAt(pattern, query, start)).find((end) => end > 0);
  return length === undefined ? null : { place: 'regex', start, end: start + length };
}

function lengthAt(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** A slash behind an operand divides; behind all else, and behind the field of `parse`, it opens a regular expression. */
function mayBeRegex(before: readonly string[]): boolean {
  const last = before.at(-1) ?? '';
  const isOperand = /[\p{L}\p{N}_@}"'`)\]]$/u.test(last) && !WORDS_OF_THE_LANGUAGE.test(last);
  if (!isOperand) return true;
  const opening = Math.max(before.lastIndexOf('|'), before.lastIndexOf('('));
  const [command, , ...index] = before.slice(opening + 1);
  return (
    command?.toLowerCase() === 'parse' && index.every((token) => /^(?:\d+|[[\]])$/.test(token))
  );
}
