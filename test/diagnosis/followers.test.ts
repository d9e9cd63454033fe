// A caller that tells only how it was answered, beside the failure of the one it called: one cause, not two, and never
// surer than what is known of the failure itself.
import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf, type FindingSpec } from './cases.ts';

const store = (more: Partial<FindingSpec> = {}): FindingSpec => ({
  id: 'F2',
  message: 'write chunk failed: the volume went away request=7f3a9c10',
  count: 40,
  rhythm: 'onset',
  from: 120,
  to: 239,
  group: '/media/store',
  ...more,
});
/** A tenth of a second later, in the same requests. */
const api = (more: Partial<FindingSpec> = {}): FindingSpec => ({
  ...store(),
  id: 'F1',
  message: 'upload failed: chunk write returned 500 request=7f3a9c10',
  group: '/media/api',
  from: 120 + 0.1 / 60,
  to: 239 + 0.1 / 60,
  ...more,
});
const told = (...findings: FindingSpec[]) =>
  diagnose(caseOf({ findings, application: 'media' })).rootCauses.map(({ findings: ids }) => ids);

test('the answer to a call comes behind what failed in it', () => {
  expect(told(api(), store())).toEqual([['F2', 'F1']]);
});

test('also where the errors are so dense that times tell nothing, by the ids of the requests', () => {
  const dense = { count: 70_000 };
  expect(told(api(dense), store(dense))).toEqual([['F2', 'F1']]);
  const others = { ...dense, message: 'upload failed: chunk write returned 500 request=1122aabb' };
  expect(told(api(others), store(dense))).toHaveLength(2);
});

test('not where the failure comes after the answer', () => {
  const late = { from: 120 + 5 / 60, to: 239 + 5 / 60 };
  expect(told(api({ from: 120, to: 239 }), store(late))).toHaveLength(2);
});

test('nor where it comes at other times', () => {
  expect(
    told(api(), store({ from: 5, to: 110, rhythm: 'burst', burst: [5, 110, 40] })),
  ).toHaveLength(2);
});

test('a time-out and the 504 of it are one cause, which is no surer than the time-out', () => {
  const { rootCauses, verdict } = diagnose(
    caseOf({
      application: 'travel',
      findings: [
        api({ message: 'quote failed: fares returned 504' }),
        store({ message: 'GET https://fares.example/v2/quote timed out after 5000 ms' }),
      ],
    }),
  );
  expect(rootCauses.map(({ findings }) => findings)).toEqual([['F2', 'F1']]);
  expect(verdict).toBe('likely');
});
