import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { event, FOUR_HOURS, MINUTE, merged, random, START_MS, scattered } from './support.ts';

const NPE = (id: number) =>
  `2026-03-03 12:00:01,123 ERROR [http-${id % 9}] c.s.Cart - cannot price order ${id}\njava.lang.NullPointerException: cart is null\n\tat com.shop.cart.Pricing.price(Pricing.java:41)\n\tat com.shop.Api.post(Api.java:7)`;
const POOL = (id: number) =>
  `2026-03-03 12:00:01,123 ERROR [http-${id % 9}] c.s.Db - no connection for order ${id}\njava.sql.SQLException: Connection pool exhausted\n\tat com.shop.db.Pool.get(Pool.java:45)\n\tat com.shop.Api.post(Api.java:9)`;

const at = (
  times: readonly number[],
  message: (index: number) => string,
  logGroup = '/shop/orders',
) => times.map((timestampMs, index) => event(message(index), { timestampMs, logGroup }));
const run = (events: readonly LogEvent[], healthy: readonly LogEvent[] = []) =>
  analyze(prepare(events, FOUR_HOURS), healthy);

/** More than a line of any screen holds. */
const LONG =
  'the service behind answered with a body that nobody could decode, so the whole request was given up '.repeat(
    8,
  );
const USERS = [
  'a@shop.example',
  'bartholomew.longname@customers.shop.example',
  'kim.lee@x.example',
];

describe('a long message with values of any width in front', () => {
  test.each<[string, (index: number) => string]>([
    [
      'JSON',
      (i) => JSON.stringify({ level: 'error', msg: `Order ${7 ** (i % 9)} failed: ${LONG}` }),
    ],
    ['text', (i) => `ERROR Login of ${USERS[i % 3]} failed: ${LONG}`],
    [
      'an exception',
      (i) => `ERROR no order\njava.lang.IllegalStateException: order ${7 ** (i % 9)}: ${LONG}`,
    ],
    ['an access record', (i) => `GET /cart/${'9'.repeat(1 + (i % 9) * 50)}/items 503 12ms`],
    [
      'a trace whose message names a code',
      (i) =>
        `ERROR no order\njava.lang.IllegalStateException: ${'9'.repeat(1 + (i % 9) * 50)} is lost: HTTP 503\n\tat com.shop.Api.post(Api.java:7)`,
    ],
  ])('is one finding: %s', (_, message) => {
    const { findings } = run(at(scattered(900, 0, 240, 4), message));
    expect(findings.map(({ count }) => count)).toEqual([900]);
  });
});

