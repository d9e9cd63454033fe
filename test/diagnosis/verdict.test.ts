// The rules of the verdict: what confirms, what a normal time says, and where the rules hold back.
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import type { Comparison, Standing } from '../../src/evidence/types.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, minute, normalTime } from './cases.ts';

const judge = (spec: CaseSpec) => diagnose(caseOf(spec));

const COUPON: FindingSpec = { id: 'F1', message: 'ERROR coupon is unknown', count: 120 };
const PRICE: FindingSpec = {
  id: 'F2',
  message: 'ERROR price list has no currency',
  count: 40,
  rhythm: 'onset',
  from: 120,
  to: 239,
};

function standing(finding: string, kind: Standing, count = 0): Comparison {
  return {
    finding,
    standing: kind,
    count,
    kindCount: count,
    perHour: 30,
    baselinePerHour: count / 4,
    kindPerHour: count / 4,
    grownIn: null,
    chance: kind === 'new' || kind === 'risen' ? 0.0001 : 1,
  };
}

const GROUPS = ['/shop/orders', '/shop/prices'].map((name) => ({
  label: name,
  name,
  region: 'us-west-2',
}));

describe('a normal time', () => {
  test('makes what it has at the same rate background, with both rates', () => {
    const { verdict, rootCauses, ruledOut } = judge({
      findings: [COUPON, PRICE],
      baseline: normalTime([standing('F1', 'background', 118), standing('F2', 'new')]),
    });
    expect(rootCauses.map(({ findings }) => findings[0])).toEqual(['F2']);
    expect(verdict).toBe('inconclusive');
    expect(ruledOut.map(({ because }) => because)).toContain(
      'It is background: about 30 an hour in the window, about 30 an hour in the normal time, which is no more than chance allows.',
    );
  });

  test('that had far more of an error is not said to have as many', () => {
    const one = { ...standing('F1', 'background', 480), fallen: true };
    const { ruledOut } = judge({
      findings: [COUPON, PRICE],
      baseline: normalTime([one, standing('F2', 'new')]),
    });
    expect(ruledOut.map(({ because }) => because).join()).toContain('which is fewer than before.');
  });

  test('makes what it lacks likely, where the service at fault has a name', () => {
    const findings = [
      { ...COUPON, group: '/shop/orders' },
      { ...PRICE, group: '/shop/prices' },
    ];
    const baseline = normalTime([standing('F1', 'background', 118), standing('F2', 'new')]);
    const { verdict, rootCauses } = judge({ findings, baseline, logGroups: GROUPS });
    expect([verdict, rootCauses[0]?.component]).toEqual(['likely', 'prices']);
    expect(rootCauses[0]?.explanation).toContain(
      'It is new: about 30 an hour in the window, none in the normal time.',
    );
  });

  test('leaves four errors that it lacks undecided', () => {
    const findings = [
      { ...PRICE, count: 4, group: '/shop/prices' },
      { ...COUPON, id: 'F1', group: '/shop/orders' },
    ];
    const baseline = normalTime([standing('F2', 'new'), standing('F1', 'background', 118)]);
    expect(judge({ findings, baseline, logGroups: GROUPS }).verdict).toBe('inconclusive');
  });

  test('with all errors leaves no incident', () => {
    const baseline = normalTime([standing('F1', 'background', 118)]);
    expect(judge({ findings: [COUPON], baseline })).toMatchObject({
      verdict: 'no-incident',
      rootCauses: [],
    });
  });

  test('that nobody chose is background all the same beside a likely cause', () => {
    const findings = [
      { ...COUPON, count: 900, group: '/shop/orders' },
      { ...PRICE, group: '/shop/prices' },
    ];
    const both = [standing('F1', 'background', 900), standing('F2', 'new')];
    const { verdict, rootCauses, ruledOut } = judge({
      findings,
      baseline: normalTime(both, 'before'),
      logGroups: GROUPS,
    });
    expect(verdict).toBe('likely');
    expect(rootCauses.map((cause) => cause.findings[0])).toEqual(['F2']);
    expect(ruledOut.map(({ because }) => because).join()).toContain('It is background:');
  });

  test('that nobody chose is no background for the sake of a few errors beside it', () => {
    const findings = [
      { ...COUPON, count: 1_900, group: '/shop/orders' },
      { ...PRICE, count: 12, group: '/shop/prices' },
    ];
    const both = [standing('F1', 'background', 1_900), standing('F2', 'new')];
    const { rootCauses } = judge({
      findings,
      baseline: normalTime(both, 'before'),
      logGroups: GROUPS,
    });
    expect(rootCauses[0]?.findings).toEqual(['F1']);
  });

  test('that nobody chose may be part of the incident: much of the traffic fails in both', () => {
    const baseline = normalTime([standing('F1', 'background', 900)], 'before');
    const many = { ...COUPON, count: 900 };
    const { verdict, rootCauses } = judge({ findings: [many], baseline });
    expect(verdict).toBe('inconclusive');
    expect(rootCauses[0]?.explanation).toContain('so it began earlier or is background');
    expect(judge({ findings: [COUPON], baseline }).verdict).toBe('no-incident');
  });

  test('does not make a known mechanism likely that it has too', () => {
    const refused = { ...COUPON, message: 'Error: connect ECONNREFUSED 10.0.0.5:5432' };
    const baseline = normalTime([standing('F1', 'rare')]);
    expect(judge({ findings: [refused] }).verdict).toBe('likely');
    expect(judge({ findings: [refused], baseline }).verdict).toBe('inconclusive');
  });
});

