import { describe, expect, test } from 'vitest';
import { mineTemplates, templateIdOf } from '../../src/evidence/template.ts';
import { random } from './support.ts';

const LINES = [
  ...Array.from({ length: 20 }, (_, i) => `could not reserve order ${1_000 + i} in ${i} ms`),
  ...['alpha.core', 'beta.core', 'gamma.io', 'delta.io', 'omega.net'].map(
    (plugin) => `plugin ${plugin} failed to start`,
  ),
  ...['', 'lisa', 'omar', 'pia'].map((user) => `denied login user=${user} by gate`),
  'connect to redis failed for good',
  'connect to mysql failed for good',
  'request ended with ECONNRESET at last',
  'request ended with ETIMEDOUT at last',
];

describe('mineTemplates', () => {
  test('counts by template are exact', () => {
    const { templateOf, templates } = mineTemplates(LINES);
    const counts = templates.map((template, index) => [
      template,
      templateOf.filter((of) => of === index).length,
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      'could not reserve order <num> in <duration>': 20,
      'plugin <*> failed to start': 5,
      'denied login user=<*> by gate': 4,
      'connect to redis failed for good': 1,
      'connect to mysql failed for good': 1,
      'request ended with ECONNRESET at last': 1,
      'request ended with ETIMEDOUT at last': 1,
    });
  });

  test('the order of the input changes nothing', () => {
    const next = random(7);
    const shuffled = LINES.map((line) => ({ line, at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ line }) => line);
    const byLine = (lines: readonly string[]) => {
      const { templateOf, templates } = mineTemplates(lines);
      return new Map(lines.map((line, index) => [line, templates[templateOf[index]!]]));
    };
    expect([...byLine(shuffled)].sort()).toEqual([...byLine(LINES)].sort());
  });

  test('exceptions of different types never become one variable', () => {
    const types = [
      'NullPointer',
      'ClassCast',
      'Arithmetic',
      'IllegalState',
      'NumberFormat',
      'Index',
    ];
    const { templates } = mineTemplates(
      types.map((type) => `job failed with ${type}Exception today`),
    );
    expect(templates).toHaveLength(types.length);
  });

  test('nothing in, nothing out', () => {
    expect(mineTemplates([])).toEqual({ templateOf: [], templates: [] });
  });

  test('an id depends on the text alone', () => {
    expect(templateIdOf('a <num>')).toMatch(/^[0-9a-f]{16}$/);
    expect(templateIdOf('a <num>')).toBe(templateIdOf('a <num>'));
    expect(templateIdOf('a <num>')).not.toBe(templateIdOf('b <num>'));
  });
});
