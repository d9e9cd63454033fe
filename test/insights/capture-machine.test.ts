// Captures in long texts are found by a machine of our own: they are those that JavaScript finds.
import { describe, expect, test } from 'vitest';
import { RegexFault, type RegexNode } from '../../src/insights/regex/ast.ts';
import { captureMachine, isForMachine } from '../../src/insights/regex/capture-machine.ts';
import { emitRegex } from '../../src/insights/regex/emit.ts';
import { firstMatch, MAX_BACKTRACKING_CHARS } from '../../src/insights/regex/first-match.ts';
import { parseRegex } from '../../src/insights/regex/parse.ts';
import { pick, type Random, randomOf } from './random.ts';

const ATOMS = ['a', 'b', '-', '[ab]', '[^a]', '\\w', '\\s', '.', '\\b', '\\B', '^', '$', 'é'];
const QUANTIFIERS = ['', '', '', '*', '+', '?', '{2}', '{1,3}', '*?', '+?', '??', '{1,2}?'];

function randomPattern(random: Random, depth: number): string {
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    if (depth > 0 && random() < 0.4) {
      const options = [randomPattern(random, depth - 1), randomPattern(random, depth - 1)];
      return `${pick(random, ['(', '(?:'])}${options.join('|')})${pick(random, QUANTIFIERS)}`;
    }
    const atom = pick(random, ATOMS);
    return /^(?:\\b|\\B|[$^])$/i.test(atom) ? atom : `${atom}${pick(random, QUANTIFIERS)}`;
  });
  return parts.join('');
}

const randomText = (random: Random) =>
  Array.from({ length: Math.floor(random() * 12) }, () =>
    pick(random, ['a', 'b', '-', ' ', '\n', '1', 'é', 'ab']),
  ).join('');

/** null: the query language refuses it. */
function javaScriptFor(node: RegexNode): RegExp | null {
  try {
    const { source, flags } = emitRegex(node, true);
    return new RegExp(source, `${flags}dg`);
  } catch (error) {
    if (error instanceof RegexFault) return null;
    throw error;
  }
}

describe('a match and its groups', () => {
  test('are those that JavaScript finds, whatever the pattern', () => {
    const random = randomOf(20_261_129);
    let tried = 0;
    for (let round = 0; round < 6_000; round++) {
      const pattern = randomPattern(random, 3);
      const { node, groups } = parseRegex(pattern, false);
      const expression = isForMachine(node) ? javaScriptFor(node) : null;
      if (expression === null) continue;
      const machine = captureMachine(node, groups.length);
      for (let text = 0; text < 4; text++) {
        const own = randomText(random);
        const from = Math.floor(random() * (own.length + 1));
        expression.lastIndex = from;
        const expected = expression.exec(own);
        const places = expected?.indices?.flatMap((range) => range ?? [-1, -1]) ?? null;
        expect([pattern, own, from, machine(own, from)]).toEqual([pattern, own, from, places]);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(10_000);
  });

  test.each([
    ['(ERROR) (?<rest>.*)', 'ERROR ', 'b'],
    ['(x+)$', '', 'x'],
    ['ERROR (?:(a)|b)*', 'ERROR ', 'ab'],
    ['ERROR(.*)refused(.+)(b{3}).*', 'ERROR refused ', 'b'],
  ])('of %s are found in a text of a million characters', (pattern, begin, filling) => {
    const text = `2026 ${begin}${filling.repeat(1_000_000 / filling.length)}`;
    expect(text.length).toBeGreaterThan(MAX_BACKTRACKING_CHARS);
    const match = firstMatch(parseRegex(pattern, false))(text, 0);
    const expected = new RegExp(pattern).exec(text);
    expect(match?.captures.map((capture) => capture?.length)).toEqual(
      expected?.slice(1).map((capture) => capture?.length),
    );
    expect([match?.start, match?.end]).toEqual([expected?.index, text.length]);
  });

  test('take little memory, however long the text', () => {
    const stretch = 'x'.repeat(70);
    const match = firstMatch(parseRegex(`ERROR (.*)refused:\\s+${stretch}.+${stretch}`, false));
    const before = process.resourceUsage().maxRSS;
    expect(match(`ERROR refused: ${'x'.repeat(200_000)}`, 0)?.captures).toEqual(['']);
    // V8's linear-time engine takes 1.6 GB.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(200_000);
  });
});
