// The judgement: ranking, consequences, triggers, verdicts, quotes.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, minute } from './cases.ts';

const POOL: FindingSpec = {
  id: 'F1',
  message:
    'could not obtain a database connection within 30 seconds\njava.sql.SQLException: Connection pool exhausted\n\tat com.payment.db.ConnectionManager.getConnection(ConnectionManager.java:45)',
  count: 567,
  burst: [135, 165, 420],
  location: { file: 'ConnectionManager.java', line: 45, function: 'getConnection' },
  language: 'java',
  category: 'connection',
  group: '/aws/lambda/payment-service-processor',
};
const NULL_POINTER: FindingSpec = {
  id: 'F2',
  message:
    'Unhandled exception\njava.lang.NullPointerException: Cannot invoke "PaymentRequest.getAmount()" because "request" is null\n\tat com.payment.validator.PaymentValidator.validate(PaymentValidator.java:23)',
  count: 198,
  location: { file: 'PaymentValidator.java', line: 23, function: 'validate' },
  language: 'java',
  category: 'application-exception',
  group: '/aws/lambda/payment-service-validator',
};
const READ_TIME_OUT: FindingSpec = {
  id: 'F3',
  message:
    'Payment gateway timeout after 30 seconds\njava.net.SocketTimeoutException: Read timed out\n\tat com.payment.gateway.StripeClient.processPayment(StripeClient.java:67)',
  count: 82,
  location: { file: 'StripeClient.java', line: 67, function: 'processPayment' },
  language: 'java',
  category: 'external-service',
  group: '/payment-service/application',
};

const judge = (spec: CaseSpec) => diagnose(caseOf(spec));
const ranking = (spec: CaseSpec) =>
  judge(spec).rootCauses.map(({ rank, signature, findings }) => [rank, signature, ...findings]);

describe('ranking', () => {
  test('a pool shortage that bursts comes before steady null pointers and steady time-outs', () => {
    const { verdict, rootCauses } = judge({ findings: [POOL, NULL_POINTER, READ_TIME_OUT] });
    expect(verdict).toBe('likely');
    expect(
      rootCauses.map(({ rank, signature, type, impact, urgency, location, component }) => ({
        rank,
        signature,
        type,
        impact,
        urgency,
        line: `${location?.file}:${location?.line}`,
        component,
      })),
    ).toEqual([
      {
        rank: 1,
        signature: 'connection-pool-exhausted',
        type: 'infrastructure',
        impact: 'high',
        urgency: 'high',
        line: 'ConnectionManager.java:45',
        component: 'payment-service-processor',
      },
      {
        rank: 2,
        signature: 'java-null-pointer',
        type: 'application-code',
        impact: 'medium',
        urgency: 'medium',
        line: 'PaymentValidator.java:23',
        component: 'payment-service-validator',
      },
      {
        rank: 3,
        signature: 'dependency-time-out',
        type: 'dependency',
        impact: 'low',
        urgency: 'medium',
        line: 'StripeClient.java:67',
        component: 'StripeClient',
      },
    ]);
  });

  test('a burst beats louder background', () => {
    const burst = { ...POOL, count: 180, burst: [135, 165, 178] as const };
    expect(ranking({ findings: [{ ...NULL_POINTER, count: 400 }, burst] })[0]).toEqual([
      1,
      'connection-pool-exhausted',
      'F1',
    ]);
  });

  test('a kind that clearly dominates comes first although it is steady', () => {
    const burst = { ...POOL, count: 30, burst: [135, 140, 29] as const };
    expect(ranking({ findings: [burst, { ...NULL_POINTER, count: 900 }] })[0]).toEqual([
      1,
      'java-null-pointer',
      'F2',
    ]);
  });

  test('findings with one mechanism and one component are one cause', () => {
    const message = (words: string) => `${words}: connect ECONNREFUSED 10.0.4.17:6379`;
    expect(
      ranking({
        findings: [
          { id: 'F1', message: message('get failed'), count: 60, burst: [60, 70, 60] },
          { id: 'F2', message: message('set failed'), count: 40, burst: [60, 70, 40] },
        ],
      }),
    ).toEqual([[1, 'redis-unavailable', 'F1', 'F2']]);
  });
});

