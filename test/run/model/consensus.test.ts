// When several conclusions on the same evidence name the same cause, and what becomes of those that do not.
import { describe, expect, test } from 'vitest';
import { agreed, type Conclusion, type NamedCause } from '../../../src/run/model/consensus.ts';
import { newModelWork } from '../../../src/run/model/model-work.ts';
import { causeOf, diagnosisOf } from './case.ts';

const POOL: NamedCause = {
  title: 'The connection pool of orders-db is exhausted since its size was lowered',
  type: 'configuration',
  component: 'orders-db',
  finding: 'F1',
  triggerMs: null,
};

const conclusion = (changes: Partial<NamedCause> = {}): Conclusion => {
  const primary = { ...POOL, ...changes };
  const { title, type, component, finding } = primary;
  const cause = causeOf({ title: title ?? 'of F1', type, component, findings: [finding ?? 'F1'] });
  return { diagnosis: diagnosisOf('likely', cause), primary };
};

const agreeOf = (...conclusions: readonly Conclusion[]) => {
  const work = newModelWork();
  const diagnosis = agreed(conclusions, work);
  return { diagnosis, ...work.consensus };
};

describe('two conclusions name the same cause', () => {
  test.each<[string, Partial<NamedCause>]>([
    ['in the same words', {}],
    ['in other forms of the words', { title: 'Exhaustion of database connections: pool lowered' }],
    ['by another finding of it', { finding: 'F4' }],
    ['by another name of the component', { component: 'orders-db-1.internal' }],
    ['where one names no component', { component: null }],
    ['where the words of one did not hold', { title: null }],
  ])('%s', (_, changes) => {
    expect(agreeOf(conclusion(), conclusion(changes))).toMatchObject({ runs: 2, agree: 2 });
  });

  test('by the line that set it off, in words of their own', () => {
    const a = conclusion({ triggerMs: 5, title: 'A reload at noon' });
    const b = conclusion({ triggerMs: 5, title: 'Fewer connections than threads' });
    expect(agreeOf(a, b)).toMatchObject({ agree: 2 });
  });
});

describe('two conclusions name different causes, although of the same finding', () => {
  test.each<[string, Partial<NamedCause>]>([
    ['in other words', { title: 'Slow queries hold all sessions' }],
    ['of another kind', { type: 'dependency' }],
    ['of another component', { component: 'ledger-cache' }],
    ['in no words that hold, of another finding', { title: null, finding: 'F2' }],
    ['in words that only any two titles share', { title: 'Failures since', finding: 'F2' }],
  ])('%s', (_, changes) => {
    const { diagnosis, ...votes } = agreeOf(conclusion(), conclusion(changes));
    expect(votes).toEqual({ runs: 2, agree: 1 });
    expect(diagnosis?.verdict).toBe('inconclusive');
  });

  test('where one names none', () => {
    const none = { diagnosis: diagnosisOf('inconclusive'), primary: null };
    expect(agreeOf(conclusion(), none)).toMatchObject({ agree: 1 });
    expect(agreeOf(none, none)).toMatchObject({ agree: 2 });
  });
});

describe('several conclusions', () => {
  const other = conclusion({ title: 'A disk is full', type: 'infrastructure', component: null });

  test('that agree are as sure as one', () => {
    const { diagnosis, ...votes } = agreeOf(conclusion(), conclusion(), conclusion());
    expect(diagnosis).toEqual(conclusion().diagnosis);
    expect(votes).toEqual({ runs: 3, agree: 3 });
  });

  test('that differ give what most of them say, less sure, and tell what the others say', () => {
    const { diagnosis, ...votes } = agreeOf(other, conclusion(), conclusion());
    expect(votes).toEqual({ runs: 3, agree: 2 });
    expect(diagnosis).toMatchObject({
      verdict: 'inconclusive',
      rootCauses: [{ title: POOL.title, confidence: 'possible' }],
    });
    expect(diagnosis?.rootCauses[0]?.explanation).toContain(
      'Only 2 of 3 conclusions on this evidence name this cause; the other one: "A disk is full" (infrastructure).',
    );
  });

  test('of which there is one are no consensus', () => {
    expect(agreeOf(conclusion())).toEqual({ diagnosis: conclusion().diagnosis });
    expect(agreeOf()).toEqual({ diagnosis: null });
  });
});
