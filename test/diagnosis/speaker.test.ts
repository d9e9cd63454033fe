// Who speaks in a log that several programs write.
import { expect, test } from 'vitest';
import { speakerOf } from '../../src/diagnosis/speaker.ts';
import { event, minute } from './cases.ts';

const log = (lines: readonly string[]) =>
  Array.from({ length: 60 }, (_, index) =>
    event(minute(index), `INFO ${lines[index % lines.length]} ${index}`),
  );

test('is the name that nearly all lines begin with, one of few', () => {
  const context = log(['redis stats hits', 'orders-api handled request', 'orders-api cached item']);
  expect(speakerOf('INFO redis CONFIG SET maxmemory 1gb', context)).toBe('redis');
  expect(speakerOf('ERROR orders-api gave up', context)).toBe('orders-api');
  expect(speakerOf('INFO cron backup started', context)).toBeNull();
});

test('is nobody where lines begin like sentences, or where one program writes all', () => {
  const sentences = log(['Order stored', 'retrying call', 'Payment taken', 'handled request']);
  expect(speakerOf('ERROR order lost', sentences)).toBeNull();
  expect(speakerOf('ERROR handled badly', sentences)).toBeNull();
  expect(speakerOf('ERROR orders gave up', log(['orders stored', 'orders read']))).toBeNull();
  expect(speakerOf('ERROR cart-svc gave up', log(['cart-svc stored', 'cart-svc read']))).toBe(
    'cart-svc',
  );
});

test('is nobody where each first word only ever begins one sentence', () => {
  const context = log(['request 17 served in ms', 'cart 4 was emptied']);
  expect(speakerOf('ERROR cannot open it', context)).toBeNull();
  expect(speakerOf('INFO request 18 served in ms', context)).toBeNull();
  const failing = log(['request 17 served in ms', 'could not price it', 'request 9 timed out']);
  expect(speakerOf('ERROR could not price it', failing)).toBeNull();
});