describe('consequences', () => {
  const refused: FindingSpec = {
    id: 'F3',
    message: 'redis command failed: connect ECONNREFUSED 10.0.4.17:6379',
    count: 250,
    burst: [120, 144, 250],
  };
  const upstream: FindingSpec = {
    id: 'F2',
    message: 'upstream session cache unavailable, could not restore session',
    count: 400,
    burst: [123, 146, 400],
    group: '/shop/web',
  };
  const edge: FindingSpec = {
    id: 'F1',
    message: '{"status":503,"path":"/session"}',
    fields: { status: '503', path: '/session' },
    status: 503,
    text: 'GET /session 503',
    count: 550,
    burst: [124, 147, 550],
    group: '/shop/edge',
  };

  test('failures at the surface that follow a refused connection belong to it', () => {
    const { verdict, rootCauses, ruledOut } = judge({ findings: [edge, upstream, refused] });
    expect(verdict).toBe('likely');
    expect(rootCauses).toHaveLength(1);
    expect(rootCauses[0]).toMatchObject({
      signature: 'redis-unavailable',
      type: 'dependency',
      component: '10.0.4.17:6379',
      findings: ['F3', 'F1', 'F2'],
      confidence: 'likely',
    });
    expect(rootCauses[0]?.explanation).toContain(
      'The cause lies behind 10.0.4.17:6379, which these logs do not show.',
    );
    expect(ruledOut.slice(0, 2).map(({ because }) => because.slice(0, 46))).toEqual([
      'It begins 4 minutes after the onset of F3 at 1',
      'It begins 3 minutes after the onset of F3 at 1',
    ]);
    expect(ruledOut[0]?.because).toContain('It is the louder one');
  });

  test('what begins before the refused connection is no consequence of it', () => {
    const early = { ...upstream, burst: [60, 146, 400] as const };
    expect(ranking({ findings: [early, refused] }).map(([, name]) => name)).toEqual([
      'service-unavailable',
      'redis-unavailable',
    ]);
  });

  test('what begins an hour later is no consequence of it', () => {
    const late = { ...upstream, burst: [200, 220, 400] as const };
    expect(ranking({ findings: [late, refused] })).toHaveLength(2);
  });

  test('steady background explains no burst', () => {
    const steady = { ...refused, burst: undefined, rhythm: 'consistent' as const };
    const { burst: _none, ...background } = steady;
    expect(ranking({ findings: [background, upstream] })).toHaveLength(2);
  });

  test('one full disk just before the onset explains the burst after it', () => {
    const spark: FindingSpec = {
      id: 'F9',
      message: 'ENOSPC: no space left on device, write',
      count: 1,
      from: 121,
      to: 121,
      rhythm: 'sporadic',
    };
    expect(ranking({ findings: [upstream, spark] })[0]).toEqual([1, 'disk-full', 'F9', 'F2']);
  });

  test('an unknown error follows only where times go together', () => {
    const unknown: FindingSpec = {
      id: 'F2',
      message: 'checkout step could not complete',
      count: 100,
      burst: [121, 145, 100],
    };
    const findings = [refused, unknown];
    const correlations = [{ first: 'F3', second: 'F2', share: 0.9, lagMs: 60_000 }];
    expect(ranking({ findings })).toHaveLength(2);
    expect(ranking({ findings, correlations })).toEqual([[1, 'redis-unavailable', 'F3', 'F2']]);
  });
});

