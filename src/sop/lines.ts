// A text as lines with character offsets, and its lines as blocks: plain lines and fenced code.
// By line, not as CommonMark: an opener without its closer is a plain line and hides nothing behind it.
import type { Span } from '../base/diagnostic.ts';

/** One line without its line end (`\n` or `\r\n`); offsets count from the start of the whole text. */
export interface Line extends Span {
  readonly text: string;
}

export type Block =
  | { readonly kind: 'line'; readonly line: Line }
  | {
      readonly kind: 'fence';
      /** All lines, the opening and the closing one included. */
      readonly lines: readonly Line[];
      readonly info: string;
      /** White space before the opening fence, in characters. */
      readonly indent: number;
    };

export interface Blocks {
  readonly blocks: readonly Block[];
  /** Opening fences that nothing closes. */
  readonly unclosed: readonly FenceMark[];
}

export function linesOf(block: Block): readonly Line[] {
  return block.kind === 'line' ? [block.line] : block.lines;
}

interface FenceMark {
  readonly line: Line;
  /** Position of the line among those given. */
  readonly index: number;
  readonly info: string;
  readonly indent: number;
  readonly character: string;
  readonly length: number;
}

const BYTE_ORDER_MARK = '\uFEFF';
const COMMENT_START = '<!--';
const COMMENT_END = '-->';

/** Lines of a text; a byte order mark is skipped, offsets still count it. */
export function splitLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  while (start <= text.length) {
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline;
    const end = next > start && text[next - 1] === '\r' ? next - 1 : next;
    lines.push({ text: text.slice(start, end), start, end });
    start = next + 1;
  }
  return lines;
}

/**
 * Groups lines into blocks; comments (`<!-- … -->` that begin a line) are left out.
 * A fence that begins inside another of its length, with an info string, shows that the first was not closed.
 */
export function readBlocks(lines: readonly Line[]): Blocks {
  const ends = fenceEnds(lines);
  const lastCommentEnd = lines.findLastIndex((line) => line.text.includes(COMMENT_END));
  const blocks: Block[] = [];
  const unclosed: FenceMark[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index];
    if (line === undefined) break;
    const fence = ends.get(index);
    if (fence !== undefined && fence.end !== null) {
      const { info, indent } = fence.mark;
      blocks.push({ kind: 'fence', lines: lines.slice(index, fence.end + 1), info, indent });
      index = fence.end + 1;
    } else if (startsComment(line) && index <= lastCommentEnd) {
      index = commentEnd(lines, index) + 1;
    } else {
      if (fence !== undefined) unclosed.push(fence.mark);
      blocks.push({ kind: 'line', line });
      index++;
    }
  }
  return { blocks, unclosed };
}

/** For each line that could open a fence: where that fence would end, or null. */
function fenceEnds(lines: readonly Line[]) {
  const marks = lines.flatMap((line, index) => fenceMark(line, index) ?? []);
  return new Map(
    marks.map((mark, position) => [mark.index, { mark, end: endOf(mark, marks, position + 1) }]),
  );
}

function endOf(opener: FenceMark, marks: readonly FenceMark[], from: number): number | null {
  for (let position = from; position < marks.length; position++) {
    const mark = marks[position];
    if (mark?.character !== opener.character || mark.length < opener.length) continue;
    return mark.info === '' ? mark.index : null;
  }
  return null;
}

function fenceMark(line: Line, index: number): FenceMark | null {
  const match = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(line.text);
  if (match === null) return null;
  const [, indent = '', fence = '', rest = ''] = match;
  const character = fence[0] ?? '';
  if (character === '`' && rest.includes('`')) return null;
  const info = rest.trim();
  return { line, index, info, indent: indent.length, character, length: fence.length };
}

function startsComment(line: Line): boolean {
  return line.text.trimStart().startsWith(COMMENT_START);
}

function commentEnd(lines: readonly Line[], from: number): number {
  let index = from;
  while (index < lines.length && !lines[index]?.text.includes(COMMENT_END)) index++;
  return index;
}