describe('analyze', () => {
  test('states one finding per error across log groups', () => {
    const events = [
      ...at(scattered(60, 100, 115, 1), POOL, '/shop/orders'),
      ...at(scattered(30, 101, 114, 2), POOL, '/shop/web'),
      ...at(scattered(40, 0, 240, 3), NPE, '/shop/web'),
      ...at(
        scattered(900, 0, 240, 4),
        (i) => `2026-03-03 12:00:01,123 INFO  [a] c.s.A - order ${i} done, 0 errors`,
      ),
    ];
    const { findings, totalErrors, errorsByLogGroup } = run(events);
    expect({ totalErrors, errorsByLogGroup }).toEqual({
      totalErrors: 130,
      errorsByLogGroup: { '/shop/web': 70, '/shop/orders': 60 },
    });
    expect(
      findings.map(({ id, title, count, share, category, rhythm, location, logGroups }) => ({
        id,
        title,
        count,
        share,
        category,
        rhythm,
        location,
        logGroups,
      })),
    ).toEqual([
      {
        id: 'F1',
        title: 'SQLException: Connection pool exhausted',
        count: 90,
        share: 90 / 130,
        category: 'connection',
        rhythm: 'burst',
        location: { file: 'Pool.java', line: 45, function: expect.stringContaining('get') },
        logGroups: [
          { name: '/shop/orders', count: 60 },
          { name: '/shop/web', count: 30 },
        ],
      },
      {
        id: 'F2',
        title: 'NullPointerException: cart is null',
        count: 40,
        share: 40 / 130,
        category: 'application-exception',
        rhythm: 'consistent',
        location: { file: 'Pricing.java', line: 41, function: expect.stringContaining('price') },
        logGroups: [{ name: '/shop/web', count: 40 }],
      },
    ]);
  });

  test('an event given twice counts once, and the order of the input changes nothing', () => {
    const events = [...at(scattered(30, 0, 240, 5), NPE), ...at(scattered(30, 0, 240, 6), POOL)];
    const next = random(7);
    const shuffled = [...events, ...events]
      .map((one) => ({ one, key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);
    expect(run(shuffled)).toEqual(run(events));
    expect(run(events).totalErrors).toBe(60);
  });

  test('events outside the window do not count', () => {
    const times = [START_MS - 1, START_MS, FOUR_HOURS.endMs - 1, FOUR_HOURS.endMs];
    expect(run(at(times, NPE)).totalErrors).toBe(2);
  });

  test('one site is one finding whoever is named in it, and one each by the errno of its message', () => {
    const thrown = (said: string) =>
      `2026-03-03 12:00:01,123 ERROR [a] c.s.Users - failed\ncom.shop.LookupException: ${said}\n\tat com.shop.Users.find(Users.java:41)`;
    const countsOf = (said: readonly string[]) =>
      run(at(scattered(40, 0, 240, 5), (i) => thrown(said[i % said.length] ?? ''))).findings.map(
        ({ count }) => count,
      );
    expect(countsOf(['no user edward', 'no user eleanor', 'no user ernest'])).toEqual([40]);
    expect(countsOf(['connect ECONNREFUSED', 'connect ETIMEDOUT'])).toEqual([20, 20]);
  });

  test('one site logged with several messages is one finding', () => {
    const other = NPE(1).replace('cannot price order', 'checkout broke for');
    const events = [
      ...at(scattered(5, 0, 240, 8), NPE),
      ...at(scattered(4, 0, 240, 9), () => other),
    ];
    expect(run(events).findings.map(({ count }) => count)).toEqual([9]);
  });

  test('one message from two sites is two findings', () => {
    const other = NPE(1).replace('Pricing.price(Pricing.java:41)', 'Tax.rate(Tax.java:8)');
    const events = [
      ...at(scattered(5, 0, 240, 8), () => NPE(1)),
      ...at(scattered(4, 0, 240, 9), () => other),
    ];
    const lines = run(events).findings.map(({ location, count }) => [location?.file, count]);
    expect(lines.sort()).toEqual([
      ['Pricing.java', 5],
      ['Tax.java', 4],
    ]);
  });

  test('two statuses of one call site are two findings', () => {
    const call = (status: string) =>
      `Traceback (most recent call last):\n  File "/app/push.py", line 7, in push\n    r.raise_for_status()\nrequests.exceptions.HTTPError: ${status} for url: https://api.example/x`;
    const events = [
      ...at(scattered(5, 0, 240, 1), () => call('429 Client Error: Too Many Requests')),
      ...at(scattered(6, 0, 240, 2), () => call('503 Server Error: Service Unavailable')),
    ];
    expect(run(events).findings.map(({ count }) => count)).toEqual([6, 5]);
  });

  test('warnings stand behind errors, outside totals, shares and timeline', () => {
    const events = [
      ...at(scattered(90, 0, 240, 1), (i) => `2026-03-03T12:00:01Z WARN pool at ${i} of 100`),
      ...at(scattered(3, 0, 240, 2), () => '2026-03-03T12:00:01Z ERROR cannot store the basket'),
    ];
    const { findings, totalErrors, timeline } = run(events);
    expect(findings.map(({ id, severity, count, share }) => [id, severity, count, share])).toEqual([
      ['F1', 'error', 3, 1],
      ['F2', 'warning', 90, 0],
    ]);
    expect([totalErrors, timeline.bins.reduce((sum, bin) => sum + bin.errors, 0)]).toEqual([3, 3]);
  });

  test('failed requests are named by status, method and path', () => {
    const record = (i: number) =>
      `{"requestId":"r-${i}","ip":"10.0.0.${i % 200}","httpMethod":"GET","path":"/carts/${i}","status":503,"errorMessage":"Service Unavailable"}`;
    const [finding] = run(at(scattered(12, 0, 240, 1), record)).findings;
    expect([finding?.title, finding?.count, finding?.category]).toEqual([
      'HTTP 503 Service Unavailable GET /carts/<num>',
      12,
      'external-service',
    ]);
  });

  test('a 503 of the own access log is no failure of another service, unless one is named', () => {
    const of = (more: string) =>
      run([event(`10.0.0.9 - - "GET /cart HTTP/1.1" 503 12 "-" "curl"${more}`)]).findings[0];
    expect([of('')?.category, of('')?.categoryRule]).toEqual(['uncategorized', 'own-5xx']);
    expect(of(' upstream=-')?.category).toBe('uncategorized');
    expect(of(' upstream=10.0.0.7:8080')?.category).toBe('external-service');
  });

  test('failed requests of one path that say in words what failed are told apart', () => {
    const record = (rest: string) =>
      run([event(`[ERROR] "POST /reports/7 HTTP/1.1" 503 ${rest}`)]).findings[0]?.title;
    expect(
      ['30001ms - Upstream gave up', '30001ms', '217 "-" "curl/8.1 - a client"'].map(record),
    ).toEqual([
      'HTTP 503 Upstream gave up POST /reports/<num>',
      'HTTP 503 POST /reports/<num>',
      'HTTP 503 POST /reports/<num>',
    ]);
  });

  test.each([
    ['request completed', 'application-exception', 'own-500'],
    ['call to tax service failed', 'external-service', 'dependency-5xx'],
  ])('a 500 beside "%s" is %s', (msg, category, rule) => {
    const record = { level: 'error', method: 'POST', path: '/v1/baskets', status: 500, msg };
    const [finding] = run([event(JSON.stringify(record))]).findings;
    expect([finding?.category, finding?.categoryRule]).toEqual([category, rule]);
  });

  test('a trace split over events is one occurrence', () => {
    const lines = NPE(1).split('\n');
    const events = scattered(6, 0, 240, 1).flatMap((timestampMs, index) =>
      lines.map((line) => event(line, { timestampMs, logStream: `app/${index}` })),
    );
    const { totalErrors, findings } = run(events);
    expect([totalErrors, findings.length, findings[0]?.location?.line]).toEqual([6, 1, 41]);
  });

  test('samples are spread over time, the first included, and bounded', () => {
    const times = scattered(100, 0, 240, 1);
    const [finding] = run(at(times, NPE)).findings;
    expect(finding?.samples.map(({ timestampMs }) => timestampMs)).toEqual([
      times[0],
      times[25],
      times[50],
      times[74],
      times[99],
    ]);
    expect(finding?.sample).toBe(finding?.samples[0]);
    expect(finding?.timesMs).toEqual(times);
    expect(finding?.evidence).toEqual(['E1']);
  });

  test('every result that it was counted from is its evidence, that of the first one first', () => {
    const groups = ['/shop/a', '/shop/b', '/shop/c'].flatMap((logGroup, index) =>
      scattered(index === 2 ? 1 : 40, 10, 200, index).map((timestampMs) =>
        event(POOL(index), { timestampMs, logGroup, evidenceId: `E${index + 3}` }),
      ),
    );
    const [finding] = run(groups).findings;
    expect(finding?.count).toBe(81);
    expect(finding?.evidence[0]).toBe(finding?.sample.block.events[0]?.evidenceId);
    expect([...(finding?.evidence ?? [])].sort()).toEqual(['E3', 'E4', 'E5']);
  });

  test('correlations say how tightly findings go together and which leads', () => {
    const events = [
      ...at(scattered(80, 100, 110, 1), POOL, '/shop/db'),
      ...at(
        scattered(160, 102, 112, 2),
        (i) => `2026-03-03T12:00:01Z ERROR checkout gave up on order ${i}`,
        '/shop/web',
      ),
    ];
    const { correlations, findings } = run(events);
    const idOf = (title: string) => findings.find((finding) => finding.title.includes(title))?.id;
    expect(correlations).toHaveLength(1);
    expect(correlations[0]).toMatchObject({
      first: idOf('SQLException'),
      second: idOf('checkout'),
    });
    expect(correlations[0]?.share).toBeGreaterThan(0.8);
    expect(Math.abs((correlations[0]?.lagMs ?? 0) - 2 * MINUTE)).toBeLessThan(MINUTE / 2);
  });

  test('a warning just before nearly every occurrence of an error goes with it', () => {
    const times = scattered(60, 0, 240, 1);
    const warned = (count: number, lagMs: number) =>
      at(
        times.slice(0, count).map((time) => time - lagMs),
        (i) => `2026-03-03T12:00:01Z WARN cart ${i} is empty, going on`,
      );
    const { correlations } = run([...at(times, NPE), ...warned(54, 2)]);
    expect(correlations).toEqual([{ first: 'F2', second: 'F1', share: 0.9, lagMs: 2 }]);
    expect(run([...at(times, NPE), ...warned(40, 2)]).correlations).toEqual([]);
    expect(run([...at(times, NPE), ...warned(60, 3_000)]).correlations).toEqual([]);
  });

  test('a warning that is always there announces nothing', () => {
    const every = Array.from({ length: 14_000 }, (_, index) => START_MS + index * 1_000);
    const warnings = at(every, () => '2026-03-03T12:00:01Z WARN queue is nearly full');
    const errors = at(scattered(60, 0, 230, 1), NPE);
    expect(run([...errors, ...warnings]).correlations).toEqual([]);
  });

  test('findings that are merely frequent do not correlate', () => {
    const events = [...at(scattered(900, 0, 240, 1), POOL), ...at(scattered(100, 0, 240, 2), NPE)];
    expect(run(events).correlations).toEqual([]);
  });

  test('a value that failures share and healthy events lack is a dimension', () => {
    const failing = at(
      scattered(20, 0, 240, 1),
      () => '2026-03-03T12:00:01Z ERROR web build=9e1c77 cannot render',
    );
    const healthy = at(
      scattered(60, 0, 240, 2),
      (i) => `2026-03-03T12:00:01Z INFO web build=${i % 9 === 0 ? '9e1c77' : '5b0a12'} rendered`,
    );
    const [finding] = run(failing, healthy).findings;
    expect(finding?.dimensions).toEqual([
      { field: 'build', value: '9e1c77', share: 1, baselineShare: 7 / 60 },
    ]);
  });

  test('a template keeps its id from run to run', () => {
    const first = run(
      at(scattered(9, 0, 240, 1), (i) => `2026-03-03T12:00:01Z ERROR lost order ${i}`),
    );
    const second = run(
      at(scattered(4, 10, 20, 2), (i) => `2026-03-03T12:00:01Z ERROR lost order ${i + 500}`),
    );
    expect(first.findings[0]?.templateId).toBe(second.findings[0]?.templateId);
    expect(first.findings[0]?.template).toBe('lost order <num>');
  });

  test('beyond the bound the rarest errors become one finding, and counts stay exact', () => {
    const next = random(3);
    const word = () =>
      Array.from({ length: 7 }, () => String.fromCharCode(97 + Math.floor(next() * 26))).join('');
    const events = at(
      scattered(700, 0, 240, 1),
      () => `2026-03-03T12:00:01Z ERROR ${word()} ${word()} ${word()} ${word()}`,
    );
    const { findings, totalErrors } = run(events);
    expect([
      findings.length,
      totalErrors,
      findings.reduce((sum, { count }) => sum + count, 0),
    ]).toEqual([300, 700, 700]);
    const many = findings.find(({ title }) => title.endsWith('further distinct messages'));
    expect(many).toMatchObject({
      title: '401 further distinct messages',
      kinds: 401,
      count: 401,
      category: 'uncategorized',
      categoryRule: 'many-kinds',
      location: null,
      stackTrace: [],
    });
  });

  test('nothing in, nothing found', () => {
    const { findings, totalErrors, correlations, errorsByLogGroup } = run([]);
    expect({ findings, totalErrors, correlations, errorsByLogGroup }).toEqual({
      findings: [],
      totalErrors: 0,
      correlations: [],
      errorsByLogGroup: {},
    });
    expect(run(at(merged(scattered(9, 0, 240, 1)), () => 'all is well')).findings).toEqual([]);
  });
});
