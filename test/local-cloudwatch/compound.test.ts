// Queries over more than one scan: with queries inside, compared windows, SOURCE, and beside files.
import { describe, expect, test } from 'vitest';
import { call, folderOf, NOON_MS, put, query, serveStanding } from './served.ts';

const values = (results: readonly (readonly { field: string; value: string }[])[]) =>
  results.map((row) => row.filter(({ field }) => field !== '@ptr').map(({ value }) => value));

const FILES = {
  'db.log': [
    '2026-11-20 14:00:00 id=7 Timeout',
    '2026-11-20 14:00:01 id=8 done',
    '2026-11-20 13:30:00 id=9 Timeout',
    '',
  ].join('\n'),
};

async function served() {
  const endpoint = await serveStanding({}, [folderOf(FILES)]);
  await put(endpoint, '/app', ['{"id":7,"path":"/x"}', '{"id":8,"path":"/y"}']);
  return endpoint;
}

describe('a query inside a query', () => {
  const inner =
    'SOURCE \'db\' | filter @message like /Timeout/ | parse @message "id=* " as id | fields id';

  test('runs first, over the log groups that it names', async () => {
    const { status, results } = await query(
      await served(),
      ['/app'],
      `filter id in (${inner}) | fields path`,
    );
    expect([status, values(results)]).toEqual(['Complete', [['/x']]]);
  });

  test('and a join read files and what was put alike', async () => {
    const { results } = await query(
      await served(),
      ['/app'],
      `join type=left left=a right=b where a.id = b.id (${inner}, @message) | fields a.path, b.@message | sort a.path asc`,
    );
    expect(values(results)).toEqual([['/x', '2026-11-20 14:00:00 id=7 Timeout'], ['/y']]);
  });

  test('fails where it names a log group that does not exist, and says which', async () => {
    const { status, failure } = await query(
      await served(),
      ['/app'],
      "filter id in (SOURCE 'none' | fields id)",
    );
    expect([status, failure]).toEqual(['Failed', "Log group 'none' does not exist."]);
  });
});

test('diff reads the window before as well', async () => {
  const seconds = NOON_MS / 1000;
  const { results, statistics } = await query(
    await served(),
    ['db'],
    'diff | display @pattern, @differenceCount | sort @pattern asc',
    { startTime: seconds, endTime: seconds + 3_599 },
  );
  expect(values(results)).toEqual([
    ['<Time-1> <Time-2> id=<Number-3> Timeout', '0'],
    ['<Time-1> <Time-2> id=<Number-3> done', '1'],
  ]);
  expect(statistics).toMatchObject({ recordsMatched: 2, recordsScanned: 3 });
});

describe('SOURCE', () => {
  const start = async (queryString: string, more: object = {}) => {
    const endpoint = await served();
    const window = { startTime: 0, endTime: NOON_MS / 1000 + 86_400 };
    const { body } = await call(endpoint, 'StartQuery', { queryString, ...window, ...more });
    if (body.queryId === undefined) return `${body.__type}: ${body.message}`;
    for (;;) {
      const { body: found } = await call(endpoint, 'GetQueryResults', { queryId: body.queryId });
      if (found.status === 'Complete') return values(found.results);
    }
  };

  test('names the log groups in the place of the request', async () => {
    const count = 'stats count(*) as n';
    expect(await start(`SOURCE logGroups() | ${count}`)).toEqual([['5']]);
    expect(await start(`SOURCE logGroups(namePrefix: ['/a']) | ${count}`)).toEqual([['2']]);
    expect(await start(`SOURCE 'db' start=-20m end=now | ${count}`)).toEqual([['1']]);
    expect(await start(`SOURCE logGroups(class: ['INFREQUENT_ACCESS']) | ${count}`)).toEqual([]);
  });

  test('is refused beside named log groups, and where one does not exist', async () => {
    expect(await start('limit 1')).toBe(
      'InvalidParameterException: Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.',
    );
    expect(await start("SOURCE 'none' | limit 1")).toBe(
      "ResourceNotFoundException: Log group 'none' does not exist.",
    );
    expect(await start("SOURCE 'db' | limit 1", { logGroupName: 'db' })).toContain(
      'InvalidParameterException',
    );
  });
});
