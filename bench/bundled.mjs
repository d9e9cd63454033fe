// Runs a benchmark as the program itself is built, in one file: `node bench/bundled.mjs evidence --data DIR --out PRED`.
// What a loader of TypeScript puts around functions costs a quarter of the speed of code that is called very often.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const [name, ...args] = process.argv.slice(2);
const outfile = join(import.meta.dirname, `.${name}-${process.pid}.mjs`);
try {
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    banner: {
      js: 'import { createRequire as $createRequire } from "node:module"; const require = $createRequire(import.meta.url);',
    },
    logLevel: 'warning',
  });
  const child = spawn(process.execPath, [outfile, ...args], { stdio: 'inherit' });
  // The bundle goes after the benchmark, also where both are stopped.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const [status] = await once(child, 'exit');
  process.exitCode = status ?? 1;
} finally {
  rmSync(outfile, { force: true });
}
