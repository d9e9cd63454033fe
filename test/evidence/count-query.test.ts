import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { prepare } from '../../src/evidence/analyze.ts';
import { countQuery } from '../../src/evidence/count-query.ts';
import { compile } from '../../src/insights/compile.ts';

const WINDOW = { startMs: 0, endMs: 3_600_000 };

function over(...messages: readonly string[]): string | null {
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
  return countQuery(prepare(events, WINDOW), 0, 300);
}

const refused = (port: number) => `ERROR Connection to stock-db.internal:${port} refused; gave up`;
const TRACE = 'java.lang.IllegalStateException: locked\n\tat com.shop.Cart.add(Cart.java:4)';

describe('the query that counts a finding', () => {
  test('matches its own events and counts candidates by bin and log group', () => {
    const query = over(refused(5432), refused(5433), 'ERROR cart is empty of all goods') ?? '';
    expect(compile(query).diagnostics).toEqual([]);
    const [, source = ''] = /\| filter @message like \/(.*)\/\n\| stats/.exec(query) ?? [];
    expect(new RegExp(source).test(refused(6000))).toBe(true);
    expect(new RegExp(source).test('ERROR cart is empty of all goods')).toBe(false);
    expect(query).toContain('stats count(*) as n by bin(5m), @log');
  });

  test('is not asked where another finding holds the same line', () => {
    expect(over(refused(1), refused(2), refused(3), `${refused(4)}\n${TRACE}`)).toBeNull();
  });

  test('is not asked where a line below ERROR says the same', () => {
    expect(over(refused(1), refused(2), refused(3).replace('ERROR', 'INFO'))).toBeNull();
  });

  test.each([
    ['too little fixed text', 'ERROR 17 of 40 lost'],
    ['an access record', '{"status":503,"method":"GET","path":"/carts/17"}'],
  ])('is not asked for %s', (_, message) => {
    expect(over(message)).toBeNull();
  });
});
