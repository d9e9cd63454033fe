// What the judgement may not claim: more than the words say, more than the order in time supports.
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, minute } from './cases.ts';

const judge = (spec: CaseSpec) => diagnose(caseOf(spec));
const first = (spec: CaseSpec) => judge(spec).rootCauses[0];
const adviceFor = (spec: CaseSpec) => {
  const input = caseOf(spec);
  return advise(input, diagnose(input));
};

describe('unknown words', () => {
  const worker: FindingSpec = {
    id: 'F1',
    message: 'SHARD STALLED (slot:77)',
    title: 'SHARD STALLED (slot:<num>)',
    count: 40,
    burst: [100, 120, 40],
  };

  test('a burst of them is possible, not likely, and named by the words that all share', () => {
    const { verdict, rootCauses } = judge({ findings: [worker] });
    expect(verdict).toBe('inconclusive');
    expect(rootCauses[0]).toMatchObject({
      title: 'SHARD STALLED (slot:…)',
      confidence: 'possible',
      signature: null,
    });
    expect(rootCauses[0]?.explanation).toContain(
      'SHARD STALLED (slot:…) ("SHARD STALLED (slot:77)")',
    );
    expect(rootCauses[0]?.explanation).toContain('No known failure fits these words');
  });

  test('a trigger or a field value that marks them gives ground', () => {
    const context = [event(minute(98), 'INFO deploy finished: version 2 is live')];
    const dimensions = [{ field: 'host', value: 'web-3', share: 0.95, baselineShare: 0.1 }];
    expect(
      judge({ findings: [{ ...worker, rhythm: 'onset', burst: [100, 239, 40] }], context }).verdict,
    ).toBe('likely');
    expect(judge({ findings: [{ ...worker, dimensions }] }).verdict).toBe('likely');
  });

  test('nothing is rolled back for them', () => {
    const { actions } = adviceFor({ findings: [worker] });
    expect(new Set(actions.map(({ rollback }) => rollback))).toEqual(new Set([null]));
    expect(actions[1]?.title).toBe('Find out what these errors mean before anything is changed');
  });
});

describe('mechanism', () => {
  test.each([
    ['storage quota exceeded for bucket media', 'The storage quota is used up'],
    ['write failed: Disk quota exceeded', 'The disk quota is used up'],
    ['quota exceeded for tenant 12', 'The quota is used up'],
    ['API quota exceeded', 'A service limits the rate of calls'],
    ['HTTP 429 Too Many Requests', 'A service limits the rate of calls (429)'],
    [
      'upstream ledger.internal:8443 timed out after 5000 ms',
      'ledger.internal:8443 does not answer in time',
    ],
  ])('%s', (message, title) => {
    expect(
      first({ findings: [{ id: 'F1', message: `ERROR ${message}`, text: message }] })?.title,
    ).toBe(title);
  });
});

describe('what recurs', () => {
  const probe: FindingSpec = {
    id: 'F1',
    message: 'health check failed: TypeError: x is not a function',
    count: 120,
    from: 120,
    to: 239,
    rhythm: 'periodic',
    periodMs: 60_000,
  };
  const deploy = event(minute(119.5), 'INFO deploy: version 2.4.1 rolled out');

  test('after a quiet stretch is an onset, with its trigger', () => {
    const cause = first({ findings: [probe], context: [deploy] });
    expect(cause?.trigger?.message).toBe('INFO deploy: version 2.4.1 rolled out');
    expect(cause?.confidence).toBe('confirmed');
    expect(cause?.explanation).toContain('every 60 seconds, from 14:00:00 UTC on');
    expect(cause?.explanation).not.toContain('like a timer');
  });

  test('without a change is like a timer', () => {
    const explanation = first({ findings: [probe] })?.explanation;
    expect(explanation).toContain('recurs like a timer');
  });

  test('through the window, or with a period longer than the quiet, has no onset', () => {
    const context = [deploy];
    const through = { ...probe, from: 1 };
    const hourly = { ...probe, from: 50, periodMs: 3_600_000 };
    expect(first({ findings: [through], context })?.trigger).toBeNull();
    expect(
      first({
        findings: [hourly],
        context: [event(minute(49), 'INFO deploy: version 2 rolled out')],
      })?.trigger,
    ).toBeNull();
  });
});