describe('verdict', () => {
  test('no errors are no incident', () => {
    expect(judge({ findings: [] })).toEqual({
      verdict: 'no-incident',
      rootCauses: [],
      ruledOut: [],
    });
  });

  test('warnings alone are no incident and no cause', () => {
    const { verdict, rootCauses, ruledOut } = judge({
      findings: [{ id: 'F1', message: 'connect ECONNREFUSED 10.0.0.1:6379', severity: 'warning' }],
    });
    expect([verdict, rootCauses]).toEqual(['no-incident', []]);
    expect(ruledOut).toEqual([]);
  });

  test('a warning that errors follow is a cause', () => {
    const warning: FindingSpec = {
      id: 'F2',
      message: 'could not resolve host: rates.internal',
      severity: 'warning',
      count: 20,
      burst: [60, 80, 20],
    };
    const errors: FindingSpec = {
      id: 'F1',
      message: '503 Service Unavailable',
      count: 90,
      burst: [61, 82, 90],
    };
    expect(ranking({ findings: [errors, warning] })).toEqual([[1, 'dns', 'F2', 'F1']]);
  });

  test('a trickle of unknown errors in many events is no incident', () => {
    const trickle: FindingSpec = {
      id: 'F1',
      message: 'could not parse banner',
      count: 3,
      rhythm: 'sporadic',
    };
    expect(judge({ findings: [trickle] }).verdict).toBe('no-incident');
    expect(judge({ findings: [trickle], totalEvents: 900 }).verdict).toBe('inconclusive');
    expect(judge({ findings: [trickle], totalEvents: null }).verdict).toBe('inconclusive');
    expect(judge({ findings: [{ ...trickle, level: 'fatal' }] }).verdict).toBe('inconclusive');
    expect(judge({ findings: [{ ...trickle, language: 'java' }] }).verdict).toBe('inconclusive');
    expect(judge({ findings: [{ ...trickle, count: 30 }] }).verdict).toBe('inconclusive');
  });

  test('one kill for lack of memory is not a trickle', () => {
    const kill: FindingSpec = {
      id: 'F1',
      message: 'pod web-1 OOMKilled',
      count: 1,
      rhythm: 'sporadic',
    };
    expect(judge({ findings: [kill] }).verdict).toBe('likely');
  });

  test('a burst of 503 at the edge alone is inconclusive', () => {
    const edge: FindingSpec = { id: 'F1', message: '503 Service Unavailable', burst: [60, 80, 50] };
    expect(judge({ findings: [edge] }).verdict).toBe('inconclusive');
  });

  test('steady unknown errors are inconclusive', () => {
    const { verdict, rootCauses } = judge({
      findings: [{ id: 'F1', message: 'could not render banner', category: 'uncategorized' }],
    });
    expect(verdict).toBe('inconclusive');
    expect(rootCauses[0]).toMatchObject({
      title: 'could not render banner',
      confidence: 'possible',
      signature: null,
      trigger: null,
    });
  });
});

