// More than one answer holds: the rows of a query by pages, and exact totals of more errors than a run reads.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { REPORT_PEAK } from '../../bench/child.ts';
import { reportOf, runProgram } from '../cli/program.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { type Account, END_MS, openAccount } from './faulty-run.ts';

const HOUR_MS = 3_600_000;
const MOST_ROWS = 100_000;
const PAGE_ROWS = 10_000;
/** A run holds no more of what matched than it reads, whatever that is. */
const MOST_MB = 400;
/** Errors of each kind; rare ones among many. */
const KINDS: readonly (readonly [message: string, every: number])[] = [
  ['ERROR login of customer # refused: token expired', 401],
  ['ERROR cannot write invoice #: ENOSPC: no space left on device', 31],
  ['ERROR payment # declined by gateway: HTTP 503 from api.payments.example', 4],
  ['ERROR order # failed: connect ECONNREFUSED 10.0.4.17:5432', 1],
];
const EVENTS = 110_000;
const counts = KINDS.map(() => 0);

let account: Account;
let aws: FaultProxy;
beforeAll(async () => {
  account = await openAccount({
    orders: Array.from({ length: EVENTS }, (_, index) => {
      const kind = KINDS.findIndex(([, every]) => index % every === 0);
      counts[kind] = (counts[kind] ?? 0) + 1;
      const message = (KINDS[kind]?.[0] ?? '').replace('#', String(index));
      return [END_MS - 2 * HOUR_MS + Math.floor((index / EVENTS) * 2 * HOUR_MS), message] as const;
    }),
  });
  aws = await startFaultProxy(() => account.url);
}, 60_000);
afterAll(async () => {
  await aws.close();
  await account.close();
});

async function run(...args: readonly string[]) {
  const ran = await runProgram([...args, '--region', 'us-west-2', ...WINDOW], {
    env: {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      NODE_OPTIONS: `--import ${encodeURI(REPORT_PEAK)}`,
    },
  });
  const peakMb = (Number(/peak (\d+)/.exec(ran.stderr)?.[1]) * 1_024) / 1e6;
  return { ...ran, peakMb };
}
const time = (ms: number) => new Date(ms).toISOString();
const WINDOW = ['--start', time(END_MS - 2 * HOUR_MS), '--end', time(END_MS)];

test('100,000 rows of one query come page by page, each once and in order', async () => {
  const query = 'fields @timestamp, @message | sort @timestamp asc';
  const flags = ['--log-group', 'orders', '--limit', String(MOST_ROWS), '--format', 'jsonl'];
  const { code, stdout, stderr, peakMb } = await run('logs', 'query', query, ...flags);
  const rows = stdout.trimEnd().split('\n');
  expect({ code, rows: rows.length }).toEqual({ code: 0, rows: MOST_ROWS });
  const numbers = rows.map((row) =>
    Number(/(?:order|payment|invoice|customer) (\d+)/.exec(row)?.[1]),
  );
  expect(numbers.every((number, index) => number === index)).toBe(true);
  expect(stderr).toContain('100,000 rows · 110,000 events matched');
  const pages = aws.calls.filter(({ body }) => body.nextToken !== undefined).length;
  expect(pages).toBe(MOST_ROWS / PAGE_ROWS - 1);
  expect(peakMb).toBeLessThan(MOST_MB);
}, 120_000);

test('more than 100,000 errors are counted to the unit, each finding and all together', async () => {
  const ran = await run('orders');
  const { totals, findings, gaps } = reportOf(ran);
  expect({ code: ran.code, totals, gaps }).toMatchObject({
    code: 0,
    totals: { errors: EVENTS, exact: true },
    gaps: [],
  });
  const told = findings.map(({ count }) => count).sort((a, b) => a - b);
  expect(told).toEqual(counts.toSorted((a, b) => a - b));
  expect(ran.peakMb).toBeLessThan(MOST_MB);
}, 120_000);
