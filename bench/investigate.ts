// Time and memory of one investigation over large local logs, as a whole process:
//   npm run bench                   1 GB of each of several kinds of logs, in a temporary folder
//   npm run bench -- BYTES [KIND…]  another size, or some kinds only: errors kinds json access text syslog klog docker logfmt
// `errors`: 2 % errors, half of it subscription records; `kinds`: 2 % errors and warnings of many kinds, thrown at ever other
// places; the others: logs as most services write them, a fault in some thousand events. Prints seconds and peak resident memory; nothing is asserted.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN, peakMb, REPORT_PEAK, runNode } from './child.ts';
import { USUAL } from './usual-logs.ts';

const DEFAULT_BYTES = 1_000_000_000;
/** Logs with many faults, and what writes them. */
const FAULTY: Readonly<Record<string, string>> = {
  errors: 'large-logs.ts',
  kinds: 'many-kinds.ts',
};

const [size = '', ...named] = process.argv.slice(2);
const bytes = Number(size) > 0 ? Number(size) : DEFAULT_BYTES;
const kinds = named.length > 0 ? named : [...Object.keys(FAULTY), ...USUAL];
for (const kind of kinds) await measure(kind);

async function measure(kind: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-bench-'));
  const logs = join(folder, 'logs');
  try {
    const { stdout: held } = await runNode(['--import', 'tsx', ...generator(kind, logs)]);
    const started = performance.now();
    const written = await runNode([
      '--import',
      REPORT_PEAK,
      MAIN,
      'orders',
      ...['--logs', logs, '--hours', '48', '--out', join(folder, 'reports')],
    ]);
    const seconds = (performance.now() - started) / 1_000;
    console.log(written.stderr.replace(/peak \d+\n/, ''));
    if (!written.stderr.includes('9/9')) throw new Error('there is no report');
    const gigabytes = (bytes / 1e9).toFixed(2);
    if (held !== '') console.log(`written: ${held.trim()}`);
    console.log(`${kind}: ${gigabytes} GB of logs investigated in ${seconds.toFixed(1)} s`);
    console.log(`peak resident memory ${peakMb(written).toFixed(0)} MB\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function generator(kind: string, logs: string): readonly string[] {
  const faulty = FAULTY[kind];
  return faulty === undefined
    ? [join(import.meta.dirname, 'usual-logs.ts'), logs, String(bytes), kind]
    : [join(import.meta.dirname, faulty), logs, String(bytes)];
}
