// A parameter's value in a query of an SOP: whatever it holds, the query asks what its author wrote.
import { describe, expect, test } from 'vitest';
import { fillQuery } from '../../src/sop/query-values.ts';
import { column, value as resultOf } from '../insights/query.ts';

/** What would end a string, a regular expression, a field name, a command or a line, and what would go on from there. */
const HOSTILE = [
  '5 or 1=1',
  '5 | limit 1',
  '" or @message like "',
  "' or @message like '",
  '/ or @message like /',
  '` or `',
  'x # y',
  '\\',
  '\\" or 1=1 #',
  '\\/ or 1=1 #',
  '.*',
  '(?i)a|b',
  '[a-z]',
  ']&&[^x',
  '${other}',
  '{2}',
  'ünïcode 世界',
];

const filled = (query: string, value: string) => fillQuery(query, { v: value });

describe.each(HOSTILE)('the value %j', (value) => {
  const lines = ['nothing here', `before ${value} behind`, 'a or b', 'x', '5'];

  test.each([
    'filter @message like "before ${v} behind" | fields @message as r',
    "filter @message like 'before ${v} behind' | fields @message as r",
    'filter @message like /before ${v} behind/ | fields @message as r',
    'filter @message =~ /before ${v} behind/ | fields @message as r',
    'parse @message /before (?<inner>${v}) behind/ | filter ispresent(inner) | fields @message as r',
    'parse /before (?<inner>${v}) behind/ | filter ispresent(inner) | fields @message as r',
    'fields @message as r # it\'s "/`\n| filter r like "before ${v} behind"',
    'filter (not @message like "none") and (@message like /before ${v} behind/) | fields @message as r',
  ])('stands for itself in %s', (query) => {
    const { text, unfit } = filled(query, value);
    expect(unfit).toEqual([]);
    expect(column(text, lines)).toEqual([lines[1]]);
  });

  test('matches no other character than its own in a character class', () => {
    const { text } = filled('filter @message like /^[${v}]$/ | fields @message as r', value);
    const tried = [...new Set(['m', 'q', '^', '~', '7', ...value])].sort();
    const expected = tried.filter((character) => [...value].includes(character));
    expect(column(text, tried).sort()).toEqual(expected);
  });

  test.each([
    'filter size > ${v}',
    'filter a / ${v} / 2 > 1',
    'stats count(*) by ${v}',
    'limit ${v}',
  ])('is refused outside of quotes: %s', (query) => {
    const { text, unfit } = filled(query, value);
    expect(text).toBe(query);
    expect(unfit.map(({ placeholder, allowed }) => [placeholder.name, allowed])).toEqual([
      ['v', expect.stringContaining('a number')],
    ]);
  });
});

describe('outside of quotes', () => {
  test.each(['5', '-0.5', '1e3', '5m', '@duration', 'httpRequest.status', 'größe', 'desc'])(
    '%s may stand',
    (value) => {
      expect(filled('filter x > ${v}', value)).toMatchObject({
        text: `filter x > ${value}`,
        unfit: [],
      });
    },
  );

  test.each([
    'and',
    'OR',
    'not',
    'in',
    'like',
    'as',
    'by',
    'a-b',
    'a b',
    '',
    'f(x)',
    '1;2',
    'a.',
    '5\n',
  ])('%j may not', (value) => {
    expect(filled('filter x > ${v}', value).unfit).toHaveLength(1);
  });
});

describe('between backticks and in comments', () => {
  test('a field name may hold what is special elsewhere, but no backtick', () => {
    expect(filled('fields `${v}` as r', 'my-field "x"').text).toBe('fields `my-field "x"` as r');
    expect(filled('fields `${v}` as r', 'a` as x, `b').unfit).toHaveLength(1);
  });

  test('a comment does not end before its line', () => {
    expect(filled('limit 5 # ${v}', 'anything | limit 1').text).toBe(
      'limit 5 # anything | limit 1',
    );
    expect(filled('limit 5 # ${v}', 'x\n| limit 1').unfit).toHaveLength(1);
  });
});

test('line ends within quotes are written as escapes', () => {
  const { text } = filled('fields "${v}" as r', 'a\nb\tc');
  expect(text).not.toContain('\n');
  expect(column(text, ['x'])).toEqual(['a\nb\tc']);
});

test('a slash between operands divides', () => {
  const { text, unfit } = filled('${v} / 2 + 8 / 4', '6');
  expect({ unfit, value: resultOf(text) }).toEqual({ unfit: [], value: '5' });
});

test('shifts tell where in the query each value stands', () => {
  const { text, shifts } = fillQuery('filter a = "${a}" and b > ${b}', { a: '"', b: '250' });
  expect(text).toBe('filter a = "\\"" and b > 250');
  expect(shifts).toEqual([
    { at: 14, growth: -2 },
    { at: 27, growth: -1 },
  ]);
});
