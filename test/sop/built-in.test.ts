// What the program ships: the built-in SOPs and the skeleton lint clean and hold what they promise.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LINT_KNOWLEDGE } from '../../src/cli/sop-source.ts';
import { lintSop } from '../../src/sop/lint.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { newSop } from '../../src/sop/skeleton.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'sops');
const FILES = readdirSync(FOLDER);
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const sopOf = (file: string) => parseSop(read(file), file).value;

describe('built-in SOPs', () => {
  test('are these', () => {
    expect(FILES.toSorted()).toEqual([
      'application-failure-troubleshooting.sop.md',
      'lambda-timeout.sop.md',
    ]);
  });

  test.each(FILES)('%s lints clean', (file) => {
    expect(lintSop(read(file), file, LINT_KNOWLEDGE)).toEqual([]);
  });

  test.each(FILES)('%s tells its obligations apart', (file) => {
    const texts = sopOf(file)?.steps.flatMap(({ constraints }) => constraints.map((c) => c.text));
    expect(new Set(texts).size).toBe(texts?.length);
  });

  test('the main one has its three parameters and nine procedures', () => {
    const sop = sopOf('application-failure-troubleshooting.sop.md');
    expect(
      sop?.parameters.map(({ name, required, defaultValue }) => [name, required, defaultValue]),
    ).toEqual([
      ['application_name', true, null],
      ['region', true, null],
      ['time_window_hours', false, '2'],
    ]);
    expect(sop?.steps.map(({ number, procedure }) => [number, procedure])).toEqual(
      [...LINT_KNOWLEDGE.procedures.keys()].map((procedure, index) => [index + 1, procedure]),
    );
    for (const { name, constraints } of sop?.steps ?? []) {
      expect([name, constraints.length >= 4 && constraints.length <= 8]).toEqual([name, true]);
    }
  });

  test('the Lambda one has a parameter of its own in queries of its own', () => {
    const queries = sopOf('lambda-timeout.sop.md')?.steps.flatMap((step) => step.queries);
    expect(queries?.map(({ name, text }) => [name, text.includes('${timeout_text}')])).toEqual([
      ['timeouts-over-time', true],
      ['invocations-and-timeouts', true],
    ]);
  });
});

describe('newSop', () => {
  const text = newSop('checkout-latency');

  test('lints clean', () => {
    expect(lintSop(text, 'checkout-latency.sop.md', LINT_KNOWLEDGE)).toEqual([]);
  });

  test('is titled by its name and shows a parameter, procedures and a query', () => {
    const sop = parseSop(text, 'checkout-latency.sop.md').value;
    expect(sop?.title).toBe('Checkout latency');
    expect(sop?.parameters.map(({ name }) => name)).toContain('search_text');
    expect(sop?.steps.flatMap(({ queries }) => queries.map(({ name }) => name))).toEqual([
      'failing-requests',
    ]);
  });
});
