// The committed page of the language is that of its tables: `node --import tsx examples/insights-ql.ts` renews it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { languagePage } from '../../examples/insights-ql.ts';

test('docs/insights-ql.md lists the commands, functions and choices of the program', () => {
  const committed = readFileSync(join(import.meta.dirname, '../../docs/insights-ql.md'), 'utf8');
  expect(languagePage()).toBe(committed);
});
