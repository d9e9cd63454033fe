// Python: `Traceback (most recent call last):`, innermost frame last, causes printed first, exception groups in bars,
// and Lambda's form with the exception above its traceback.
import type { Frame } from '../types.ts';
import {
  closed,
  extend,
  type Head,
  lineNumber,
  type Open,
  opened,
  type Reading,
  type TraceReader,
} from './reader.ts';

const FRAME = /^\s*File "([^"\n]{1,500})", line (\d{1,7})(?:, in (.{1,200}))?\s*$/;
const TRACEBACK = /Traceback \((?:most recent call last|innermost last)\):?\s*$/;
const LINK =
  /^(?:The above exception was the direct cause of|During handling of the above exception)/;
/** Python before 3.9 puts the main module's name in front of its exceptions. */
const HEAD = /^(?:__main__\.)?((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)(?:: ?(.*))?$/;
const LIBRARY =
  /\/(?:site|dist)-packages\/|\/lib(?:64)?\/python\d|[\\/]Lib[\\/]|^\/var\/(?:lang|runtime)\/|^\/usr\/lib\/|^\/opt\/python\/|^<(?!stdin|module)|third_party\//;
const BAR = /^(\s*)(?:\| ?|\+[-+ ]+)/;
const MEMBER = /^\s*\+-[-+]* ?-+ (?:\d+|\.\.\.) -+/;

export const PYTHON: TraceReader = {
  language: 'python',
  hint: /Traceback \(|^[\s|]*File "[^"\n]{1,500}", line \d/m,
  read,
};

function read(lines: readonly string[]): Reading | null {
  const bars = lines.findIndex((line) => /^\s*\+ Exception Group Traceback/.test(line));
  const chain = bars < 0 ? readBlocks(lines) : readGroup(lines.slice(bars), 0);
  return chain.length === 0 ? null : { chain: chain.map(closed), site: null };
}

/** The group's own lines, then its members: the first one with own code stands in for the cause. */
function readGroup(lines: readonly string[], depth: number): Open[] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (MEMBER.test(line) && barIndent(line) <= memberIndent(lines)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  const [own = [], ...members] = parts;
  const chain = readBlocks(own.map((line) => line.replace(BAR, '')));
  if (depth > 3) return chain;
  const inner = members
    .map((member) => readMember(member, depth + 1))
    .filter((read) => read.length > 0);
  const told = inner.find((read) => read.some((open) => open.frames.some((frame) => frame.own)));
  return [...chain, ...(told ?? inner[0] ?? [])];
}

function readMember(lines: readonly string[], depth: number): Open[] {
  return lines.some((line) => MEMBER.test(line))
    ? readGroup(lines, depth)
    : readBlocks(lines.map((line) => line.replace(BAR, '')));
}

function memberIndent(lines: readonly string[]): number {
  const indents = lines.filter((line) => MEMBER.test(line)).map(barIndent);
  // The first separator of a group hangs two columns further left than the others.
  return Math.min(...indents) + 2;
}

function barIndent(line: string): number {
  return line.length - line.trimStart().length;
}

interface Block {
  readonly open: Open;
  phase: 'frames' | 'message' | 'done';
}

interface State {
  readonly blocks: Block[];
  /** Whether the next traceback continues the chain. */
  linked: boolean;
  /** The last line with text above the first traceback. */
  above: string;
}

/** Tracebacks that are linked to each other, the reported (last printed) one first. */
function readBlocks(lines: readonly string[]): Open[] {
  const state: State = { blocks: [], linked: true, above: '' };
  for (const line of lines) {
    if (TRACEBACK.test(line)) {
      if (!state.linked) break;
      begin(state);
    } else {
      step(line, state);
    }
  }
  const opens = state.blocks.map(({ open }) => open);
  const [first] = opens;
  if (first !== undefined && first.type === null && opens.length === 1)
    adoptHead(first, state.above);
  // Frames are printed outermost first; the throw is the last one.
  for (const { frames } of opens) frames.reverse();
  return opens.filter(({ type, frames }) => type !== null || frames.length > 0).reverse();
}

function begin(state: State): void {
  state.blocks.push({ open: opened(null), phase: 'frames' });
  state.linked = false;
}

function step(line: string, state: State): void {
  if (state.blocks.length === 0 && FRAME.test(line)) begin(state);
  const block = state.blocks.at(-1);
  if (block === undefined) {
    if (line.trim() !== '') state.above = line;
  } else if (LINK.test(line.trim())) {
    state.linked = true;
    block.phase = 'done';
  } else {
    readLine(line, block);
  }
}

function readLine(line: string, block: Block): void {
  const { open } = block;
  if (block.phase === 'frames') {
    const frame = pythonFrame(line);
    if (frame !== null) open.frames.push(frame);
    else if (/^\S/.test(line)) {
      const head = headOf(line);
      block.phase = head === null ? 'done' : 'message';
      if (head !== null) Object.assign(open, head);
    }
  } else if (block.phase === 'message') {
    if (line.trim() === '') block.phase = 'done';
    else extend(open, line);
  }
}

function adoptHead(open: Open, above: string): void {
  const head = headOf(above.trim());
  if (head !== null && above.includes(':')) Object.assign(open, head);
}

function pythonFrame(line: string): Frame | null {
  const match = FRAME.exec(line);
  if (match === null) return null;
  const file = match[1] ?? '';
  return { file, line: lineNumber(match[2]), function: match[3] ?? null, own: !LIBRARY.test(file) };
}

function headOf(line: string): Head | null {
  const match = HEAD.exec(line);
  return match === null ? null : { type: match[1] ?? '', message: match[2] ?? '' };
}
