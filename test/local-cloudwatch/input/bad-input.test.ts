// Input that is broken, foreign or hostile: read as far as it goes, the rest named.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { serveLogs } from '../../../src/local-cloudwatch/serve.ts';
import { allEvents, folderOf, KEY, NOON_MS, query, serve } from '../served.ts';

const event = (ms: number, message: string) => `${JSON.stringify({ timestamp: ms, message })}\n`;
const LINE = '2026-11-20 14:00:00 started\n';
const open = (...paths: readonly string[]) =>
  serveLogs({
    paths,
    accessKeyId: KEY,
    region: 'us-west-2',
    now: () => NOON_MS,
    startWorker: null,
  });

describe('a path that', () => {
  test('does not exist is an error with help', async () => {
    const path = join(folderOf({ 'a.log': LINE }), 'missing');
    expect(await open(path)).toEqual({
      value: null,
      diagnostics: [
        {
          severity: 'error',
          code: 'logs-path',
          message: `${path} does not exist`,
          span: null,
          help: 'give the path of a log file or of a folder that holds log files: --logs PATH',
        },
      ],
    });
  });

  test('holds no event is an error that says why, also beside a good one', async () => {
    const good = folderOf({ 'a.log': LINE });
    const bad = folderOf({ 'notes.txt': 'no time here\n', 'empty.log': '' });
    const { value, diagnostics } = await open(good, bad);
    expect(value).toBe(null);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        'logs-empty',
        `${bad} holds no log event (${join(bad, 'empty.log')}: empty; ${join(bad, 'notes.txt')}: no line begins with a time stamp)`,
      ],
    ]);
  });
});

describe('named and left alone, with nothing missing', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), 'empty'],
    ['an empty compressed file', gzipSync(''), 'empty'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'binary'],
    [
      'other JSON',
      Buffer.from('{\n "name": "orders",\n "time": "2026"\n}\n'),
      'JSON, but no log events: no time stamp under a known name (timestamp, @timestamp, time, @t, ts, …)',
    ],
    ['prose', Buffer.from('# Orders\nAn application.\n'), 'no line begins with a time stamp'],
  ])('%s', async (_name, content, why) => {
    const folder = folderOf({ 'a.log': LINE, other: content });
    const served = await serve(folder);
    expect(served.skipped).toEqual([{ path: join(folder, 'other'), line: null, count: 0, why }]);
    expect(served.events).toBe(1);
  });

  test('folders of earlier runs, which quote logs', async () => {
    const run = 'reports/20261120T140000Z-app-0a1b2c';
    const own = ['report.md', 'journal.jsonl', 'evidence.jsonl', 'audit.jsonl'];
    const files = Object.fromEntries(own.map((name) => [`${run}/${name}`, LINE]));
    const folder = folderOf({ 'app.log': LINE, 'kept/journal.jsonl': LINE, ...files });
    const served = await serve(folder);
    expect(served.skipped).toEqual([
      { path: join(folder, run), line: null, count: 0, why: expect.stringContaining('a run of') },
    ]);
    expect(served.events).toBe(2);
  });

  test('hidden files, loops of links, and files met twice', async () => {
    const folder = folderOf({ 'a/app.log': LINE, '.hidden/x.log': LINE });
    symlinkSync(folder, join(folder, 'a/loop'));
    symlinkSync(join(folder, 'a/app.log'), join(folder, 'a/copy.log'));
    symlinkSync(join(folder, 'nothing'), join(folder, 'dangling.log'));
    symlinkSync('self.log', join(folder, 'self.log'));
    const served = await serve(folder, join(folder, 'a'));
    expect(served.events).toBe(1);
    expect(
      served.skipped.map(({ path, count, why }) => [path.slice(folder.length + 1), count, why]),
    ).toEqual([
      ['.hidden', 0, 'hidden'],
      ['a/copy.log', 0, 'the same file or folder was already read under another name'],
      ['a/loop', 0, 'the same file or folder was already read under another name'],
      ['dangling.log', 0, 'a link to nothing'],
      ['self.log', 0, 'a loop of links'],
      ['a', 0, 'the same file or folder was already read under another name'],
    ]);
  });
});

test('broken JSON lines are skipped, counted, and the first is named', async () => {
  const content = `${event(NOON_MS, 'a')}{"timestamp": 17, "mess\n\n${event(NOON_MS + 1, 'b')}nonsense\n{"message":"no time"}\n`;
  const folder = folderOf({ 'app.jsonl': content });
  const served = await serve(folder);
  const path = join(folder, 'app.jsonl');
  expect(served.skipped).toEqual([
    { path, line: 2, count: 2, why: 'not valid JSON' },
    {
      path,
      line: 6,
      count: 1,
      why: 'no time stamp under a known name (timestamp, @timestamp, time, @t, ts, …)',
    },
  ]);
  expect(await allEvents(served, 'app')).toEqual([
    [NOON_MS, 'app.jsonl', 'a'],
    [NOON_MS + 1, 'app.jsonl', 'b'],
  ]);
});

