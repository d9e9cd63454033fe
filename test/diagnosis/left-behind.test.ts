// What a failure leaves behind each time is a part of it, where it comes right behind; else it is one of its own.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf, event, type FindingSpec, minute } from './cases.ts';

const timeout: FindingSpec = {
  id: 'F1',
  message: '[CRITICAL] WORKER TIMEOUT (pid:100)',
  count: 9,
  from: 60,
  to: 180,
};
const killed: FindingSpec = {
  id: 'F2',
  message: '[ERROR] Worker (pid:100) was sent SIGKILL! Perhaps out of memory?',
  count: 9,
  from: 60.1,
  to: 180.1,
};
const causesOf = (...findings: readonly FindingSpec[]) =>
  diagnose(caseOf({ findings, application: 'shop' })).rootCauses;

describe('workers of gunicorn that are killed', () => {
  test('right behind their time-outs are part of these, and memory is not blamed', () => {
    const [cause, ...others] = causesOf(killed, timeout);
    expect(others).toEqual([]);
    expect(cause).toMatchObject({ signature: 'gunicorn-worker-timeout', findings: ['F1', 'F2'] });
    expect(cause?.explanation).toContain('a guess, and no sign of missing memory');
  });

  test('with no time-out before are a cause of their own, and the guess is called one', () => {
    const apart = causesOf(timeout, { ...killed, from: 64, to: 184 });
    expect(apart.map(({ signature }) => signature).sort()).toEqual([
      'gunicorn-worker-killed',
      'gunicorn-worker-timeout',
    ]);
    expect(causesOf(killed)[0]?.explanation).toContain('it is a guess and no evidence');
  });

  test('may have been set off by a new version just before, and no more is said: what they waited for is not known', () => {
    const onset = { rhythm: 'onset', burst: [100, 239, 40], count: 40 } as const;
    const context = [event(minute(99.8), 'INFO deploy finished: version 2 is live')];
    const { verdict, rootCauses } = diagnose(
      caseOf({ findings: [{ ...timeout, ...onset }], application: 'shop', context }),
    );
    expect(verdict).toBe('likely');
    expect(rootCauses[0]?.trigger?.hold).toBe('suspect');
  });

  test('the place at which a worker was aborted is told', () => {
    const location = { file: '/srv/shop/views.py', line: 88, function: 'report' };
    const message =
      'Error handling request /report/7\n    rows = slow_query()\n    sys.exit(1)\nSystemExit: 1';
    const [cause] = causesOf(timeout, { ...killed, message, location, language: 'python' });
    expect(cause).toMatchObject({ signature: 'gunicorn-worker-timeout', location });
  });
});
