// Calls no faster than the quotas of an account.
import { expect, test } from 'vitest';
import { paced } from '../../src/run/pacing.ts';
import { fakeWorld, ok } from './fake-world.ts';

const options = { signal: new AbortController().signal, timeoutMs: 1_000 };

test('a burst goes through at once, what follows at the rate of the quota, each region by itself', async () => {
  const world = fakeWorld({ 'start-query': () => ok({}), other: () => ok({}) });
  const startMs = world.now();
  const tools = paced(world.tools, world);
  const call = (name: string, region: string) => tools.call(name, { region }, options);
  for (let index = 0; index < 10; index++) await call('start-query', 'us-west-2');
  expect(world.now() - startMs).toBe(0);
  for (let index = 0; index < 5; index++) await call('start-query', 'us-west-2');
  expect(world.now() - startMs).toBe(500);
  for (let index = 0; index < 10; index++) await call('start-query', 'eu-west-1');
  for (let index = 0; index < 99; index++) await call('other', 'us-west-2');
  expect(world.now() - startMs).toBe(500);
});

test('an interrupted run waits for nothing', async () => {
  const world = fakeWorld({ 'stop-query': () => ok({}) });
  const startMs = world.now();
  const tools = paced(world.tools, world);
  const aborted = { ...options, signal: AbortSignal.abort() };
  for (let index = 0; index < 30; index++) await tools.call('stop-query', {}, aborted);
  expect(world.now() - startMs).toBe(0);
});