describe('confirmed', () => {
  const full: FindingSpec = {
    id: 'F1',
    message: 'ERROR write failed: No space left on device',
    count: 300,
    burst: [120, 150, 300],
  };
  const edge: FindingSpec = {
    id: 'F2',
    message: '{"path":"/pay","status":503}',
    text: 'GET <path> 503',
    fields: { path: '/pay', status: '503' },
    status: 503,
    count: 400,
    burst: [121, 150, 400],
  };

  test('is a cause by itself that others follow, without a trigger', () => {
    expect(judge({ findings: [full, edge] }).verdict).toBe('confirmed');
    expect(judge({ findings: [full] }).verdict).toBe('likely');
  });

  test('is not what lies behind a refused connection, unless a change explains it', () => {
    const refused: FindingSpec = {
      ...full,
      message: 'Error: connect ECONNREFUSED 10.0.0.5:5432',
      burst: [120, 239, 300],
    };
    const logged = (message: string) => [event(minute(118), message)];
    const failOver = logged('WARN fail-over completed, new primary is db-2');
    const deployed = logged('INFO deployed shop v9.4.1');
    expect(judge({ findings: [refused, edge] }).verdict).toBe('likely');
    expect(judge({ findings: [refused, edge], context: deployed }).verdict).toBe('likely');
    expect(judge({ findings: [refused, edge], context: failOver }).verdict).toBe('confirmed');
  });

  test('is nothing once the lines that show it are gone', () => {
    expect(judge({ findings: [edge] }).verdict).toBe('inconclusive');
  });
});

describe('the rules hold back', () => {
  test('on a fault of the code that names no place', () => {
    const fault: FindingSpec = {
      id: 'F1',
      message: 'request failed; nested exception is java.lang.IllegalStateException: closed',
      language: 'java',
      count: 60,
    };
    expect(judge({ findings: [fault] }).verdict).toBe('inconclusive');
    const location = { file: 'Cursor.java', line: 7, function: 'next' };
    expect(judge({ findings: [{ ...fault, location }] }).verdict).toBe('likely');
  });

  test('on a handful of time-outs that is over, with nothing before or after', () => {
    const timeOut: FindingSpec = {
      id: 'F1',
      message: 'java.net.SocketTimeoutException: Read timed out',
      count: 12,
      burst: [60, 61, 12],
    };
    expect(judge({ findings: [timeOut] }).verdict).toBe('inconclusive');
    expect(judge({ findings: [{ ...timeOut, count: 80, burst: [60, 61, 80] }] }).verdict).toBe(
      'likely',
    );
  });
});

describe('a mechanism that is sure lends nothing to a change that only stands before it', () => {
  const full: FindingSpec = {
    id: 'F1',
    message: 'write failed: No space left on device',
    count: 300,
    rhythm: 'onset',
    from: 120,
    to: 239,
    group: '/shop/store',
  };
  const answered: FindingSpec = {
    ...full,
    id: 'F2',
    message: 'POST /orders 500',
    text: 'POST /orders 500',
    status: 500,
    group: '/shop/web',
  };
  const untied = event(minute(118), 'INFO config reloaded: log.level=info', '/shop/web');
  const input = caseOf({ findings: [full, answered], context: [untied] });
  const diagnosis = diagnose(input);
  const { rootCauses } = diagnosis;

  test('the cause is confirmed, the change is not held to have set it off', () => {
    expect(rootCauses[0]).toMatchObject({ confidence: 'confirmed', trigger: { hold: 'suspect' } });
  });

  test('the first action is about the mechanism, and the change is checked, not undone', () => {
    const [first, second] = advise(input, diagnosis).actions.filter(
      ({ horizon }) => horizon === 'immediate',
    );
    expect(first?.title).not.toMatch(/undo|set .* back|14:|13:58/i);
    expect(second?.title).toBe(
      'Check whether a change of configuration of 13:58:00 UTC had a part in it, before it is undone',
    );
  });

  test('that others wait for a lock does not tell who holds it: likely at most', () => {
    const lock = { ...full, message: 'canceling statement due to lock timeout (table contacts)' };
    const told = diagnose(caseOf({ findings: [lock, answered] })).rootCauses[0];
    expect(told?.confidence).toBe('likely');
  });
});