describe('trigger', () => {
  const pool: FindingSpec = {
    id: 'F1',
    message: 'java.sql.SQLException: Connection pool exhausted',
    count: 567,
    burst: [135, 165, 420],
  };
  const change = event(
    minute(128),
    'INFO configuration change applied: settlement.workers changed from 2 to 14',
  );
  const ended = event(minute(165.1), 'INFO settlement batch finished: 31877 payments settled');

  test('the burst is told from what came before and after it', () => {
    expect(first({ findings: [pool] })?.explanation).toMatch(
      /420 of the 567 of F1 are the burst between \S+ UTC and \S+ UTC; \d+ came before it and \d+ after it, as background\./,
    );
  });

  test('errors that end while the change stays in force speak against it', () => {
    const cause = first({ findings: [pool], context: [change] });
    expect(cause?.confidence).toBe('likely');
    expect(cause?.trigger?.message).toContain('settlement.workers');
    expect(cause?.explanation).toContain('its possible trigger');
    expect(cause?.explanation).toContain('Against it: the burst ended at 14:45:00 UTC');
    const [action] = adviceFor({ findings: [pool], context: [change] }).actions;
    expect(action?.title).toBe(
      'Confirm that the burst of F1 is over since 14:45:00 UTC, and check whether a change of configuration logged at 14:08:00 UTC had a part in it',
    );
    expect(action?.rollback).toBeNull();
  });

  test('where the log group holds nothing any more, nobody knows whether they ended', () => {
    const place = { label: '/shop/orders', name: '/shop/orders', region: 'us-west-2' };
    const against = (lastEventMs: number) =>
      first({
        findings: [{ ...pool, count: 420, group: place.name }],
        context: [change],
        logGroups: [{ ...place, lastEventMs, events: 10_000 }],
      })?.explanation.includes('Against it: the burst ended');
    expect(against(minute(239))).toBe(true);
    expect(against(minute(165))).toBe(false);
  });

  test.each([
    ['the job of the change is over', 'INFO settlement batch finished: 31877 payments settled'],
    ['the change was undone', 'INFO rolled back to the earlier values'],
    ['its value is the earlier one', 'INFO settlement.workers changed from 14 to 2'],
    ['a roll-out was undone', 'INFO deployment settlement rollout undo to settlement:9.2.4'],
  ])('an end that is explained confirms it: %s', (_name, message) => {
    const cause = first({ findings: [pool], context: [change, event(minute(165.1), message)] });
    expect(cause?.confidence).toBe('confirmed');
    expect(cause?.explanation).not.toContain('Against it');
    expect(cause?.evidence.map(({ quote }) => quote)).toContain(message);
  });

  test.each([
    ['added s3:PutObject', 'explained'],
    ['added s3:GetObject', 'unexplained'],
    ['removed s3:PutObject again', 'unexplained'],
  ])('permissions that were taken away are given back by the opposite: %s', (what, kind) => {
    const policy = (words: string) => `INFO iam: policy exporter-role updated by ops: ${words}`;
    const taken = event(minute(134), policy('removed s3:PutObject'));
    const given = event(minute(165.1), policy(what));
    const cause = first({ findings: [pool], context: [taken, given] });
    expect(cause?.trigger?.message).toContain('removed s3:PutObject');
    expect(cause?.end?.message ?? null).toBe(kind === 'explained' ? given.message : null);
    expect(cause?.explanation.includes('none is recognised as its undoing')).toBe(
      kind === 'unexplained',
    );
  });

  test('another job that ends at that time explains nothing', () => {
    const other = { ...ended, message: 'INFO thumbnail export finished: 12 images' };
    expect(first({ findings: [pool], context: [change, other] })?.confidence).toBe('likely');
  });

  test('errors that go on leave it to be undone', () => {
    const going = {
      ...pool,
      count: 420,
      rhythm: 'onset' as const,
      burst: [135, 239, 420] as const,
    };
    const [action] = adviceFor({ findings: [going], context: [change] }).actions;
    expect(first({ findings: [going], context: [change] })?.confidence).toBe('confirmed');
    expect(action?.title).toBe('Set settlement.workers back from 14 to 2');
  });
});

