// What is told of raw bytes, or of whole blocks, is what a look at each event tells.
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import type { CompiledQuery } from '../../src/insights/types.ts';
import { CONTEXT, event, START_MS } from './query.ts';

function compiled(text: string): CompiledQuery {
  const { query } = compile(text);
  if (query === null) throw new Error(text);
  return query;
}

function matches(query: CompiledQuery, message: string): boolean {
  const run = query.run(CONTEXT);
  run.push(event(message));
  return run.finish().recordsMatched === 1;
}

function passes(query: CompiledQuery, message: string): boolean {
  const bytes = Buffer.from(`before${message}after`);
  return query.screen?.(bytes, 6, 6 + Buffer.byteLength(message)) ?? true;
}

describe('the screen of a query', () => {
  const MESSAGES = [
    '',
    'ERROR: refused',
    'INFO all well, 0 errors',
    'error',
    'caf\u00e9 ERROR',
    'one\nERROR two',
    '{"level":"error"}',
    'x'.repeat(300),
  ];

  test.each([
    ['filter @message like /ERROR/', ['ERROR: refused', 'caf\u00e9 ERROR', 'one\nERROR two']],
    ['filter @message like "ERROR"', ['ERROR: refused', 'caf\u00e9 ERROR', 'one\nERROR two']],
    ['filter @message like /^ERROR/', ['ERROR: refused', 'caf\u00e9 ERROR']],
    [
      'filter @message like /(?i)error/ and not @message like /^INFO/',
      ['ERROR: refused', 'error', 'caf\u00e9 ERROR', 'one\nERROR two', '{"level":"error"}'],
    ],
    ['filter @message not like /./', ['', 'caf\u00e9 ERROR']],
    ['filter @message like /refused/ or @message like /^x+$/', ['ERROR: refused', 'x'.repeat(300)]],
  ])('%s lets through what matches and what only a closer look can tell', (text, expected) => {
    const query = compiled(text);
    const let_through = MESSAGES.filter((message) => passes(query, message));
    expect(let_through.filter((message) => /^[\x00-\x7f]*$/.test(message))).toEqual(
      expected.filter((message) => /^[\x00-\x7f]*$/.test(message)),
    );
    for (const message of MESSAGES) {
      if (matches(query, message)) expect(let_through).toContain(message);
    }
  });

  test.each([
    'filter level = "error"',
    'filter @logStream like /a/',
    'fields @message',
    'limit 5 | filter @message like /b/',
  ])('%s has none', (text) => {
    expect(compiled(text).screen).toBeNull();
  });

  test('says nothing where one side of an or cannot be told from bytes', () => {
    const query = compiled('filter @message like /a/ or @logStream = "main"');
    expect(passes(query, 'b')).toBe(true);
  });

  test('never drops what matches, by chance', () => {
    let state = 5;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const pick = (list: readonly string[]) => list[random(list.length)] ?? '';
    const leaf = () =>
      `@message ${pick(['like', 'not like'])} ${pick(['/a/', '/^b/', '/c$/', '"ab"', '/(?i)A.*b/', '/\\bc/'])}`;
    const condition = (depth: number): string =>
      depth === 0 || random(3) === 0
        ? pick([leaf(), leaf(), 'n > 1'])
        : `(${pick(['', 'not '])}(${condition(depth - 1)}) ${pick(['and', 'or'])} ${condition(depth - 1)})`;
    let dropped = 0;
    for (let round = 0; round < 600; round++) {
      const query = compiled(`filter ${condition(3)}`);
      for (let count = 0; count < 12; count++) {
        const letters = Array.from({ length: random(6) }, () =>
          pick(['a', 'b', 'c', ' ', '\n', 'é']),
        );
        const message = letters.join('');
        if (passes(query, message)) continue;
        dropped++;
        expect([query.text, message, matches(query, message)]).toEqual([
          query.text,
          message,
          false,
        ]);
      }
    }
    expect(dropped).toBeGreaterThan(1_000);
  });
});

describe('whole spans of events', () => {
  const span = (fromSecond: number, toSecond: number, count: number, logGroup = '/app/orders') => ({
    first: event('', fromSecond, { logGroup }),
    last: event('', toSecond, { logGroup }),
    count,
  });
  const QUERY = 'stats count(*) as events by bin(1m), @log';

  test('are counted at once where a query counts by time and log group', () => {
    const run = compiled(`filter @timestamp < ${START_MS + 600_000} | ${QUERY}`).run(CONTEXT);
    expect(run.pushSpans([span(0, 59, 1_000), span(0, 30, 7, '/b')])).toBe(true);
    run.push(event('one more', 5));
    const { rows, recordsMatched } = run.finish();
    expect(recordsMatched).toBe(1_008);
    expect(rows.map((row) => row.map(({ value }) => value))).toEqual(
      expect.arrayContaining([
        ['2026-01-01 00:00:00.000', '123456789012:/app/orders', '1001'],
        ['2026-01-01 00:00:00.000', '123456789012:/b', '7'],
      ]),
    );
  });

  test('are not taken where they reach over a bin or a bound of time: then none is', () => {
    const run = compiled(`filter @timestamp < ${START_MS + 600_000} | ${QUERY}`).run(CONTEXT);
    expect(run.pushSpans([span(0, 59, 3), span(50, 70, 3)])).toBe(false);
    expect(run.pushSpans([span(540, 600, 3)])).toBe(false);
    expect(run.finish()).toMatchObject({ rows: [], recordsMatched: 0 });
  });

  test.each([
    'stats count(level) by bin(1m)',
    'stats count(*) by level',
    'stats sum(x) by bin(1m)',
    'filter @message like /a/ | stats count(*) by bin(1m)',
    'filter @timestamp < 5 or @timestamp > 9 | stats count(*) by bin(1m)',
    'parse @message "a*" as bin | stats count(*) by bin(1m)',
    'fields @timestamp',
    'dedup @log | limit 3',
  ])('are not taken by %s', (text) => {
    expect(
      compiled(text)
        .run(CONTEXT)
        .pushSpans([span(0, 1, 2)]),
    ).toBe(false);
  });
});
