// Accounts with thousands of log groups: found by pattern in few calls, asked fifty at a time, no more at once than the
// quotas allow.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createContext } from '../../src/run/context.ts';
import { investigate } from '../../src/run/investigate.ts';
import { discoverLogGroups } from '../../src/run/procedures/discover-log-groups.ts';
import { MAX_OPEN_QUERIES } from '../../src/run/query-start.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { emptySop, fakeWorld, NOW, ok, requestFor, type Script } from './fake-world.ts';

const PAGE = 50;
const ALL = 10_000;

/** Ten thousand log groups of which so many are the application's, in two spellings. */
function namesOf(own: number): readonly string[] {
  return Array.from({ length: ALL }, (_, index) => {
    const number = String(index).padStart(5, '0');
    if (index >= own) return `/ecs/other-service-${number}`;
    return index % 2 === 0
      ? `/ecs/payment-service/${number}`
      : `/aws/lambda/PaymentService-${number}`;
  }).sort();
}

const accountOf = (names: readonly string[]): Script => ({
  'describe-log-groups': ({
    logGroupNamePattern: pattern,
    logGroupNamePrefix: prefix,
    nextToken,
  }) => {
    const matching = names.filter((name) =>
      pattern === undefined ? name.startsWith(String(prefix)) : name.includes(String(pattern)),
    );
    const from = Number(nextToken ?? 0);
    const page = matching.slice(from, from + PAGE);
    const more = from + PAGE < matching.length ? { nextToken: String(from + PAGE) } : {};
    const logGroups = page.map((logGroupName) => ({
      logGroupName,
      creationTime: 0,
      storedBytes: 1e6,
    }));
    return ok({ logGroups, ...more });
  },
  'describe-log-streams': () =>
    ok({
      logStreams: [{ logStreamName: 's', firstEventTimestamp: NOW - 9e7, lastEventTimestamp: NOW }],
    }),
  'stop-query': () => ok({ success: true }),
});

describe('discovery among 10,000 log groups', () => {
  test('finds those of the application by pattern, within 30 calls', async () => {
    const world = fakeWorld(accountOf(namesOf(1_000)));
    const context = createContext(requestFor(emptySop), world);
    await discoverLogGroups.run(context, {
      number: 2,
      name: '',
      text: '',
      procedure: 'discover-log-groups',
      constraints: [],
      queries: [],
      span: { start: 0, end: 0 },
    });
    expect(context.file.logGroups?.filter(({ status }) => status === 'confirmed')).toHaveLength(
      1_000,
    );
    expect(world.called.length).toBeLessThanOrEqual(30);
    expect(world.called.every(({ args }) => args.logGroupNamePattern !== undefined)).toBe(true);
    expect(context.file.gaps).toEqual([]);
  });
});

test('a run over 1,000 log groups asks fifty a query, within the quota of open queries, and counts each', async () => {
  const path = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');
  const { value: sop } = parseSop(readFileSync(path, 'utf8'), path);
  if (sop === null) throw new Error('the SOP does not parse');
  const names = namesOf(1_000);
  const plans = new Map<string, Readonly<Record<string, unknown>>>();
  let open = 0;
  let most = 0;
  let widest = 0;
  const world = fakeWorld({
    ...accountOf(names),
    'start-query': (args) => {
      most = Math.max(most, ++open);
      const asked = args.logGroupNames as readonly string[];
      widest = Math.max(widest, asked.length);
      const queryId = `q${plans.size}`;
      plans.set(queryId, args);
      return ok({ queryId });
    },
    'get-query-results': ({ queryId }) => {
      open--;
      const { queryString, logGroupNames } = plans.get(String(queryId)) ?? {};
      const isVolume = /events by @log/.test(String(queryString));
      const results = isVolume
        ? (logGroupNames as readonly string[]).map((name) => [
            { field: '@log', value: `123456789012:${name}` },
            { field: 'events', value: '7' },
          ])
        : [];
      return ok({
        status: 'Complete',
        results,
        statistics: { recordsMatched: 0, recordsScanned: 350, bytesScanned: 1_000 },
      });
    },
  });
  const { report } = await investigate(requestFor(sop), world);
  expect(report.gaps).toEqual([]);
  expect({ widest, most: most <= MAX_OPEN_QUERIES }).toEqual({ widest: 50, most: true });
  const analyzed = report.logGroups.filter(({ status }) => status === 'analyzed');
  expect(analyzed).toHaveLength(1_000);
  expect(new Set(analyzed.map(({ events }) => events))).toEqual(new Set([7]));
  expect(report.totals).toMatchObject({ errors: 0, exact: true, searched: true });
});
