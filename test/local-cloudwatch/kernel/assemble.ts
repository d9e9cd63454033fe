// Assembles the WebAssembly text of src/local-cloudwatch/kernel into TypeScript beside it: `npm run kernel`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import wabt from 'wabt';

export const KERNEL_FOLDER = join(import.meta.dirname, '../../../src/local-cloudwatch/kernel');
const LINE_CHARS = 92;
/** Each is `NAME.wat` and `NAME-bytes.ts`. */
export const MODULES = ['kernel', 'json', 'stamped'] as const;
export type ModuleName = (typeof MODULES)[number];

/** The text of `NAME-bytes.ts`. */
export async function bytesText(name: ModuleName): Promise<string> {
  const { parseWat } = await wabt();
  const source = readFileSync(join(KERNEL_FOLDER, `${name}.wat`), 'utf8');
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
  for (const name of MODULES) {
    writeFileSync(join(KERNEL_FOLDER, `${name}-bytes.ts`), await bytesText(name));
  }
}
