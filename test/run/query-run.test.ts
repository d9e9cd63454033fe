import { describe, expect, test } from 'vitest';
import { createContext } from '../../src/run/context.ts';
import type { QueryPlan } from '../../src/run/query.ts';
import { MAX_QUERY_WAIT_MS } from '../../src/run/query-poll.ts';
import { awaitQuery, completions } from '../../src/run/query-run.ts';
import { MAX_OPEN_QUERIES, startQueries, startQuery } from '../../src/run/query-start.ts';
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

describe('a query of local logs', () => {
  test.each([
    ['as many as a poll takes', 5_000, 1_000],
    ['as many as are wanted first', 250, 250],
  ])('is polled for rows, %s', async (_, firstRows, asked) => {
    const { world, context } = contextOver({ 'get-query-results': () => answer('Complete') });
    const local = { ...context, request: { ...context.request, local: true } };
    const started = await startQuery(local, plan);
    for await (const { completed } of completions(local, [started], firstRows))
      expect(completed?.matched).toBe(0);
    const polls = world.called.filter(({ tool }) => tool === 'get-query-results');
    expect(polls.map(({ args }) => args.maxItems)).toEqual([asked]);
  });
});

describe('a query', () => {
  test('is read to its last row, however few of them a page holds', async () => {
    const total = 300;
    let given = 0;
    const { result } = await run({
      'get-query-results': () => {
        given++;
        const more = given < total ? { nextToken: `${given}` } : {};
        return answer('Complete', [{ '@message': `m${given}` }], more);
      },
    });
    expect(result?.rows.map((row) => row['@message'])).toEqual(
      Array.from({ length: total }, (_, index) => `m${index + 1}`),
    );
  });

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
    expect(world.now() - NOW).toBeCloseTo(50 + 55 + 60.5);
    expect(world.evidence.map(({ id, rows }) => ({ id, rows }))).toEqual([
      { id: 'E1', rows: [{ '@message': 'whole' }] },
    ]);
  });

  test.each([
    ['Failed', 'It ended as: Failed, twice'],
    ['Timeout', 'It ended as: Timeout'],
    ['Cancelled', 'It ended as: Cancelled'],
  ])('that ends %s is a gap and no evidence', async (status, why) => {
    const { context, world, result } = await run({
      'get-query-results': () => answer(status, [{ '@message': 'partial' }]),
    });
    expect(result).toBeNull();
    expect(context.file.gaps.map(({ why: told }) => told)).toEqual([why]);
    expect(world.evidence).toEqual([]);
  });

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

  test('over a log group that is gone is asked of the others, and the gap names the one', async () => {
    const { context, world } = contextOver({
      'start-query': ({ logGroupNames }) => {
        const gone = (logGroupNames as string[]).find((name) => name.startsWith('/gone'));
        return gone === undefined
          ? ok({ queryId: 'q1' })
          : fault('ResourceNotFoundException', `Log group '${gone}' does not exist for account ID`);
      },
    });
    const logGroupNames = ['/app', '/gone', '/gone-too', '/other'];
    const started = await startQuery(context, { ...plan, logGroupNames });
    expect(started?.plan.logGroupNames).toEqual(['/app', '/other']);
    expect(world.called.at(-1)?.args.logGroupNames).toEqual(['/app', '/other']);
    expect(context.file.gaps.map(({ what }) => what)).toEqual([
      'The query "candidates" over /gone could not be started.',
      'The query "candidates" over /gone-too could not be started.',
    ]);
    expect(context.file.uncounted).toBe(2);
  });

  test('that finds no room in the quota of the account is started again until there is', async () => {
    const { context, world, result } = await run({
      'start-query': (_, before) =>
        before < 3 ? fault('LimitExceededException', 'Too many queries') : ok({ queryId: 'q1' }),
      'get-query-results': () => answer('Complete', [{ '@message': 'one' }]),
    });
    expect(result?.rows).toHaveLength(1);
    expect(world.now() - NOW).toBe(1_000 + 2_000 + 4_000);
    expect(context.file.gaps).toEqual([]);
  });

  test('that CloudWatch fails at is started once more', async () => {
    let started = 0;
    const { context, world, result } = await run({
      'start-query': () => ok({ queryId: `q${++started}` }),
      'get-query-results': ({ queryId }) =>
        answer(queryId === 'q1' ? 'Failed' : 'Complete', [{ '@message': 'whole' }]),
    });
    expect(result?.rows).toEqual([{ '@message': 'whole' }]);
    expect(world.called.filter(({ tool }) => tool === 'start-query')).toHaveLength(2);
    expect(context.file).toMatchObject({ gaps: [], failedQueries: 0 });
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

describe('several queries', () => {
  const MINUTE_MS = 60_000;
  const edge = (window: QueryPlan['window']) => `filter @timestamp < ${window.endMs}\n| `;
  const over = (window: QueryPlan['window']): QueryPlan => ({
    ...plan,
    window,
    text: `${edge(window)}fields @message`,
  });
  const window = { startMs: NOW - 4 * MINUTE_MS, endMs: NOW };

  async function ends(script: Script, plans: readonly QueryPlan[]) {
    const { world, context } = contextOver(script);
    const asked = await startQueries(context, plans);
    const all: (readonly [number, string | undefined])[] = [];
    for await (const { index, completed } of completions(context, asked))
      all.push([index, completed?.started.queryId]);
    return { world, context, all };
  }

  test('are started and looked at side by side; only the first is polled', async () => {
    let started = 0;
    const looked: string[] = [];
    const { all, context } = await ends(
      {
        'start-query': () => ok({ queryId: `q${++started}` }),
        'get-query-results': ({ queryId }, before) => {
          looked.push(String(queryId));
          return answer(before < 3 ? 'Running' : 'Complete');
        },
      },
      [over(window), over(window), over(window)],
    );
    expect(looked).toEqual(['q1', 'q1', 'q1', 'q1', 'q2', 'q3']);
    expect(all).toEqual([
      [0, 'q1'],
      [1, 'q2'],
      [2, 'q3'],
    ]);
    expect(context.file.running.size).toBe(0);
  });

  test('no more are open at once than the bound; others are started when one has ended', async () => {
    let started = 0;
    let open = 0;
    let most = 0;
    const count = 2 * MAX_OPEN_QUERIES + 5;
    const { all } = await ends(
      {
        'start-query': () => {
          most = Math.max(most, ++open);
          return ok({ queryId: `q${++started}` });
        },
        'get-query-results': () => {
          open--;
          return answer('Complete');
        },
      },
      Array.from({ length: count }, () => over(window)),
    );
    expect(most).toBe(MAX_OPEN_QUERIES);
    expect(all.map(([index]) => index)).toEqual(Array.from({ length: count }, (_, index) => index));
  });

  test('one that takes too long is asked again in halves, told, and each part ends by itself', async () => {
    const windows: number[] = [];
    const { all, world, context } = await ends(
      {
        'start-query': ({ startTime, endTime }) =>
          ok({ queryId: `q${windows.push(Number(endTime) - Number(startTime))}` }),
        'get-query-results': ({ queryId }) => answer(queryId === 'q1' ? 'Timeout' : 'Complete'),
      },
      [over(window), over(window)],
    );
    expect(windows).toEqual([240, 240, 120, 120]);
    expect(all).toEqual([
      [0, 'q3'],
      [0, 'q4'],
      [1, 'q2'],
    ]);
    expect(context.file.windowSplit).toBe(true);
    expect(context.file.gaps).toEqual([]);
    expect(world.events.flatMap((event) => (event.kind === 'notice' ? [event.text] : []))).toEqual([
      'The query "candidates" over /app took too long: it is asked again in two halves of its window.',
    ]);
  });

  test('a half that takes too long is halved once more; then it is a gap', async () => {
    const { all, context } = await ends({ 'get-query-results': () => answer('Timeout') }, [
      over(window),
    ]);
    expect(all).toEqual(Array.from({ length: 4 }, () => [0, undefined]));
    expect(context.file.unanswered.map(({ window: part }) => part.endMs - part.startMs)).toEqual(
      Array.from({ length: 4 }, () => MINUTE_MS),
    );
    expect(context.file.uncounted).toBe(4);
  });
});
