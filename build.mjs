// Bundles src/main.ts into dist/: split into chunks, so that `--help` loads only what it needs.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

/** zod's messages in the languages of the world are half of it: errors are told in English. */
const englishOnly = {
  name: 'english-only',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

rmSync('dist', { recursive: true, force: true });
const common = {
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  plugins: [englishOnly],
  legalComments: 'linked',
  // CommonJS packages inside the bundle still call require().
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire as $createRequire } from "node:module"; const require = $createRequire(import.meta.url);',
  },
  logLevel: 'warning',
};
await build({ ...common, entryPoints: { main: 'src/main.ts' }, splitting: true });
// One file: a thread starts the sooner, and several start at a time.
await build({
  ...common,
  entryPoints: { 'scan-worker': 'src/local-cloudwatch/work/scan-worker.ts' },
});