describe('trigger', () => {
  const onset: FindingSpec = {
    ...NULL_POINTER,
    rhythm: 'onset',
    from: 120,
    to: 239,
    group: '/shop/app',
  };
  const deploy = event(minute(118), 'INFO deploy finished: version 2.14.0 is live');

  test('a deployment two minutes before the onset is quoted and confirms the cause', () => {
    const { verdict, rootCauses } = judge({ findings: [onset], context: [deploy] });
    expect(verdict).toBe('confirmed');
    expect(rootCauses[0]?.trigger).toMatchObject({
      timestampMs: minute(118),
      logGroup: '/shop/app',
      message: 'INFO deploy finished: version 2.14.0 is live',
    });
    expect(rootCauses[0]?.explanation.split('. ')[0]).toBe(
      'Null pointer at PaymentValidator.java:23: request is null, from 14:00:00 UTC on, 2 minutes after a deployment or a new version was logged ("deploy finished: version 2.14.0 is live")',
    );
  });

  test('a line that comes every minute sets nothing off', () => {
    const context = Array.from({ length: 20 }, (_, index) =>
      event(minute(105 + index), `INFO configuration reloaded in ${index} ms`),
    );
    const { rootCauses, ruledOut } = judge({ findings: [onset], context });
    expect(rootCauses[0]?.trigger).toBeNull();
    expect(ruledOut.map(({ hypothesis }) => hypothesis)).toContain(
      'An announced deployment, configuration change, fail-over or restart set it off.',
    );
  });

  test('a fleet that announces the same version within a minute counts as one', () => {
    const context = Array.from({ length: 8 }, (_, index) =>
      event(
        minute(117) + index * 4_321 * (index % 3),
        `INFO starting worker ${index}, version 2.14.0`,
      ),
    ).sort((a, b) => a.timestampMs - b.timestampMs);
    expect(judge({ findings: [onset], context }).rootCauses[0]?.trigger).not.toBeNull();
  });

  test.each([
    ['INFO Failover disabled, using primary endpoint'],
    ['INFO Retry policy configured: maxAttempts=3 timeout=30s'],
    ['INFO no new version found'],
    ['INFO log rotated'],
    ['INFO evicted 12 keys'],
    ['START RequestId: 1 Version: $LATEST'],
    ['ERROR deploy finished: version 2 is broken'],
    ['INFO GET /deploy/started/version 200'],
  ])('is not: %s', (message) => {
    const context = [event(minute(118), message)];
    expect(judge({ findings: [onset], context }).rootCauses[0]?.trigger).toBeNull();
  });

  test.each([
    ['INFO feature flag new-tax-rules enabled for 100 %'],
    ['INFO applying migration V42__add_vat.sql'],
    ['WARN database failover started, promoting replica'],
    ['INFO signing key rotated, kid=7'],
    ['INFO scaled from 4 to 2 instances'],
    ['INFO nightly backup started'],
    ['INFO service restarted by operator'],
    ['INFO max_connections changed from 200 to 20'],
  ])('is: %s', (message) => {
    const context = [event(minute(118), message)];
    expect(judge({ findings: [onset], context }).rootCauses[0]?.trigger?.message).toBe(message);
  });

  test('what is logged after the onset or long before it is none', () => {
    const context = [
      event(minute(100), 'INFO deploy finished: version 1 is live'),
      event(minute(121), 'INFO deploy finished: version 2 is live'),
    ];
    expect(judge({ findings: [onset], context }).rootCauses[0]?.trigger).toBeNull();
  });

  test('a job that begins before is quoted, and confirms only where it names what fails', () => {
    const far = judge({
      findings: [onset],
      context: [event(minute(112), 'INFO nightly backup started')],
    });
    const near = judge({
      findings: [onset],
      context: [event(minute(119), 'INFO nightly backup started')],
    });
    const named = judge({
      findings: [onset],
      context: [event(minute(112), 'INFO export job of PaymentValidator started')],
    });
    expect([far.verdict, near.verdict, named.verdict]).toEqual(['likely', 'likely', 'confirmed']);
    expect(far.rootCauses[0]?.trigger?.message).toBe('INFO nightly backup started');
  });

  test('a long JSON line is quoted around the words that announce it', () => {
    const line = JSON.stringify({
      padding: 'p'.repeat(2_000),
      level: 'info',
      msg: 'feature flag tax-v2 enabled',
    });
    const message = judge({ findings: [onset], context: [event(minute(118), line)] }).rootCauses[0]
      ?.trigger?.message;
    expect(message).toContain('feature flag tax-v2 enabled');
    expect(line).toContain(message);
    expect(message?.length).toBeLessThanOrEqual(500);
  });

  test('a steady failure has no trigger', () => {
    expect(
      judge({ findings: [NULL_POINTER], context: [deploy] }).rootCauses[0]?.trigger,
    ).toBeNull();
  });
});

