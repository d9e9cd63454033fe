// The fast merging against the slow one, and both against any order of the input.
import { describe, expect, test } from 'vitest';
import { mergeShapes } from '../../src/evidence/template/merge.ts';
import { shapeOf, textOf } from '../../src/evidence/template/shape.ts';
import { mineTemplates } from '../../src/evidence/template.ts';
import { random } from './support.ts';
import { mergeSlowly } from './template-reference.ts';

const WORDS = ['cart', 'lost', 'order', 'sent', 'kept', 'late'];
const VALUES = [
  ...['<num>', '<hex>', '-', 'true', 'null', 'A', '/etc/a.conf', '/etc/b.conf', 'db-1', 'db-2'],
  ...['stock.db', 'cart.db', 'maxItems', 'minItems', 'IOException', 'ECONNRESET', 'A_FLAG', '503'],
];

/** A text of a few words in which some places hold values, so that every way to merge comes up. */
function text(next: () => number): string {
  const pick = (items: readonly string[]) => items[Math.floor(next() * items.length)]!;
  const word = () => (next() < 0.55 ? pick(WORDS) : pick(VALUES));
  const joint = () => (next() < 0.8 ? ' ' : pick([' = ', '=', ': ', ' "']));
  const form = Math.floor(next() * 4);
  if (form === 0) return `say why ${word()} and ${word()}`;
  if (form === 1) return `say why key=${word()} key=${word()} at ${word()}`;
  if (form === 2) return `${word()} is told of ${word()} by ${word()}`;
  return `${pick(WORDS)} ${pick(WORDS)}${joint()}${word()} ${word()}`;
}

const grouped = (texts: readonly string[], merge: typeof mergeShapes) =>
  merge([...new Set(texts)].sort().map(shapeOf))
    .map((shape) => [textOf(shape), [...shape.members].sort()])
    .sort();

describe('merging', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'does what the slow one does, seed %i',
    (seed) => {
      const next = random(seed + 1);
      const texts = Array.from({ length: 10 + Math.floor(next() * 70) }, () => text(next));
      expect(grouped(texts, mergeShapes)).toEqual(grouped(texts, mergeSlowly));
    },
  );

  test('each text has exactly one template, whatever the order', () => {
    const next = random(77);
    const texts = Array.from({ length: 2_000 }, () => text(next));
    const templatesOf = (lines: readonly string[]) => {
      const { templateOf, templates } = mineTemplates(lines);
      return new Map(lines.map((line, index) => [line, templates[templateOf[index]!]]));
    };
    const expected = templatesOf(texts);
    expect([...expected.values()]).not.toContain(undefined);
    for (let turn = 0; turn < 5; turn++) {
      const keys = new Map(texts.map((line) => [line, next()]));
      const shuffled = [...texts].sort((a, b) => keys.get(a)! - keys.get(b)!);
      expect(templatesOf(shuffled)).toEqual(expected);
    }
  });
});

describe('many and large texts', () => {
  test('50,000 distinct templates stay apart', () => {
    const letters = (index: number) =>
      [...index.toString(26).padStart(4, '0')]
        .map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)))
        .join('');
    const texts = Array.from({ length: 50_000 }, (_, index) => {
      const word = letters(index);
      return `${word}ed by ${word}er in ${word}ing of ${word}ness`;
    });
    const { templates, templateOf } = mineTemplates(texts);
    expect([templates.length, new Set(templateOf).size]).toEqual([50_000, 50_000]);
  });

  test('50,000 values of one variable are one template', () => {
    const texts = Array.from({ length: 50_000 }, (_, index) => `lost ${index} of "shop-${index}x"`);
    expect(mineTemplates(texts).templates).toEqual(['lost <num> of "shop-<num>x"']);
  });

  test.each([
    ['1 MB of words', 'word '.repeat(200_000)],
    ['1 MB without a space', 'x'.repeat(1_048_576)],
    ['1 MB of digits', '7'.repeat(1_048_576)],
    ['1 MB of marks', '=:"({['.repeat(170_000)],
    ['1 MB of placeholders', '<num> '.repeat(170_000)],
    ['binary bytes', String.fromCharCode(...Array.from({ length: 4_096 }, (_, i) => i % 256))],
    [
      'invalid UTF-8',
      Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x80, 0xed, 0xa0, 0x80]).toString('utf8'),
    ],
    ['a lone surrogate', `half \ud83d of a sign`],
  ])('%s is one template of bounded length', (_, message) => {
    const { templates, templateOf } = mineTemplates([message, message, 'another']);
    expect(templateOf[0]).toBe(templateOf[1]);
    expect(templates).toHaveLength(2);
    expect(Math.max(...templates.map(({ length }) => length))).toBeLessThanOrEqual(1_200);
  });
});
