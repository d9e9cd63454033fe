// A cap on what queries scan: the one that passes it is read to its end, no other is started.
import { expect, test } from 'vitest';
import { scanLimited } from '../../src/run/scan-limit.ts';
import { fakeWorld, ok } from './fake-world.ts';

const options = { signal: new AbortController().signal, timeoutMs: 1_000 };

test('no query is started once so much was scanned', async () => {
  const { tools } = fakeWorld({
    'start-query': () => ok({ queryId: 'q' }),
    'get-query-results': ({ queryId }) =>
      ok({
        status: 'Complete',
        results: [],
        statistics: { bytesScanned: queryId === 'a' ? 1.5e9 : 1e9 },
      }),
  });
  const limited = scanLimited(tools, 2);
  await limited.call('get-query-results', { queryId: 'a' }, options);
  await limited.call('get-query-results', { queryId: 'a' }, options);
  expect((await limited.call('start-query', {}, options)).isError).toBe(false);
  await limited.call('get-query-results', { queryId: 'b' }, options);
  expect(await limited.call('start-query', {}, options)).toMatchObject({
    isError: true,
    errorCode: 'BudgetExceeded',
    text: 'The limit --max-scan-gb 2 was reached: 2.50 GB were scanned.',
  });
  expect(await limited.list()).toHaveLength(2);
});
