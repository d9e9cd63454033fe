// A place in the query text, with one token of look-ahead and the small questions that parsers ask.
import type { Span } from '../../base/diagnostic.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import type { FieldExpr, NestedQuery, RegexExpr } from './ast.ts';
import { type QueryFault, syntaxFault } from './fault.ts';
import { readRegex, readToken, skipBlank, type Token } from './lexer.ts';

/** Reads the commands of a query in parentheses, up to its `)`; gives how it is written. */
export type ReadNested = (cursor: Cursor) => () => string;

/** Lives while one query is parsed. */
export class Cursor {
  readonly text: string;
  #token: Token;
  /** End of the last token taken. */
  #end = 0;
  readonly #readNested: ReadNested;
  /** Words and symbols that were looked for at the present place, and what each is called. */
  readonly #sought = new Map<string, string>();
  /** Inside a query in parentheses, which ends a command with its `)`. */
  #nested = false;

  constructor(text: string, readNested: ReadNested) {
    this.text = text;
    this.#readNested = readNested;
    this.#token = readToken(text, skipBlank(text, 0));
  }

  get token(): Token {
    return this.#token;
  }

  take(): Token {
    const taken = this.#token;
    this.#goTo(taken.span.end);
    return taken;
  }

  /** The text from `start` to the end of the last token taken. */
  spanFrom(start: number): Span {
    return { start, end: this.#end };
  }

  #goTo(end: number): void {
    this.#end = end;
    this.#token = readToken(this.text, skipBlank(this.text, end));
    this.#sought.clear();
  }

  atSymbol(text: string): boolean {
    this.seek([text], `"${text}"`);
    return this.isSymbol(text);
  }

  /** As atSymbol, where nobody would expect the symbol. */
  isSymbol(text: string): boolean {
    return this.#token.kind === 'symbol' && this.#token.text === text;
  }

  /** An unquoted word, compared without regard to case. */
  atWord(...names: string[]): boolean {
    for (const name of names) this.seek([name], name);
    const token = this.#token;
    return token.kind === 'word' && !token.quoted && names.includes(token.name.toLowerCase());
  }

  /** These could stand here. */
  seek(texts: readonly string[], name: string): void {
    for (const text of texts) this.#sought.set(text, name);
  }

  takeSymbol(text: string): boolean {
    if (!this.atSymbol(text)) return false;
    this.take();
    return true;
  }

  takeWord(name: string): boolean {
    if (!this.atWord(name)) return false;
    this.take();
    return true;
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) throw this.unexpected(`"${text}"`);
  }

  expectField(): FieldExpr {
    const token = this.#token;
    if (token.kind !== 'word') throw this.unexpected('a field name');
    this.take();
    return { kind: 'field', parts: token.parts, name: token.name, span: token.span };
  }

  /** At the end of a command: a `|` or the end of the query. */
  atStageEnd(): boolean {
    return this.#token.kind === 'end' || this.isSymbol('|') || (this.#nested && this.isSymbol(')'));
  }

  /** `(query)`. Throws a QueryFault, also inside another such query. */
  expectNested(): NestedQuery {
    const open = this.#token.span;
    if (this.#nested) {
      throw syntaxFault('a query inside a query cannot hold a third one', open);
    }
    this.expectSymbol('(');
    const { start } = this.#token.span;
    this.#nested = true;
    const print = this.#readNested(this);
    this.#nested = false;
    const span = this.spanFrom(start);
    this.expectSymbol(')');
    return { text: this.text.slice(span.start, span.end), span, print };
  }

  /** What the pattern finds at the present place, blanks skipped; null, and nothing taken: it finds nothing. */
  takeText(pattern: RegExp): { readonly text: string; readonly span: Span } | null {
    const { start } = this.#token.span;
    const sticky = new RegExp(pattern.source, 'yu');
    sticky.lastIndex = start;
    const text = sticky.exec(this.text)?.[0] ?? '';
    if (text === '') return null;
    this.#goTo(start + text.length);
    return { text, span: { start, end: this.#end } };
  }

  /** Where a regular expression may stand: `/…/`, or null where something else stands. */
  takeRegex(): RegexExpr | null {
    if (!this.atSymbol('/')) return null;
    const regex = readRegex(this.text, this.#token.span.start);
    this.#goTo(regex.span.end);
    return regex;
  }

  /** The fault of finding the present token where `expected` should stand. */
  unexpected(expected: string, help: string | null = null): QueryFault {
    const { kind, span } = this.#token;
    const found = kind === 'end' ? 'the end of the query' : `"${this.#sourceOf(span)}"`;
    return syntaxFault(`expected ${expected}, found ${found}`, span, help ?? this.#meant());
  }

  /** The fault of finding the present token where a command could go on or end. */
  notEnded(): QueryFault {
    const end = this.#nested ? '")"' : 'the end of the query';
    const names = new Set([...this.#sought.values(), '"|"']);
    return this.unexpected(`${[...names].join(', ')} or ${end}`);
  }

  /** The word that was sought here and is nearly the one that stands here. */
  #meant(): string | null {
    if (this.#token.kind !== 'word' || this.#token.quoted) return null;
    const words = [...this.#sought.keys()].filter((one) => /^\w+$/.test(one));
    const near = didYouMean(this.#token.name, words);
    return near === null ? null : `did you mean ${near}?`;
  }

  #sourceOf(span: Span): string {
    return this.text.slice(span.start, Math.min(span.end, span.start + 40));
  }
}