describe('warnings', () => {
  const error: FindingSpec = {
    id: 'F1',
    message: 'java.lang.NullPointerException: no request',
    count: 60,
    requestId: 'r-1',
  };
  const warning: FindingSpec = {
    id: 'F2',
    message: 'request body is empty, passing on an empty request',
    severity: 'warning',
    count: 60,
    from: 5 - 2 / 60_000,
    to: 235 - 2 / 60_000,
    requestId: 'r-1',
  };

  test('one before each error is the step before it, and not ruled out', () => {
    const { rootCauses, ruledOut } = judge({ findings: [error, warning] });
    expect(rootCauses[0]?.explanation).toContain(
      'F2 ("request body is empty, passing on an empty request") comes before 60 of the 60 errors of F1, typically 2 ms earlier with the same request id.',
    );
    expect(rootCauses[0]?.explanation).not.toContain('do not show what began it');
    expect(rootCauses[0]?.evidence.map(({ quote }) => quote)).toContain(warning.message);
    expect(ruledOut).toEqual([]);
  });

  test.each([
    ['minutes before', { from: 3, to: 233 }],
    ['after it', { from: 5.01, to: 235.01 }],
    ['far more often', { count: 4_000 }],
    ['in another log group', { group: '/shop/other' }],
  ])('is no step before it: %s', (_name, difference) => {
    const { rootCauses, ruledOut } = judge({ findings: [error, { ...warning, ...difference }] });
    expect(rootCauses[0]?.explanation).not.toContain('The step before it');
    expect(ruledOut.map(({ hypothesis }) => hypothesis)).toContain(
      'The warnings (F2) are the cause.',
    );
  });
});

describe('local files', () => {
  const disk: FindingSpec = {
    id: 'F1',
    message: 'Task timed out after 30.03 seconds',
    group: 'sub/app',
  };
  const commands = (spec: CaseSpec) => {
    const { actions, monitoring } = adviceFor(spec);
    return [...actions, ...monitoring].flatMap((item) => item.commands);
  };

  test('AWS is not asked for a log group that is a file; a step says what to search for', () => {
    const { actions, nextSteps } = adviceFor({ findings: [disk], region: 'local' });
    expect(commands({ findings: [disk], region: 'local' })).toEqual([]);
    expect(actions[0]?.steps[0]).toBe(
      'Search the local logs of sub/app for "Task timed out after".',
    );
    expect(nextSteps.join(' ')).toContain('the logs are local files');
    expect(actions.map(({ rollback }) => rollback ?? '').join(' ')).not.toContain('printed');
  });

  test('a region, or a name as log groups have, brings the commands back', () => {
    expect(commands({ findings: [disk] }).length).toBeGreaterThan(0);
    const group = '/aws/lambda/render';
    const { actions } = adviceFor({ findings: [{ ...disk, group }], region: 'local' });
    expect(actions[0]?.commands[0]).toContain(`--log-group-name ${group}`);
    expect(actions.map(({ rollback }) => rollback ?? '').join(' ')).toContain(
      'get-function-configuration printed',
    );
  });
});

describe('prevention', () => {
  test('each cause has a sentence of its own', () => {
    const { monitoring } = adviceFor({
      findings: [
        { id: 'F1', message: 'Connection pool exhausted', count: 60 },
        { id: 'F2', message: 'NullPointerException', count: 50 },
        { id: 'F3', message: 'Read timed out', count: 40 },
      ],
    });
    const sentences = monitoring
      .filter(({ kind }) => kind === 'prevention')
      .map(({ title }) => title.replace(/^Root cause \d: /, ''));
    expect(new Set(sentences).size).toBe(3);
  });
});
