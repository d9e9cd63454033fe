// The committed report of the example is what the program writes: `node --import tsx examples/report.ts` renews it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exampleReport } from '../../examples/report.ts';

const committed = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../reports/example', name), 'utf8');

test('reports/example is the report of the bundled example', async () => {
  const { markdown, json } = await exampleReport();
  expect(markdown).toBe(committed('report.md'));
  expect(json).toBe(committed('report.json'));
});
