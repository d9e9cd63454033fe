// A data folder keeps what clients put across servers, also where the last write was cut short.
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serveLogs } from '../../src/local-cloudwatch/serve.ts';
import {
  allEvents,
  call,
  folderOf,
  groupNames,
  put,
  query,
  serve,
  serveStanding,
} from './served.ts';

test('what was put is there again', async () => {
  const dataFolder = join(folderOf({}), 'kept');
  const first = await serveStanding({ dataFolder });
  await put(first, '/app', ['one', 'two']);
  await call(first, 'CreateLogGroup', { logGroupName: '/empty' });
  await call(first, 'PutRetentionPolicy', { logGroupName: '/app', retentionInDays: 30 });
  await call(first, 'TagLogGroup', { logGroupName: '/app', tags: { team: 'a' } });
  const groups = (await call(first, 'DescribeLogGroups', {})).body;
  const events = await allEvents(first, '/app');
  await first.close();
  const second = await serveStanding({ dataFolder });
  expect((await call(second, 'DescribeLogGroups', {})).body).toEqual(groups);
  expect(await allEvents(second, '/app')).toEqual(events);
  const { body } = await call(second, 'ListTagsLogGroup', { logGroupName: '/app' });
  expect(body).toEqual({ tags: { team: 'a' } });
});

test('what was deleted stays deleted, also under the same name', async () => {
  const dataFolder = folderOf({});
  const first = await serveStanding({ dataFolder });
  await put(first, '/gone', ['one']);
  await put(first, '/app', ['old'], 'a');
  await put(first, '/app', ['kept'], 'b');
  await call(first, 'DeleteLogGroup', { logGroupName: '/gone' });
  await call(first, 'DeleteLogStream', { logGroupName: '/app', logStreamName: 'a' });
  await put(first, '/gone', ['new']);
  await call(first, 'CreateLogStream', { logGroupName: '/app', logStreamName: 'a' });
  await first.close();
  const second = await serveStanding({ dataFolder });
  expect((await allEvents(second, '/gone')).map(([, , text]) => text)).toEqual(['new']);
  expect((await allEvents(second, '/app')).map(([, , text]) => text)).toEqual(['kept']);
});

test('a line that was cut short is dropped, and the next one is whole', async () => {
  const dataFolder = folderOf({});
  const first = await serveStanding({ dataFolder });
  await put(first, '/app', ['one']);
  await first.close();
  appendFileSync(join(dataFolder, 'group-0.jsonl'), '{"timestamp":17');
  appendFileSync(join(dataFolder, '.changes.jsonl'), '{"kind":"delete-gr');
  const second = await serveStanding({ dataFolder });
  await put(second, '/app', ['two'], 'other');
  await second.close();
  const third = await serveStanding({ dataFolder });
  expect((await allEvents(third, '/app')).map(([, , text]) => text)).toEqual(['one', 'two']);
});

test('the files are JSON lines that can be read as logs', async () => {
  const dataFolder = folderOf({});
  const standing = await serveStanding({ dataFolder });
  await put(standing, '/app', ['one', 'two']);
  await standing.close();
  const [line = ''] = readFileSync(join(dataFolder, 'group-0.jsonl'), 'utf8').split('\n');
  expect(JSON.parse(line)).toMatchObject({ message: 'one', logGroup: '/app', logStream: 'main' });
  const served = await serve(dataFolder);
  expect(await groupNames(served)).toEqual(['/app']);
  const { results } = await query(served, ['/app'], 'stats count(*) as n');
  expect(results).toEqual([[{ field: 'n', value: '2' }]]);
});

test('a folder in use, a broken file and a group that is also a file are told', async () => {
  const why = (dataFolder: string, paths: readonly string[] = []) =>
    serveStanding({ dataFolder }, paths).then(
      () => 'served',
      (error: Error) => error.message,
    );
  const used = folderOf({ '.in-use': '1' });
  expect(await why(used)).toBe(`The data folder cannot be used: ${used} is in use by process 1`);
  const stale = folderOf({ '.in-use': '999999999' });
  expect(await why(stale)).toBe('served');
  const broken = folderOf({ '.changes.jsonl': 'what\n' });
  expect(await why(broken)).toContain('line 1, is not what this program writes');
  const file = join(folderOf({}), 'file');
  writeFileSync(file, '');
  expect(await why(file)).toContain('is not a folder');
  const dataFolder = folderOf({});
  const first = await serveStanding({ dataFolder });
  await put(first, 'shop', ['x']);
  await first.close();
  const logs = folderOf({ 'shop.log': '2026-11-20 14:00:00 x\n' });
  expect(await why(dataFolder, [logs])).toContain('The log group shop is in');
  mkdirSync(join(dataFolder, 'other'));
  expect(readdirSync(dataFolder)).not.toContain('.in-use');
});

test('a port in use is told', async () => {
  const first = await serveStanding();
  const port = Number(new URL(first.url).port);
  const { diagnostics } = await serveLogs({
    paths: [],
    accessKeyId: null,
    region: 'us-west-2',
    now: Date.now,
    startWorker: null,
    standing: {
      host: '127.0.0.1',
      port,
      dataFolder: null,
      enforceAge: false,
      maxConcurrentQueries: null,
      queryTimeoutMs: null,
      faults: [],
    },
  });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    `127.0.0.1:${port} is in use already.`,
  ]);
});
