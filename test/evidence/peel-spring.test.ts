// What Spring Boot writes in brackets: which application a line is of, on which thread, of which trace.
import { describe, expect, test } from 'vitest';
import { peel } from '../../src/evidence/peel.ts';
import type { Peeled } from '../../src/evidence/types.ts';

const AT = '2026-11-30T10:00:00.000Z';
const TRACE = '6a1f0c11aa22bb33cc44dd55ee66ff77';
const SPAN = 'b2b2b2b2c3c3c3c3';
const NONE = ' '.repeat(49);
const THREAD = 'nio-8080-exec-1';
const LOGGED = 'c.e.Shop                                 : sold out';
const told = (line: string) => {
  const { level, service, thread, requestId, logger, text } = peel(line);
  return { level, service, thread, requestId, logger, text };
};
const expected = (more: Partial<Peeled>) => ({
  level: 'error',
  service: null,
  thread: THREAD,
  requestId: null,
  logger: 'c.e.Shop',
  text: 'sold out',
  ...more,
});

describe('behind the process, as Spring Boot 3 writes them', () => {
  test.each([
    [`[shop] [${THREAD}] [${TRACE}-${SPAN}]`, { service: 'shop', requestId: TRACE }],
    [`[shop] [checkout] [${THREAD}] [${TRACE}-${SPAN}]`, { service: 'shop', requestId: TRACE }],
    [`[shop] [${THREAD}] [${NONE}]`, { service: 'shop' }],
    [`[shop] [${THREAD}]`, { service: 'shop' }],
    [`[${THREAD}] [${TRACE}-${SPAN}]`, { requestId: TRACE }],
    [`[${THREAD}] [${NONE}]`, {}],
    [`[           main]`, { thread: 'main' }],
  ])('%s', (brackets, more) => {
    expect(told(`${AT} ERROR 1 --- ${brackets} ${LOGGED}`)).toEqual(expected(more));
  });
});

describe('before the process, as Sleuth writes them', () => {
  test.each([
    [`[shop,${TRACE},${SPAN}]`, { service: 'shop', requestId: TRACE }],
    [`[shop,${SPAN},${SPAN},true]`, { service: 'shop', requestId: SPAN }],
    ['[shop,,]', { service: 'shop' }],
    ['[shop,,,]', { service: 'shop' }],
    [`[,${TRACE},${SPAN}]`, { requestId: TRACE }],
  ])('%s', (bracket, more) => {
    const line = `2026-11-30 10:00:00.000 ERROR ${bracket} 1 --- [${THREAD}] ${LOGGED}`;
    expect(told(line)).toEqual(expected(more));
  });

  test('also in front of the level, and without a process', () => {
    const both = expected({ service: 'shop', requestId: TRACE });
    const bracket = `[shop,${TRACE},${SPAN}]`;
    expect(told(`${AT} ${bracket} ERROR 1 --- [${THREAD}] ${LOGGED}`)).toEqual(both);
    expect(told(`${AT} ERROR ${bracket} [${THREAD}] c.e.Shop - sold out`)).toEqual(both);
  });
});

test.each([
  `${AT} ERROR [,,] is no list of prices`,
  `${AT} ERROR [shop,12,14] are sold out`,
  `${AT} ERROR [red, green] are sold out`,
  `${AT} ERROR 1 --- [main] c.e.Shop : [shop,,] is what it says`,
  `${AT} ERROR [main] c.e.Shop - [shop] [${TRACE}-${SPAN}] sold out`,
])('names no application in: %s', (line) => {
  expect(peel(line)).toMatchObject({ level: 'error', service: null, requestId: null });
});

test('what the body says of itself is worth more than its header', () => {
  const body = '{"message":"sold out","service":"stock","traceId":"t-1"}';
  const line = `${AT} ERROR 1 --- [shop] [${THREAD}] [${TRACE}-${SPAN}] c.e.Shop : ${body}`;
  expect(peel(line)).toMatchObject({ service: 'stock', requestId: 't-1', text: 'sold out' });
});
