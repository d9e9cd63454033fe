// Reads and writes the JSON lines of the bench data; a file that ends in `.gz` is decompressed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export type Row = Readonly<Record<string, unknown>>;

/** The rows of the files in a folder whose names match, file by file in order of the names; none where it is missing. */
export function rowsIn(folder: string, names: RegExp): Row[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => names.test(name));
  return files.sort().flatMap((name) => rowsOf(join(folder, name)));
}

function rowsOf(path: string): Row[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}

export function writeRows(path: string, rows: readonly object[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
