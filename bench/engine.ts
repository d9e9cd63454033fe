// The query engine side by side with ripgrep (or grep) and DuckDB, in one run over the same generated logs:
//   npm run bench:engine               100 MB and 1 GB in a temporary folder
//   npm run bench:engine -- --large    5 GB too
//   npm run bench:engine -- BYTES …    these sizes
// The engine's own time runs from opened files to rows; opening them, the start of the program and HTTP stand apart.
// Medians of some rounds, files in the page cache; nothing is asserted.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { CASES, type Case } from './engine/cases.ts';
import type { Measured, Order } from './engine/child.ts';
import { type Corpus, HOUR, writeCorpus } from './engine/logs.ts';
import { type Rival, rivals } from './engine/rivals.ts';

const ROOT = join(import.meta.dirname, '..');
const SIZES = [1e8, 1e9];
const LARGE = 5e9;
const ROUNDS = 5;

const args = process.argv.slice(2);
const given = args.map(Number).filter((bytes) => bytes > 0);
const sizes = given.length > 0 ? given : [...SIZES, ...(args.includes('--large') ? [LARGE] : [])];
const others = rivals();
for (const { name, version } of others) console.log(`${name}: ${version ?? 'not installed'}`);
const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-engine-'));
process.on('SIGINT', () => process.exit(130));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const child = join(folder, 'child.mjs');
await build({
  entryPoints: [join(ROOT, 'bench/engine/child.ts')],
  outfile: child,
  bundle: true,
  format: 'esm',
  platform: 'node',
});
for (const size of sizes) await measure(size);
startUp();

async function measure(sizeBytes: number): Promise<void> {
  const corpus = await writeCorpus(join(folder, 'logs'), sizeBytes);
  console.log(
    `\n${sizeBytes / 1e6} MB of text, ${sizeBytes / 4e6} MB of JSON lines, ${sizeBytes / 4e6} MB in gzip`,
  );
  console.log(
    `${cell('', 36)}${cell('engine')}${cell('GB/s')}${others.map(({ name }) => cell(name)).join('')}${cell('matched')}`,
  );
  for (const on of ['text', 'json', 'gzip'] as const) {
    const cases = CASES.filter((one) => one.on === on);
    const { openMs, peakMb, queries } = askEngine(corpus[on], cases);
    for (const [index, one] of cases.entries()) {
      const measured = queries[index];
      if (measured === undefined) continue;
      const ms = median(measured.ms);
      const rate = one.hour ? '' : (uncompressed(one, sizeBytes) / ms / 1e6).toFixed(1);
      const rest = others.map((rival) => cell(rivalText(rival, one, corpus)));
      console.log(
        `${cell(one.name, 36)}${cell(seconds(ms))}${cell(rate)}${rest.join('')}${cell(String(measured.matched))}`,
      );
    }
    console.log(
      `${cell(`(${on} opened)`, 36)}${cell(seconds(openMs))}  peak resident memory ${peakMb.toFixed(0)} MB`,
    );
  }
  whole(corpus, sizeBytes);
  rmSync(join(folder, 'logs'), { recursive: true });
}

function uncompressed({ on }: Case, sizeBytes: number): number {
  return on === 'text' ? sizeBytes : sizeBytes / 4;
}

function askEngine(logs: string, cases: readonly Case[]): Measured {
  const day = { startMs: 0, endMs: 4e12 };
  const order: Order = {
    folder: logs,
    dist: join(ROOT, 'dist'),
    rounds: ROUNDS,
    queries: cases.map(({ query, hour }) => ({ text: query, ...(hour ? HOUR : day) })),
  };
  const { stdout, stderr, status } = spawnSync(process.execPath, [child, JSON.stringify(order)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function rivalText(rival: Rival, one: Case, corpus: Corpus): string {
  const files = readdirSync(corpus[one.on]).map((name) => join(corpus[one.on], name));
  const command = rival.version === null ? null : rival.commandFor(one, files);
  if (command === null) return '–';
  const ms = median(Array.from({ length: ROUNDS }, () => timeOf(command)));
  return seconds(ms);
}

function timeOf([program = '', ...args]: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0 && status !== 1) throw new Error(`${program}: ${stderr}`);
  return performance.now() - started;
}

/** The program as its users start it: it starts, opens the files, asks over HTTP and prints. */
function whole(corpus: Corpus, sizeBytes: number): void {
  const [first] = CASES;
  if (first === undefined) return;
  const program = [process.execPath, join(ROOT, 'dist/main.js'), 'logs', 'query', first.query];
  const ms = timeOf([...program, '--logs', corpus.text]);
  console.log(
    `${cell('(troubleshoot logs query, whole)', 36)}${cell(seconds(ms))}${cell((sizeBytes / ms / 1e6).toFixed(1))}`,
  );
}

/** What each start of the program costs, and each query over HTTP, whatever the logs. */
function startUp(): void {
  const start = Array.from({ length: ROUNDS }, () =>
    timeOf([process.execPath, join(ROOT, 'dist/main.js'), '--version']),
  );
  console.log(`\nstart-up (--version) ${seconds(median(start))}`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(3)} s`;
}

function cell(text: string, width = 11): string {
  return text.padEnd(width);
}
