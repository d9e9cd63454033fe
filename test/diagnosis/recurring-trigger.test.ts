// A line before each burst of errors that recur may set them off; one that comes behind them does not.
import { describe, expect, test } from 'vitest';
import { SECOND_MS } from '../../src/base/time-range.ts';
import { recurringTrigger } from '../../src/diagnosis/recurring-trigger.ts';
import type { LineKind } from '../../src/evidence/survey/line-kinds.ts';
import { NO_SURVEY } from '../../src/evidence/survey.ts';
import { caseOf, event, finding, minute } from './cases.ts';

const BURSTS = [30, 70, 110, 150, 190];

/** What is found where such a line stands so many seconds before each burst. */
function found(leadSeconds: number, stream = 'app/1') {
  const text = 'Booting worker';
  const lines = BURSTS.map((at) => {
    const line = { ...event(minute(at) - leadSeconds * SECOND_MS, text), logStream: stream };
    return { event: line, level: 'info' as const, text, fields: {}, measures: [] };
  });
  const kind: LineKind = {
    logGroup: '/shop/app',
    writer: '/shop/app',
    template: text,
    level: 'info',
    lines,
  };
  const made = finding({ id: 'F1', message: 'WORKER TIMEOUT', count: 5, from: 30, to: 190 });
  const survey = { ...NO_SURVEY, whole: true, kinds: [kind] };
  return recurringTrigger(made, caseOf({ findings: [], survey }), new Set());
}

describe('a line by each burst', () => {
  test('just before it may set it off', () => {
    expect(found(20)).toMatchObject({ words: 'Booting worker', leadMs: 20 * SECOND_MS });
  });

  test('behind it, or at the same time, in the stream that tells of it did not', () => {
    expect(found(0)).toBeNull();
    expect(found(-1)).toBeNull();
  });

  test('a second behind it in another stream may: two clocks differ', () => {
    expect(found(-1, 'app/2')).not.toBeNull();
  });
});
