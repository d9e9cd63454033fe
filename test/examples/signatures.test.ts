// The committed list of known failures is the table's own: `node --import tsx examples/signatures.ts` renews it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signatureList } from '../../examples/signatures.ts';

test('docs/signatures.md lists the table of known failures', () => {
  const committed = readFileSync(join(import.meta.dirname, '../../docs/signatures.md'), 'utf8');
  expect(signatureList()).toBe(committed);
});
