import { expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import type { Telling } from '../../src/evidence/count-query.ts';
import { timesByTelling } from '../../src/run/read-bins.ts';

const tellingOf = (pattern: string): Telling => ({
  templateId: pattern,
  severity: 'error',
  pattern,
  includes: [],
  read: new Map(),
});

const event = (timestampMs: number, message: string): LogEvent => ({
  timestampMs,
  logGroup: '/app',
  logStream: 's',
  message,
  eventId: `${timestampMs}`,
  evidenceId: 'E1',
});

test('what two patterns match, or none, is counted by neither', () => {
  const tellings = [tellingOf('stock'), tellingOf('cart')];
  const { times, uncounted } = timesByTelling(tellings)([
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