describe('similar bursts at no certain distance', () => {
  const starts = [20, 33, 61, 140, 171];
  const timeOuts = (at: readonly number[], message = 'upstream read timed out after 3000 ms') => {
    const input = caseOf({
      findings: [
        {
          id: 'F1',
          message,
          category: 'external-service',
          count: 40,
          burst: [33, 33.4, 8],
          group: '/shop/api',
        },
      ],
    });
    const perStart = 40 / at.length;
    const timesMs = at.flatMap((start) =>
      Array.from({ length: perStart }, (_, i) => minute(start) + i * 2_000),
    );
    const findings = input.analysis.findings.map((each) => ({ ...each, timesMs }));
    return diagnose({ ...input, analysis: { ...input.analysis, findings } }).rootCauses[0];
  };

  test('of time-outs of nobody by name are possible, no more', () => {
    const cause = timeOuts(starts);
    expect(cause?.confidence).toBe('possible');
    expect(cause?.explanation).toContain('5 similar bursts between 12:20:00 UTC and 14:51:14 UTC');
  });

  test('clusters as chance forms them are no bursts', () => {
    // Gaps drawn like those of errors that come at any moment alike, three minutes apart on average.
    const gaps = Array.from(
      { length: 40 },
      (_, at) => -3 * Math.log(((at * 17) % 40) / 40 + 0.0125),
    );
    const even = gaps.map((_, at) => gaps.slice(0, at).reduce((sum, gap) => sum + gap, 60));
    const message = 'report missing: https://reports.example/v1 has no answer, read timed out';
    expect(timeOuts(even, message)?.explanation).not.toContain('similar bursts');
    expect(timeOuts(starts, message)?.explanation).toContain('similar bursts');
  });

  test('who does not answer says more', () => {
    const message = 'call to https://rates.example/v1 timed out after 3000 ms';
    expect(timeOuts(starts, message)?.confidence).toBe('likely');
  });

  test('one burst does', () => {
    expect(timeOuts([33, 33.3, 33.6, 33.9, 34.2])?.confidence).toBe('likely');
  });
});

describe('a number that drifts while steady errors go on', () => {
  const font = { id: 'F1', message: 'ERROR glyph missing, fallback taken', count: 90 };
  const judged = (line: (depth: number) => string) => {
    const depth = (at: number) => (at < 120 ? 5 + (at % 3) : 5 + (at - 120) * 20);
    const lines = Array.from({ length: 240 }, (_, at) => [
      event(minute(at), line(depth(at)), '/shop/scheduler'),
      event(minute(at), 'INFO page rendered'),
    ]).flat();
    const logGroups = [
      { label: '/shop/app', name: '/shop/app', region: 'local', ...SILENT },
      { label: '/shop/scheduler', name: '/shop/scheduler', region: 'local', ...GOING },
    ];
    return judge({ findings: [font], survey: surveyOf(lines, true), logGroups }).rootCauses;
  };
  const SILENT = { lastEventMs: minute(120.5), events: 5_000 };
  const GOING = { lastEventMs: minute(239), events: 240 };

  test('is another story, and the likelier one: such errors are there anyway', () => {
    const [number, errors] = judged((depth) => `INFO planner queue_depth=${depth}`);
    expect([number?.findings, errors?.findings]).toEqual([[], ['F1']]);
    expect(errors).toMatchObject({ rank: 2, confidence: 'possible' });
    expect(errors?.explanation).not.toContain('queue_depth');
    expect(number).toMatchObject({ rank: 1, confidence: 'possible' });
    expect(number?.title).toMatch(/^planner queue_depth climbs from \d+ to \d+$/);
    expect(number?.explanation).toContain('No error and no warning sets in with it.');
  });

  test('is told with the log group that fell silent then', () => {
    const [number] = judged((depth) => `INFO planner queue_depth=${depth}`);
    expect(number?.explanation).toContain('Log group /shop/app holds nothing after 14:00:30 UTC');
    expect(number?.explanation).not.toContain('Log group /shop/scheduler');
  });

  test('is told where it is called as they are', () => {
    const [cause] = judged((depth) => `INFO planner glyph_backlog=${depth}`);
    expect(cause?.confidence).toBe('likely');
    expect(cause?.explanation).toContain('while glyph_backlog climbs');
  });
});

