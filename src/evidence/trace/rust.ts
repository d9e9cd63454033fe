// Rust: `thread 'x' panicked at file:3:63:` with the message below (or, before 1.73, in quotes before the place), and a
// numbered backtrace with an `at file:line:col` line below each function.
import type { Frame } from '../types.ts';
import { shapeOf } from './fingerprint.ts';
import { closed, lineNumber, type Open, opened, type Reading, type TraceReader } from './reader.ts';

const HEAD =
  /thread '[^'\n]{0,200}'(?: \(\d{1,12}\))? panicked at (?:'(.*)', )?(.{1,400}?):(\d{1,7}):(\d{1,7}):?\s*$/;
/** An error that `main` returned, as anyhow and eyre print it. */
const REPORT = /^Error: (.*)$/;
const REPORT_TRACE = /^\s*Stack backtrace:\s*$/i;
const CONTEXT = /^\s{1,8}(?:\d{1,3}: )?(\S.*)$/;
const FUNCTION = /^\s*\d{1,4}:\s+(?:0x[0-9a-f]+ - )?(\S.{0,500})$/;
const PLACE = /^\s+at (\S.{0,400}?):(\d{1,7})(?::\d{1,7})?\s*$/;
const LIBRARY_FILE =
  /^\/rustc\/|\.cargo\/(?:registry|git)\/|\/library\/(?:std|core|alloc)\/|^library\/|\/rustlib\//;
/** What runs before `main`, even where debug information names its files. */
const C_NAME = /^(?:_start|__libc\w*|__rust\w*|start_thread|clone3?)$/;
const LIBRARY_NAME =
  /^<?(?:&?(?:mut )?)?(?:core|std|alloc|backtrace|tokio|hyper|tower|axum|actix\w*|futures\w*|rayon\w*|__rust\w*|rust_\w+|_start|__libc\w*|clone3?|start_thread|_?main$|test::)(?:::|$|\b)/;

export const RUST: TraceReader = {
  language: 'rust',
  hint: /' ?(?:\(\d{1,12}\) )?panicked at |^\s*stack backtrace:/im,
  read,
};

function read(lines: readonly string[]): Reading | null {
  const at = lines.findIndex((line) => HEAD.test(line));
  return at < 0 ? readReport(lines) : readPanic(lines, at);
}

function readPanic(lines: readonly string[], at: number): Reading {
  const match = HEAD.exec(lines[at] ?? '');
  const open = opened({ type: 'panic', message: match?.[1] ?? messageBelow(lines, at) });
  readFrames(lines.slice(at + 1), open);
  if (open.frames.length === 0) {
    const file = match?.[2] ?? '';
    const own = !LIBRARY_FILE.test(file);
    open.frames.push({ file, line: lineNumber(match?.[3]), function: null, own });
  }
  // Lines move, columns seldom do.
  return { chain: [closed(open)], site: `${match?.[4] ?? ''} ${shapeOf(open.message)}` };
}

/** What `main` returned, with the contexts it was wrapped in and the backtrace where it was made. */
function readReport(lines: readonly string[]): Reading | null {
  const head = lines.findIndex((line) => REPORT.test(line));
  const trace = lines.findIndex((line) => REPORT_TRACE.test(line));
  if (head < 0 || trace < head) return null;
  const causes = lines.slice(head, trace).flatMap((line) => CONTEXT.exec(line)?.[1] ?? []);
  const messages = [REPORT.exec(lines[head] ?? '')?.[1] ?? '', ...causes];
  const chain = messages.map((message, index) =>
    opened({ type: index === 0 ? 'Error' : '', message }),
  );
  for (const open of chain.slice(1)) open.type = null;
  const [first] = chain;
  if (first !== undefined) readFrames(lines.slice(trace), first);
  return first === undefined || first.frames.length === 0
    ? null
    : { chain: chain.map(closed), site: null };
}

function messageBelow(lines: readonly string[], at: number): string {
  const below = lines.slice(at + 1);
  const end = below.findIndex((line) => /^(?:stack backtrace:|note: |\s*$)/.test(line));
  return below.slice(0, end < 0 ? 1 : end).join('\n');
}

function readFrames(lines: readonly string[], open: Open): void {
  let name: string | null = null;
  for (const line of lines) {
    const place = PLACE.exec(line);
    if (place !== null && name !== null) {
      open.frames.push(frameOf(name, place[1] ?? '', place[2]));
      name = null;
    } else {
      name = FUNCTION.exec(line)?.[1]?.trim() ?? null;
    }
  }
}

/** Compilers mark crates and functions with hashes that differ from build to build. */
function withoutHashes(name: string): string {
  return name.replace(/::h[0-9a-f]{16}$/, '').replace(/(?<=\w)\[[0-9a-f]{6,16}\]/g, '');
}

function frameOf(name: string, file: string, line: string | undefined): Frame {
  const library = LIBRARY_FILE.test(file) || C_NAME.test(name);
  const own = !library && (file !== '' || !LIBRARY_NAME.test(name));
  return { file, line: lineNumber(line), function: withoutHashes(name), own };
}
