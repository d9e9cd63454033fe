// Assembles src/local-cloudwatch/kernel/kernel.wat into kernel-bytes.ts beside it: `npm run kernel`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import wabt from 'wabt';

export const KERNEL_FOLDER = join(import.meta.dirname, '../../../src/local-cloudwatch/kernel');
const LINE_CHARS = 92;

/** The text of kernel-bytes.ts. */
export async function kernelBytesText(): Promise<string> {
  const { parseWat } = await wabt();
  const source = readFileSync(join(KERNEL_FOLDER, 'kernel.wat'), 'utf8');
  const module = parseWat('kernel.wat', source);
  const base64 = Buffer.from(module.toBinary({}).buffer).toString('base64');
  module.destroy();
  const lines = base64.match(new RegExp(`.{1,${LINE_CHARS}}`, 'g')) ?? [];
  return [
    '// kernel.wat, assembled by `npm run kernel`.',
    'export const KERNEL_BASE64 = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

const [, script = ''] = process.argv;
if (import.meta.url === pathToFileURL(script).href) {
  writeFileSync(join(KERNEL_FOLDER, 'kernel-bytes.ts'), await kernelBytesText());
}
