// One failed request in two lines: the access record is read as the consequence of what the service threw.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { accessRecordOf } from '../../src/diagnosis/access-record.ts';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import type { Finding } from '../../src/evidence/types.ts';

const NOON = Date.UTC(2026, 9, 5, 12);
const WINDOW = { startMs: NOON, endMs: NOON + 3_600_000 };
const TRACE =
  'java.lang.IllegalStateException: stock is locked\n\tat com.shop.Cart.add(Cart.java:4)';

const event = (timestampMs: number, message: string): LogEvent => ({
  timestampMs,
  logGroup: '/shop/cart',
  logStream: 'a',
  message,
  eventId: `${timestampMs} ${message.slice(0, 12)}`,
  evidenceId: 'E1',
});

/** Ten failures, and a record of each `lagMs` later with this status. */
function both(
  lagMs: number,
  everyMs: number,
  status = 500,
): readonly [Finding, Finding | undefined] {
  const events = Array.from({ length: 10 }, (_, index) => NOON + 60_000 + index * everyMs).flatMap(
    (ms) => [
      event(ms, `ERROR Cart - cannot add\n${TRACE}`),
      event(ms + lagMs, `10.0.0.1 - - [x] "GET /carts/7 HTTP/1.1" ${status} 12 "-" "curl/8"`),
    ],
  );
  const { findings } = analyze(prepare(events, WINDOW));
  const failure = findings.find(({ stackTrace }) => stackTrace.length > 0);
  if (failure === undefined) throw new Error('there is a failure');
  return [failure, findings.find(({ id }) => id !== failure.id)];
}

describe('an access record', () => {
  test('records the failures that come within a second of it, however many there are', () => {
    const [failure, record] = both(20, 60_000);
    expect(record === undefined ? null : accessRecordOf(record, failure)).toEqual({
      matched: 10,
      shared: null,
    });
  });

  test.each([
    ['comes long after them', 20_000, 60_000],
    ['comes so densely that any moment is near to one', 20, 1_500],
  ])('records nothing where it %s', (_why, lagMs, everyMs) => {
    const [failure, record] = both(lagMs, everyMs);
    expect(record === undefined ? null : accessRecordOf(record, failure)).toBeNull();
  });

  test('is what has a status and no trace: the failure records nothing, and a 404 is no error', () => {
    const [failure, record] = both(20, 60_000);
    expect(record === undefined ? null : accessRecordOf(failure, record)).toBeNull();
    expect(both(20, 60_000, 404)[1]).toBeUndefined();
  });
});