describe('a damaged .gz', () => {
  const numbers = Array.from({ length: 20_000 }, (_, index) => index);
  const whole = gzipSync(
    numbers.map((index) => event(NOON_MS + index, `event ${(index * 7919) % 10_007}`)).join(''),
  );
  const middle = Math.floor(whole.length / 2);
  const damaged = Buffer.from(whole);
  damaged.fill(0x55, middle, middle + 64);

  test.each([
    ['cut off', whole.subarray(0, middle)],
    ['overwritten in the middle', damaged],
  ])('%s: what comes before the damage is kept and can be queried', async (_name, content) => {
    const folder = folderOf({ 'app.jsonl.gz': content });
    const served = await serve(folder);
    expect(served.events).toBeGreaterThan(9_000);
    expect(served.events).toBeLessThan(11_000);
    expect(served.skipped.map(({ why }) => why)).toContain(
      'damaged gzip: what follows the damage is lost',
    );
    const { statistics, results } = await query(served, ['app'], 'stats count(*) as n');
    expect(statistics.recordsScanned).toBe(served.events);
    expect(results[0][0]).toEqual({ field: 'n', value: String(served.events) });
  });

  test('bytes after the last member are no damage', async () => {
    const content = Buffer.concat([
      gzipSync(event(NOON_MS, 'a')),
      gzipSync(event(NOON_MS, 'b')),
      Buffer.alloc(64),
    ]);
    const served = await serve(folderOf({ 'app.jsonl.gz': content }));
    expect([served.events, served.skipped]).toEqual([2, []]);
  });

  test('from its first byte is named', async () => {
    const folder = folderOf({ 'a.log': LINE, 'b.gz': Buffer.from([0x1f, 0x8b, 1, 2, 3]) });
    const { skipped } = await serve(folder);
    expect(skipped).toEqual([
      {
        path: join(folder, 'b.gz'),
        line: null,
        count: 1,
        why: 'damaged gzip, nothing of it can be read',
      },
    ]);
  });
});

describe('events that are too long', () => {
  const MAX = 1_048_576;

  test('a line of text is cut at 1 MB, and the next one is whole', async () => {
    const long = `2026-11-20 14:00:00 ${'x'.repeat(13 * MAX)}\n  its trace\n2026-11-20 14:00:01 next\n`;
    const folder = folderOf({ 'a.log': `2026-11-20 13:00:00 first\n${long}` });
    const served = await serve(folder);
    const { results, statistics } = await query(
      served,
      ['a'],
      'fields @message | sort @timestamp asc | limit 10',
    );
    const messages: string[] = results.map(
      (row: { value: string; field: string }[]) =>
        row.find(({ field }) => field === '@message')?.value,
    );
    expect(messages.map((message) => [message.length, message.slice(0, 24)])).toEqual([
      [25, '2026-11-20 13:00:00 firs'],
      [MAX, '2026-11-20 14:00:00 xxxx'],
      [11, '  its trace'],
      [24, '2026-11-20 14:00:01 next'],
    ]);
    expect(statistics.bytesScanned).toBe(25 + MAX + 11 + 24);
    expect(served.skipped).toEqual([
      {
        path: join(folder, 'a.log'),
        line: 2,
        count: 1,
        why: 'longer than 1048576 bytes: the rest was cut off',
      },
    ]);
  });

  test('an event of many lines goes on as further events of its time', async () => {
    const line = `  ${'y'.repeat(997)}\n`;
    const served = await serve(
      folderOf({ 'a.log': `${LINE}${line.repeat(3000)}2026-11-20 14:00:01 next\n` }),
    );
    const { body } = { body: await query(served, ['a'], 'stats count(*) as n') };
    expect(body.statistics.recordsScanned).toBe(4);
    expect(body.statistics.bytesScanned).toBe(27 + 3000 * 1000 + 24 - 2);
    expect(served.skipped).toEqual([]);
  });

  test('a JSON message is cut at 1 MB; a line over 8 MB is passed over', async () => {
    const content =
      event(NOON_MS, 'x'.repeat(2 * MAX)) +
      event(NOON_MS, 'y'.repeat(17 * MAX)) +
      event(NOON_MS, 'z');
    const folder = folderOf({ 'a.jsonl': content });
    const served = await serve(folder);
    const path = join(folder, 'a.jsonl');
    expect(served.skipped).toEqual([
      { path, line: 1, count: 1, why: 'longer than 1048576 bytes: the rest was cut off' },
      { path, line: 2, count: 1, why: 'longer than 8388608 bytes: not read' },
    ]);
    const { statistics } = await query(served, ['a'], 'stats count(*) as n');
    expect([statistics.recordsScanned, statistics.bytesScanned]).toEqual([2, MAX + 1]);
  });
});

test('a folder inside the folder that is empty is no fault', async () => {
  const folder = folderOf({ 'a.log': LINE });
  mkdirSync(join(folder, 'empty'));
  expect((await serve(folder)).skipped).toEqual([]);
});
