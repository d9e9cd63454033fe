// `limit n`, `limit any n`: the first rows in the present order.
import { closeTop } from '../plan/collect.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { errorAt, QueryFault } from '../syntax/fault.ts';
import type { Command } from './command.ts';

/** Most rows of a query. Source: CloudWatch Logs User Guide, "limit". */
export const MAX_LIMIT_ROWS = 100_000;

export const LIMIT: Command = {
  names: ['limit', 'head'],
  read: (cursor) => {
    cursor.takeWord('any');
    const rows = readCount(cursor);
    return (planner) => {
      planner.hasLimit = true;
      if (planner.dedupBound !== null) {
        planner.dedupBound.rows = Math.min(planner.dedupBound.rows, rows);
      }
      closeTop(planner, rows);
    };
  },
};

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
