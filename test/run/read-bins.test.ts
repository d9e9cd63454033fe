import { expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import type { Telling } from '../../src/evidence/count-query.ts';
import { BinSums, type Count } from '../../src/run/bin-sums.ts';
import { timesByTelling } from '../../src/run/read-bins.ts';

const countOf = (pattern: string): Count => {
  const telling: Telling = {
    templateId: pattern,
    severity: 'error',
    pattern,
    includes: [],
    read: new Map(),
  };
  return [telling, new BinSums(1_000, new Map())];
};

const event = (timestampMs: number, message: string): LogEvent => ({
  timestampMs,
  logGroup: '/app',
  logStream: 's',
  message,
  eventId: `${timestampMs}`,
  evidenceId: 'E1',
});

test('what two patterns match, or none, is counted by neither', () => {
  const counts = [countOf('stock'), countOf('cart')];
  const { times, uncounted } = timesByTelling(counts)([
    event(1, 'stock is lost'),
    event(2, 'stock of the cart is lost'),
    event(3, 'the disk is worn'),
    event(4, 'stock is lost'),
  ]);
  expect([...times].map(([{ pattern }, own]) => [pattern, own])).toEqual([
    [
      'stock',
      [
        ['/app', 1],
        ['/app', 4],
      ],
    ],
  ]);
  expect(uncounted.map(({ timestampMs }) => timestampMs)).toEqual([2, 3]);
});