test('time-outs of nobody by name that come at any moment alike are possible, no more', () => {
  const input = caseOf({
    findings: [{ id: 'F1', message: 'upstream read timed out', category: 'external-service' }],
  });
  const gaps = Array.from({ length: 40 }, (_, at) => -5 * Math.log(((at * 17) % 40) / 40 + 0.0125));
  const timesMs = gaps.map((_, at) => minute(gaps.slice(0, at).reduce((sum, gap) => sum + gap, 5)));
  const findings = input.analysis.findings.map((each) => ({ ...each, timesMs }));
  const [cause] = diagnose({ ...input, analysis: { ...input.analysis, findings } }).rootCauses;
  expect(cause?.confidence).toBe('possible');
  expect(cause?.explanation).not.toContain('bursts');
});

describe('a job that began before an unknown failure and was over with it', () => {
  const missing: FindingSpec = {
    id: 'F1',
    message: 'post 17 is not there',
    count: 200,
    burst: [124, 180, 200],
    group: '/shop/web',
  };
  const job = (at: number, words: string) =>
    event(minute(at), `INFO import of 4100000 memberships ${words}`, '/shop/import');
  const judged = (...lines: readonly ReturnType<typeof job>[]) => {
    const healthy = Array.from({ length: 200 }, (_, at) =>
      event(minute(at), 'INFO page rendered', '/shop/web'),
    );
    const all = [...healthy, ...lines];
    return diagnose(caseOf({ findings: [missing], context: all, survey: surveyOf(all, true) }));
  };

  test('makes it likely, and is told by its end', () => {
    const { verdict, rootCauses } = judged(job(120, 'started'), job(179, 'finished'));
    expect(verdict).toBe('likely');
    expect(rootCauses[0]?.explanation).toContain(
      'it is a possible trigger: what it began was over when they ended.',
    );
  });

  test('does not where it went on', () => {
    const { verdict, rootCauses } = judged(job(120, 'started'));
    expect(verdict).toBe('inconclusive');
    expect(rootCauses[0]?.explanation).toContain('only the order in time speaks for it');
  });
});

test('a log group of RDS is called after its database', () => {
  const full = { id: 'F1', message: 'FATAL: sorry, too many clients already', count: 90 } as const;
  const at = (group: string) =>
    diagnose(
      caseOf({
        findings: [{ ...full, group, rhythm: 'onset', from: 120 }],
        logGroups: [group, '/shop/web'].map((name) => ({ label: name, name, region: 'local' })),
      }),
    ).rootCauses[0]?.component;
  expect(at('/aws/rds/instance/orders-db/postgresql')).toBe('orders-db');
  expect(at('/aws/rds/cluster/orders/slowquery')).toBe('orders');
});

describe('what runs along all day', () => {
  const usual = (message: string, fields = {}): CaseSpec => ({
    findings: [{ id: 'F1', message, text: message, fields, count: 40, rhythm: 'consistent' }],
    totalEvents: 10_000,
  });
  const DENIED =
    'AccessDenied: User: arn:aws:sts::1:assumed-role/Scanner/s is not authorized to perform: kms:DescribeKey';

  test('is no likely cause: a refusal that CloudTrail tells', () => {
    const record = { eventSource: 'kms.amazonaws.com', eventName: 'DescribeKey' };
    expect(judge(usual(DENIED, record)).verdict).toBe('inconclusive');
  });

  test('is one where the application itself tells of it', () => {
    expect(judge(usual(DENIED)).verdict).toBe('likely');
  });
});

test('what is likely and set in first stands before a time-out that only the edge tells of', () => {
  const edge: FindingSpec = {
    id: 'F1',
    message: '{"path":"/rates","status":504}',
    text: 'GET /rates 504',
    fields: { path: '/rates', status: '504' },
    status: 504,
    count: 900,
    rhythm: 'onset',
    from: 121,
    to: 239,
    group: '/aws/apigateway/rates',
  };
  const engine: FindingSpec = {
    id: 'F2',
    message: 'ERROR executor saturated: 4/4 busy, task rejected',
    count: 500,
    rhythm: 'onset',
    from: 120,
    to: 239,
    group: '/ecs/engine',
  };
  const change = 'INFO config applied: executor.size changed from 64 to 4';
  const { verdict, rootCauses } = judge({
    findings: [edge, engine],
    context: [event(minute(120) - 5_000, change, '/ecs/engine')],
  });
  expect(rootCauses[0]?.findings[0]).toBe('F2');
  expect(verdict).toBe('likely');
});

test('the program that runs others is not at fault for what it tells of them', () => {
  const { rootCauses } = judge({
    findings: [
      {
        id: 'F1',
        message: 'pod shop/a container indexer: terminated reason=OOMKilled exitCode=137',
        count: 40,
        rhythm: 'onset',
        from: 120,
        to: 239,
        group: '/shop/kubelet',
      },
    ],
  });
  expect(rootCauses[0]?.component).toBeNull();
});
