// A place in a filter pattern, and the conditions that JSON and column patterns share: values, && and ||.
import { invalidParameter, type Refusal } from '../protocol.ts';
import { readRegex } from './regex.ts';

/** Regular expressions in one pattern. Source: the user guide, "Supported regular expressions". */
const MAX_REGEXES = 2;
/** Nesting of parentheses. */
const MAX_DEPTH = 50;

/** Lives while one pattern is read. */
export class Reader {
  readonly text: string;
  #at = 0;
  #regexes = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** What the sticky pattern finds after blanks, with its groups; null: nothing, and the place stays. */
  take(pattern: RegExp): RegExpExecArray | null {
    this.skipBlanks();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found !== null) this.#at += found[0].length;
    return found;
  }

  expect(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.fault(`"${symbol}" is expected`);
  }

  takeSymbol(symbol: string): boolean {
    this.skipBlanks();
    if (!this.text.startsWith(symbol, this.#at)) return false;
    this.#at += symbol.length;
    return true;
  }

  atEnd(): boolean {
    this.skipBlanks();
    return this.#at >= this.text.length;
  }

  skipBlanks(): void {
    while (/\s/.test(this.text[this.#at] ?? '')) this.#at++;
  }

  /** `%…%`, or null. */
  takeRegex(): ((text: string) => boolean) | null {
    this.skipBlanks();
    if (this.text[this.#at] !== '%') return null;
    if (++this.#regexes > MAX_REGEXES) {
      throw this.fault(`at most ${MAX_REGEXES} regular expressions are allowed`);
    }
    const { test, end } = readRegex(this.text, this.#at);
    this.#at = end;
    return test;
  }

  fault(why: string): Refusal {
    return invalidParameter(`Invalid filter pattern at character ${this.#at}: ${why}.`);
  }
}

/** A condition on what `T` is: a JSON document, or the column's text. */
export type Test<T> = (subject: T) => boolean;

/** `a && b || (c)`: && binds closer. `one` reads what stands between. */
export function readCondition<T>(
  reader: Reader,
  one: () => Test<T>,
  parentheses: boolean,
  depth = 0,
): Test<T> {
  if (depth > MAX_DEPTH) throw reader.fault('parentheses are nested too deep');
  const part = (): Test<T> => {
    if (!parentheses || !reader.takeSymbol('(')) return one();
    const inner = readCondition(reader, one, parentheses, depth + 1);
    reader.expect(')');
    return inner;
  };
  const all = (): Test<T> => {
    const parts = [part()];
    while (reader.takeSymbol('&&')) parts.push(part());
    return (subject) => parts.every((test) => test(subject));
  };
  const any = [all()];
  while (reader.takeSymbol('||')) any.push(all());
  return (subject) => any.some((test) => test(subject));
}

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A value as the log event holds it. */
export type Found = string | number | boolean;

const OPERATOR = /!=|<=|>=|=|<|>/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const BARE = /[^\s,()[\]{}"&|=<>!]+/y;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** `= "text*"`, `>= 5`, `!= %regex%`: the test of one value; null: there is no operator. */
export function readComparison(reader: Reader): Test<Found> | null {
  const operator = reader.take(OPERATOR)?.[0] as Operator | undefined;
  if (operator === undefined) return null;
  const regex = reader.takeRegex();
  if (regex !== null) return equality(reader, operator, (value) => regex(String(value)));
  const quoted = reader.take(QUOTED)?.[1]?.replace(/\\(.)/g, '$1');
  const text = quoted ?? reader.take(BARE)?.[0];
  if (text === undefined) throw reader.fault('a value is expected');
  const number = quoted === undefined && NUMBER.test(text) ? Number(text) : null;
  if (number !== null) return (value) => compare(operator, value, number);
  const wild = wildcard(text);
  return equality(reader, operator, (value) => wild(String(value)));
}

function equality(reader: Reader, operator: Operator, test: Test<Found>): Test<Found> {
  if (operator === '=') return test;
  if (operator === '!=') return (value) => !test(value);
  throw reader.fault(`"${operator}" takes a number`);
}

function compare(operator: Operator, value: Found, number: number): boolean {
  const found = typeof value === 'string' && !NUMBER.test(value) ? Number.NaN : Number(value);
  switch (operator) {
    case '=':
      return found === number;
    case '!=':
      return found !== number;
    case '<':
      return found < number;
    case '<=':
      return found <= number;
    case '>':
      return found > number;
    case '>=':
      return found >= number;
  }
}

/** `*` stands for any text; found piece by piece, so that no text makes it slow. */
function wildcard(pattern: string): (text: string) => boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first) || text.length < first.length + last.length) return false;
    let at = first.length;
    for (const piece of others) {
      const found = text.indexOf(piece, at);
      if (found === -1) return false;
      at = found + piece.length;
    }
    return text.endsWith(last) && at <= text.length - last.length;
  };
}
