// A cap on what queries scan: one that is likely to pass it is not started, one that passes it all the same is stopped.
import { expect, test } from 'vitest';
import type { CaseLogGroup } from '../../src/run/case-file.ts';
import { createContext } from '../../src/run/context.ts';
import type { QueryPlan } from '../../src/run/query.ts';
import { awaitQuery } from '../../src/run/query-run.ts';
import { startQueries, startQuery } from '../../src/run/query-start.ts';
import { bytesEstimated, bytesScanned } from '../../src/run/run-scan.ts';
import { emptySop, fakeWorld, NOW, ok, requestFor, type Script } from './fake-world.ts';

const HOUR_MS = 3_600_000;

/** A gigabyte an hour; its stored bytes are not known where they are null. */
const group = (name: string, storedBytes: number | null = 100e9): CaseLogGroup => ({
  name,
  region: 'us-west-2',
  status: 'analyzed',
  relevance: '',
  creationMs: NOW - 100 * HOUR_MS,
  retentionDays: null,
  storedBytes,
  logClass: 'STANDARD',
  firstEventMs: NOW - 100 * HOUR_MS,
  lastEventMs: NOW,
  events: null,
  evidence: [],
});

const planFor = (name: string, hours: number): QueryPlan => ({
  name: 'candidates',
  purpose: 'candidates',
  region: 'us-west-2',
  logGroupNames: [name],
  window: { startMs: NOW - hours * HOUR_MS, endMs: NOW },
  text: 'fields @message',
  limit: 10_000,
});

const answer = (status: string, bytesScanned: number) =>
  ok({ status, results: [], statistics: { recordsMatched: 0, recordsScanned: 0, bytesScanned } });

function contextOf(maxScanGb: number, groups: CaseLogGroup[], script: Script = {}) {
  let started = 0;
  const world = fakeWorld(
    {
      'start-query': () => ok({ queryId: `q${++started}` }),
      'stop-query': () => ok({ success: true }),
      'get-query-results': () => answer('Complete', 0.5e9),
      ...script,
    },
    { maxScanGb },
  );
  const context = createContext(requestFor(emptySop), world);
  context.file.logGroups = groups;
  const called = () => world.called.map(({ tool }) => tool);
  return { context, called };
}

test('a query that is likely to pass the limit is not started, and the gap says how much is left', async () => {
  const { context, called } = contextOf(2.5, [group('/a')]);
  expect(await startQuery(context, planFor('/a', 2))).not.toBeNull();
  expect(await startQuery(context, planFor('/a', 1))).toBeNull();
  expect(called()).toEqual(['start-query']);
  expect(context.file.gaps).toEqual([
    {
      what: 'The query "candidates" over /a could not be started.',
      why: 'ScanBudgetExceeded: It is likely to scan 1 GB, and of --max-scan-gb 2.5 500 MB are left.',
      remedy:
        'Ask for a shorter window (--hours) or fewer log groups (--log-group), or allow more: --max-scan-gb.',
    },
  ]);
  expect(context.file.uncounted).toBe(1);
});

test('queries that are started side by side share what is left', async () => {
  const { context, called } = contextOf(2.5, [group('/a')]);
  const plans = [1, 1, 1].map((hours) => planFor('/a', hours));
  const started = await startQueries(context, plans);
  expect(started.map((query) => query !== null)).toEqual([true, true, false]);
  expect(called()).toEqual(['start-query', 'start-query']);
});

test('what an ended query did not scan is left for others', async () => {
  const { context } = contextOf(2.5, [group('/a')]);
  const first = await startQuery(context, planFor('/a', 2));
  if (first !== null) await awaitQuery(context, first);
  expect(await startQuery(context, planFor('/a', 2))).not.toBeNull();
  expect({
    estimated: bytesEstimated(context.file.scan),
    scanned: bytesScanned(context.file.scan),
  }).toEqual({ estimated: 4e9, scanned: 0.5e9 });
});

test('a query of unknown size is stopped as soon as more was scanned than the limit allows', async () => {
  const { context, called } = contextOf(1, [group('/a', null)], {
    'get-query-results': (_, before) => answer('Running', (before + 1) * 0.4e9),
  });
  const started = await startQuery(context, planFor('/a', 1));
  expect(started === null ? null : await awaitQuery(context, started)).toBeNull();
  expect(called().slice(-2)).toEqual(['get-query-results', 'stop-query']);
  expect(context.file.gaps.map(({ why }) => why)).toEqual([
    'It was stopped: more was scanned than the limit allows, --max-scan-gb 1.',
  ]);
  expect([...context.file.scan.unknown]).toEqual(['us-west-2 /a']);
});
