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
/** Of larger logs each takes long enough. */
const ROUNDS_OF_LARGE = 3;
const SMALL = 1e5;
/** Characters of the first column. */
const WIDE = 38;

const args = process.argv.slice(2);
const given = args.map(Number).filter((bytes) => bytes > 0);
const sizes = given.length > 0 ? given : [...SIZES, ...(args.includes('--large') ? [LARGE] : [])];
const others = rivals();
for (const { name, version } of others) console.log(`${name}: ${version ?? 'not installed'}`);
const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-engine-'));
process.on('SIGINT', () => process.exit(130));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await build({
  entryPoints: ['child', 'http'].map((name) => join(ROOT, `bench/engine/${name}.ts`)),
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
});
for (const size of sizes) await measure(size);
await startUp();

async function measure(sizeBytes: number): Promise<void> {
  const corpus = await writeCorpus(join(folder, 'logs'), sizeBytes);
  const quarter = sizeBytes / 4e6;
  console.log(
    `\n${sizeBytes / 1e6} MB of text; of JSON lines, subscription records and gzip ${quarter} MB each`,
  );
  const names = others.map(({ name }) => cell(name)).join('');
  console.log(`${cell('', WIDE)}${cell('engine')}${cell('GB/s')}${names}matched`);
  for (const on of ['text', 'json', 'records', 'gzip'] as const) measureKind(on, corpus, sizeBytes);
  const ms = median(rounds(3, () => timeOf(wholeProgram(corpus.text))));
  console.log(`${cell('logs query, from start to end', WIDE)}${cell(seconds(ms))}`);
  rmSync(join(folder, 'logs'), { recursive: true });
}

function measureKind(on: keyof Corpus, corpus: Corpus, sizeBytes: number): void {
  const cases = CASES.filter((one) => one.on === on);
  const count = sizeBytes >= LARGE ? ROUNDS_OF_LARGE : ROUNDS;
  const { openMs, peakMb, queries } = askEngine(corpus[on], cases, count);
  for (const [index, one] of cases.entries()) {
    const { ms: times = [], matched = 0 } = queries[index] ?? {};
    const ms = median(times);
    const rate = one.hour ? '' : (uncompressed(one, sizeBytes) / ms / 1e6).toFixed(1);
    const rest = others.map((rival) => cell(rivalText(rival, one, corpus, count))).join('');
    console.log(`${cell(one.name, WIDE)}${cell(seconds(ms))}${cell(rate)}${rest}${matched}`);
  }
  const opened = cell(`(${on} opened)`, WIDE) + cell(seconds(openMs));
  console.log(`${opened}peak resident memory ${peakMb.toFixed(0)} MB`);
}

function uncompressed({ on }: Case, sizeBytes: number): number {
  return on === 'text' ? sizeBytes : sizeBytes / 4;
}

function askEngine(logs: string, cases: readonly Case[], count: number): Measured {
  const day = { startMs: 0, endMs: 4e12 };
  const order: Order = {
    folder: logs,
    dist: join(ROOT, 'dist'),
    rounds: count,
    queries: cases.map(({ query, hour }) => ({ text: query, ...(hour ? HOUR : day) })),
  };
  return bundled('child', JSON.stringify(order));
}

function rivalText(rival: Rival, one: Case, corpus: Corpus, count: number): string {
  const files = readdirSync(corpus[one.on]).map((name) => join(corpus[one.on], name));
  const command = rival.version === null ? null : rival.commandFor(one, files);
  if (command === null) return '–';
  return seconds(median(rounds(count, () => timeOf(command))));
}

function timeOf([program = '', ...args]: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0 && status !== 1) throw new Error(`${program}: ${stderr}`);
  return performance.now() - started;
}

/** The program as its users start it: it starts, opens the files, asks over HTTP and prints. */
function wholeProgram(logs: string): readonly string[] {
  const query = CASES[0]?.query ?? '';
  return [process.execPath, join(ROOT, 'dist/main.js'), 'logs', 'query', query, '--logs', logs];
}

/** What does not depend on the size of the logs. */
async function startUp(): Promise<void> {
  const { text } = await writeCorpus(join(folder, 'small'), SMALL);
  const version = [process.execPath, join(ROOT, 'dist/main.js'), '--version'];
  const http: readonly number[] = bundled('http', text);
  const ms = {
    'start of the program (--version)': rounds(ROUNDS, () => timeOf(version)),
    'logs query over 100 KB': rounds(ROUNDS, () => timeOf(wholeProgram(text))),
    'of it one query over HTTP': http,
  };
  console.log('');
  for (const [name, times] of Object.entries(ms)) {
    console.log(`${cell(name, WIDE)}${cell(seconds(median(times)))}`);
  }
}

/** Runs one of the bundles beside this process and gives what it wrote. */
function bundled(name: string, argument: string) {
  const args = [join(folder, `${name}.mjs`), argument];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function rounds(count: number, one: () => number): readonly number[] {
  return Array.from({ length: count }, one);
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
