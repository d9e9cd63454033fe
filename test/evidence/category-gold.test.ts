// Categories held against lines that were labelled by the mechanism before the rules were written.
import { describe, expect, test } from 'vitest';
import { agreement, confusionTable, disagreements, goldLines, judge } from './category-gold.ts';

const MIN_AGREEMENT = 0.92;
const MIN_LINES = 400;
const MIN_HELD_OUT = 150;

const judged = goldLines().map(judge);

describe('the gold lines', () => {
  test('are many, and enough of them held out', () => {
    const heldOut = judged.filter(({ part }) => part === 'held-out');
    expect(judged.length).toBeGreaterThanOrEqual(MIN_LINES);
    expect(heldOut.length).toBeGreaterThanOrEqual(MIN_HELD_OUT);
    expect(new Set(judged.map(({ message }) => message)).size).toBe(judged.length);
  });

  test.each(['develop', 'held-out', 'free-words'] as const)(
    'the categories agree with the part %s',
    (part) => {
      const lines = judged.filter((line) => line.part === part);
      const shown = part === 'held-out' ? '' : disagreements(lines);
      expect(agreement(lines), `${confusionTable(lines)}\n${shown}`).toBeGreaterThanOrEqual(
        MIN_AGREEMENT,
      );
    },
  );

  test('each decision names the row that made it', () => {
    expect(judged.filter(({ rule }) => rule === '')).toEqual([]);
  });
});
