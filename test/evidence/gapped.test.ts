// Patterns with gaps, held against regular expressions, and against lines that were made to keep those busy for hours.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finder } from '../../src/evidence/gapped.ts';

describe('a pattern with gaps', () => {
  test.each([
    ['refused.+after', 'x refused; gave up after 3', [2, 24]],
    ['refused.+after', 'refused\nafter', null],
    ['refused[\\s\\S]+?after', 'refused\nafter', [0, 13]],
    ['refused.+after', 'refusedafter', null],
    ['refused.*after', 'refusedafter', [0, 12]],
    ['order.+', 'order', null],
    ['order.+', 'my order 7', [3, 9]],
    ['^[^\\n]*order.+lost[^\\n]*$', 'an order is lost', [3, 16]],
    ['^[^\\n]*order.+lost[^\\n]*$', 'an order is lost\n\tat x', null],
    ['/a/[^\\s"?]+/b(?:[?\\s"]|$)', 'GET /a/17/b?x', [4, 12]],
    ['/a/[^\\s"?]+/b(?:[?\\s"]|$)', 'GET /a/17?q=/b', null],
    // The first `a` cannot reach a `b` in its line, the second can.
    ['a.+b[\\s\\S]+?c', 'a\na b\nc', [2, 7]],
    ['price\\.+sum', 'price..+sum', null],
    // Where a run of blanks begins is told by what lies before it, not by its last one.
    ['sku [^\\s"]+\\s+lost', 'sku 17  lost', [0, 12]],
    ['a.+\\s+b', 'a \n b', [0, 5]],
    ['\\s+b', 'a   b', [1, 5]],
    ['/a/[^\\s"?\\/]+(?:[?\\s"]|$)', 'GET /a/17/b', null],
    ['/a/[^\\s"?\\/]+(?:[?\\s"]|$)', 'GET /a/17?b', [4, 10]],
    ['a(?:\\n.+x)*\\nb.+c', 'a\n1x\n2x\nb1c', [0, 11]],
  ])('%s in %j', (pattern, text, place) => {
    const found = finder(pattern)(text);
    expect(found === null ? null : [found.start, found.end]).toEqual(place);
  });

  test('is found where a regular expression finds it', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      'ab',
      '\\bba\\b',
      'a\\s+b',
      'c\\.',
      '["\\\\]+',
      '=["\\\\]+',
      '["\'\\\\]+',
      '["\'\\\\]+=',
      '\\s+["\'\\\\]+b',
      'a\\s+',
      '\\s+b',
      '\\s+',
      '\\s*$',
      'b\\s*$',
      'a(?:\\n(?:b|x.+)*a)*b',
      '',
    );
    const gap = fc.constantFrom('.+', '.*', '[\\s\\S]+?', '[^\\s"?]+', '[^\\s"?\\/]+');
    const pattern = fc
      .tuple(piece, fc.array(fc.tuple(gap, piece), { maxLength: 5 }))
      .map(([first, rest]) => first + rest.flat().join(''));
    const text = fc
      .array(fc.constantFrom(...'ab \n"\\=?x/', 'ba', 'c.', '  ', '\n ', '"\\"', ' '.repeat(30)), {
        maxLength: 14,
      })
      .map((parts) => parts.join(''));
    let matched = 0;
    fc.assert(
      fc.property(pattern, text, (source, written) => {
        const isMatch = new RegExp(source).test(written);
        if (isMatch) matched++;
        expect(finder(source)(written) !== null).toBe(isMatch);
      }),
      { numRuns: 40_000, seed: 20_261_128 },
    );
    expect(matched).toBeGreaterThan(2_000);
  });

  test('is looked for once in a line that was made to be divided in all ways', () => {
    const hostile = `zzzz ${'fail 1 '.repeat(550)}`;
    const pattern = `${'fail\\s+.+'.repeat(12)}zzzz`;
    expect(finder(pattern)(hostile)).toBeNull();
    const quotes = `name=${'\\\\'.repeat(1_000)}`;
    expect(finder(`name=["'\\\\]+.+["'\\\\]+\\s+lost`)(quotes)).toBeNull();
    const paths = `GET ${'/a'.repeat(1_900)}`;
    expect(finder(`${'/a/[^\\s"?]+'.repeat(6)} 503`)(paths)).toBeNull();
    const blanks = `error 5 in${' '.repeat(200_000)}x`;
    expect(finder('error\\s+.+\\s+in\\s+module')(blanks)).toBeNull();
    expect(finder('error.+[^\\s"]+\\s*$')(`${blanks}\n`)).not.toBeNull();
    expect(finder('error.+\\s+.+\\s+.+y')(blanks)).toBeNull();
    const marks = `error 5${'\\'.repeat(200_000)}im module`;
    expect(finder('error\\s+.+["\'\\\\]+in\\s+module')(marks)).toBeNull();
    expect(finder('error.+["\'\\\\]+.+["\'\\\\]+\\s+in')(marks)).toBeNull();
  });
});
