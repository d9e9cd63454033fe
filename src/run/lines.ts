// JSON lines on disk: read one after the other without the whole file in memory, and mended where a process was killed
// in the middle of one.
import { closeSync, existsSync, ftruncateSync, openSync, readSync, statSync } from 'node:fs';

const CHUNK_BYTES = 1_048_576;
const LINE_END = 10;

/** What stops the reading after a line. */
export const ENOUGH = Symbol('enough');

/** Calls `use` with each whole line and where it begins, in bytes; returns where the last one that was used ends. */
export function eachLine(path: string, use: (line: Buffer, at: number) => unknown): number {
  const file = openSync(path, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    let at = 0;
    for (;;) {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      const count = readSync(file, chunk, 0, CHUNK_BYTES, at + rest.length);
      if (count === 0) return at;
      rest = Buffer.concat([rest, chunk.subarray(0, count)]);
      const { end, stopped } = wholeLines(rest, (line, from) => use(line, at + from));
      at += end;
      if (stopped) return at;
      rest = rest.subarray(end);
    }
  } finally {
    closeSync(file);
  }
}

function wholeLines(bytes: Buffer, use: (line: Buffer, at: number) => unknown) {
  let start = 0;
  for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END, start)) {
    const said = use(bytes.subarray(start, end), start);
    start = end + 1;
    if (said === ENOUGH) return { end: start, stopped: true };
  }
  return { end: start, stopped: false };
}

/** Cuts a last line that was not finished off, so that what is written next begins a line of its own. */
export function cutTornLine(path: string): void {
  if (!existsSync(path)) return;
  const end = eachLine(path, () => {});
  if (end === statSync(path).size) return;
  const file = openSync(path, 'r+');
  try {
    ftruncateSync(file, end);
  } finally {
    closeSync(file);
  }
}

/** The lines within the last bytes of a file, but for the first of them, which may be cut. */
export function lastLines(path: string, maxBytes: number): readonly string[] {
  const size = statSync(path).size;
  const from = Math.max(0, size - maxBytes);
  const bytes = Buffer.alloc(size - from);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, bytes.length, from);
  } finally {
    closeSync(file);
  }
  const lines = bytes.toString().split('\n');
  return (from === 0 ? lines : lines.slice(1)).filter((line) => line !== '');
}

/** The value of a line; null where it is no JSON object or array. */
export function parsedLine(line: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(line.toString());
    return typeof value === 'object' ? value : null;
  } catch {
    // A line that a full disk cut, and that was written on: what it held is not known.
    return null;
  }
}
