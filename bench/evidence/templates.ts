// Templates of every system that DIR holds: a folder DIR/*/<System> with a table <System>*.log_structured.csv, whose
// column `Content` is the messages, or the raw lines <System>*.log (or .log.gz), whose wrapping is peeled off first, as
// for any event.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { peel } from '../../src/evidence/peel.ts';
import { mineTemplates, templateIdOf } from '../../src/evidence/template.ts';

/** Writes OUT/templates/{content,raw}/<System>.txt, one template id a line. */
export async function writeTemplates(dataDir: string, outDir: string): Promise<string> {
  let systems = 0;
  for (const folder of foldersIn(dataDir)) {
    for (const system of foldersIn(join(dataDir, folder))) {
      if (writeSystem(join(dataDir, folder, system), system, outDir)) systems++;
    }
  }
  return systems === 0 ? 'skipped, no folder of a system' : `${systems} systems`;
}

function foldersIn(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function writeSystem(path: string, system: string, outDir: string): boolean {
  const fileOf = (ending: RegExp) =>
    readdirSync(path).find((name) => name.startsWith(system) && ending.test(name));
  const table = fileOf(/\.log_structured\.csv$/);
  if (table === undefined) return false;
  write(outDir, 'content', system, columnOf(join(path, table), 'Content'));
  const raw = fileOf(/\.log(?:\.gz)?$/);
  if (raw === undefined) return true;
  const texts = linesOf(join(path, raw)).map((line) => peel(line).text);
  write(outDir, 'raw', system, texts);
  return true;
}

function write(outDir: string, kind: string, system: string, texts: readonly string[]): void {
  const { templateOf, templates } = mineTemplates(texts);
  const ids = templates.map(templateIdOf);
  const folder = join(outDir, 'templates', kind);
  mkdirSync(folder, { recursive: true });
  const lines = templateOf.map((index) => `${ids[index] ?? ''}\n`);
  writeFileSync(join(folder, `${system}.txt`), lines.join(''));
}

function linesOf(path: string): string[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** One column of a table in RFC 4180's form, by the name in its first row. */
function columnOf(path: string, name: string): string[] {
  const [head = [], ...rows] = rowsOf(readFileSync(path, 'utf8'));
  const at = head.indexOf(name);
  return rows.filter((row) => row.length === head.length).map((row) => row[at] ?? '');
}

function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows;
}
