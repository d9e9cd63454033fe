// Node and browsers: `    at fn (file:1:2)`, `fn@url:1:2`, `[cause]:` and `[errors]: [`, and the source excerpt that
// Node prints above an uncaught error.
import type { Frame } from '../types.ts';
import { dotnetFrame } from './dotnet.ts';
import { jvmFrame } from './java.ts';
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

const PLACE = /^(.*?)(?:\?[^:\s]*)?:(\d{1,7}):\d{1,7}$/;
/** JavaScriptCore's name for what is in no function. */
const CODE = /^(?:global|module|eval) code$/;
const PLAIN_NAME = /^(?:new |async )?[\w$.<>]+(?: \[as [\w$.]+\])?$/;
const EXCERPT =
  /^((?:\/|[A-Za-z]:\\|file:\/\/|node:|<|[\w.-]+\/)[^:\n]{0,300}|[\w.-]+\.[cm]?[jt]sx?):(\d{1,7})$/;
const CARET = /^\s*\^+\s*$/;
const HEAD =
  /^\[?(?:Uncaught (?:\(in promise\):? ?)?|\(node:\d+\) UnhandledPromiseRejectionWarning: |Unhandled Rejection[^:]{0,40}: )?((?:[\w$]+\.)*[A-Za-z_$][\w$]*)(?: \[[\w-]+\])?(?:: ?(.*))?$/;
const CAUSE = /^\s*(?:\[cause\]|[Cc]aused by): (.*)$/;
const OLD_CORE =
  /^(?:assert|buffer|child_process|cluster|console|dgram|dns|domain|events|fs|https?|module|net|process|punycode|querystring|readline|repl|timers|tls|tty|util|vm|zlib|stream|_\w+|string_decoder|bootstrap_node|node)\.js$/;
const LIBRARY =
  /node_modules[\\/]|^(?:node|deno|ext|bun):|^https?:\/\/(?:deno\.land|esm\.sh|jsr\.io|unpkg\.com|cdn\.jsdelivr\.net|cdn\.skypack\.dev)\/|^internal\/|^(?:webpack|\/?var\/runtime|\/?opt\/nodejs)\/|\/var\/runtime\/|webpack\/bootstrap|^(?:native|unknown location|index \d+)$|^(?:chrome|moz|safari(?:-web)?)-extension:|\/\.(?:yarn|pnpm)\//;
/** What Node says of a promise that was rejected with something else than an error: its frames are Node's own. */
const REJECTED =
  /^This error originated either by throwing inside of an async function [^\n]{0,300}rejected with the reason "([^\n]*)"\.?\s*$/;
/** Bun says of an error of no class of its own only that it is one. */
const PLAIN_ERROR = /^error: (.*)$/;
/** Lines of an excerpt between the file and the caret. */
const MAX_EXCERPT_LINES = 3;

export const JAVASCRIPT: TraceReader = {
  language: 'javascript',
  needs: /:\d+:\d|\((?:<anonymous>|native)\)|\^/,
  hint: /^\s*at (?:[^\n]{1,400}:\d+:\d+\)?|[^\n]{1,200} \((?:<anonymous>|native)\))|@[^\s@]{1,400}:\d+:\d+$|^\s*\^+\s*$/m,
  read,
};

