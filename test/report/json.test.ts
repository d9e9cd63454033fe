import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import { EXAMPLE, HEALTHY, HOSTILE } from './reports.ts';

const ROOT = join(import.meta.dirname, '../..');
const schema = JSON.parse(readFileSync(join(ROOT, 'docs/report.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true }).compile(schema);

test.each([
  ['example', EXAMPLE],
  ['healthy', HEALTHY],
  ['hostile', HOSTILE],
])('the %s report fulfils the contract and comes back as it was', (_, report) => {
  const text = renderJson(report);
  const parsed = JSON.parse(text);
  validate(parsed);
  expect(validate.errors).toBeNull();
  expect(parsed).toEqual(report);
  expect(text).toMatch(/^\{\n {2}"schemaVersion": "1",[\s\S]*\n\}\n$/);
});

/** The contract with no room for a field that it does not describe. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, closed(value)]),
  );
  return typeof inner.properties === 'object' && inner.type === 'object'
    ? { ...inner, additionalProperties: false }
    : inner;
}

test.each([
  ['bundled', JSON.parse(readFileSync(join(ROOT, 'reports/example/report.json'), 'utf8'))],
  ['example', EXAMPLE],
])('the contract describes every field of the %s report', (_, report) => {
  const every = new Ajv2020({ allErrors: true }).compile(closed(schema) as object);
  every(JSON.parse(renderJson(report)));
  expect(every.errors).toBeNull();
});

test('a report that breaks the contract is noticed', () => {
  expect(validate({ ...EXAMPLE, verdict: 'perhaps' })).toBe(false);
});

test('hidden characters are escaped and keep their value', () => {
  const report = { ...HEALTHY, nextSteps: ['\x1b[2J\x9b \u202e\u{e0041} 😀 \ud800'] };
  const text = renderJson(report);
  expect(text).toContain('"\\u001b[2J\\u009b \\u202e\\udb40\\udc41 😀 \\ud800"');
  expect(JSON.parse(text)).toEqual(report);
});
