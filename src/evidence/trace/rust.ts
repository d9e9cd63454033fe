// Rust: `thread 'x' panicked at file:3:63:` with the message below (or, before 1.73, in quotes before the place), and a
// numbered backtrace, in which an `at file:line:col` line below each function tells where, if the program knows; what anyhow
// and eyre print of an error that `main` returned; and color-eyre's report of a panic.
import type { Frame } from '../types.ts';
import { shapeOf } from './fingerprint.ts';
import {
  closed,
  type Head,
  lineNumber,
  type Open,
  opened,
  type Reading,
  type TraceReader,
} from './reader.ts';

const HEAD =
  /thread '[^'\n]{0,200}'(?: \(\d{1,12}\))? panicked at (?:'(.*)', )?(.{1,400}?):(\d{1,7}):(\d{1,7}):?\s*$/;
/** color-eyre's report of a panic: its message and its place each on a line of their own. */
const CRASHED = /^The application panicked \(crashed\)\./;
const CRASH_MESSAGE = /^Message: {1,4}(.*)$/;
const CRASH_PLACE = /^Location: (.{1,400}?):(\d{1,7})\s*$/;
/** An error that `main` returned, as anyhow and eyre print it. */
const REPORT = /^Error: ?(.*)$/;
const REPORT_CAUSES = /^Caused by:\s*$/;
const REPORT_TRACE = /^\s*Stack backtrace:\s*$|^\s*[━-]{3,200} BACKTRACE [━-]{3,200}\s*$/i;
const CONTEXT = /^\s{1,8}(?:\d{1,3}: )?(\S.*)$/;
/** What else a report holds: where it was made, and what the environment may change. */
const REPORT_SECTION = /^(?:Location:|Caused by:|Run with |Backtrace omitted|\s*[━-]{3})/;
const FUNCTION = /^\s*\d{1,4}:\s+(?:0x[0-9a-f]+ - )?(\S.{0,500})$/;
const PLACE = /^\s+at (\S.{0,400}?):(\d{1,7})(?::\d{1,7})?\s*$/;
/** Of a path with slashes. */
const LIBRARY_FILE =
  /^\/rustc\/|\.cargo\/(?:registry|git)\/|\/library\/(?:std|core|alloc)\/|^library\/|\/rustlib\/|\/registry\/src\//;
/** What runs before `main`, even where debug information names its files. */
const C_NAME = /^(?:_start|__libc\w*|__rust\w*|start_thread|clone3?)$/;
const LIBRARY_NAME =
  /^<?(?:&?(?:mut )?)?(?:core|std|alloc|backtrace|tokio|hyper|tower|axum|actix\w*|futures\w*|rayon\w*|anyhow|eyre|color_eyre|serde\w*|reqwest|sqlx\w*|tonic|h2|mio|rustls|tracing\w*|crossbeam\w*|warp|rocket|clap\w*|_*rust\w*|_start|__libc\w*|clone3?|start_thread|_?main$|test::|unknown>|BaseThreadInitThunk|RtlUserThreadStart)(?:::|$|\b)/;

export const RUST: TraceReader = {
  language: 'rust',
  hint: /' ?(?:\(\d{1,12}\) )?panicked at |^\s*stack backtrace:|^The application panicked|^Caused by:\s*$|^\s*[━-]{3,200} BACKTRACE /im,
  read,
};

function read(lines: readonly string[]): Reading | null {
  const at = lines.findIndex((line) => HEAD.test(line));
  if (at >= 0) return readPanic(lines, at);
  const crash = lines.findIndex((line) => CRASHED.test(line));
  return crash < 0 ? readReport(lines) : readCrash(lines.slice(crash));
}

function readPanic(lines: readonly string[], at: number): Reading {
  const match = HEAD.exec(lines[at] ?? '');
  const open = opened({ type: 'panic', message: match?.[1] ?? messageBelow(lines, at) });
  readFrames(lines.slice(at + 1), open);
  placeThrow(open, match?.[2] ?? '', match?.[3]);
  // Lines move, columns seldom do.
  return { chain: [closed(open)], site: `${match?.[4] ?? ''} ${shapeOf(open.message)}` };
}

