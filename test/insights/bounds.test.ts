import { describe, expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import { type Budget, NumberBag } from '../../src/insights/run/number-bag.ts';
import { TextBag } from '../../src/insights/run/text-bag.ts';
import { CONTEXT, event } from './query.ts';

const budget = (numbers: number, texts: number): Budget => ({ numbers, texts, notes: new Set() });

describe('percentiles beyond the bound', () => {
  test('stay within 1 % and say so', () => {
    const spent = budget(100, 0);
    const bag = new NumberBag(spent);
    for (let index = 1; index <= 10_000; index++) bag.add(((index * 7_919) % 10_000) + 1);
    for (const percent of [1, 50, 95, 99.9]) {
      const exact = Math.ceil((percent / 100) * 10_000);
      expect(Math.abs((bag.percentile(percent) ?? 0) - exact) / exact).toBeLessThan(0.01);
    }
    expect([...spent.notes]).toEqual([
      'pct and median are approximate (1 %): the query holds more than 4,000,000 values',
    ]);
  });

  test('negative numbers and zero keep their place', () => {
    const bag = new NumberBag(budget(0, 0));
    for (const value of [-100, -1, 0, 1, 100]) bag.add(value);
    const found = [1, 30, 50, 70, 100].map((percent) => Math.round(bag.percentile(percent) ?? 0));
    expect(found).toEqual([-100, -1, 0, 1, 100]);
  });

  test('one bag that gives up leaves its share to the others', () => {
    const shared = budget(10, 0);
    const [first, second] = [new NumberBag(shared), new NumberBag(shared)];
    for (let value = 0; value < 11; value++) first.add(value);
    for (let value = 0; value < 10; value++) second.add(value);
    expect([second.percentile(100), shared.numbers]).toEqual([9, 0]);
  });
});

describe('different values beyond the bound', () => {
  test('are exact up to it', () => {
    const within = budget(0, 5_000);
    const bag = new TextBag(within);
    for (let index = 0; index < 10_000; index++) bag.add(`user-${index % 5_000}`);
    expect([bag.count(), within.notes.size]).toEqual([5_000, 0]);
  });

  test('are estimated within a few percent, and a note says so', () => {
    const spent = budget(0, 1_000);
    const bag = new TextBag(spent);
    for (let index = 0; index < 150_000; index++) bag.add(`user-${index % 50_000}`);
    expect(Math.abs(bag.count() - 50_000) / 50_000).toBeLessThan(0.06);
    expect([...spent.notes]).toEqual([
      'count_distinct is approximate (2 %): the query holds more than 1,000,000 different values',
    ]);
  });

  test('long texts are told apart', () => {
    const bag = new TextBag(budget(0, 100));
    for (let index = 0; index < 60; index++) bag.add(`${'x'.repeat(1_000)}${index % 30}`);
    expect(bag.count()).toBe(30);
  });
});

describe('a run', () => {
  test('gives the rows so far at any time, and goes on', () => {
    const { query } = compile('stats count(*) as n | filter n > 0');
    const run = query?.run(CONTEXT);
    run?.push(event('a'));
    const early = run?.finish();
    run?.push(event('b'));
    expect([early?.rows, run?.finish()]).toEqual([
      [[{ field: 'n', value: '1' }]],
      { rows: [[{ field: 'n', value: '2' }]], recordsMatched: 2, notes: [] },
    ]);
  });

  test('two runs of one query do not know each other', () => {
    const { query } = compile('parse "n=*" as n | stats sum(n) as s, pct(n, 50) as p');
    const [first, second] = [query?.run(CONTEXT), query?.run(CONTEXT)];
    first?.push(event('n=1'));
    second?.push(event('n=2'));
    expect([first?.finish().rows, second?.finish().rows]).toEqual([
      [
        [
          { field: 's', value: '1' },
          { field: 'p', value: '1' },
        ],
      ],
      [
        [
          { field: 's', value: '2' },
          { field: 'p', value: '2' },
        ],
      ],
    ]);
  });

  test('rows that are kept do not change when later records come', () => {
    const { query } = compile('parse "n=*" as n | fields n, j | sort n asc | limit 2');
    const run = query?.run(CONTEXT);
    for (const message of ['n=3', 'n=1', 'n=2', 'n=9', '{"j":5}']) run?.push(event(message));
    const values = run?.finish().rows.map((row) => row[0]);
    expect(values).toEqual([
      { field: 'j', value: '5' },
      { field: 'n', value: '1' },
    ]);
  });
});
