import { closeTop, orderOf } from '../plan/collect.ts';
import { closeSegment } from '../plan/planner.ts';
import { topRows } from '../run/top-rows.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { errorAt, QueryFault } from '../syntax/fault.ts';
import { command } from './command.ts';

/** Most rows of a query. Source: CloudWatch Logs User Guide, "limit". */
export const MAX_LIMIT_ROWS = 100_000;

export const LIMIT = command({
  names: ['limit', 'head'],
  usage: 'limit n, limit any n',
  effect: 'default 10,000, at most 100,000; the limit of StartQuery is a second cap',
  read: (cursor) => {
    const any = cursor.takeWord('any');
    return { any, rows: readCount(cursor) };
  },
  print: ({ any, rows }) => `${any ? 'any ' : ''}${rows}`,
  plan: (planner, { rows }) => {
    planner.hasLimit = true;
    if (planner.dedupBound !== null) {
      planner.dedupBound.rows = Math.min(planner.dedupBound.rows, rows);
    }
    closeTop(planner, Math.min(rows, planner.mostRows));
  },
});

export const TAIL = command({
  names: ['tail'],
  usage: 'tail n',
  effect: 'the last n rows in the present order',
  read: readCount,
  print: String,
  plan: (planner, rows) => {
    planner.hasLimit = true;
    const { keysOf, compare } = orderOf(planner);
    const reversed = {
      keysOf,
      compare: (a: Parameters<typeof compare>[0], b: typeof a) => compare(b, a),
    };
    closeSegment(planner, () => {
      const collector = topRows(reversed, rows);
      return { ...collector, rows: () => [...collector.rows()].reverse() };
    });
  },
});

function readCount(cursor: Cursor): number {
  const { token } = cursor;
  if (token.kind !== 'number') throw cursor.unexpected('a number of rows');
  cursor.take();
  if (Number.isInteger(token.value) && token.value >= 1 && token.value <= MAX_LIMIT_ROWS) {
    return token.value;
  }
  throw new QueryFault(
    errorAt('limit-range', `limit takes a whole number from 1 to ${MAX_LIMIT_ROWS}`, token.span),
  );
}
