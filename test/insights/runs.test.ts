// Runs of characters that a match cannot do without: which they are, and that no match does without them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';

function runsOf(pattern: string): readonly (readonly string[])[] | null {
  const { query, diagnostics } = compile(`filter @message like /${pattern}/`);
  if (query === null) throw new Error(diagnostics[0]?.message);
  expect(query.literals).toBeNull();
  return query.runs;
}

const DIGITS = '0123456789';

describe('the runs of a pattern', () => {
  test.each([
    [' [45][0-9][0-9] ', [[' ', '45', DIGITS, DIGITS, ' ']]],
    ['\\d{7,}', [Array.from({ length: 7 }, () => DIGITS)]],
    ['#x\\d+z', [['#', 'x', DIGITS]]],
    ['x\\d+##', [[DIGITS, '#', '#']]],
    ['(?i)q[^a]?zx', [['Zz', 'Xx']]],
    [
      '(?:q#|xX) ?7',
      [
        ['q', '#'],
        ['x', 'X'],
      ],
    ],
    ['^#(\\d)\\d;', [['#', DIGITS, DIGITS, ';']]],
    ['(?:ab){2}', [['a', 'b', 'a', 'b']]],
    ['#!\u00e9q', [['#', '!']]],
    ['#[x\\t-\\r]!q', [['#', '\t\n\v\f\rx', '!', 'q']]],
    ['#[x\\d]!q', [['#', `x${DIGITS}`, '!', 'q']]],
    // Blanks beyond ASCII are among them.
    ['[\\sx]#!', [['#', '!']]],
    ['[x-\u00e9]#!', [['#', '!']]],
  ])('%s', (pattern, expected) => {
    const order = (run: readonly string[]) => run.map((set) => [...set].sort().join(''));
    expect(runsOf(pattern)?.map(order)).toEqual(expected.map((run) => order(run)));
  });

  test.each(['\\d', '.', '[^a]q', 'q?z?', '(?:q#|.)', '\\w\\w', '\\d\\d'])(
    'there are none, or none that are rare, in %s',
    (pattern) => expect(runsOf(pattern)).toBeNull(),
  );

  test('literals are sought where there are some', () => {
    const { query } = compile('filter @message like /[0-9]{4} timeout/');
    expect([
      query?.literals?.map(({ run }) => run.map((set) => set.charAt(0)).join('')),
      query?.runs,
    ]).toEqual([[' timeout'], null]);
  });

  test('the rarest are taken of filters that all hold; of those of which one is enough, all', () => {
    const both = compile('filter @message like /q#/ and @message like /X#/').query;
    expect(both?.runs).toEqual([['X', '#']]);
    const either = compile('filter @message like /q#/ or @message like /X#/').query;
    expect(either?.literals).toBeNull();
    expect(either?.runs).toEqual([
      ['q', '#'],
      ['X', '#'],
    ]);
    expect(compile('filter @message like /q#/ or level = 3').query?.runs).toBeNull();
    expect(compile('filter @message not like /q#/').query?.runs).toBeNull();
    expect(compile('filter level like /q#/').query?.runs).toBeNull();
  });
});

const PATTERNS = [
  '[45]\\d\\d [a-f]+',
  '\\d{2,4}[x-z]{2}#?',
  '(?:q\\d#|x\\d!){2,3};',
  '[A-Fa-f0-9]{2}:[A-Fa-f0-9]{2}:',
  '^q(\\d)\\w?!#',
  '(?:[#!][0-9a-c]+%[x-z])+ ?\\[\\d',
];

test.each(PATTERNS)('no match of %s does without its runs', (pattern) => {
  const runs = runsOf(pattern);
  if (runs === null) throw new Error('there are some');
  const alternatives = runs.map((run) =>
    run.map((set) => `[${set.replace(/[\\\]^-]/g, '\\$&')}]`).join(''),
  );
  const holds = new RegExp(alternatives.join('|'));
  fc.assert(
    fc.property(fc.stringMatching(new RegExp(pattern)), (text) => {
      expect(holds.test(text)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
