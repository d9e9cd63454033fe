// A query whose files are read in parts gives what it gives over the whole.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import { type LogStore, openStore } from '../../src/local-cloudwatch/log-store.ts';
import { NO_ROWS, rowsJson } from '../../src/local-cloudwatch/work/encoded-rows.ts';
import { inlineLane } from '../../src/local-cloudwatch/work/inline-lane.ts';
import type { Scan, ScanTask } from '../../src/local-cloudwatch/work/lane.ts';
import { partedScan } from '../../src/local-cloudwatch/work/parted-scan.ts';
import { folderOf, NOON_MS } from './served.ts';

/** Ten events of each time, so that the order of equal ones counts; some blocks of them. */
const LINES = Array.from({ length: 14_000 }, (_, index) => {
  const time = new Date(NOON_MS + Math.floor(index / 10) * 1_000).toISOString();
  return `${time} ${index % 7 === 0 ? 'ERROR' : 'INFO'} ${(index * 7_919) % 1_000} ${'.'.repeat(200)}`;
});
const FILES = {
  'a.log': LINES.join('\n'),
  'b.log.gz': gzipSync(LINES.slice(0, 3_000).join('\n')),
  'c.log': LINES.slice(100, 9_000).join('\n'),
};

async function storeOf(folder: string): Promise<LogStore> {
  const { value } = await openStore([folder], inlineLane());
  if (value === null) throw new Error('no store');
  return value;
}

function taskOver({ files, groups }: LogStore, text: string): ScanTask {
  const { query } = compile(text);
  if (query === null) throw new Error(text);
  return {
    query,
    files,
    selection: { logGroups: new Set(groups.keys()), startMs: 0, endMs: NOON_MS + 1_200_000 },
    limit: null,
    part: false,
    nowMs: NOON_MS,
    overdue: () => false,
  };
}

const lanes = (count: number) => () => Array.from({ length: count }, inlineLane);

async function outcome(scan: Scan) {
  const end = await scan.ended;
  const { rows, ...others } = scan.look();
  return { end, rows: JSON.parse(rowsJson(rows, 0, rows.count).join('')), ...others };
}

describe('a parted query', () => {
  test.each([
    'filter @message like /ERROR/ | sort @timestamp desc | limit 25',
    'filter @message like /ERROR/ | sort @timestamp asc | limit 25',
    'fields @timestamp, @message, @ptr | limit 33',
    'fields @message | filter @message like /(?i)info 1/',
    'parse @message "* * * *" as time, level, number, rest | filter number > 990 | sort number desc, level | limit 40 | display number',
    'filter @message like /ERROR/ | sort @timestamp desc | limit 100 | stats count(*) by bin(10s)',
    'fields strlen(@message) as size | sort size | limit 12',
  ])('%s', async (text) => {
    const store = await storeOf(folderOf(FILES));
    const task = taskOver(store, text);
    const whole = await outcome(inlineLane().scan(task));
    for (const count of [2, 3, 7]) {
      const parted = partedScan(task, lanes(count));
      if (parted === null) throw new Error('it can be parted');
      expect(await outcome(parted)).toEqual(whole);
    }
  });

  test('tells its counts while it runs, and can be stopped', async () => {
    const scan = partedScan(taskOver(await storeOf(folderOf(FILES)), 'fields @message'), lanes(2));
    if (scan === null) throw new Error('it can be parted');
    expect(scan.look()).toMatchObject({ rows: NO_ROWS, recordsMatched: 0 });
    scan.stop();
    expect(await scan.ended).toBe('Cancelled');
  });

  test('fails where one of its parts does', async () => {
    const folder = folderOf(FILES);
    const task = taskOver(await storeOf(folder), 'fields @message');
    writeFileSync(join(folder, 'new'), FILES['c.log']);
    renameSync(join(folder, 'new'), join(folder, 'c.log'));
    await expect(partedScan(task, lanes(3))?.ended).rejects.toThrow('was replaced');
  });
});

test('queries that make something else of events, and what is read by one only, are not parted', async () => {
  const store = await storeOf(folderOf(FILES));
  for (const text of [
    'stats count(*)',
    'fields @message | dedup @message',
    'fields jsonParse(@message) as list | unnest list into one | limit 3',
  ]) {
    expect(partedScan(taskOver(store, text), lanes(2))).toBeNull();
  }
  expect(partedScan(taskOver(store, 'fields @message'), lanes(1))).toBeNull();
});
