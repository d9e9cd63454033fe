// Time and memory of one investigation over large local logs, as a whole process:
//   npm run bench            1 GB of generated logs in a temporary folder
//   npm run bench -- BYTES   another size
// Prints seconds and peak resident memory; nothing is asserted.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN, peakMb, REPORT_PEAK, runNode } from './child.ts';

const DEFAULT_BYTES = 1_000_000_000;

const bytes = Number(process.argv[2] ?? DEFAULT_BYTES);
const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-bench-'));
try {
  await runNode([
    '--import',
    'tsx',
    join(import.meta.dirname, 'large-logs.ts'),
    join(folder, 'logs'),
    String(bytes),
  ]);
  const started = performance.now();
  const written = await runNode([
    '--import',
    REPORT_PEAK,
    MAIN,
    'orders',
    ...['--logs', join(folder, 'logs'), '--hours', '48', '--out', join(folder, 'reports')],
  ]);
  const seconds = (performance.now() - started) / 1_000;
  console.log(written.stderr.replace(/peak \d+\n/, ''));
  console.log(`${(bytes / 1e9).toFixed(2)} GB of logs investigated in ${seconds.toFixed(1)} s`);
  console.log(`peak resident memory ${peakMb(written).toFixed(0)} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
