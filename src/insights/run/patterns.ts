// `pattern`: texts that differ in their variable words only, counted together. Words that look variable (numbers, ids,
// addresses, times) are masked first; where texts that are equal otherwise have several words in one place, that word
// varies too.
import { grouped } from '../../base/grouped.ts';
import type { Value } from '../values.ts';

/** What a word was masked as; the sign stands in masked texts, for it never occurs in a word. */
const MASKS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Time', /^\d{4}-\d\d-\d\d(?:[T_ ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?$/],
  ['Time', /^\d\d:\d\d:\d\d(?:[.,]\d+)?$/],
  ['UUID', /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i],
  ['IP', /^(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?$/],
  ['Number', /^[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?$/],
  ['Duration', /^\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h)$/],
  ['Size', /^\d+(?:\.\d+)?(?:[kKMGT]i?)?B$/],
  ['Hex', /^(?:0x[0-9a-f]+|(?=[0-9a-f]*\d)[0-9a-f]{8,})$/i],
  ['Token', /^(?=[^\d]*\d)[\w-]{12,}$/],
];
const UNKNOWN = 'Token';
/** Punctuation behind a word is no part of it. */
const TRAILING = new Set('.:!?');
/** Words and what stands between them; brackets, quotes and separators are no part of a word. */
const WORDS = /[^\s"'`()[\]{}<>,;=|]+/g;
/** Longer texts are compared by their beginning. */
const MAX_WORDS = 256;
/** Masked texts that are told apart; further ones are counted together. */
const MAX_SHAPES = 20_000;
/** Different words in a place, all else being equal, that make it a variable. */
const MIN_VALUES = 3;
/** Rounds of joining; each may make the next one possible. */
const MAX_ROUNDS = 4;
const LEVELS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:FATAL|CRITICAL|CRIT|PANIC|EMERG(?:ENCY)?)\b/i, 'Fatal'],
  [/\b(?:ERROR|ERR|SEVERE|EXCEPTION|FAILED|FAILURE)\b/i, 'Error'],
  [/\b(?:WARN(?:ING)?)\b/i, 'Warning'],
  [/\b(?:INFO|NOTICE)\b/i, 'Info'],
  [/\b(?:DEBUG|TRACE|VERBOSE)\b/i, 'Debug'],
];

/** A pattern with the events that have it, in the window and in the one before. */
export interface FoundPattern {
  readonly text: string;
  readonly count: number;
  readonly before: number;
  readonly severity: string | null;
}

interface Shape {
  /** Words, masked ones as `{name}`; null: it varies. */
  readonly words: readonly (string | null)[];
  /** What stands before each word, and behind the last one. */
  readonly gaps: readonly string[];
  /** The numbers inside each word; null: they vary. */
  digits: readonly (readonly (string | null)[])[];
  count: number;
  before: number;
}

/** Lives as long as its run. */
export class Patterns {
  readonly #shapes = new Map<string, Shape>();
  readonly #notes: Set<string>;
  total = 0;

  constructor(notes: Set<string>) {
    this.#notes = notes;
  }

  add(text: string, earlier: boolean): void {
    if (!earlier) this.total++;
    const shape = shapeOf(text);
    const key = shape.words.join('\u0000') + shape.gaps.join('\u0001');
    const known = this.#shapes.get(key);
    const found = known ?? shape;
    if (earlier) found.before++;
    else found.count++;
    if (known !== undefined) {
      known.digits = commonDigits(known.digits, shape.digits);
      return;
    }
    if (this.#shapes.size >= MAX_SHAPES) {
      this.#notes.add(`pattern tells apart at most ${grouped(MAX_SHAPES)} forms of text`);
      return;
    }
    this.#shapes.set(key, found);
  }

