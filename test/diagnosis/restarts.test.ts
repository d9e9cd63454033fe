// A container that ends with an error of its own and is started anew: the error is the cause, not the restarts.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Finding } from '../../src/evidence/types.ts';
import { caseOf, type FindingSpec, finding, minute } from './cases.ts';

const ends: FindingSpec = {
  id: 'F1',
  message: 'start-up aborted, the table of listeners is empty',
  rhythm: 'onset',
  group: '/sms/app',
};
const restarts: FindingSpec = {
  id: 'F2',
  message: 'Back-off restarting failed container app in pod sms-1',
  rhythm: 'onset',
  group: '/sms/events',
};
const ENDS = [120, 121.2, 123, 125.5, 129, 134, 140, 147, 155, 164, 174, 185, 197, 210, 224];

function at(spec: FindingSpec, minutes: readonly number[]): Finding {
  const timesMs = minutes.map(minute);
  const [firstSeenMs = 0] = timesMs;
  const made = finding({ ...spec, count: minutes.length });
  return { ...made, timesMs, firstSeenMs, lastSeenMs: timesMs.at(-1) ?? 0 };
}

function causesOf(...findings: readonly Finding[]): readonly (readonly string[])[] {
  const specs = findings.map(({ id, count }) => ({ id, message: '', count }));
  const input = caseOf({ findings: specs, application: 'sms' });
  const analysis = { ...input.analysis, findings };
  return diagnose({ ...input, analysis }).rootCauses.map((cause) => cause.findings);
}

const later = (seconds: number) => ENDS.map((end) => end + seconds / 60);

describe('restarts behind the error with which a process ends', () => {
  test('are its consequence', () => {
    expect(causesOf(at(ends, ENDS), at(restarts, later(2)))).toEqual([['F1', 'F2']]);
  });

  test('may be told twice each time', () => {
    const twice = [...later(1), ...later(9)].sort((a, b) => a - b);
    expect(causesOf(at(ends, ENDS), at(restarts, twice))).toEqual([['F1', 'F2']]);
  });

  test.each<[string, readonly number[]]>([
    ['half a minute later', later(30)],
    ['that began long before', [60, 70, 80, 90, 100, 110, ...later(2)]],
    ['that mostly come at other times', [...later(2), ...later(25), ...later(35), ...later(45)]],
  ])('%s are a cause of their own', (_, times) => {
    for (const each of causesOf(at(ends, ENDS), at(restarts, times))) expect(each).toHaveLength(1);
  });
});