/** A frame of V8, SpiderMonkey or JavaScriptCore, or null. */
export function jsFrame(line: string): Frame | null {
  const text = line.trim().replace(/ \{$/, '');
  if (!text.startsWith('at ')) return geckoFrame(text);
  if (jvmFrame(line) !== null || dotnetFrame(line) !== null) return null;
  const body = text.slice(3).replace(/^async /, '');
  const open = body.endsWith(')') ? body.indexOf(' (') : -1;
  if (open > 0) return build(body.slice(0, open), body.slice(open + 2, -1));
  if (PLACE.test(body)) return build(null, body);
  return PLAIN_NAME.test(body) ? build(body, '') : null;
}

function geckoFrame(text: string): Frame | null {
  const at = text.indexOf('@');
  const name = text.slice(0, Math.max(0, at));
  if (at < 0 || !/:\d{1,7}:\d{1,7}$/.test(text)) return null;
  if (CODE.test(name)) return build(null, text.slice(at + 1));
  return /\s/.test(name) ? null : build(name || null, text.slice(at + 1));
}

function build(name: string | null, place: string): Frame {
  const match = PLACE.exec(place);
  const file = (match?.[1] ?? place).replace(/^file:\/\//, '');
  const named = name?.replace(/ \[as [^\]]*\]$/, '').replace(/^(?:new|async) /, '') ?? null;
  const builtIn = match === null || LIBRARY.test(file) || OLD_CORE.test(file);
  return {
    file: match === null ? null : file,
    line: lineNumber(match?.[2]),
    function: named === '<anonymous>' ? null : named,
    own: !builtIn,
  };
}

interface State {
  readonly chain: Open[];
  readonly nested: Open[];
  readonly preamble: string[];
  excerpt: { file: string; line: number | null; code: string } | null;
  place: 'chain' | 'nested' | 'elsewhere';
}

function read(lines: readonly string[]): Reading | null {
  const state: State = { chain: [], nested: [], preamble: [], excerpt: null, place: 'chain' };
  for (let index = 0; index < lines.length; index++) {
    const length = state.chain.length === 0 ? excerptLength(lines, index) : 0;
    if (length > 0) {
      state.excerpt = excerptOf(lines, index);
      state.preamble.length = 0;
      index += length;
    } else if (!step(lines[index] ?? '', state)) {
      break;
    }
  }
  return finish(state);
}

/** Lines behind this one up to the caret; 0 where no excerpt begins here. */
function excerptLength(lines: readonly string[], index: number): number {
  if (!EXCERPT.test(lines[index]?.trim() ?? '')) return 0;
  for (let offset = 2; offset <= MAX_EXCERPT_LINES; offset++) {
    if (CARET.test(lines[index + offset] ?? '')) return offset;
  }
  return 0;
}

function excerptOf(lines: readonly string[], index: number) {
  const match = EXCERPT.exec(lines[index]?.trim() ?? '');
  return {
    file: (match?.[1] ?? '').replace(/^file:\/\//, ''),
    line: lineNumber(match?.[2]),
    code: lines[index + 1]?.trim() ?? '',
  };
}

function step(line: string, state: State): boolean {
  const cause = CAUSE.exec(line);
  if (cause !== null) {
    current(state);
    state.chain.push(opened(headOf(cause[1] ?? '')));
    state.place = 'chain';
    return true;
  }
  const frame = jsFrame(line);
  if (frame !== null) {
    if (state.place === 'chain') current(state).frames.push(frame);
    if (state.place === 'nested') state.nested.at(-1)?.frames.push(frame);
    return true;
  }
  return words(line, state);
}

function words(line: string, state: State): boolean {
  if (/^\s*\[errors\]: \[/.test(line)) {
    current(state);
    state.place = 'nested';
  } else if (/^Emitted '/.test(line)) {
    state.place = 'elsewhere';
  } else if (state.place === 'nested') {
    const head = headOf(line);
    if (head !== null && isErrorName(head.type)) state.nested.push(opened(head));
  } else if (/^Node\.js v\d/.test(line)) {
    return false;
  } else if (state.chain.length === 0) {
    state.preamble.push(line);
  } else if (!/^\s/.test(line)) {
    return !isErrorName(headOf(line)?.type ?? '');
  }
  return true;
}

function current(state: State): Open {
  const last = state.chain.at(-1);
  if (last !== undefined) return last;
  const open = firstOpen(state.preamble);
  state.chain.push(open);
  return open;
}

/** The head of the first exception: the first line named like one, else a `Name: message` right above the frames. */
function firstOpen(preamble: readonly string[]): Open {
  const at = preamble.findIndex((line) => isErrorName(headOf(line)?.type ?? ''));
  if (at >= 0) {
    const open = opened(headOf(preamble[at] ?? ''));
    for (const line of preamble.slice(at + 1)) extend(open, line);
    return open;
  }
  const inline = preamble.map(inlineHead).find((head) => head !== null) ?? null;
  if (inline !== null) return opened(inline);
  const above = preamble.findLast((line) => line.trim() !== '') ?? '';
  const head = headOf(above);
  if (head !== null && /^[A-Z]\w*$/.test(head.type) && above.includes(': ')) return opened(head);
  const words = preamble.find((line) => line.trim() !== '') ?? '';
  const plain = preamble.map((line) => PLAIN_ERROR.exec(line)).find((match) => match !== null);
  if (plain !== undefined && plain !== null)
    return opened({ type: 'Error', message: plain[1] ?? '' });
  return { type: null, message: words.trim(), frames: [] };
}

/** A thrown value without a stack is placed by its excerpt; the errors of an aggregate stand in for its cause. */
function finish(state: State): Reading | null {
  const { excerpt, nested, chain } = state;
  if (chain.length === 0 && excerpt === null) return null;
  if (chain.length === 0) chain.push(firstOpen(state.preamble));
  const first = chain[0];
  if (first !== undefined && first.frames.length === 0 && excerpt !== null) {
    const own = !isLibrary(excerpt.file);
    first.frames.push({ file: excerpt.file, line: excerpt.line, function: null, own });
  }
  if (first !== undefined) takeReason(first);
  const told = nested.find((open) => open.frames.some((frame) => frame.own)) ?? nested[0];
  if (told !== undefined) chain.push(told);
  const site = excerpt === null || isLibrary(excerpt.file) ? null : excerpt.code;
  return { chain: chain.map(closed), site };
}

function isLibrary(file: string): boolean {
  return LIBRARY.test(file) || file.startsWith('<');
}

/** The reason is the message, and nothing is known of the place. */
function takeReason(open: Open): void {
  const reason = REJECTED.exec(open.message.trim())?.[1];
  if (reason === undefined) return;
  open.message = reason;
  open.frames.length = 0;
}

function headOf(line: string): Head | null {
  const match = HEAD.exec(line.trim().replace(/\]?(?: \{)?$/, ''));
  return match === null ? null : { type: match[1] ?? '', message: match[2] ?? '' };
}