  /** The most frequent first. */
  found(): readonly FoundPattern[] {
    const texts = new Map<string, FoundPattern>();
    for (const shape of merged([...this.#shapes.values()])) {
      const text = textOf(shape);
      const known = texts.get(text);
      texts.set(text, {
        text,
        count: shape.count + (known?.count ?? 0),
        before: shape.before + (known?.before ?? 0),
        severity: severityOf(text),
      });
    }
    return [...texts.values()].sort(
      (a, b) => b.count - a.count || b.before - a.before || (a.text < b.text ? -1 : 1),
    );
  }
}

function shapeOf(text: string): Shape {
  const words: string[] = [];
  const digits: string[][] = [];
  const gaps: string[] = [];
  let end = 0;
  for (const match of text.matchAll(WORDS)) {
    if (words.length === MAX_WORDS) break;
    gaps.push(text.slice(end, match.index));
    const word = masked(match[0]);
    digits.push(word === match[0] ? (word.match(DIGITS) ?? []) : []);
    words.push(word === match[0] ? word.replace(DIGITS, DIGIT_SIGN) : word);
    end = match.index + match[0].length;
  }
  const rest = text.slice(end);
  gaps.push(words.length === MAX_WORDS ? '' : rest);
  return { words, gaps, digits, count: 0, before: 0 };
}

/** Numbers inside a word: part of it where they are always the same. */
const DIGITS = /\d+/g;
const DIGIT_SIGN = '\u0004';

function commonDigits(a: Shape['digits'], b: Shape['digits']): Shape['digits'] {
  return a.map((digits, word) =>
    digits.map((one, index) => (one === b[word]?.[index] ? one : null)),
  );
}

/** A mask is written with a sign that no text is expected to hold. */
const MASK_SIGN = '\u0002';

function masked(word: string): string {
  let end = word.length;
  while (end > 0 && TRAILING.has(word[end - 1] ?? '')) end--;
  const [core, tail] = [word.slice(0, end), word.slice(end)];
  const mask = MASKS.find(([, pattern]) => pattern.test(core));
  return mask === undefined ? word : `${MASK_SIGN}${mask[0]}${MASK_SIGN}${tail}`;
}

/** Shapes joined where they differ in one variable word; those of the same gaps can be. */
function merged(shapes: readonly Shape[]): readonly Shape[] {
  const groups = new Map<string, Shape[]>();
  for (const shape of shapes) {
    const key = shape.gaps.join('\u0001');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [shape]);
    else known.push(shape);
  }
  return [...groups.values()].flatMap((group) => joined(group));
}

function joined(group: readonly Shape[]): readonly Shape[] {
  const places = group[0]?.words.length ?? 0;
  let shapes = group.map(keyed);
  for (let round = 0; round < MAX_ROUNDS && shapes.length > 1; round++) {
    const before = shapes.length;
    for (let place = 0; place < places; place++) shapes = joinedAt(shapes, place);
    if (shapes.length === before) break;
  }
  return shapes.map(({ shape }) => shape);
}

/** A shape with a number for each word, and their sum: without one of them it tells the rest. */
interface Keyed {
  readonly shape: Shape;
  readonly numbers: readonly number[];
  readonly sum: number;
}

function keyed(shape: Shape): Keyed {
  const numbers = shape.words.map((word, at) => numberOfWord(word ?? '', at));
  return { shape, numbers, sum: numbers.reduce((total, one) => total + one, 0) };
}

/** A hash of 44 bits, so that the sum of MAX_WORDS of them is exact. */
function numberOfWord(word: string, place: number): number {
  let [high, low] = [Math.imul(place + 1, 0x9e3779b1), Math.imul(place + 1, 0x85ebca6b)];
  for (let at = 0; at < word.length; at++) {
    high = Math.imul(high ^ word.charCodeAt(at), 0x01000193);
    low = Math.imul(low ^ word.charCodeAt(at), 0x5bd1e995);
    low ^= low >>> 13;
  }
  return ((high ^ (high >>> 15)) >>> 0) * 4_096 + (low >>> 20);
}

/** Joins shapes that are equal but for their words at this place, where these are many. */
function joinedAt(shapes: readonly Keyed[], place: number): Keyed[] {
  const groups = new Map<number, Keyed[]>();
  for (const one of shapes) {
    const key = one.sum - (one.numbers[place] ?? 0);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()].flatMap((group) =>
    isVariable(group, place) ? [join(group, place)] : group,
  );
}

function isVariable(group: readonly Keyed[], place: number): boolean {
  if (group.length < 2 || group.some(({ shape }) => isLevel(shape.words[place]))) return false;
  return group.length >= MIN_VALUES || group.some(({ shape }) => shape.words[place] === null);
}

function join(group: readonly Keyed[], place: number): Keyed {
  const [first, ...others] = group.map(({ shape }) => shape);
  if (first === undefined) throw new Error('a group has a shape');
  const words = first.words.map((word, at) => (at === place ? null : word));
  return keyed({
    words,
    gaps: first.gaps,
    digits: others
      .reduce((common, { digits }) => commonDigits(common, digits), first.digits)
      .map((digits, at) => (at === place ? [] : digits)),
    count: others.reduce((sum, { count }) => sum + count, first.count),
    before: others.reduce((sum, { before }) => sum + before, first.before),
  });
}

/** A level is never a variable. */
function isLevel(word: string | null | undefined): boolean {
  return typeof word === 'string' && LEVELS.some(([pattern]) => pattern.test(word));
}

/** The pattern with its tokens numbered by their place. */
function textOf({ words, gaps, digits }: Shape): string {
  let token = 0;
  const named = (name: string) => `<${name}-${++token}>`;
  const parts = words.map((word, index) => {
    const gap = gaps[index] ?? '';
    if (word === null) return gap + named(UNKNOWN);
    let number = 0;
    const plain = word.replaceAll(DIGIT_SIGN, () => digits[index]?.[number++] ?? named('Number'));
    return gap + plain.replace(MASKED, (_, name: string) => named(name));
  });
  return parts.join('') + (gaps[words.length] ?? '');
}

const MASKED = new RegExp(`${MASK_SIGN}(\\w+)${MASK_SIGN}`, 'g');

function severityOf(text: string): string | null {
  return LEVELS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** In words, how a number of events changed. */
export function differenceText(count: number, before: number): Value {
  if (before === 0) return 'new';
  if (count === 0) return 'gone';
  if (count === before) return 'unchanged';
  const percent = Math.round((Math.abs(count - before) / before) * 100);
  return `${percent}% ${count > before ? 'more' : 'fewer'}`;
}
