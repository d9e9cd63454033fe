import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { prepare } from '../../src/evidence/analyze.ts';
import {
  countQuery,
  isCounted,
  restQuery,
  type Telling,
  tellingPatterns,
} from '../../src/evidence/count-query.ts';
import { compile } from '../../src/insights/compile.ts';

const WINDOW = { startMs: 0, endMs: 3_600_000 };

function tellings(messages: readonly string[], leave = 0, most = 20): Telling[] {
  const events = messages.map(
    (message, index): LogEvent => ({
      timestampMs: index * 1_000,
      logGroup: '/shop/orders',
      logStream: 'host-1',
      message,
      eventId: `${index}`,
      evidenceId: 'E1',
    }),
  );
  return tellingPatterns(prepare(events, WINDOW), leave, most);
}

const refused = (port: number) => `ERROR Connection to stock-db.internal:${port} refused; gave up`;
const slow = (ms: number) => `WARN Reading the stock of shelves took ${ms} ms`;
const TRACE = 'java.lang.IllegalStateException: locked\n\tat com.shop.Cart.add(Cart.java:4)';

describe('a pattern that tells a finding', () => {
  test('matches its own events and no others', () => {
    const [telling] = tellings([refused(5432), refused(5433), 'ERROR cart is empty of all goods']);
    expect(telling).toMatchObject({ severity: 'error', count: 2 });
    expect(isCounted(refused(6000), telling === undefined ? [] : [telling])).toBe(true);
    expect(new RegExp(telling?.pattern ?? '').test('ERROR cart is empty of all goods')).toBe(false);
  });

  test('is made for the most numerous findings, warnings too, until few enough are left', () => {
    const messages = [refused(1), slow(1), slow(2), slow(3), 'ERROR cart is empty of all goods'];
    const counts = (leave: number, most?: number) =>
      tellings(messages, leave, most).map(({ severity, count }) => [severity, count]);
    expect(counts(2)).toEqual([['warning', 3]]);
    expect(counts(0, 2)).toEqual([
      ['warning', 3],
      ['error', 1],
    ]);
    expect(counts(5)).toEqual([]);
  });

  test.each([
    ['another finding holds the same line', [refused(1), refused(2), `${refused(4)}\n${TRACE}`]],
    ['a line below WARN says the same', [refused(1), refused(3).replace('ERROR', 'INFO')]],
    ['there is too little fixed text', ['ERROR 17 of 40 lost']],
  ])('is not made where %s', (_, messages) => {
    expect(tellings(messages)).toEqual([]);
  });

  test.each([
    (status: number, id: number) =>
      `{"status":${status},"ip":"::1","method":"GET","path":"/carts/${id}","bytes":503}`,
    (status: number, id: number) =>
      `::1 - - [x] "GET /carts/${id} HTTP/1.1" ${status} 503 "-" "curl/8.1"`,
    (status: number, id: number) =>
      `time=now method=GET path=/carts/${id}?page=2 status=${status} ms=503`,
    (status: number, id: number) =>
      `[ERROR] "GET /carts/${id} HTTP/1.1" ${status} 503ms - Stock is gone`,
  ])('tells one status of a path from another: %s', (record) => {
    const found = tellings([record(503, 1), record(503, 22), record(503, 3), record(502, 4)]);
    expect(found.map(({ count }) => count)).toEqual([3, 1]);
    const [telling] = found;
    const known = telling === undefined ? [] : [telling];
    expect([record(503, 999), record(502, 999)].map((one) => isCounted(one, known))).toEqual([
      true,
      false,
    ]);
  });

  test('is not made where an occurrence spans events', () => {
    const lines = [refused(1), ...TRACE.split('\n')];
    expect(tellings(lines)).toEqual([]);
  });
});

describe('the queries', () => {
  const found = tellings([refused(5432), refused(5433), slow(7)]);

  test('count candidates by bin and log group, with their first and last time', () => {
    const [telling] = found;
    const query = telling === undefined ? '' : countQuery(telling, 300);
    expect(compile(query).diagnostics).toEqual([]);
    expect(query.split('\n| ').at(-1)).toBe(
      'stats count(*) as n, min(@timestamp) as first, max(@timestamp) as last by bin(5m), @log',
    );
  });

  test('ask for all candidates that are not counted', () => {
    const query = restQuery(found);
    expect(compile(query).diagnostics).toEqual([]);
    expect(query).toContain('| filter not (@message like /Connection');
  });
});
