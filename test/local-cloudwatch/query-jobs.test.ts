// Queries as jobs: how many run at once, stopping, time-outs, files that change, rows that are forgotten.
import { randomBytes } from 'node:crypto';
import { renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CompiledQuery, Row } from '../../src/insights/types.ts';
import { openStore } from '../../src/local-cloudwatch/log-store.ts';
import {
  MAX_CONCURRENT_QUERIES,
  MAX_OPEN_QUERIES,
  type QueryJobs,
  queryJobs,
} from '../../src/local-cloudwatch/query-jobs.ts';
import { encodeRows } from '../../src/local-cloudwatch/work/encoded-rows.ts';
import { inlineLane } from '../../src/local-cloudwatch/work/inline-lane.ts';
import { folderOf, NOON_MS } from './served.ts';

const ROW: Row = [{ field: 'n', value: '1' }];
const SELECTION = { logGroups: new Set(['a', 'b']), startMs: 0, endMs: 4e12 };
const TEXT = '2026-11-20 14:00:00 one\n2026-11-20 14:00:01 two\n';

/** A query that counts, and answers as many equal rows as it is told. */
function counting(rows = 1, row = ROW): CompiledQuery {
  return {
    text: '',
    literals: null,
    runs: null,
    coarse: false,
    screen: null,
    screenTests: [],
    screenBeyond: () => null,
    commands: [],
    source: null,
    subqueries: [],
    earlierMs: null,
    print: () => '',
    run() {
      let recordsMatched = 0;
      return {
        firsts: null,
        prime: () => {},
        pass: () => false,
        coarse: false,
        keepsRecords: true,
        pushSpans: () => false,
        beginEarlier: () => {},
        takes: null,
        covers: () => false,
        passSpans: () => undefined,
        kept: () => null,
        adopt: () => {},
        pushScreened: () => {},
        push: () => {
          recordsMatched++;
        },
        finish: () => ({ rows: new Array<Row>(rows).fill(row), recordsMatched }),
      };
    },
  };
}

async function jobsOver(
  folder: string,
  now = () => NOON_MS,
  seed: string | null = null,
): Promise<QueryJobs> {
  const { value, diagnostics } = await openStore([folder], inlineLane());
  if (value === null) throw new Error(JSON.stringify(diagnostics));
  const limits = { maxConcurrent: null, timeoutMs: null, seed, onFailure: () => {} };
  return queryJobs(value, inlineLane(), now, limits);
}

const start = (jobs: QueryJobs, query = counting()): string =>
  jobs.start({ query, selection: SELECTION, limit: null, ending: null }) ?? 'none';

async function ended(jobs: QueryJobs, queryId: string) {
  for (;;) {
    const view = jobs.view(queryId);
    if (view === null || (view.status !== 'Running' && view.status !== 'Scheduled')) return view;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a query runs to its end', async () => {
  const jobs = await jobsOver(folderOf({ 'a.log': TEXT, 'b.log': TEXT }));
  expect(await ended(jobs, start(jobs))).toEqual({
    status: 'Complete',
    rows: encodeRows([ROW]),
    recordsMatched: 4,
    recordsScanned: 4,
    bytesScanned: 92,
    logGroupsScanned: 2,
    failure: null,
  });
});

test('a few run at once, the rest wait their turn, and too many are refused', async () => {
  const jobs = await jobsOver(folderOf({ 'a.log': TEXT }));
  const ids = Array.from({ length: MAX_OPEN_QUERIES }, () => start(jobs));
  const statuses = ids.map((id) => jobs.view(id)?.status);
  expect(statuses.filter((status) => status === 'Running').length).toBe(MAX_CONCURRENT_QUERIES);
  expect(statuses.filter((status) => status === 'Scheduled').length).toBe(
    MAX_OPEN_QUERIES - MAX_CONCURRENT_QUERIES,
  );
  expect(start(jobs)).toBe('none');
  const ends = await Promise.all(ids.map((id) => ended(jobs, id)));
  expect(new Set(ends.map((view) => view?.status))).toEqual(new Set(['Complete']));
});

test('stopping ends running and waiting queries, once', async () => {
  const jobs = await jobsOver(folderOf({ 'a.log': TEXT }));
  const ids = Array.from({ length: MAX_CONCURRENT_QUERIES + 1 }, () => start(jobs));
  const [first = '', last = ''] = [ids[0], ids.at(-1)];
  expect([jobs.stop(first), jobs.stop(last), jobs.stop(first), jobs.stop('none')]).toEqual([
    true,
    true,
    false,
    null,
  ]);
  expect([jobs.view(first)?.status, jobs.view(last)?.status]).toEqual(['Cancelled', 'Cancelled']);
  expect((await ended(jobs, ids[1] ?? ''))?.status).toBe('Complete');
  await jobs.close();
  expect(jobs.view(first)).toBe(null);
});