function readCrash(lines: readonly string[]): Reading {
  const found = (pattern: RegExp) =>
    lines.map((line) => pattern.exec(line)).find((match) => match !== null) ?? null;
  const open = opened({ type: 'panic', message: found(CRASH_MESSAGE)?.[1] ?? '' });
  const place = found(CRASH_PLACE);
  const trace = lines.findIndex((line) => REPORT_TRACE.test(line));
  if (trace >= 0) readFrames(lines.slice(trace), open);
  placeThrow(open, place?.[1] ?? '', place?.[2]);
  return { chain: [closed(open)], site: shapeOf(open.message) };
}

/**
 * The panic's own place is told of where no frame has one: it is in the first function of the application, where the
 * names are known.
 */
function placeThrow(open: Open, file: string, line: string | undefined): void {
  const { frames } = open;
  if (file === '' || frames.some((frame) => frame.own && frame.file !== null)) return;
  const own = !LIBRARY_FILE.test(slashed(file));
  const thrower = own ? frames.findIndex((frame) => frame.own) : -1;
  const [known] = thrower < 0 ? [] : frames.splice(thrower, 1);
  const frame = { file, line: lineNumber(line), function: known?.function ?? null, own };
  if (known !== undefined) frames.splice(thrower, 0, frame);
  else if (own || frames.length === 0) frames.unshift(frame);
}

/** What `main` returned, with the contexts it was wrapped in and the backtrace where it was made, if there is one. */
function readReport(lines: readonly string[]): Reading | null {
  const head = lines.findIndex((line) => REPORT.test(line));
  const trace = lines.findIndex((line) => REPORT_TRACE.test(line));
  const causes = lines.findIndex((line) => REPORT_CAUSES.test(line));
  if (head < 0 || (trace < head && causes < head)) return null;
  const messages = messagesOf(lines.slice(head, trace < head ? lines.length : trace));
  const chain = messages.map((message, index) => reported(message, index === 0));
  const [first] = chain;
  if (first === undefined || (trace < head && chain.length < 2)) return null;
  if (trace > head) readFrames(lines.slice(trace), first);
  const told = trace > head ? first.frames.length > 0 : true;
  return told ? { chain: chain.map(closed), site: null } : null;
}

function reported(message: string, isFirst: boolean): Open {
  const head: Head = { type: isFirst ? 'Error' : '', message };
  const open = opened(head);
  if (!isFirst) open.type = null;
  return open;
}

/** The error's own message, then those of its causes; eyre numbers them all below the word. */
function messagesOf([first = '', ...rest]: readonly string[]): string[] {
  const own = REPORT.exec(first)?.[1] ?? '';
  const messages = own === '' ? [] : [own];
  for (const line of rest) {
    const section = REPORT_SECTION.test(line);
    if (section && !REPORT_CAUSES.test(line)) break;
    const message = section ? undefined : CONTEXT.exec(line)?.[1];
    if (message !== undefined) messages.push(message);
  }
  return messages;
}

function messageBelow(lines: readonly string[], at: number): string {
  const below = lines.slice(at + 1);
  const end = below.findIndex((line) => /^(?:stack backtrace:|note: |\s*$)/.test(line));
  return below.slice(0, end < 0 ? 1 : end).join('\n');
}

/** A function has its place on the line below, or none is known. */
function readFrames(lines: readonly string[], open: Open): void {
  let name: string | null = null;
  const unplaced = () => {
    if (name !== null && name !== '<unknown>') open.frames.push(frameOf(name, null, undefined));
  };
  for (const line of lines) {
    const place = PLACE.exec(line);
    if (place !== null && name !== null) {
      open.frames.push(frameOf(name, place[1] ?? '', place[2]));
      name = null;
      continue;
    }
    unplaced();
    name = FUNCTION.exec(line)?.[1]?.trim() ?? null;
  }
  unplaced();
}

/** Compilers mark crates and functions with hashes that differ from build to build. */
function withoutHashes(name: string): string {
  return name.replace(/::h[0-9a-f]{16}$/, '').replace(/(?<=\w)\[[0-9a-f]{6,16}\]/g, '');
}

/** Windows writes paths with backslashes. */
const slashed = (file: string) => file.replaceAll('\\', '/');

function frameOf(name: string, file: string | null, line: string | undefined): Frame {
  const library = C_NAME.test(name) || (file !== null && LIBRARY_FILE.test(slashed(file)));
  const own = !library && (file !== null || !LIBRARY_NAME.test(name));
  return { file, line: lineNumber(line), function: withoutHashes(name), own };
}
