import { describe, expect, test } from 'vitest';
import { createContext } from '../../src/run/context.ts';
import type { QueryPlan } from '../../src/run/query.ts';
import { awaitQuery, MAX_QUERY_WAIT_MS, startQuery } from '../../src/run/query-run.ts';
import { emptySop, fakeWorld, fault, NOW, ok, requestFor, type Script } from './fake-world.ts';

const plan: QueryPlan = {
  name: 'candidates',
  purpose: 'candidates',
  region: 'us-west-2',
  logGroupNames: ['/app'],
  window: { startMs: NOW - 1_500, endMs: NOW - 500 },
  text: 'fields @message',
  limit: 10_000,
};

const answer = (status: string, rows: Record<string, string>[] = [], extra: object = {}) =>
  ok({
    status,
    results: rows.map((row) => Object.entries(row).map(([field, value]) => ({ field, value }))),
    statistics: { recordsMatched: rows.length, recordsScanned: 100, bytesScanned: 5_000 },
    ...extra,
  });

function contextOver(script: Script, signal?: AbortSignal) {
  const world = fakeWorld(
    {
      'start-query': () => ok({ queryId: 'q1' }),
      'stop-query': () => ok({ success: true }),
      ...script,
    },
    signal === undefined ? {} : { signal },
  );
  return { world, context: createContext(requestFor(emptySop), world) };
}

async function run(script: Script, signal?: AbortSignal) {
  const { world, context } = contextOver(script, signal);
  const started = await startQuery(context, plan);
  const result = started === null ? null : await awaitQuery(context, started);
  return { world, context, result };
}

describe('a query', () => {
  test('is started in whole epoch seconds, start rounded down and end rounded up', async () => {
    const { world } = await run({ 'get-query-results': () => answer('Complete') });
    expect(world.called[0]).toEqual({
      tool: 'start-query',
      args: {
        region: 'us-west-2',
        logGroupNames: ['/app'],
        startTime: NOW / 1_000 - 2,
        endTime: NOW / 1_000,
        queryString: 'fields @message',
        limit: 10_000,
      },
    });
  });

  test('is polled with growing pauses until it is complete, and its partial rows are not read', async () => {
    const statuses = ['Scheduled', 'Running', 'Running', 'Complete'];
    const { world, result } = await run({
      'get-query-results': (_, before) =>
        answer(
          statuses[before] ?? 'Complete',
          before < 3 ? [{ '@message': 'partial' }] : [{ '@message': 'whole' }],
        ),
    });
    expect(result?.rows).toEqual([{ '@message': 'whole' }]);
    expect(world.now() - NOW).toBe(50 + 80 + 128);
    expect(world.evidence.map(({ id, rows }) => ({ id, rows }))).toEqual([
      { id: 'E1', rows: [{ '@message': 'whole' }] },
    ]);
  });

  test.each(['Failed', 'Timeout', 'Cancelled'])(
    'that ends %s is a gap and no evidence',
    async (status) => {
      const { context, world, result } = await run({
        'get-query-results': () => answer(status, [{ '@message': 'partial' }]),
      });
      expect(result).toBeNull();
      expect(context.file.gaps.map(({ why }) => why)).toEqual([`It ended as: ${status}`]);
      expect(world.evidence).toEqual([]);
    },
  );

  test('whose status stays Unknown is stopped after the longest wait, named in the gap', async () => {
    const { context, world, result } = await run({ 'get-query-results': () => answer('Unknown') });
    expect(result).toBeNull();
    expect(world.now() - NOW).toBeGreaterThanOrEqual(MAX_QUERY_WAIT_MS);
    expect(world.called.at(-1)?.tool).toBe('stop-query');
    expect(context.file.gaps[0]?.why).toBe('It ended as: still Unknown after 15 minutes');
  });

  test('that cannot be started is a gap with the words of AWS', async () => {
    const { context, result } = await run({
      'start-query': () => fault('LimitExceededException', 'Too many queries'),
    });
    expect(result).toBeNull();
    expect(context.file.gaps).toEqual([
      {
        what: 'The query "candidates" over /app could not be started.',
        why: 'LimitExceededException: Too many queries',
        remedy: 'Run again when fewer queries run in this account.',
      },
    ]);
  });

  test('is read page by page', async () => {
    const pages = [
      answer('Complete', [{ '@message': 'one' }], { nextToken: 'more' }),
      answer('Complete', [{ '@message': 'two' }]),
    ];
    const { world, result } = await run({
      'get-query-results': (_, before) => pages[before] ?? answer('Complete'),
    });
    expect(result?.rows).toEqual([{ '@message': 'one' }, { '@message': 'two' }]);
    expect(world.called.at(-1)?.args.nextToken).toBe('more');
  });

  test('is stopped when the run is interrupted, although no other call goes through', async () => {
    const controller = new AbortController();
    const { world, result } = await run(
      {
        'get-query-results': () => {
          controller.abort('SIGINT');
          return answer('Running');
        },
      },
      controller.signal,
    );
    expect(result).toBeNull();
    expect(world.called.map(({ tool }) => tool)).toEqual([
      'start-query',
      'get-query-results',
      'stop-query',
    ]);
  });
});

test('secrets and escapes are taken out where results come in; pointers stay as they are', async () => {
  const message = 'login of jane.doe@example.com \u001b[2J failed';
  const { world } = await run({
    'get-query-results': () =>
      answer('Complete', [{ '@message': message, '@ptr': 'CmEKJgoi\u001b' }]),
  });
  const row = world.evidence[0]?.rows[0] as Record<string, string>;
  expect(row['@message']).toContain('[redacted:');
  expect(row['@message']).not.toContain('\u001b');
  expect(row['@ptr']).toBe('CmEKJgoi\u001b');
});
