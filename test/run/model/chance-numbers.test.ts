// How often a number made up at random passes the check of a claim by chance: over a case of eight findings with bursts,
// log groups and telling fields, each number in a claim that quotes one line of one finding, in a cause that lists all.
// Measured: 8.1 % of whole percentages, 1.1 % of those in tenths, .8 % of counts, 2.4 % of minutes, .1 % of seconds; where
// any two figures of the case were combined it was 99, 52, 37, 99 and 22 %.
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/evidence/types.ts';
import { checkClaim } from '../../../src/run/model/claims.ts';
import { groundOf } from '../../../src/run/model/ground.ts';
import { contextWith, event, findingOf, WINDOW } from './case.ts';

const COUNTS = [613, 271, 149, 87, 53, 23, 11, 3];
const TOTAL = COUNTS.reduce((sum, count) => sum + count, 0);
const MINUTE_MS = 60_000;

const CASE = COUNTS.map((count, index) => {
  const firstMs = WINDOW.startMs + (17 + 3.7 * index) * MINUTE_MS + index * 1_300;
  const lines = [0, 1, 2].map((at) =>
    event(
      firstMs + at * 7_300,
      `ERROR [worker-${index}] request ${4_000 + 37 * index + at} to service-${index} failed after ${250 + index} ms`,
      `E${index + 2}`,
    ),
  );
  const burst = {
    startMs: firstMs,
    endMs: firstMs + (11 + index) * MINUTE_MS,
    errors: Math.floor(count * 0.7),
  };
  const finding: Finding = {
    ...findingOf(`F${index + 1}`, lines, count),
    share: count / TOTAL,
    burst: { ...burst },
    bursts: [burst],
    baselinePerHour: 1.5 * index,
    logGroups: [
      { name: '/shop/api', count: Math.ceil(count * 0.6) },
      { name: '/shop/jobs', count: Math.floor(count * 0.4) },
    ],
    dimensions: [
      { field: 'zone', value: 'b', share: 0.83, baselineShare: 0.31 },
      { field: 'path', value: '/pay', share: 0.64, baselineShare: 0.12 },
    ],
  };
  return { lines, finding };
});
const FINDINGS = CASE.map(({ finding }) => finding);
const GROUND = groundOf(
  contextWith({
    events: CASE.flatMap(({ lines }) => lines),
    findings: FINDINGS,
    totalErrors: TOTAL,
  }),
);

const upTo = (count: number, step = 1) =>
  Array.from({ length: count }, (_, index) => (index + 1) * step);

/** The share of texts that pass, over all findings whose line may be quoted. */
function passing(texts: readonly string[]): number {
  const passed = CASE.flatMap(({ lines: [line] }) => {
    const quotes = [{ evidence: line?.evidenceId ?? '', quote: line?.message ?? '' }];
    return texts.map((text) => checkClaim({ text, kind: 'observed', quotes }, FINDINGS, GROUND));
  }).filter(({ standing }) => standing === 'grounded').length;
  return passed / (texts.length * CASE.length);
}

describe('a number made up at random passes by chance', () => {
  test.each<[string, readonly string[], number]>([
    ['whole percentages', upTo(100).map((n) => `It hit ${n} % of the calls.`), 0.1],
    ['percentages in tenths', upTo(1_000).map((n) => `It hit ${n / 10} % of it.`), 0.02],
    ['counts', upTo(2_000).map((n) => `It came ${n} times.`), 0.02],
    ['minutes', upTo(120).map((n) => `It went on for ${n} minutes.`), 0.04],
    ['seconds', upTo(3_600).map((n) => `It went on for ${n} seconds.`), 0.005],
  ])('of %s at most so often', (_, texts, most) => {
    const rate = passing(texts);
    expect(rate).toBeLessThanOrEqual(most);
  });
});