describe('evidence', () => {
  test('a gauge that climbs to its limit before the onset is quoted', () => {
    const context = [4, 9, 15, 20, 20].map((active, index) =>
      event(minute(130 + index), `INFO pool stats active=${active}/20 idle=0`),
    );
    const { rootCauses } = judge({ findings: [POOL], context });
    expect(rootCauses[0]?.evidence.map(({ quote }) => quote)).toContain(
      'INFO pool stats active=20/20 idle=0',
    );
    expect(rootCauses[0]?.explanation).toContain('active climbs from 4 to 20 of 20');
  });

  test.each([
    ['INFO db pool usage=95% active=19 max=20', 'active'],
    ['INFO disk_used=95%', 'disk_used'],
    ['INFO slots busy=19/20', 'busy'],
  ])('a gauge is read from: %s', (full, name) => {
    const context = [
      ...[30, 40, 55].map((value, index) =>
        event(
          minute(128 + index),
          full.replaceAll('95%', `${value}%`).replaceAll('19', `${value / 5}`),
        ),
      ),
      event(minute(132), full),
    ];
    const { rootCauses } = judge({ findings: [POOL], context });
    expect(rootCauses[0]?.evidence.map(({ quote }) => quote)).toContain(full);
    expect(rootCauses[0]?.explanation).toContain(`while ${name} climbs`);
  });

  test.each([
    ['progress of a job', [1, 4, 8, 10, 10], (value: number) => `INFO batch ${value} of 10 done`],
    [
      'a gauge that came back',
      [1, 4, 10, 10, 3],
      (value: number) => `INFO pool active=${value}/10`,
    ],
    [
      'a gauge that is always full',
      [10, 10, 10, 10],
      (value: number) => `INFO pool active=${value}/10`,
    ],
    ['two readings', [1, 10], (value: number) => `INFO pool active=${value}/10`],
  ])('is no drift: %s', (_name, values, line) => {
    const context = values.map((value, index) => event(minute(130 + index), line(value)));
    expect(judge({ findings: [POOL], context }).rootCauses[0]?.explanation).not.toContain('climbs');
  });

  test('quotes are verbatim, at most four and at most 500 characters long', () => {
    const long = `x${'y'.repeat(2_000)} connect ECONNREFUSED 10.0.4.17:6379 ${'z'.repeat(2_000)}`;
    const input = caseOf({
      findings: [{ id: 'F1', message: long, burst: [60, 70, 50] }, POOL, NULL_POINTER],
      context: [event(minute(58), 'INFO deploy finished: version 2 is live')],
    });
    const events = [
      ...input.context,
      ...input.analysis.findings.flatMap(({ samples }) =>
        samples.flatMap(({ block }) => block.events),
      ),
    ];
    for (const { evidence } of diagnose(input).rootCauses) {
      expect(evidence.length).toBeGreaterThan(0);
      expect(evidence.length).toBeLessThanOrEqual(4);
      for (const { id, quote } of evidence) {
        expect(quote.length).toBeLessThanOrEqual(500);
        expect(
          events.some(({ evidenceId, message }) => evidenceId === id && message.includes(quote)),
        ).toBe(true);
      }
    }
  });

  test('the words that were recognised are in the first quote', () => {
    const quotes = judge({ findings: [POOL] }).rootCauses[0]?.evidence.map(({ quote }) => quote);
    expect(quotes).toEqual([
      'java.sql.SQLException: Connection pool exhausted',
      'at com.payment.db.ConnectionManager.getConnection(ConnectionManager.java:45)',
    ]);
  });

  test('a field that marks the failures is told', () => {
    const dimensions = [{ field: 'build', value: '4f2a91', share: 0.97, baselineShare: 0.11 }];
    const { rootCauses } = judge({ findings: [{ ...POOL, dimensions }] });
    expect(rootCauses[0]?.explanation).toContain(
      '97 % of these errors carry build=4f2a91, of the other events 11 %.',
    );
  });
});

describe('the title of a fault of the code', () => {
  const titleOf = (message: string, more: Partial<FindingSpec> = {}) =>
    judge({ findings: [{ ...NULL_POINTER, message, ...more }] }).rootCauses[0]?.title;

  test('is its own message with its place', () => {
    expect(titleOf("KeyError: 'tier'")).toBe("KeyError: 'tier' at PaymentValidator.java:23");
  });

  test('is its message where only the whole line names the namespace', () => {
    const message =
      "Unhandled exception\nSystem.InvalidCastException: Unable to cast object of type 'A' to type 'B'.";
    const title = "InvalidCastException: Unable to cast object of type 'A' to type 'B'.";
    expect(titleOf(message, { title })).toBe(
      "InvalidCastException: Unable to cast object of type 'A' to type 'B' at PaymentValidator.java:23",
    );
  });

  test('is bounded, and keeps the place', () => {
    const title = titleOf(`ValueError: ${'very '.repeat(60)}`) ?? '';
    expect(title.length).toBeLessThanOrEqual(120);
    expect(title).toMatch(/^ValueError: very .*… at PaymentValidator\.java:23$/);
  });

  test('names the kind where the words do not show it', () => {
    expect(titleOf("cart failed\nKeyError: 'tier'")).toBe(
      'Python fault at PaymentValidator.java:23',
    );
  });
});
