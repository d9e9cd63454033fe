// Java, Kotlin, Scala and Groovy: `\tat module/package.Class.method(File.java:12)`, `Caused by:`, `Suppressed:`,
// Logback's root-first `Wrapped by:`.
import { remembered } from '../../base/remembered.ts';
import type { Frame } from '../types.ts';
import { isOwnJvm } from './jvm-libraries.ts';
import {
  closed,
  extend,
  type Head,
  inlineHead,
  isErrorName,
  lineNumber,
  type Open,
  opened,
  type Reading,
  type TraceReader,
} from './reader.ts';

const FRAME = /^\s*at\s+([^\s(]{1,500}) ?\(([^()]{0,200})\)/;
const SOURCE =
  /^(?:([\w$. -]+\.(?:java|kts?|scala|sc|groovy|clj|cljc|jsp|aj))(?::(-?\d+))?|(SourceFile|[\w$]+):(-?\d+)|Native Method|Unknown Source|<generated>|SourceFile)$/;
const LOADERS = /^(?:[\w.@+-]*\/)+(?=[\w$.]+)/;
const LINK = /^(\s*)(Caused by|Suppressed|Wrapped by): (.*)$/;
/** The exception is its own cause, which was printed above. */
const CIRCLE = /^\s*(?:(?:Caused by|Suppressed|Wrapped by): )?\[CIRCULAR REFERENCE:/;
const HEAD =
  /^(?:Exception (?:in thread "[^"]{0,200}" )?|Uncaught exception[^:]{0,80}: )?((?:[A-Za-z_$][\w$]*\.)*[A-Z_$][\w$]*)(?::\s?(.*))?$/;

export const JAVA: TraceReader = {
  language: 'java',
  hint: /\bat [^\s(]{1,500} ?\([^()\n]{1,200}\)|^\s*Caused by: [\w$.]{1,200}/m,
  read,
};

/** Lines of traces that are remembered: the same few places fail again and again. */
const MAX_REMEMBERED_LINES = 4_000;

/** A frame of the JVM, or null. */
export const jvmFrame = remembered(readFrame, MAX_REMEMBERED_LINES);

function readFrame(line: string): Frame | null {
  const match = FRAME.exec(line);
  const source = SOURCE.exec(match?.[2] ?? '');
  if (match === null || source === null) return null;
  const name = (match[1] ?? '').replace(LOADERS, '');
  if (!name.includes('.')) return null;
  return {
    file: source[1] ?? null,
    line: lineNumber(source[2] ?? source[4]),
    function: name,
    own: isOwnJvm(name),
  };
}

interface State {
  readonly chain: Open[];
  readonly preamble: string[];
  /** Indent of the `Suppressed:` whose lines are being passed over; -1 outside. */
  suppressed: number;
  rootFirst: boolean;
}

function read(lines: readonly string[]): Reading | null {
  const state: State = { chain: [], preamble: [], suppressed: -1, rootFirst: false };
  for (const line of lines) {
    if (!step(line, state)) break;
  }
  const useful = state.chain.some((open) => open.frames.length > 0) || state.chain.length > 1;
  if (!useful) return null;
  const chain = state.chain.map(closed);
  return { chain: state.rootFirst ? chain.reverse() : chain, site: null };
}

/** False where another trace begins. */
function step(line: string, state: State): boolean {
  const indent = line.length - line.trimStart().length;
  if (state.suppressed >= 0) {
    if (indent > state.suppressed) return true;
    state.suppressed = -1;
  }
  if (CIRCLE.test(line)) return true;
  const link = LINK.exec(line);
  if (link !== null) return follow(link, indent, state);
  const frame = jvmFrame(line);
  if (frame !== null) {
    current(state).frames.push(frame);
    return true;
  }
  return words(line, state);
}

function follow(link: RegExpExecArray, indent: number, state: State): boolean {
  if (link[2] === 'Suppressed') {
    state.suppressed = indent;
    return true;
  }
  current(state);
  state.rootFirst ||= link[2] === 'Wrapped by';
  const text = link[3] ?? '';
  state.chain.push(opened(headOf(text) ?? { type: text.split(':')[0] ?? text, message: '' }));
  return true;
}

/** A line that is neither frame nor link: before the frames it is head or message, after them the end or nothing. */
function words(line: string, state: State): boolean {
  const open = state.chain.at(-1);
  if (open === undefined) {
    state.preamble.push(line);
    return true;
  }
  if (open.frames.length === 0) {
    if (line.trim() !== '') extend(open, line);
    return true;
  }
  const head = headOf(line);
  return head === null || !isErrorName(head.type) || /^\s*\.\.\. /.test(line);
}

/** The exception being read; the first one takes its head from the lines before. */
function current(state: State): Open {
  const last = state.chain.at(-1);
  if (last !== undefined) return last;
  const open = firstOpen(state.preamble);
  state.chain.push(open);
  return open;
}

function firstOpen(preamble: readonly string[]): Open {
  const at = preamble.findIndex((line) => isErrorName(headOf(line)?.type ?? ''));
  if (at >= 0) {
    const open = opened(headOf(preamble[at] ?? ''));
    for (const line of preamble.slice(at + 1)) extend(open, line);
    return open;
  }
  const last = preamble.findLast((line) => line.trim() !== '') ?? '';
  const qualified = headOf(last);
  if (qualified?.type.includes('.') === true) return opened(qualified);
  return opened(preamble.map(inlineHead).find((head) => head !== null) ?? null);
}

function headOf(line: string): Head | null {
  const match = HEAD.exec(line.trim());
  return match === null ? null : { type: match[1] ?? '', message: match[2] ?? '' };
}
