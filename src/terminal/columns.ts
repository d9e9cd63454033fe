// Text measured in terminal columns: cut and wrapped without breaking a wide character or a colour in two.
import { inspect } from 'node:util';

const SGR = /(\x1b\[[\d;]*m)/;
const ASCII_ONLY = /^[\x20-\x7e]*$/;
const NO_COLUMN = /^[\p{M}\p{Cf}\p{Cc}]$/u;
const TWO_COLUMNS =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$/u;

const DEFAULT_COLUMNS = 80;
const MIN_COLUMNS = 20;

/** The width to write for: 80 where the terminal does not tell (0, undefined), never less than 20. */
export function usableColumns(told: number | undefined): number {
  return told === undefined || told <= 0 ? DEFAULT_COLUMNS : Math.max(MIN_COLUMNS, told);
}

/** How many columns the text takes; colours take none. */
export function columnsOf(text: string): number {
  if (ASCII_ONLY.test(text)) return text.length;
  let columns = 0;
  for (const part of text.split(SGR)) {
    if (!SGR.test(part)) for (const character of part) columns += columnsOfCharacter(character);
  }
  return columns;
}

function columnsOfCharacter(character: string): number {
  if (ASCII_ONLY.test(character)) return 1;
  if (NO_COLUMN.test(character)) return 0;
  return TWO_COLUMNS.test(character) ? 2 : 1;
}

/** The text without colours, cut to at most `columns`; the ellipsis at its end says that it was. */
export function cutToColumns(text: string, columns: number, ellipsis: string): string {
  // A text of this many characters is cut in any case; what is behind them need not be measured.
  const head = text.slice(0, Math.max(0, columns) * MAX_CHARACTERS_A_COLUMN + 1);
  if (head.length === text.length && columnsOf(text) <= columns) return text;
  const room = columns - columnsOf(ellipsis);
  let cut = '';
  let used = 0;
  for (const character of head) {
    used += columnsOfCharacter(character);
    if (used > room) break;
    cut += character;
  }
  return room < 0 ? '' : cut.trimEnd() + ellipsis;
}

const MAX_CHARACTERS_A_COLUMN = 8;

/** Where a name or a path may be broken: behind these, but not within a number, a date or a time. */
const BREAKS_AFTER = /[/_.:,;=&?\\-]/;
const DIGIT = /\d/;

/** The columns of the longest piece that is not broken, unless there is no room for it. */
export function longestPiece(text: string): number {
  const words = text.split(SGR).filter((part) => !SGR.test(part));
  const pieces = words
    .join('')
    .split(/ +/)
    .flatMap((word) => piecesOf([...word]));
  return Math.max(0, ...pieces.map((piece) => columnsOf(piece.join(''))));
}

/** A word's characters, and the colours between them, in pieces at whose ends it may be broken. */
function piecesOf(word: readonly string[]): string[][] {
  const pieces: string[][] = [[]];
  for (const [index, part] of word.entries()) {
    pieces.at(-1)?.push(part);
    if (SGR.test(part) || !BREAKS_AFTER.test(part)) continue;
    const inNumber = DIGIT.test(word[index - 1] ?? '') && DIGIT.test(word[index + 1] ?? '');
    const marksOnly = pieces.at(-1)?.every((one) => SGR.test(one) || BREAKS_AFTER.test(one));
    if (!inNumber && marksOnly !== true) pieces.push([]);
  }
  return pieces;
}

/**
 * One line as lines of at most `columns`, broken at blanks; words longer than a line are broken behind a slash or
 * another mark that joins names, and where there is none, anywhere. Lines after the first begin with `hanging`. A
 * colour that is open at a break is closed there and opened again.
 */
export function wrapToColumns(line: string, columns: number, hanging = ''): string[] {
  const breaker = new LineBreaker(columns, hanging);
  for (const part of line.split(SGR)) {
    if (SGR.test(part)) breaker.colour(part);
    else for (const piece of part.split(/( +)/)) breaker.text(piece);
  }
  return breaker.end();
}

/** Code that ends a colour or weight → by the code that begins it. */
const CLOSERS = new Map(
  Object.values(inspect.colors).flatMap((pair) => [pair as [number, number]]),
);

class LineBreaker {
  readonly #columns: number;
  readonly #hanging: string;
  readonly #lines: string[] = [];
  #line = '';
  #used = 0;
  /** Blanks that are written only when a word follows on the same line. */
  #blanks = '';
  /** The word so far: visible characters and the colours between them. */
  #word: string[] = [];
  #wordColumns = 0;
  #open: number[] = [];

  constructor(columns: number, hanging: string) {
    this.#columns = Math.max(columns, columnsOf(hanging) + 1);
    this.#hanging = hanging;
  }

  colour(code: string): void {
    this.#word.push(code);
  }

  text(piece: string): void {
    if (piece === '') return;
    if (!piece.startsWith(' ')) {
      this.#word.push(...piece);
      this.#wordColumns += columnsOf(piece);
      return;
    }
    this.#endWord();
    this.#blanks += piece;
  }

  end(): string[] {
    this.#endWord();
    this.#lines.push(this.#line);
    return this.#lines;
  }

  #endWord(): void {
    for (const piece of this.#pieces()) {
      const columns = piece.reduce((sum, part) => sum + columnsOf(part), 0);
      if (columns > 0) this.#makeRoom(columns);
      for (const part of piece) this.#write(part);
    }
    this.#word = [];
    this.#wordColumns = 0;
  }

  /** The word whole, or where a line has no room for it, in pieces. */
  #pieces(): string[][] {
    const room = this.#columns - columnsOf(this.#hanging);
    return this.#wordColumns <= room ? [this.#word] : piecesOf(this.#word);
  }

  #makeRoom(columns: number): void {
    const fits = this.#used + this.#blanks.length + columns <= this.#columns;
    const atStart = this.#lines.length === 0 && this.#line === '';
    if (fits || atStart) this.#line += this.#blanks;
    if (fits || atStart) this.#used += this.#blanks.length;
    else this.#breakLine();
    this.#blanks = '';
  }

  #write(part: string): void {
    if (SGR.test(part)) {
      this.#line += part;
      this.#noteColour(Number.parseInt(part.slice(2), 10) || 0);
      return;
    }
    const columns = columnsOfCharacter(part);
    if (this.#used + columns > this.#columns) this.#breakLine();
    this.#line += part;
    this.#used += columns;
  }

  #breakLine(): void {
    this.#lines.push(this.#open.length > 0 ? `${this.#line}\x1b[0m` : this.#line);
    this.#line = this.#hanging + this.#open.map((code) => `\x1b[${code}m`).join('');
    this.#used = columnsOf(this.#hanging);
  }

  #noteColour(code: number): void {
    if (CLOSERS.has(code)) this.#open.push(code);
    else this.#open = code === 0 ? [] : this.#open.filter((open) => CLOSERS.get(open) !== code);
  }
}
