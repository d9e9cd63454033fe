// Templates of the systems in DIR/loghub_2k/<System>: of the message contents as they stand in the column `Content` of
// the structured table, and of the raw lines, whose wrapping is peeled off first, as for any event.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { peel } from '../../src/evidence/peel.ts';
import { mineTemplates, templateIdOf } from '../../src/evidence/template.ts';

/** Writes OUT/templates/{content,raw}/<System>.txt, one template id a line. */
export async function writeTemplates(dataDir: string, outDir: string): Promise<string> {
  const root = join(dataDir, 'loghub_2k');
  const systems = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of systems) {
    const base = join(root, name, `${name}_2k`);
    const table = `${base}.log_structured.csv`;
    if (existsSync(table)) write(outDir, 'content', name, columnOf(table, 'Content'));
    const raw = linesOf(base);
    if (raw !== null)
      write(
        outDir,
        'raw',
        name,
        raw.map((line) => peel(line).text),
      );
  }
  return `templates of ${systems.length} systems`;
}

function write(outDir: string, kind: string, system: string, texts: readonly string[]): void {
  const { templateOf, templates } = mineTemplates(texts);
  const ids = templates.map(templateIdOf);
  const folder = join(outDir, 'templates', kind);
  mkdirSync(folder, { recursive: true });
  const lines = templateOf.map((index) => `${ids[index] ?? ''}\n`);
  writeFileSync(join(folder, `${system}.txt`), lines.join(''));
}

function linesOf(base: string): string[] | null {
  const plain = `${base}.log`;
  const packed = `${plain}.gz`;
  if (!existsSync(plain) && !existsSync(packed)) return null;
  const bytes = existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(packed));
  return bytes
    .toString('utf8')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
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
