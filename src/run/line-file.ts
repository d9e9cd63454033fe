// A JSON lines file that grows while a run goes on: each value is on disk when `append` returns, and no character of it
// is one that a terminal obeys or that other programs take for the end of a line.
import { closeSync, openSync, writeSync } from 'node:fs';
import { visibleJson } from '../base/visible-json.ts';
import { jsonParts } from './json-parts.ts';

export interface LineFile {
  /** An empty file where there will be no line. */
  open(): void;
  append(value: unknown): void;
  /** One line in parts, its end included, so that a long one never stands whole in memory. */
  appendParts(parts: Iterable<string>): void;
  /** Bytes written so far by this process. */
  readonly written: () => number;
  /** Whole lines among them. */
  readonly lines: () => number;
  close(): void;
}

/** Opened at the first line, or before; `flags` as of fs.open. */
export function lineFile(path: string, flags: 'a' | 'w', mode: number): LineFile {
  let file: number | null = null;
  let written = 0;
  let lines = 0;
  const open = () => {
    file ??= openSync(path, flags, mode);
    return file;
  };
  const write = (text: string) => {
    const to = open();
    for (let bytes = Buffer.from(visibleJson(text)); bytes.length > 0; ) {
      const count = writeSync(to, bytes);
      written += count;
      bytes = bytes.subarray(count);
    }
  };
  return {
    open: () => void open(),
    append: (value) => {
      for (const part of jsonParts(value)) write(part);
      write('\n');
      lines++;
    },
    appendParts: (parts) => {
      for (const part of parts) write(part);
      lines++;
    },
    written: () => written,
    lines: () => lines,
    close: () => {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

/** Rows that are written at once. */
const ROWS_PER_WRITE = 200;

/** Elements of an array, without its brackets, as JSON in parts. */
export function* rowParts(rows: readonly unknown[]): Generator<string> {
  for (let from = 0; from < rows.length; from += ROWS_PER_WRITE) {
    const some = JSON.stringify(rows.slice(from, from + ROWS_PER_WRITE)).slice(1, -1);
    yield `${from === 0 ? '' : ','}${some}`;
  }
}
