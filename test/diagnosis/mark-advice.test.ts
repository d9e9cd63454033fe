// The first steps for the one host, tenant, version or message whose value nearly all failures carry.
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Dimension } from '../../src/evidence/types.ts';
import { caseOf } from './cases.ts';

function stepsFor(dimension: Dimension | null): readonly string[] {
  const input = caseOf({
    findings: [
      {
        id: 'F1',
        message: 'json.decoder.JSONDecodeError: Expecting value: line 1 column 1',
        language: 'python',
        count: 100,
        rhythm: 'onset',
        from: 120,
        dimensions: dimension === null ? [] : [dimension],
      },
    ],
  });
  return advise(input, diagnose(input)).actions[0]?.steps ?? [];
}
const carried = (field: string, value: string, baselineShare = 0): Dimension => ({
  field,
  value,
  share: 1,
  baselineShare,
});

describe('what nearly all failures carry is looked at first', () => {
  test.each([
    ['az', 'us-west-2c', 'take it out of service'],
    ['host', 'gw-5', 'take it out of service'],
    ['ua', '10.0.5.7:80', 'take it out of service'],
    ['tenant', 't-2093', 'limit its calls'],
    ['build', '9e1c77', 'the version before it'],
    ['message_id', 'd41f-7781', 'set it aside, with a copy'],
  ])('%s', (field, value, words) => {
    const steps = stepsFor(carried(field, value));
    expect(steps[0]).toContain(`${field}=${value} (in 100 % of F1, 0 % of the other events)`);
    expect(steps.slice(0, 2).join(' ')).toContain(words);
  });

  test('one of many is set aside only where hardly anything else speaks of it', () => {
    expect(stepsFor(carried('order_id', '77', 0.3)).join(' ')).not.toContain('set it aside');
  });

  test('nothing is said where they share nothing, or a field of another kind', () => {
    const plain = stepsFor(null);
    expect(stepsFor(carried('method', 'POST'))).toEqual(plain);
    expect(stepsFor({ ...carried('host', 'gw-5'), share: 0.85 })).toEqual(plain);
  });
});
