// Ruby: `file.rb:12:in 'name': message (Type)` with `from` lines, and Rails' ` Type (message):` above bare frames.
import type { Frame } from '../types.ts';
import {
  closed,
  type Head,
  inlineHead,
  lineNumber,
  type Open,
  opened,
  type Reading,
  type TraceReader,
} from './reader.ts';

const FRAME =
  /^\s*(?:\d{1,4}: )?(?:from )?((?:[\w-]+ \([\w.]+\) )?[^\s:][^:\n]{0,400}):(\d{1,7}):in [`']([^'\n]{1,200})'(?:: (.*))?\s*$/;
/** A place in a template: Rails leaves out the name that it gave to its method. */
const TEMPLATE_PLACE =
  /^\s*([\w./-]{1,400}\.(?:erb|haml|slim|jbuilder|builder|rabl|arb)):(\d{1,7})\s*$/;
const PAREN_HEAD = /^\s*((?:[A-Z]\w*::)*[A-Z]\w*) \((.*)\):?\s*$/;
/** A message of several lines: its last one closes the bracket. */
const OPEN_HEAD =
  /^\s*((?:[A-Z]\w*::)+[A-Z]\w*|[A-Z]\w*(?:Error|Exception|Timeout|NotFound|Invalid|Interrupt)) \(([^\n]*)$/;
const CLOSES = /^(.*)\):?\s*$/;
/** Lines of such a message. */
const MAX_MESSAGE_LINES = 20;
const COLON_HEAD =
  /^\s*((?:[A-Z]\w*::)*[A-Z]\w*(?:Error|Exception|Timeout|NotFound|Invalid|Interrupt)): ?(.*)$/;
const TAIL = /^(.*?) ?\(((?:[A-Z]\w*::)*[A-Z]\w*)\)$/;
const NUMBERED = /^\s*\d{1,4}: from [^\n]{1,400}:\d{1,7}:in [`']/;
const CAUSE = /^\s*(?:Caused by:|Causes?:)/;
/** Neither a block nor the body of a file or a class; Ruby 3.4 puts the class in front. */
const BUILT_IN =
  /^(?:(?:Array|Hash|Kernel|Integer|Float|String|Enumerable|Enumerator|IO|Struct|Range|Module|Class|Object|BasicObject|Method|Proc|Symbol|Comparable|Process|File|Dir|Time|Regexp|Thread|Mutex|Queue|Set)(?:::\w+)?[#.])?[a-z_]\w*[?!]?$/;
const LIBRARY =
  /\/gems\/|\/lib(?:64)?\/ruby\/|^<internal:|\/\.?rbenv\/versions\/|\/\.?rvm\/|^[\w-]+ \(\d[\w.]*\) |^\/var\/runtime\/|\/bin\/(?:bundle|rails|puma|sidekiq|rake)$/;

export const RUBY: TraceReader = {
  language: 'ruby',
  hint: /:\d{1,7}:in [`']|\.(?:erb|haml|slim|jbuilder|builder|rabl|arb):\d{1,7}\s*$/m,
  read,
};

/** A frame of Ruby with what is printed behind it, or null. */
export function rubyFrame(line: string): Frame | null {
  const match = FRAME.exec(line) ?? TEMPLATE_PLACE.exec(line);
  if (match === null) return null;
  const file = match[1] ?? '';
  return { file, line: lineNumber(match[2]), function: match[3] ?? null, own: !LIBRARY.test(file) };
}

function read(lines: readonly string[]): Reading | null {
  if (lines.some((line) => NUMBERED.test(line))) return readReversed(lines);
  const chain: Open[] = [];
  let head: Head | null = null;
  let fresh = true;
  for (const [at, line] of lines.entries()) {
    const frame = rubyFrame(line);
    if (frame === null) {
      const named = longHead(lines, at) ?? headOf(line);
      if (named !== null && (fresh || CAUSE.test(line) || chain.length > 0)) head = named;
      fresh = chain.length === 0;
    } else {
      takeFrame(chain, frame, tailHead(line) ?? head);
      head = null;
    }
  }
  for (const { frames } of chain) leaveBuiltIns(frames);
  return chain.length === 0 ? null : { chain: chain.map(closed), site: null };
}

/** A head begins the next exception. */
function takeFrame(chain: Open[], frame: Frame, head: Head | null): void {
  if (chain.length === 0 || head !== null) chain.push(opened(head));
  chain.at(-1)?.frames.push(frame);
}

/** A head whose message goes on in the lines below it, or null. */
function longHead(lines: readonly string[], at: number): Head | null {
  const match = OPEN_HEAD.exec(lines[at] ?? '');
  if (match === null || CLOSES.test(lines[at] ?? '')) return null;
  const below = lines.slice(at + 1, at + MAX_MESSAGE_LINES);
  const end = below.findIndex((line) => CLOSES.test(line) || rubyFrame(line) !== null);
  const last = CLOSES.exec(below[end] ?? '')?.[1];
  if (last === undefined) return null;
  const message = [match[2] ?? '', ...below.slice(0, end), last].join('\n').trim();
  return { type: match[1] ?? '', message };
}

/**
 * A method that is built in has no file: it is printed with the place of its caller, which comes next. It is none of the
 * application's.
 */
function leaveBuiltIns(frames: Frame[]): void {
  for (const [at, frame] of frames.entries()) {
    const caller = frames[at + 1];
    if (!frame.own || caller === undefined || !BUILT_IN.test(frame.function ?? '')) continue;
    const isSamePlace = frame.file === caller.file && frame.line === caller.line;
    if (isSamePlace && frame.function !== caller.function) frames[at] = { ...frame, own: false };
  }
}

/** Ruby 2.5 to 2.7 on a terminal: the callers first, numbered downwards, the throw with its exception last. */
function readReversed(lines: readonly string[]): Reading | null {
  const heads = lines.map(tailHead);
  const thrown = heads.findIndex((head) => head !== null);
  const end = thrown < 0 ? lines.length : thrown + 1;
  const frames = lines.slice(0, end).map(rubyFrame);
  const open = opened(heads[thrown] ?? null);
  open.frames.push(...frames.filter((frame) => frame !== null).reverse());
  return open.frames.length === 0 ? null : { chain: [closed(open)], site: null };
}

/** `…:in 'name': message (Type)` */
function tailHead(line: string): Head | null {
  const tail = FRAME.exec(line)?.[4];
  const match = tail === undefined ? null : TAIL.exec(tail);
  return match === null ? null : { type: match[2] ?? '', message: match[1] ?? '' };
}

function headOf(line: string): Head | null {
  const paren = PAREN_HEAD.exec(line) ?? COLON_HEAD.exec(line);
  if (paren !== null) return { type: paren[1] ?? '', message: paren[2] ?? '' };
  return inlineHead(line);
}
