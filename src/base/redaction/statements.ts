// Secrets that a statement of SQL gives by their place: `INSERT INTO users (login, password) VALUES ('bob', 'X')`.
import { isPlaceholder, mark } from './mark.ts';

const STATEMENT =
  /\b(?:insert|replace)\s{1,8}(?:ignore\s{1,8})?into\s{1,8}[^\s(]{1,120}\s{0,8}\(([^()]{1,2000})\)\s{0,8}(?:values?|select)\s{0,8}/gi;
/** A name of a column whose every value is a secret. */
const SECRET_COLUMN =
  /^["'`[\\\s]*(?:\w{0,40}_)?(?:pass(?:word|wd|phrase|code)?|pwd|secret|api_?key|(?:access|refresh|auth|reset|session)_?token|token|private_?key)(?:_?(?:hash|digest|salt|encrypted))?["'`\]\\\s]*$/i;
/** One value of a list, and what ends it: a string with its doubled or escaped quotes, or anything without a comma. */
const ITEM =
  /\s{0,8}(N?'(?:[^'\\]|''|\\.){0,1000}'|[^,()']{0,200}(?:\([^()]{0,200}\))?)\s{0,8}([,)])/y;
/** More rows of one statement are not looked at. */
const MAX_ROWS = 200;

/** Starts of words that every such statement holds, for the word gate. */
export const STATEMENT_WORDS = 'nto';
/** Two searches of the whole text, each linear. */
export const STATEMENT_HINT = {
  test: (text: string) => INTO.test(text) && /pass|pwd|secret|token|key/i.test(text),
};
const INTO = /\binto\s{1,8}[^\s(]{1,120}\s{0,8}\(/i;

export function redactStatements(text: string): string {
  let result = '';
  let done = 0;
  for (const { 0: head, 1: columns = '', index } of text.matchAll(STATEMENT)) {
    const secret = columns.split(',').map((name) => SECRET_COLUMN.test(name));
    if (index < done || !secret.includes(true)) continue;
    for (const { start, end } of secretItems(text, index + head.length, secret)) {
      result += `${text.slice(done, start)}'${mark('password')}'`;
      done = end;
    }
  }
  return done === 0 ? text : result + text.slice(done);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the string literals in the places of secret columns stand, in each row of values. */
function secretItems(text: string, from: number, secret: readonly boolean[]): readonly Span[] {
  const spans: Span[] = [];
  let at = from;
  for (let row = 0; row < MAX_ROWS && text[at] === '('; row++) {
    const items = itemsOf(text, at + 1);
    spans.push(...items.filter(({ literal }, column) => literal && secret[column] === true));
    const end = items.at(-1)?.behind ?? at;
    const next = /^\)\s{0,8},\s{0,8}(?=\()/.exec(text.slice(end - 1, end + 20));
    if (next === null) break;
    at = end - 1 + next[0].length;
  }
  return spans;
}

interface Item extends Span {
  readonly literal: boolean;
  /** Behind the comma or the bracket that ends it. */
  readonly behind: number;
}

/** The values of one row, as far as they can be read. */
function itemsOf(text: string, from: number): readonly Item[] {
  const items: Item[] = [];
  ITEM.lastIndex = from;
  for (let found = ITEM.exec(text); found !== null; found = ITEM.exec(text)) {
    const [all, value = '', close] = found;
    const start = found.index + all.indexOf(value);
    const behind = ITEM.lastIndex;
    items.push({ start, end: start + value.length, literal: isLiteral(value), behind });
    if (close === ')') break;
  }
  return items;
}

const isLiteral = (value: string) => /^N?'/.test(value) && !isPlaceholder(value.slice(1, -1));
