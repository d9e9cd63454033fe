// Assembles src/local-cloudwatch/kernel/kernel.wat into kernel-bytes.ts beside it: `npm run kernel`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import wabt from 'wabt';

const FOLDER = join(import.meta.dirname, 'src/local-cloudwatch/kernel');

/** The text of kernel-bytes.ts. */
export async function kernelBytesText() {
  const { parseWat } = await wabt();
  const module = parseWat('kernel.wat', readFileSync(join(FOLDER, 'kernel.wat'), 'utf8'));
  const bytes = Buffer.from(module.toBinary({}).buffer);
  module.destroy();
  const lines = bytes.toString('base64').match(/.{1,92}/g) ?? [];
  return [
    '// kernel.wat, assembled by `npm run kernel`.',
    'export const KERNEL_BASE64 = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(FOLDER, 'kernel-bytes.ts'), await kernelBytesText());
}
