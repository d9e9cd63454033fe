// Rust: `thread 'x' panicked at file:3:63:` with the message below (or, before 1.73, in quotes before the place), and a
// numbered backtrace with an `at file:line:col` line below each function.
import type { Frame } from '../types.ts';
import { closed, lineNumber, type Open, opened, type Reading, type TraceReader } from './reader.ts';

const HEAD =
  /thread '[^'\n]{0,200}'(?: \(\d{1,12}\))? panicked at (?:'(.*)', )?(.{1,400}?):(\d{1,7}):\d{1,7}:?\s*$/;
const FUNCTION = /^\s*\d{1,4}:\s+(?:0x[0-9a-f]+ - )?(\S.{0,500})$/;
const PLACE = /^\s+at (\S.{0,400}?):(\d{1,7})(?::\d{1,7})?\s*$/;
const LIBRARY_FILE =
  /^\/rustc\/|\.cargo\/(?:registry|git)\/|\/library\/(?:std|core|alloc)\/|^library\/|\/rustlib\//;
const LIBRARY_NAME =
  /^<?(?:&?(?:mut )?)?(?:core|std|alloc|backtrace|tokio|hyper|tower|axum|actix\w*|futures\w*|rayon\w*|__rust\w*|rust_\w+|_start|__libc\w*|clone3?|start_thread|_?main$|test::)(?:::|$|\b)/;

export const RUST: TraceReader = {
  language: 'rust',
  hint: /' ?(?:\(\d{1,12}\) )?panicked at |^stack backtrace:/m,
  read,
};

function read(lines: readonly string[]): Reading | null {
  const at = lines.findIndex((line) => HEAD.test(line));
  if (at < 0) return null;
  const match = HEAD.exec(lines[at] ?? '');
  const open = opened({ type: 'panic', message: match?.[1] ?? messageBelow(lines, at) });
  readFrames(lines.slice(at + 1), open);
  if (open.frames.length === 0) {
    const file = match?.[2] ?? '';
    open.frames.push({
      file,
      line: lineNumber(match?.[3]),
      function: null,
      own: !LIBRARY_FILE.test(file),
    });
  }
  return { chain: [closed(open)], site: null };
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

function frameOf(name: string, file: string, line: string | undefined): Frame {
  const own = !LIBRARY_FILE.test(file) && (file !== '' || !LIBRARY_NAME.test(name));
  return { file, line: lineNumber(line), function: name.replace(/::h[0-9a-f]{16}$/, ''), own };
}
