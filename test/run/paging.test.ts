// Searches in parts whose answers are longer than a page: every candidate is read once, however the pages fall.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { investigate } from '../../src/run/investigate.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { fakeWorld, NOW, ok, requestFor, type Script } from './fake-world.ts';

/** Tens of thousands of rows on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const GROUP = '/aws/lambda/payment-service';
const WINDOW_MS = 7_200_000;
const START_MS = NOW - WINDOW_MS;
/** A search over more is cut into parts. */
const BYTES_PER_PART = 100e6;
const PAGE_ROWS = 10_000;

const SOP = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');
const { value: sop } = parseSop(readFileSync(SOP, 'utf8'), SOP);
if (sop === null) throw new Error('the SOP does not parse');
const request = requestFor(sop);

const row = (atMs: number, index: number, group: string) => [
  { field: '@timestamp', value: new Date(atMs).toISOString().replace('T', ' ').replace('Z', '') },
  { field: '@message', value: `ERROR connect ECONNREFUSED 10.0.4.17:6379 attempt=${index}` },
  { field: '@logStream', value: 's' },
  { field: '@log', value: `123456789012:${group}` },
  { field: '@ptr', value: `ptr-${index}` },
];

interface Asked {
  readonly queryString?: unknown;
  readonly logGroupNames?: unknown;
  /** Epoch seconds. */
  readonly startTime?: unknown;
}

/** Errors at these times, of each group in turn. */
function rowsOf(
  { queryString, logGroupNames, startTime }: Asked,
  times: readonly number[],
  groups: readonly string[],
) {
  const text = String(queryString);
  if (/stats count|bin\(/.test(text)) return [];
  const [, toMs = '9'.repeat(13)] = /@timestamp < (\d{13})/.exec(text) ?? [];
  const [, aboveMs = '0'] = /@timestamp >= (\d{13})/.exec(text) ?? [];
  const fromMs = Math.max(Number(startTime) * 1_000, Number(aboveMs));
  return times.flatMap((atMs, index) => {
    const group = groups[index % groups.length] ?? '';
    const isAsked = (logGroupNames as readonly string[]).includes(group);
    return isAsked && atMs >= fromMs && atMs < Number(toMs) ? [row(atMs, index, group)] : [];
  });
}

function cloudWatch(times: readonly number[], groups: readonly string[], parts: number): Script {
  const queries: Asked[] = [];
  const storedBytes = (parts * BYTES_PER_PART) / groups.length;
  const stream = { logStreamName: 's', firstEventTimestamp: START_MS, lastEventTimestamp: NOW };
  return {
    'describe-log-groups': ({ logGroupNamePrefix: prefix = '' }) =>
      ok({
        logGroups: groups
          .filter((name) => name.startsWith(String(prefix)))
          .map((logGroupName) => ({ logGroupName, creationTime: START_MS, storedBytes })),
      }),
    'describe-log-streams': () => ok({ logStreams: [stream] }),
    'start-query': (asked) => ok({ queryId: `q${queries.push(asked) - 1}` }),
    'get-query-results': ({ queryId, nextToken, maxItems }) => {
      const rows = rowsOf(queries[Number(String(queryId).slice(1))] ?? {}, times, groups);
      const from = Number(nextToken ?? 0);
      const to = from + Math.min(PAGE_ROWS, Number(maxItems ?? PAGE_ROWS));
      return ok({
        status: 'Complete',
        results: rows.slice(from, to),
        statistics: { recordsMatched: rows.length, recordsScanned: rows.length, bytesScanned: 9 },
        ...(to < rows.length ? { nextToken: String(to) } : {}),
      });
    },
    'stop-query': () => ok({ success: true }),
  };
}

/** So many events in each part of the window. */
const inParts = (counts: readonly number[]) =>
  counts.flatMap((count, part) =>
    Array.from({ length: count }, (_, index) =>
      Math.floor(START_MS + ((part + index / count) * WINDOW_MS) / counts.length),
    ),
  );

test.each([
  ['the last part full', [6_000, 6_000, 14_000], 1],
  ['the first part full', [14_000, 6_000, 6_000], 1],
  ['nearly all in one part', [1, 1, 25_000], 1],
  ['about a page in each', [9_999, 10_000, 10_001], 1],
  ['ten parts of three log groups', new Array<number>(10).fill(2_800), 3],
])('%s: each error is read once', async (_, counts, groupCount) => {
  const groups = Array.from({ length: groupCount }, (_, index) => `${GROUP}-${index}`);
  const world = fakeWorld(cloudWatch(inParts(counts), groups, counts.length));
  const { report } = await investigate(request, world);
  const all = counts.reduce((sum, count) => sum + count, 0);
  expect(report.totals).toMatchObject({ errors: all, exact: true });
});
