// Runs a benchmark as the program itself is built, in one file: `node bench/bundled.mjs evidence --data DIR --out PRED`.
// What a loader of TypeScript puts around functions costs a quarter of the speed of code that is called very often.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const [name, ...args] = process.argv.slice(2);
const outfile = join(import.meta.dirname, `.${name}.mjs`);
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
  const { status } = spawnSync(process.execPath, [outfile, ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(outfile, { force: true });
}