test('a query over its time ends as Timeout', async () => {
  let nowMs = NOON_MS;
  const jobs = await jobsOver(folderOf({ 'a.log': TEXT }), () => {
    nowMs += 3_000_000;
    return nowMs;
  });
  expect((await ended(jobs, start(jobs)))?.status).toBe('Complete');
  const slow = await jobsOver(folderOf({ 'a.log': TEXT }), () => {
    nowMs += 4_000_000;
    return nowMs;
  });
  expect((await ended(slow, start(slow)))?.status).toBe('Timeout');
});

test('files that were replaced or cut short while they were served make a query fail', async () => {
  const folder = folderOf({ 'a.log': TEXT });
  const path = join(folder, 'a.log');
  const jobs = await jobsOver(folder);
  truncateSync(path, 10);
  const cut = await ended(jobs, start(jobs));
  expect([cut?.status, cut?.failure]).toEqual([
    'Failed',
    `${path} was cut short while it was served`,
  ]);
  writeFileSync(join(folder, 'new'), TEXT);
  renameSync(join(folder, 'new'), path);
  const replaced = await ended(jobs, start(jobs));
  expect([replaced?.status, replaced?.failure]).toEqual([
    'Failed',
    `${path} was replaced while it was served`,
  ]);
});

test('lines that were added while a file is served change nothing', async () => {
  const folder = folderOf({ 'a.log': TEXT });
  const jobs = await jobsOver(folder);
  writeFileSync(join(folder, 'a.log'), `${TEXT}2026-11-20 14:00:02 three\n`);
  expect((await ended(jobs, start(jobs)))?.recordsScanned).toBe(2);
});

test('an answer that a bound made inexact is a failure that names the bound', async () => {
  const jobs = await jobsOver(folderOf({ 'a.log': TEXT }));
  const bounded: CompiledQuery = {
    ...counting(),
    run: () => ({
      pushScreened: () => {},
      push: () => {},
      firsts: null,
      prime: () => {},
      pass: () => false,
      coarse: false,
      keepsRecords: true,
      pushSpans: () => false,
      beginEarlier: () => {},
      takes: null,
      covers: () => false,
      passSpans: () => undefined,
      kept: () => null,
      adopt: () => {},
      finish: () => ({
        rows: [ROW],
        recordsMatched: 2,
        notes: ['groups beyond 100,000 are left out'],
      }),
    }),
  };
  const view = await ended(jobs, start(jobs, bounded));
  expect({ status: view?.status, failure: view?.failure }).toEqual({
    status: 'Failed',
    failure: 'groups beyond 100,000 are left out',
  });
});

test('fetched results make room for later ones; those not yet fetched stay', async () => {
  const jobs = await jobsOver(folderOf({ 'a.log': TEXT }));
  const ids: string[] = [];
  for (let index = 0; index < 4; index++) {
    const id = start(jobs, counting(1_500));
    await ended(jobs, id);
    if (index < 2) jobs.markFetched(id);
    ids.push(id);
  }
  expect(ids.map((id) => jobs.view(id)?.rows.count)).toEqual([undefined, 1_500, 1_500, 1_500]);
});

test('a few long rows need as much room as many short ones', async () => {
  const jobs = await jobsOver(folderOf({ 'a.log': TEXT }));
  // Nothing that can be deflated far.
  const long: Row = [{ field: '@message', value: randomBytes(900_000).toString('base64') }];
  const ids: string[] = [];
  for (let index = 0; index < 4; index++) {
    const id = start(jobs, counting(5, long));
    await ended(jobs, id);
    jobs.markFetched(id);
    ids.push(id);
  }
  // 8 MB of what was fetched are kept, and the last one.
  expect(ids.map((id) => jobs.view(id)?.rows.count)).toEqual([undefined, undefined, 5, 5]);
});

test('results that nobody fetches are forgotten in the end, the last one never', async () => {
  const jobs = await jobsOver(folderOf({ 'a.log': TEXT }));
  const ids: string[] = [];
  for (let index = 0; index < 3; index++) {
    const id = start(jobs, counting(150_000));
    await ended(jobs, id);
    ids.push(id);
  }
  expect(ids.map((id) => jobs.view(id)?.rows.count)).toEqual([undefined, 150_000, 150_000]);
});

test('with a seed, ids of queries are those of another process that is asked the same in the same order', async () => {
  const idsOf = async (seed: string | null) => {
    const jobs = await jobsOver(folderOf({ 'a.log': TEXT }), () => NOON_MS, seed);
    return [start(jobs), start(jobs)];
  };
  const first = await idsOf('logs');
  expect(await idsOf('logs')).toEqual(first);
  for (const other of [await idsOf('baseline'), await idsOf(null), await idsOf(null)])
    expect(other.filter((id) => first.includes(id))).toEqual([]);
  expect(new Set(first).size).toBe(2);
  expect(first[0]).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
