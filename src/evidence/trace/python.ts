// Python: `Traceback (most recent call last):`, innermost frame last, causes printed first, exception groups in bars,
// and Lambda's form with the exception above its traceback.
import type { Frame } from '../types.ts';
import { JAVA } from './java.ts';
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
/** Of a path with slashes, as Linux writes it; Spark ships its own modules in archives. */
const LIBRARY =
  /\/(?:site|dist)-packages\/|\/lib(?:64)?\/python\d|\/Lib\/|\/Python\d[\d.]*\/lib\/|^\/var\/(?:lang|runtime)\/|^\/usr\/lib\/|^\/opt\/python\/|^<(?!stdin|module)|third_party\/|\/spark\/python\//i;
/** The last line of a traceback whose source lines lost their indentation. */
const FLUSH_HEAD =
  /^(?:[A-Za-z_]\w*\.)*\w*(?:Error|Exception|Exit|Interrupt|Warning|Timeout|Failure)(?::|\s*$)/;
const BAR = /^(\s*)(?:\| ?|\+[-+ ]+)/;
const MEMBER = /^\s*\+-[-+]* ?-+ (?:\d+|\.\.\.) -+/;

export const PYTHON: TraceReader = {
  language: 'python',
  hint: /Traceback \(|^[\s|]*File "[^"\n]{1,500}", line \d/m,
  read,
};

/** Py4J hands on what the JVM printed, below the message. */
const JVM_BELOW = /^: (?=(?:[a-z]\w*\.){1,9}[A-Z]\w*)/;

function read(lines: readonly string[]): Reading | null {
  const jvm = lines.findIndex((line) => JVM_BELOW.test(line));
  if (jvm <= 0) return readPython(lines);
  const python = readPython(lines.slice(0, jvm));
  const [head = '', ...rest] = lines.slice(jvm);
  const cause = python === null ? null : JAVA.read([head.replace(JVM_BELOW, ''), ...rest]);
  if (python === null || cause === null) return python;
  return { chain: [...python.chain, ...cause.chain], site: python.site };
}

function readPython(lines: readonly string[]): Reading | null {
  const bars = lines.findIndex((line) => /^\s*\+ Exception Group Traceback/.test(line));
  const chain = bars < 0 ? readBlocks(lines) : readGroup(lines.slice(bars), 0);
  return chain.length === 0 ? null : { chain: chain.map(closed), site: null };
}

/** The group's own lines, then its members: the first one with own code stands in for the cause. */
function readGroup(lines: readonly string[], depth: number): Open[] {
  const parts: string[][] = [[]];
  const outer = Math.min(...lines.filter((line) => MEMBER.test(line)).map(barIndent));
  for (const line of lines) {
    // The first separator hangs two columns further left: as far as the others of the group around it.
    const isFirst = line.trimStart().startsWith('+-+');
    const isNext = isFirst ? parts.length === 1 : barIndent(line) <= outer + 2;
    if (MEMBER.test(line) && isNext) parts.push([]);
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
  if (lines.some((line) => MEMBER.test(line))) return readGroup(lines, depth);
  const bare = lines.map((line) => line.replace(BAR, ''));
  const blocks = readBlocks(bare);
  return blocks.length > 0 ? blocks : unraised(bare);
}

/** An exception that was put into a group without having been raised has no traceback. */
function unraised(lines: readonly string[]): Open[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const head = headOf(lines[first] ?? '');
  if (head === null) return [];
  const open = opened(head);
  for (const line of lines.slice(first + 1)) extend(open, line);
  return [open];
}

function barIndent(line: string): number {
  return line.length - line.trimStart().length;
}

interface Block {
  readonly open: Open;
  phase: 'frames' | 'message' | 'done';
  /** The line before is a frame without its indentation: its source stands in this one, flush too. */
  isFlush: boolean;
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
  state.blocks.push({ open: opened(null), phase: 'frames', isFlush: false });
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
  if (block.phase === 'frames') readRaised(line, block);
  else if (block.phase === 'message') {
    if (line.trim() === '') block.phase = 'done';
    else extend(open, line);
  }
}

/** A frame, the source below it, or the exception. */
function readRaised(line: string, block: Block): void {
  const frame = pythonFrame(line);
  const isSource = block.isFlush && !FLUSH_HEAD.test(line);
  block.isFlush = frame !== null && line.startsWith('File');
  if (frame !== null) block.open.frames.push(frame);
  if (frame !== null || isSource || !/^\S/.test(line)) return;
  const head = headOf(line);
  block.phase = head === null ? 'done' : 'message';
  if (head !== null) Object.assign(block.open, head);
}

function adoptHead(open: Open, above: string): void {
  const head = headOf(above.trim());
  if (head !== null && above.includes(':')) Object.assign(open, head);
}

function pythonFrame(line: string): Frame | null {
  const match = FRAME.exec(line);
  if (match === null) return null;
  const file = match[1] ?? '';
  const own = !LIBRARY.test(file.replaceAll('\\', '/'));
  return { file, line: lineNumber(match[2]), function: match[3] ?? null, own };
}

function headOf(line: string): Head | null {
  const match = HEAD.exec(line);
  return match === null ? null : { type: match[1] ?? '', message: match[2] ?? '' };
}
