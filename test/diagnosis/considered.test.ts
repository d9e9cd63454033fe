// What was considered beside the cause: other changes before the onset, and warnings, each with the reason.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf, event, type FindingSpec, minute } from './cases.ts';

const REFUSED: FindingSpec = {
  id: 'F1',
  message: 'Error: connect ECONNREFUSED db-7.internal:5432',
  count: 200,
  rhythm: 'onset',
  from: 120,
  to: 239,
  group: '/shop/cart-service',
};
const FAIL_OVER = event(minute(119), 'INFO failover of db-7.internal started', '/platform/db');

function ruledOut(context: readonly LogEvent[], more: readonly FindingSpec[] = []) {
  const { ruledOut: rows } = diagnose(caseOf({ findings: [REFUSED, ...more], context }));
  return rows.map(({ hypothesis, because }) => `${hypothesis} ${because}`);
}

describe('other changes', () => {
  test('a deployment of another service beside the fail-over is listed with its reason', () => {
    const deployed = event(minute(116), 'INFO deployed mailer v4.2.0', '/platform/deploys');
    const rows = ruledOut([deployed, FAIL_OVER]).filter((row) => row.includes('mailer'));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain('4 minutes before the onset');
  });

  test('without another change none is listed', () => {
    expect(ruledOut([FAIL_OVER]).filter((row) => row.includes('set it off'))).toEqual([]);
  });
});

describe('warnings', () => {
  const warning = (from: number, to: number, rhythm: FindingSpec['rhythm']): FindingSpec => ({
    id: 'F2',
    message: 'WARN mail queue is long',
    severity: 'warning',
    count: 60,
    from,
    to,
    ...(rhythm === undefined ? {} : { rhythm }),
  });

  test('that set in with the errors are not called background', () => {
    const rows = ruledOut([FAIL_OVER], [warning(121, 239, 'onset')]);
    expect(rows.filter((row) => row.includes('F2') && row.includes('do not set in'))).toEqual([]);
  });

  test('that were there all the time are background', () => {
    const rows = ruledOut([FAIL_OVER], [warning(0, 239, 'consistent')]);
    expect(rows.find((row) => row.includes('F2'))).toContain('do not set in with the errors');
  });
});
