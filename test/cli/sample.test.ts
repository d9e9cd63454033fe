// How many rows an investigation reads where there are more errors than it reads whole, through the built program.
import { expect, test } from 'vitest';
import { reportOf, runProgram, unwrapped } from './program.ts';
import { CHECKOUT } from './small-logs.ts';

const ERRORS = 16_000;
const HOUR_MS = 3_600_000;
const TIMEOUT_MS = 60_000;
const WORDS = ['stock', 'price', 'cart', 'order', 'parcel', 'refund', 'coupon', 'tax'];
const failed = (kind: number) =>
  `${WORDS[kind % 8]} of ${WORDS[(kind >> 3) % 8]} could not be ${WORDS[kind % 5]}ed`;

/** So many errors of so many kinds in an hour, with so many characters of other lines after each. */
function errors(count: number, kinds: number, others: number): Buffer {
  const lines = Array.from({ length: count }, (_, index) => {
    const ms = Date.UTC(2026, 10, 20, 12) + Math.floor((index * HOUR_MS) / count);
    const time = new Date(ms).toISOString();
    const other = others === 0 ? '' : `${time} INFO served ${'.'.repeat(others)}\n`;
    return `${time} ERROR ${failed(index % kinds)}\n${other}`;
  });
  return Buffer.from(lines.join(''));
}

/** The rows of candidates that were read, and what was counted. */
async function read(files: Record<string, Buffer>) {
  const groups = Object.keys(files).flatMap((name) => [
    '--log-group',
    name.replace(/^logs\/|\.log$/g, ''),
  ]);
  const args = ['shop', ...groups, '--logs', 'logs', '--hours', '2', '--yes'];
  const ran = await runProgram(args, { files });
  const rows = /([\d,]+) candidates among/.exec(ran.stderr)?.[1] ?? '';
  const { errors: counted, exact, searched } = reportOf(ran).totals;
  return { rows: Number(rows.replace(',', '')), totals: { errors: counted, exact, searched } };
}

test(
  'of a window in parts 2,500 rows show few kinds',
  async () => {
    const found = await read({ 'logs/shop.log': errors(ERRORS, 3, 7_000) });
    expect(found).toEqual({
      rows: 2_500,
      totals: { errors: ERRORS, exact: true, searched: true },
    });
  },
  TIMEOUT_MS,
);

test(
  'a large log group beside small ones has its rows: what these show says nothing of it',
  async () => {
    const small = Array.from({ length: 10 }, (_, index) => [
      `logs/small${index}.log`,
      errors(220, 1, 0),
    ]);
    const files = { ...Object.fromEntries(small), 'logs/large.log': errors(ERRORS, 16, 2_000) };
    expect(await read(files)).toEqual({
      rows: 5_000,
      totals: { errors: ERRORS + 10 * 220, exact: true, searched: true },
    });
  },
  TIMEOUT_MS,
);

test('one candidate among one event is told as one', async () => {
  const files = { 'logs/checkout.log': '2026-11-20T14:00:00Z ERROR no stock\n' };
  const ran = await runProgram(CHECKOUT, { files });
  expect(unwrapped(ran.stderr)).toContain('1 candidate among 1 event (');
});
