// Events that cannot be among the first in time are counted and no more: rows and counts stay those of a look at each.

import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import type { InsightsRecord } from '../../src/insights/types.ts';
import { type LogStore, openStore } from '../../src/local-cloudwatch/log-store.ts';
import { NO_MEMORY, NO_PREFILTER } from '../../src/local-cloudwatch/prefilter.ts';
import { openBlocks, type Scanned, scanBlock } from '../../src/local-cloudwatch/scan.ts';
import { inlineLane } from '../../src/local-cloudwatch/work/inline-lane.ts';
import { scanFiles } from '../../src/local-cloudwatch/work/scan-files.ts';
import { NOON_MS, writeFolder } from './served.ts';

const EVENTS = 60_000;
const STEP_MS = 100;

/** Three events of each time, some a while too late; every fortieth an error, and some of these with an umlaut. */
function linesOf(shift: number): string {
  return Array.from({ length: EVENTS }, (_, index) => {
    const late = index % 501 === 0 ? 3_600_000 : 0;
    const time = new Date(
      NOON_MS + shift + Math.floor(index / 3) * 3 * STEP_MS - late,
    ).toISOString();
    const level = index % 40 === 0 ? `ERROR ${index % 120 === 0 ? 'sp\u00e4t' : 'late'}` : 'INFO';
    return `${time} ${level} ${index} ${'.'.repeat(140)}\n`;
  }).join('');
}

let folder = '';
let store: LogStore;
beforeAll(async () => {
  folder = writeFolder({ 'a.log': linesOf(0), 'b.log': linesOf(50) });
  const { value } = await openStore([folder], inlineLane());
  if (value === null) throw new Error('no store');
  store = value;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LAST_MS = NOON_MS + EVENTS * STEP_MS;
const WINDOWS = [
  { startMs: 0, endMs: 4e12 },
  { startMs: NOON_MS + 1_000_000, endMs: LAST_MS - 777_777 },
];

test.each([
  ['filter @message like /ERROR/ | sort @timestamp desc | limit 100', true],
  ['filter @message like /ERROR/ | fields @message, @ptr | limit 7', true],
  [`filter @timestamp < ${LAST_MS - 60_000} and @message like /(?i)error/ | limit 50`, true],
  ['filter @message like /ERROR/ | sort @timestamp asc | limit 20', true],
  ['filter @message like /ERROR/ | sort @timestamp asc', false],
  ['filter @message like /ERROR/ | sort @message desc | limit 20', false],
  ['filter @message like /ERROR/ | sort @timestamp desc, @message | limit 20', false],
  ['filter @message like /ERROR/ and strlen(@message) > 170 | limit 20', false],
  ['filter @message like /ERROR/ | stats max(@timestamp), count(*)', false],
] as const)('%s', async (text, passes) => {
  const { query } = compile(text);
  if (query === null) throw new Error(text);
  for (const window of WINDOWS) {
    const selection = { logGroups: new Set(['a', 'b']), ...window };
    const start = () => query.run({ ...window, nowMs: NOON_MS, limit: null });
    const [fast, slow] = [start(), start()];
    let pushed = 0;
    const counted = (push: (record: InsightsRecord) => void) => (record: InsightsRecord) => {
      pushed++;
      push(record);
    };
    const run = {
      ...fast,
      push: counted(fast.push),
      pushScreened: counted(fast.pushScreened),
    };
    const { files } = store;
    const scanned: Scanned = { records: 0, sizeBytes: 0 };
    await scanFiles({
      memory: NO_MEMORY,
      files,
      query,
      selection,
      run,
      primer: start(),
      scanned,
      isSought: true,
      mayGoOn: () => true,
    });
    for (const file of files) {
      const reader = await openBlocks(file);
      for (const block of file.blocks) {
        scanBlock(file, block, await reader.read(block), selection, NO_PREFILTER, slow.push);
      }
      await reader.close();
    }
    const [found, expected] = [fast.finish(), slow.finish()];
    expect(found).toEqual(expected);
    expect(pushed < expected.recordsMatched).toBe(passes);
  }
});
