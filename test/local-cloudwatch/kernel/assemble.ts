// Assembles the kernels in src/local-cloudwatch into bytes beside their sources: `npm run kernel`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import wabt from 'wabt';

const ROOM = join(import.meta.dirname, '../../../src/local-cloudwatch');
const LINE_CHARS = 92;

/** Folders, each with NAME.wat and NAME-bytes.ts. */
export const KERNELS = ['kernel', 'stamped'] as const;

type KernelName = (typeof KERNELS)[number];

/** The file of a kernel's bytes. */
export const bytesFile = (name: KernelName) => join(ROOM, name, `${name}-bytes.ts`);

/** The text of that file. */
export async function kernelBytesText(name: KernelName): Promise<string> {
  const { parseWat } = await wabt();
  const source = readFileSync(join(ROOM, name, `${name}.wat`), 'utf8');
  const module = parseWat(`${name}.wat`, source);
  const base64 = Buffer.from(module.toBinary({}).buffer).toString('base64');
  module.destroy();
  const lines = base64.match(new RegExp(`.{1,${LINE_CHARS}}`, 'g')) ?? [];
  return [
    `// ${name}.wat, assembled by \`npm run kernel\`.`,
    `export const ${name.toUpperCase()}_BASE64 = [`,
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

const [, script = ''] = process.argv;
if (import.meta.url === pathToFileURL(script).href) {
  for (const name of KERNELS) writeFileSync(bytesFile(name), await kernelBytesText(name));
}
