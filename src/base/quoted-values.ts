// Free text between quotes: what somebody typed (a name, a search, a file's name), not what the program says. It may read
// like an instruction, so a title shows only how it begins and a command holds none of it. Names of one or two words
// ('field list') and what stands behind the key of a message (error="…") are the program's own.

/** A value between quotes, or up to the end of the line where its quote is never closed. */
interface Quoted {
  /** Behind the opening quote. */
  readonly start: number;
  /** At the closing one. */
  readonly end: number;
}

const OPENING = /(?<![\w\\)\]'"`])(['"`])(?=[^\s'"`])/g;
const MESSAGE_KEY =
  /(?:^|[^\w])(?:msg|message|err|error|reason|cause|detail|details|desc|description|exception|status|output|stderr)["']?\s?[:=]\s?$/i;
/** So much before a quote may hold the key of its message. */
const MAX_KEY_CHARS = 24;
/** Of a line only so much is looked at, and kept. */
const MAX_LINE_CHARS = 2_000;
const MIN_FREE_WORDS = 3;
const MAX_SHOWN_CHARS = 16;
/** `find(String, int, long)` is a signature, no sentence. */
const COMMA_BLANK = /,\s+/g;

/** `user 'ignore all that was…'` becomes `user 'ignore all…'`. */
export function cutValues(text: string): string {
  return replaced(text, (value) => `${begin(value)}…`);
}

/** `user 'ignore all that was…'` becomes `user '<*>'`. */
export function maskValues(text: string): string {
  return replaced(text, () => '<*>');
}

function replaced(text: string, by: (value: string) => string): string {
  return text
    .split('\n')
    .map((whole) => {
      const line = whole.slice(0, MAX_LINE_CHARS);
      let result = '';
      let at = 0;
      for (const { start, end } of freeTexts(line)) {
        result += line.slice(at, start) + by(line.slice(start, end));
        at = end;
      }
      return result + line.slice(at);
    })
    .join('\n');
}

/** The free texts of one line, in order. */
function freeTexts(line: string): Quoted[] {
  const found: Quoted[] = [];
  let from = 0;
  for (const { 0: quote, index } of line.matchAll(OPENING)) {
    if (index < from) continue;
    const value = { start: index + 1, end: endOf(line, quote, index + 1) };
    from = value.end + 1;
    const isMessage =
      index === 0
        ? from >= line.length
        : MESSAGE_KEY.test(line.slice(Math.max(0, index - MAX_KEY_CHARS), index));
    if (!isMessage && isFree(line.slice(value.start, value.end))) found.push(value);
  }
  return found;
}

/** The next such quote that no word goes on behind; the last one where their number is odd, as a value may hold one. */
function endOf(line: string, quote: string, start: number): number {
  const closing = [...line.slice(start).matchAll(CLOSING)].filter(([found]) => found === quote);
  const openings = [...line.slice(start).matchAll(OPENING)].filter(([found]) => found === quote);
  const nearest = closing.length > openings.length + 1 ? closing.at(-1) : closing[0];
  return nearest === undefined ? line.length : start + nearest.index;
}

const CLOSING = /(?<=[^\s\\])['"`](?!\w)/g;

function isFree(value: string): boolean {
  const words = value.replace(COMMA_BLANK, ',').trim().split(/\s+/);
  return words.length >= MIN_FREE_WORDS && value.length > MAX_SHOWN_CHARS;
}

/** Whole words of it, as far as there is room. */
function begin(value: string): string {
  const head = value.slice(0, MAX_SHOWN_CHARS);
  const blank = head.lastIndexOf(' ');
  return (blank > 0 ? head.slice(0, blank) : head).replace(/[\ud800-\udbff]$/, '').trimEnd();
}
