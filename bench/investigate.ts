// Time and memory of one investigation over large local logs, as a whole process:
//   npm run bench            1 GB of generated logs in a temporary folder
//   npm run bench -- BYTES   another size
// Prints seconds and peak resident memory; nothing is asserted.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const DEFAULT_BYTES = 1_000_000_000;
/** Writes the peak resident memory of the process, in KiB, when it ends. */
const REPORT_PEAK =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS+"\\n"))';

const bytes = Number(process.argv[2] ?? DEFAULT_BYTES);
const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-bench-'));
try {
  await run([
    '--import',
    'tsx',
    join(ROOT, 'bench/large-logs.ts'),
    join(folder, 'logs'),
    String(bytes),
  ]);
  const started = performance.now();
  const stderr = await run([
    '--import',
    REPORT_PEAK,
    join(ROOT, 'dist/main.js'),
    'orders',
    ...['--logs', join(folder, 'logs'), '--hours', '48', '--out', join(folder, 'reports')],
  ]);
  const seconds = (performance.now() - started) / 1_000;
  const peakMb = (Number(/peak (\d+)/.exec(stderr)?.[1] ?? Number.NaN) * 1_024) / 1e6;
  console.log(stderr.replace(/peak \d+\n/, ''));
  console.log(`${(bytes / 1e9).toFixed(2)} GB of logs investigated in ${seconds.toFixed(1)} s`);
  console.log(`peak resident memory ${peakMb.toFixed(0)} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs node with these arguments and gives what it wrote to stderr; a report with gaps (exit 3) is fine. */
function run(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 || code === 3 ? resolve(stderr) : reject(new Error(`exit ${code}\n${stderr}`)),
    );
  });
}
