// Where the line is between a log that cannot be read, which is missing, and a file that is none, which is not.
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { namedLikeLog } from '../../../src/local-cloudwatch/input/log-or-not.ts';
import { folderOf, serve } from '../served.ts';

const LINE = '2026-11-20 14:00:00 started\n';
const ODD_TIMES = Array.from(
  { length: 5 },
  (_, index) => `Freitag 20. November 14:00:0${index} Dienst gestartet\n`,
).join('');
const NOISE = Buffer.from(
  Array.from({ length: 4_000 }, (_, index) => (index * index * 31 + 7) % 256),
);
const jsonLines = (...objects: readonly object[]) =>
  objects.map((object) => `${JSON.stringify(object)}\n`).join('');

/** What is skipped of a folder that holds this file beside a log: how many are missing, and why. */
async function skippedFile(name: string, content: Buffer | string) {
  const served = await serve(folderOf({ 'good/a.log': LINE, [name]: content }));
  expect(served.events).toBe(1);
  return served.skipped.map(({ path, count, why }) => [basename(path), count, why]);
}

describe('missing: a log that cannot be read', () => {
  test.each<[string, string, Buffer | string, string]>([
    [
      'text whose time stamps are not understood',
      'notes',
      ODD_TIMES,
      'no line begins with a time stamp',
    ],
    ['text named like a log', 'app.log', 'no time here\n', 'no line begins with a time stamp'],
    ['a rotated log', 'app.log.3', 'no time here\n', 'no line begins with a time stamp'],
    ['bytes named like a log', 'app.log', NOISE, 'binary'],
    [
      'a zip archive',
      'all.zip',
      Buffer.from('504b030414000000', 'hex'),
      'a zip archive, which is not read',
    ],
    ['bzip2', 'a.log.bz2', Buffer.from('425a683931415926', 'hex'), 'bzip2, which is not read'],
    ['xz', 'a.log.xz', Buffer.from('fd377a585a000004', 'hex'), 'xz, which is not read'],
    ['zstandard', 'a.zst', Buffer.from('28b52ffd04580000', 'hex'), 'zstandard, which is not read'],
    ['a tar archive, compressed', 'all.tgz', gzipSync(tar()), 'a tar archive, which is not read'],
    [
      'what is named .gz and is not gzip',
      'a.log.gz',
      NOISE,
      'not gzip, although its name says so: binary',
    ],
    [
      'JSON lines without a known time',
      'export',
      jsonLines({ when: 'noon', text: 'a' }, { when: 'noon', text: 'b' }),
      'JSON, but no log events: no time stamp under a known name (timestamp, @timestamp, time, @t, ts, …)',
    ],
  ])('%s', async (_, name, content, why) => {
    expect(await skippedFile(name, content)).toEqual([[name, 1, why]]);
  });
});

describe('not missing: a file that is no log', () => {
  test.each<[string, string, Buffer | string]>([
    ['a README', 'README.md', `# Logs\n\nAll of them.\n\n${ODD_TIMES.slice(0, 50)}\nMore.\n`],
    ['a README that shows a log', 'README.md', `# Logs\n${'Prose.\n'.repeat(9)}${ODD_TIMES}`],
    ['a picture', 'logs.png', Buffer.from('89504e470d0a1a0a0000000d', 'hex')],
    ['a picture without a name', 'picture', NOISE],
    ['a configuration', 'log4j.properties', 'log4j.rootLogger=INFO\nlog4j.appender.A=x\n'],
    ['a JSON configuration', 'config.json', '{\n  "name": "orders",\n  "level": "info"\n}\n'],
    ['an empty file', 'empty.log', ''],
    ['NUL bytes alone', 'sparse.log', Buffer.alloc(100_000)],
    ['what a file browser leaves', '.DS_Store', NOISE],
  ])('%s', async (_, name, content) => {
    const [[path, count] = []] = await skippedFile(name, content);
    expect([path, count]).toEqual([name, 0]);
  });
});

test('a name says whether a file is a log', () => {
  const names =
    'app.log app.log.1 app.log.2026-11-20.gz error_log web-access.txt x.jsonl syslog syslog.1';
  const others = 'CHANGELOG.md catalog.txt log.png logging.yaml blog.html orders.json data.csv';
  expect(names.split(' ').filter((name) => !namedLikeLog(name))).toEqual([]);
  expect(others.split(' ').filter(namedLikeLog)).toEqual([]);
});

/** The first block of a tar archive that holds a log. */
function tar(): Buffer {
  const block = Buffer.alloc(1_024);
  block.write('app.log');
  block.write('ustar', 257);
  block.write(LINE, 512);
  return block;
}
