// An endpoint that is asked before its logs are indexed, and queries whose end is waited for.
import { expect, test } from 'vitest';
import { serveLogs } from '../../src/local-cloudwatch/serve.ts';
import { call, folderOf, KEY, NOON_MS } from './served.ts';

const LOG = `${new Date(NOON_MS).toISOString()} ERROR out of memory\n`;
const QUERY = {
  queryString: 'filter @message like /ERROR/',
  logGroupNames: ['a'],
  startTime: 0,
  endTime: NOON_MS,
};

function begin(path: string, more: { signal?: AbortSignal; patienceMs?: number } = {}) {
  let tell: (url: string) => void = () => {};
  const listening = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const serving = serveLogs({
    paths: [path],
    accessKeyId: KEY,
    region: 'us-west-2',
    now: () => NOON_MS,
    startWorker: null,
    onListening: tell,
    ...more,
  });
  return { listening, serving };
}

test('what is asked before the logs are indexed is answered when they are', async () => {
  const { listening, serving } = begin(folderOf({ 'a.log': LOG }));
  const early = call({ url: await listening }, 'DescribeLogGroups', {});
  const { value } = await serving;
  expect((await early).body.logGroups).toHaveLength(1);
  await value?.close();
});

test('who asks logs that turn out to be none is cut off', async () => {
  const { listening, serving } = begin(folderOf({ 'a.txt': 'no log\n' }));
  const early = call({ url: await listening }, 'DescribeLogGroups', {});
  early.catch(() => {});
  const { value, diagnostics } = await serving;
  expect([value, diagnostics[0]?.code]).toEqual([null, 'logs-empty']);
  await expect(early).rejects.toThrow();
});

test('what is not wanted any more does not go on', async () => {
  const wanted = new AbortController();
  const { listening, serving } = begin(folderOf({ 'a.log': LOG }), { signal: wanted.signal });
  wanted.abort();
  expect((await serving).value).toBeNull();
  await expect(call({ url: await listening }, 'DescribeLogGroups', {})).rejects.toThrow();
});

test('what is not wanted when it has been read is not served', async () => {
  const { serving } = begin(folderOf({ 'a.log': LOG }), { signal: AbortSignal.abort() });
  expect((await serving).value).toBeNull();
});

test('the results of a query are given at its end, where there is patience', async () => {
  const { serving } = begin(folderOf({ 'a.log': LOG }), { patienceMs: 10_000 });
  const { value } = await serving;
  if (value === null) throw new Error('not served');
  const { queryId } = (await call(value, 'StartQuery', QUERY)).body;
  const { status, results } = (await call(value, 'GetQueryResults', { queryId })).body;
  expect([status, results.length]).toEqual(['Complete', 1]);
  await value.close();
});
