// What is kept of messages that are longer than a run keeps: enough to tell what went wrong.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { peel } from '../../src/evidence/peel.ts';
import { readTrace } from '../../src/evidence/trace.ts';
import { bounded, keptChars } from '../../src/run/text-bounds.ts';

const LONG = 'lorem ipsum '.repeat(5_000);
const FRAMES = Array.from(
  { length: 900 },
  (_, at) => `\tat com.shop.Part${at}.run(Part${at}.java:${at + 1})`,
).join('\n');
const TRACE = `java.lang.IllegalStateException: no order\n${FRAMES}\nCaused by: java.io.IOException: disk full\n\tat com.shop.Disk.write(Disk.java:7)`;

test('of few events more is kept of each than of very many', () => {
  expect([1, 7_000, 20_000, 40_000, 1_000_000].map(keptChars)).toEqual([
    16_384, 16_384, 6_000, 3_000, 3_000,
  ]);
});

test('a text that is short enough stays as it is', () => {
  expect(bounded('x'.repeat(100), 100)).toBe('x'.repeat(100));
});

describe('of long JSON', () => {
  const cut = (value: object, maxChars = 3_000) =>
    JSON.parse(bounded(JSON.stringify(value), maxChars));

  test('long values are cut and all other fields stay, wherever they stand', () => {
    const facts = {
      level: 'error',
      logger: 'com.shop.Docs',
      msg: 'no price',
      at: { line: 7, ok: false },
    };
    for (const value of [
      { body: LONG, ...facts },
      { ...facts, body: LONG },
    ]) {
      const { body, ...rest } = cut(value);
      expect(rest).toEqual(facts);
      expect(body).toMatch(/^lorem ipsum .*… \[5\d,\d{3} characters cut\] ….*lorem ipsum $/);
    }
  });

  test('a stack keeps both of its ends', () => {
    const { stack, level } = cut({ body: LONG, err: { type: 'X' }, stack: TRACE, level: 'error' });
    expect(level).toBe('error');
    const chain = readTrace(stack)?.chain ?? [];
    expect(chain.map(({ type }) => type)).toEqual([
      'java.lang.IllegalStateException',
      'java.io.IOException',
    ]);
    expect(chain[0]?.frames[0]?.function).toBe('com.shop.Part0.run');
    expect(chain[0]?.frames.every(({ file }) => /^Part\d+\.java$/.test(file ?? ''))).toBe(true);
  });

  test('JSON within a text of it is cut as JSON too', () => {
    const inner = JSON.stringify({ body: LONG, level: 'error', msg: 'no price' });
    const text = bounded(
      JSON.stringify({ log: JSON.stringify({ log: inner }), stream: 'x' }),
      3_000,
    );
    expect(peel(text)).toMatchObject({ level: 'error', text: 'no price' });
  });

  test('words in front of it and behind it stay', () => {
    const text = bounded(
      `INFO got ${JSON.stringify({ body: LONG, level: 'error' })} at last`,
      3_000,
    );
    expect(text).toMatch(/^INFO got \{"body":"lorem.*","level":"error"\} at last$/);
  });

  test('of very many values the first and the last ones stay', () => {
    const items = Array.from({ length: 5_000 }, (_, id) => ({ id }));
    const kept = cut({ items, level: 'error' });
    expect(kept.level).toBe('error');
    expect([kept.items[0], kept.items.at(-1)]).toEqual([{ id: 0 }, { id: 4_999 }]);
    expect(kept.items.filter((item: unknown) => typeof item === 'string')).toEqual([
      expect.stringMatching(/^… \[values cut: 4,\d{3}\]$/),
    ]);
    const fields = cut(Object.fromEntries(items.map(({ id }) => [`key${id}`, id])));
    expect(fields).toMatchObject({
      key0: 0,
      key4999: 4_999,
      '…': expect.stringMatching(/^\[fields cut: 4,/),
    });
  });

  test('numbers stay as they were written', () => {
    const text = bounded(`{"id":12345678901234567890,"price":1.0,"body":"${LONG}"}`, 3_000);
    expect(text).toMatch(/^\{"id":12345678901234567890,"price":1\.0,"body":/);
  });

  test('it stays JSON and within its bound, whatever it holds', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary', minLength: 20, maxLength: 400 }),
        fc.constantFrom(
          '\\',
          '"',
          '\\n',
          '\u{1F600}'.repeat(300),
          '"\\'.repeat(300),
          '\u0001'.repeat(90),
        ),
        fc.integer(),
        fc.array(tie('any'), { maxLength: 40 }),
        fc.dictionary(fc.string({ maxLength: 40 }), tie('any'), { maxKeys: 40 }),
      ),
    })).any;
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), value),
        fc.integer({ min: 300, max: 800 }),
        (object, most) => {
          const text = JSON.stringify({ ...object, level: 'error' });
          const kept = bounded(text, most);
          expect(kept.length).toBeLessThanOrEqual(most);
          if (text.length <= most) expect(kept).toBe(text);
          else expect(JSON.parse(kept).level).toBe('error');
        },
      ),
    );
  });
});

describe('of a long text', () => {
  test('both ends stay, on lines of their own', () => {
    const text = bounded(`${LONG}\n${TRACE}`, 16_384);
    expect(text).toMatch(/^lorem ipsum [^\n]*… \[[\d,]+ characters cut\] …/);
    expect(
      text.endsWith(
        'Caused by: java.io.IOException: disk full\n\tat com.shop.Disk.write(Disk.java:7)',
      ),
    ).toBe(true);
    expect(text.length).toBeLessThanOrEqual(16_384);
  });

  test('a failure between its ends stays too', () => {
    const text = bounded(`${LONG}\n${TRACE.slice(0, 300)}\n${LONG}`, 16_384);
    expect(text).toContain('java.lang.IllegalStateException: no order\n\tat com.shop.Part0.run');
    expect(text.match(/characters cut/g)).toHaveLength(2);
    expect(text.length).toBeLessThanOrEqual(16_384);
  });

  test('no character is cut in two', () => {
    for (let front = 0; front < 4; front++) {
      const text = bounded('x'.repeat(front) + '\u{1F600}'.repeat(20_000), 3_000);
      expect(text).not.toMatch(
        /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/,
      );
    }
  });
});

test.each([
  ['open brackets', '{"a":'.repeat(200_000)],
  ['deep nesting', `${'{"a":'.repeat(90_000)}1${'}'.repeat(90_000)}`],
  ['backslashes', '\\'.repeat(1_000_001)],
  ['backslashes in JSON', `{"a":"${'\\'.repeat(1_000_000)}"}`],
  ['quotes in JSON', `{"a":"${'\\"'.repeat(500_000)}"}`],
  ['escapes in JSON', `{"a":"${'\\u0001'.repeat(170_000)}"}`],
  ['a key of a megabyte', `{"${'k'.repeat(1_000_000)}":1,"level":"error"}`],
  ['a number of a megabyte', `{"a":${'1'.repeat(1_000_000)},"level":"error"}`],
  ['very many fields', `{${Array.from({ length: 90_000 }, (_, at) => `"k${at}":1`).join()}}`],
  ['blanks', `{"a":1,${' '.repeat(1_000_000)}`],
  ['line breaks', '\n'.repeat(1_000_000)],
  ['capitals', 'QWxhZGRpbjpvcGVuIHNlc2FtZQ'.repeat(40_000)],
])('a megabyte of %s is cut to the bound, well before the test is given up', (_, text) => {
  expect(bounded(text, 3_000).length).toBeLessThanOrEqual(3_100);
});
