// Incidents of many kinds, judged from their lines alone: the cause is named, the trigger found, and nothing is
// claimed once the lines that show it are gone.
import { afterAll, describe, expect, test } from 'vitest';
import { INCIDENTS } from './incidents/catalogue.ts';
import { EARLY_INCIDENTS } from './incidents/catalogue-early.ts';
import { MORE_INCIDENTS } from './incidents/catalogue-more.ts';
import { NOISY_INCIDENTS, RECURRING_INCIDENTS } from './incidents/catalogue-noisy.ts';
import { type Judged, judge } from './incidents/logs.ts';
import { LOOK_ALIKES } from './incidents/look-alikes.ts';

const SEEDS = [1, 2];

describe.each([
  ...INCIDENTS,
  ...MORE_INCIDENTS,
  ...NOISY_INCIDENTS,
  ...RECURRING_INCIDENTS,
  ...EARLY_INCIDENTS,
])('$name', ({ logs, must, trigger }) => {
  /** Of the first seed, which two tests look at. */
  let first: Judged | null = null;
  const judgedOf = (seed: number): Judged => {
    if (seed !== SEEDS[0]) return judge(logs(seed));
    first ??= judge(logs(seed));
    return first;
  };
  afterAll(() => {
    first = null;
  });

  test.each(SEEDS)('is named (seed %i)', (seed) => {
    const judged = judgedOf(seed);
    for (const words of must) {
      expect(
        words.some((word) => judged.named.includes(word)),
        `${words.join('|')} in: ${judged.named} (${judged.verdict})`,
      ).toBe(true);
    }
    const message = judged.rootCauses[0]?.trigger?.message.toLowerCase() ?? null;
    if (trigger === null) expect(judged.verdict).not.toBe('no-incident');
    else expect(message ?? '').toContain(trigger);
  });

  test('is not confirmed without the line that set it off', () => {
    if (trigger === null) return;
    const whole = logs(1);
    const message = judgedOf(1).rootCauses[0]?.trigger?.message ?? '';
    const judged = judge(whole, whole.without(message));
    expect(judged.verdict).not.toBe('confirmed');
  });
});

const STRENGTH = ['no-incident', 'inconclusive', 'likely', 'confirmed'];

describe.each(LOOK_ALIKES)('$name', ({ logs, atMost }) => {
  test.each(SEEDS)('is claimed to be no more than it is (seed %i)', (seed) => {
    const { verdict, rootCauses } = judge(logs(seed));
    const said = `${verdict}: ${rootCauses[0]?.explanation ?? ''}`;
    expect(STRENGTH.indexOf(verdict), said).toBeLessThanOrEqual(STRENGTH.indexOf(atMost));
    if (atMost !== 'no-incident') expect(rootCauses[0]?.trigger ?? null, said).toBeNull();
  });
});
