// `dedup f, …`: one row for each combination of values, the first in the present order.
// Source: CloudWatch Logs User Guide, "dedup": rows without a value in a field are no duplicates.
import { orderOf } from '../plan/collect.ts';
import { type Code, closeSegment, codeOf } from '../plan/planner.ts';
import { distinctRows } from '../run/distinct-rows.ts';
import type { EventRow } from '../run/event-row.ts';
import { parseExpression } from '../syntax/expression.ts';
import { printExpr } from '../syntax/print.ts';
import { textOf } from '../values.ts';
import { command, readList } from './command.ts';
import { MAX_LIMIT_ROWS } from './limit.ts';

export const DEDUP = command({
  names: ['dedup'],
  usage: 'dedup f, …',
  effect: 'one row for each combination of values; only `limit` may follow',
  read: (cursor) => readList(cursor, parseExpression),
  print: (keys) => keys.map(printExpr).join(', '),
  plan: (planner, keys) => {
    const codes = keys.map((key) => codeOf(planner, key));
    const order = orderOf(planner);
    const bound = { rows: MAX_LIMIT_ROWS };
    planner.dedupBound = bound;
    const keyOf = (row: EventRow) => keyText(codes, row);
    closeSegment(planner, () => distinctRows(keyOf, order, bound.rows));
  },
});

function keyText(codes: readonly Code[], row: EventRow): string | undefined {
  let key = '';
  for (const { kind, read } of codes) {
    const text = textOf(read(row), kind);
    if (text === undefined) return undefined;
    key += `${text.length};${text}`;
  }
  return key;
}
