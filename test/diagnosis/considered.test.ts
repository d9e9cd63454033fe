// What was considered beside the cause: other changes before the onset, and warnings, each with the reason.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { changeOf } from '../../src/diagnosis/account/change.ts';
import { trailEventOf } from '../../src/diagnosis/account/trail-event.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { otherChanges } from '../../src/diagnosis/other-changes.ts';
import type { Ranked } from '../../src/diagnosis/rank.ts';
import type { TriggerFound } from '../../src/diagnosis/trigger-found.ts';
import { kindNamed } from '../../src/diagnosis/trigger-kinds.ts';
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

  test('one nearer to the onset is not told to be further away from it', () => {
    const found = (minutesBefore: number, nearMs: number, words: string): TriggerFound => {
      const change = event(minute(120 - minutesBefore), words, '/platform/deploys');
      const kind = kindNamed('deployment');
      if (kind === null) throw new Error('there is no such kind');
      const leadMs = minutesBefore * 60_000;
      return { event: change, kind, words, leadMs, nearMs, tie: null, late: false, foreign: false };
    };
    const trigger = found(5, 30_000, 'deployed cart v7');
    const later = found(2, 120_000, 'deployed mailer v4');
    const ranked = { trigger, otherChanges: [later], around: { leading: null } };
    const [row] = otherChanges(ranked as unknown as Ranked, caseOf({ findings: [REFUSED] }));
    expect(row?.because).toContain(
      'was followed by what turned before the onset, 30 seconds later',
    );
  });

  test('two of one kind at the same moment are both told: nothing says which it was', () => {
    const moment = minute(119.5);
    const told = (...lines: readonly string[]) =>
      diagnose(
        caseOf({
          findings: [REFUSED],
          context: lines.map((line) => event(moment, line, REFUSED.group)),
        }),
      );
    const { rootCauses, ruledOut: rows } = told(
      'INFO Deployment of cart 7.1.0 finished',
      'INFO Deployment of ledger 4.2.0 finished',
    );
    expect(rootCauses[0]?.trigger?.message).toContain('cart 7.1.0');
    expect(rows.find(({ hypothesis }) => hypothesis.includes('ledger 4.2.0'))?.because).toContain(
      'nothing says which of the two it was, if either',
    );
    const steps = told(
      'INFO Deployment of cart 7.1.0 started',
      'INFO Deployment of cart 7.1.0 finished',
    );
    expect(steps.ruledOut.filter(({ hypothesis }) => hypothesis.includes('eployment'))).toEqual([]);
  });

  test('without another change none is listed', () => {
    expect(ruledOut([FAIL_OVER]).filter((row) => row.includes('set it off'))).toEqual([]);
  });
});

describe('a change in the account just before a line of the logs', () => {
  const line = event(
    minute(119),
    'INFO failover of db-7.internal started for orders ledger',
    '/platform/db',
  );

  function considered(applicationName: string) {
    const read = trailEventOf({
      EventId: 'made',
      EventName: 'CreateDeployment',
      EventTime: minute(119) - 40_000,
      EventSource: 'codedeploy.amazonaws.com',
      Username: 'alice',
      CloudTrailEvent: JSON.stringify({ requestParameters: { applicationName } }),
    });
    if (read === null) throw new Error('it is no change');
    const change = changeOf(read, 'us-west-2', 'E9');
    const told = {
      ...event(change.timestampMs, change.message, change.source),
      eventId: change.eventId,
    };
    const input = { ...caseOf({ findings: [REFUSED], context: [told, line] }), changes: [change] };
    return diagnose(input).ruledOut.filter(({ hypothesis }) =>
      hypothesis.includes(applicationName),
    );
  }

  test('is another change where the two share nothing', () => {
    expect(considered('mailer')).toHaveLength(1);
  });

  test('is none where it shows in that line', () => {
    expect(considered('orders-ledger')).toEqual([]);
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
