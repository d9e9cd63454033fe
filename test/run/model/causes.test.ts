// From a model's causes and the rules' to one diagnosis.
import { describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../../src/diagnosis/types.ts';
import { checkCauses } from '../../../src/run/model/check-causes.ts';
import { groundOf } from '../../../src/run/model/ground.ts';
import { concluded } from '../../../src/run/model/merge-causes.ts';
import { causeOf, contextWith, diagnosisOf, event, findingOf, WINDOW } from './case.ts';

const CHANGE = event(
  WINDOW.startMs + 60_000,
  'INFO config reloaded: pool.size changed from 40 to 4',
  'E2',
);
const POOL = event(
  WINDOW.startMs + 120_000,
  'ERROR no connection left in the pool of orders-db',
  'E3',
);
const DISK = event(WINDOW.startMs + 180_000, 'ERROR write failed: no space left on device', 'E4');
const GROUND = groundOf(
  contextWith({
    events: [CHANGE, POOL, DISK],
    findings: [findingOf('F1', [POOL], 120), findingOf('F2', [DISK], 30)],
    totalErrors: 150,
  }),
);

const claim = (text: string, evidence: string, quote: string) => ({
  text,
  kind: 'observed' as const,
  quotes: [{ evidence, quote }],
});
const POOL_CLAIMS = [
  claim('No connection was left.', 'E3', 'no connection left in the pool'),
  claim('A setting was changed before.', 'E2', 'pool.size changed from 40 to 4'),
];
const cause = {
  title: 'The pool of `orders-db` is empty',
  component: 'orders-db',
  type: 'configuration' as const,
  confidence: 'confirmed' as const,
  findings: ['F1'],
  claims: POOL_CLAIMS,
  trigger: { evidence: 'E2', quote: 'pool.size changed from 40 to 4' },
};
const disk = {
  ...cause,
  title: 'A disk is full',
  component: null,
  findings: ['F2'],
  claims: [
    claim('No space is left.', 'E4', 'no space left on device'),
    claim('Writing fails.', 'E4', 'write failed: no space'),
  ],
  trigger: null,
};

const merge = (causes: readonly (typeof cause | typeof disk)[], rules: Diagnosis) =>
  concluded(checkCauses({ rootCauses: [...causes], ruledOut: [] }, GROUND), rules, GROUND)
    .diagnosis;

describe('a cause by a model', () => {
  test('is confirmed where the rules bear it out and a quoted line comes before', () => {
    const merged = merge([cause], diagnosisOf('likely', causeOf({})));
    expect(merged.verdict).toBe('confirmed');
    expect(merged.rootCauses[0]).toMatchObject({
      title: 'The pool is empty',
      component: 'orders-db',
      type: 'configuration',
      trigger: { timestampMs: CHANGE.timestampMs, message: 'pool.size changed from 40 to 4' },
    });
    expect(merged.rootCauses[0]?.explanation).toMatch(
      /^By the rules\.\nThe model's judgement: it calls this "The pool of `orders-db` is empty"\. No connection was left\. A setting /,
    );
  });

  test('keeps what figures tell of the cause that the rules found: whom it meets, what told of it', () => {
    const seen = {
      nothingFailed: true as const,
      heralds: ['F2'],
      mark: {
        field: 'tenant',
        value: 't-17',
        share: 1,
        baselineShare: 0.1,
        known: 'whole' as const,
      },
      endedWith: { finding: 'F2', noun: 'a deployment', changeMs: 1, endMs: 2 },
    };
    const [merged] = merge([cause], diagnosisOf('likely', causeOf(seen))).rootCauses;
    expect(merged).toMatchObject(seen);
  });

  test('that another finding leads is told nothing of what figures tell of the one that shares a finding with it', () => {
    const seen = {
      nothingFailed: true as const,
      heralds: ['F2'],
      mark: {
        field: 'tenant',
        value: 't-17',
        share: 1,
        baselineShare: 0.1,
        known: 'whole' as const,
      },
      endedWith: { finding: 'F1', noun: 'a deployment', changeMs: 1, endMs: 2 },
    };
    const both = { ...disk, findings: ['F2', 'F1'] };
    const [merged] = merge([both], diagnosisOf('likely', causeOf(seen))).rootCauses;
    expect(merged?.findings[0]).toBe('F2');
    for (const field of Object.keys(seen)) expect(merged).not.toHaveProperty(field);
  });

  test('of another type than the rules took for want of a better one is shown to be of it', () => {
    const typeShownOf = (type: 'configuration' | 'infrastructure') =>
      merge([cause], diagnosisOf('likely', causeOf({ type, typeShown: false }))).rootCauses[0]
        ?.typeShown;
    expect([typeShownOf('infrastructure'), typeShownOf('configuration')]).toEqual([
      undefined,
      false,
    ]);
  });

  test('is not called none where errors were counted', () => {
    const denying = { ...cause, title: 'No failure of the service, a planned test' };
    const { causes, faults } = checkCauses({ rootCauses: [denying], ruledOut: [] }, GROUND);
    expect(causes[0]?.title).toBeNull();
    expect(faults.join()).toContain('denies what was counted');
  });

  test('keeps the name that the rules give what they stand for, and is not ruled out', () => {
    const denying = { ...cause, title: 'A pool of another kind' };
    const hypothesis = 'An empty pool is the cause at all';
    const because = claim('No connection was left.', 'E3', 'no connection left in the pool');
    const checked = checkCauses(
      { rootCauses: [denying], ruledOut: [{ hypothesis, because }] },
      GROUND,
    );
    const rules = diagnosisOf(
      'confirmed',
      causeOf({ title: 'The pool is empty', confidence: 'confirmed' }),
    );
    const { rootCauses, ruledOut } = concluded(checked, rules, GROUND).diagnosis;
    expect(rootCauses[0]?.title).toBe('The pool is empty');
    expect(rootCauses[0]?.explanation).toContain('it calls this "A pool of another kind"');
    expect(ruledOut.map((one) => one.hypothesis)).not.toContain(hypothesis);
  });

  test('is likely at most where the rules leave it open', () => {
    expect(
      merge([cause], diagnosisOf('inconclusive', causeOf({ confidence: 'possible' }))).verdict,
    ).toBe('likely');
  });

  test('is no more than possible with a single claim, or where the rules see no incident', () => {
    const single = { ...cause, claims: POOL_CLAIMS.slice(0, 1) };
    expect(merge([single], diagnosisOf('inconclusive')).verdict).toBe('inconclusive');
    expect(merge([cause], diagnosisOf('no-incident')).verdict).toBe('inconclusive');
  });

  test('loses a title and a component that the evidence does not hold', () => {
    const invented = { ...cause, title: 'Host db-99 burns', component: 'db-99' };
    const [primary] = merge(
      [invented],
      diagnosisOf('likely', causeOf({ component: 'orders' })),
    ).rootCauses;
    expect(primary).toMatchObject({ title: 'The pool is empty', component: 'orders' });
  });

  test('is dropped without a claim that is grounded, and without a finding', () => {
    const bare = { ...cause, claims: [claim('All is lost.', 'E3', 'not in any line')] };
    const floating = { ...cause, findings: [] };
    const checked = checkCauses({ rootCauses: [bare, floating], ruledOut: [] }, GROUND);
    expect(checked.causes).toEqual([]);
    expect(checked.faults.join('\n')).toMatch(
      /none of them is grounded[\s\S]*name those that it explains/,
    );
  });
});

describe('a cause by the rules', () => {
  const proven = diagnosisOf('confirmed', causeOf({ confidence: 'confirmed' }));

  test('that is proven stays first, whatever the model names', () => {
    const merged = merge([disk], proven);
    expect(merged.verdict).toBe('confirmed');
    expect(merged.rootCauses.map(({ findings }) => findings[0])).toEqual(['F1', 'F2']);
    expect(merged.rootCauses.map(({ rank }) => rank)).toEqual([1, 2]);
  });

  test('is not talked down', () => {
    expect(merge([{ ...cause, confidence: 'possible' as never }], proven).verdict).toBe(
      'confirmed',
    );
    expect(merge([], proven).verdict).toBe('confirmed');
  });

  test('that is only possible gives way', () => {
    const merged = merge([disk], diagnosisOf('inconclusive', causeOf({ confidence: 'possible' })));
    expect(merged.rootCauses.map(({ findings }) => findings[0])).toEqual(['F2']);
  });
});
