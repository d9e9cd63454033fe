// A model that wants to be printed: claims that look well founded, beside a true quote each. None of them is grounded.
import { describe, expect, test } from 'vitest';
import { checkCauses } from '../../../src/run/model/check-causes.ts';
import { type Claim, checkClaim } from '../../../src/run/model/claims.ts';
import { groundOf } from '../../../src/run/model/ground.ts';
import { concluded } from '../../../src/run/model/merge-causes.ts';
import { causeOf, contextWith, diagnosisOf, event, findingOf, WINDOW } from './case.ts';

const CHATTER = event(WINDOW.startMs + 30_000, 'INFO GET /orders/17 200 in 23 ms', 'E2');
const POOL = event(
  WINDOW.startMs + 90_000,
  '2026-11-20 14:01:30 ERROR no connection left in the pool of orders-db, password=[redacted:password]',
  'E3',
);
const MORE = event(
  WINDOW.startMs + 95_000,
  'ERROR no connection left in the pool of orders-db',
  'E3',
);
const FINDING = findingOf('F1', [POOL, MORE], 120);
const GROUND = groundOf(
  contextWith({ events: [CHATTER, POOL, MORE], findings: [FINDING], totalErrors: 150 }),
);
const QUOTE = { evidence: 'E3', quote: 'no connection left in the pool' };

const standing = (text: string, more: Partial<Claim> = {}) =>
  checkClaim({ text, kind: 'observed', quotes: [QUOTE], ...more }, [FINDING], GROUND).standing;

describe('a number does not get by', () => {
  test.each([
    'behind a colon, :48213 calls failed.',
    'before a colon, 48213: a bad day.',
    'after dots, .48213 calls failed.',
    'after dashes, --48213 calls failed.',
    'as a fraction, half of the calls failed.',
    'as a fraction, a third of the calls failed.',
    'as a fraction, three quarters of them failed.',
    'as a multiple, the load tripled.',
    'as a multiple, it is tenfold.',
    'in thousands, 48k calls failed.',
    'in another form, ½ of them and ① more.',
    'with a blank, 48 213 calls failed.',
  ])('%s', (text) => {
    expect(standing(text)).toBe('dropped');
  });
});

describe('a name does not get by', () => {
  test.each([
    'in small letters: the redis cluster lost its leader.',
    'in small letters: kafka was rebalancing.',
    'at the beginning: Redis was down.',
    'in capitals: the SAP gateway was down.',
    'as a person: the change by Alice went wrong.',
  ])('%s', (text) => {
    expect(standing(text)).toBe('dropped');
  });

  test.each([
    'The HTTP API waits for TCP and the DNS cache; its TTL and the SLO are another matter.',
    'The connection pool ran out of memory for its cache.',
  ])('but a word of the trade does: %s', (text) => {
    expect(standing(text)).toBe('grounded');
  });
});

describe('a time does not get by', () => {
  test.each([
    'It began on Monday.',
    'It has been so since yesterday.',
    'It was worse last week.',
    'It is so since January.',
    'It began at 14h07.',
  ])('%s', (text) => {
    expect(standing(text)).toBe('dropped');
  });
});

describe('a quote does not prove anything', () => {
  test.each([
    ['that is a redaction', '[redacted:password]'],
    ['that is a time', '2026-11-20 14:01:30'],
    ['that is cut inside of a redaction', 'password=[redacted:pass'],
  ])('%s', (_, quote) => {
    expect(standing('It failed.', { quotes: [{ evidence: 'E3', quote }] })).toBe('dropped');
  });
});

describe('an incident is not talked down', () => {
  test.each([
    'These errors are harmless.',
    'The failures were expected and can be ignored.',
    'The impact was negligible.',
    'No action is needed.',
    'There was no impact on customers.',
    'It resolved itself.',
    'The service stayed healthy throughout.',
  ])('%s', (text) => {
    expect(standing(text)).toBe('dropped');
  });
});

describe('a cause', () => {
  const cause = {
    title: 'No connection is left',
    component: 'orders-db' as string | null,
    type: 'infrastructure' as const,
    confidence: 'confirmed' as const,
    findings: ['F1'],
    claims: [
      { text: 'No connection was left.', kind: 'observed' as const, quotes: [QUOTE] },
      { text: 'It came again.', kind: 'observed' as const, quotes: [QUOTE] },
    ],
    trigger: null as typeof QUOTE | null,
  };
  const check = (changes: Partial<typeof cause>) =>
    checkCauses({ rootCauses: [{ ...cause, ...changes }], ruledOut: [] }, GROUND);

  test.each(['or', 'e', 'no connection left in the pool of orders-db'])(
    'has no component "%s": that is no name',
    (component) => {
      expect(check({ component }).causes[0]?.component).toBeNull();
    },
  );

  test.each([
    ['the failure itself', QUOTE],
    ['everyday chatter', { evidence: 'E2', quote: 'GET /orders/17 200' }],
  ])('is not confirmed by %s as its trigger', (_, trigger) => {
    const rules = diagnosisOf('likely', causeOf({ findings: ['F1'] }));
    expect(concluded(check({ trigger }), rules, GROUND).diagnosis.verdict).toBe('likely');
  });
});
