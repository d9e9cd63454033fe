// Writes the logs of examples/payment-service: node --import tsx examples/generate.ts
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { exampleFiles } from './generator/files.ts';

const FOLDER = join(import.meta.dirname, 'payment-service');

mkdirSync(FOLDER, { recursive: true });
for (const { name, text } of exampleFiles()) {
  const bytes = name.endsWith('.gz') ? gzipSync(text, { level: 9 }) : Buffer.from(text);
  writeFileSync(join(FOLDER, name), bytes);
  process.stdout.write(`${name}: ${bytes.length} bytes\n`);
}
