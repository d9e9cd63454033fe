// `dedup f, …`: one row for each combination of values, the first in the present order.
// Source: CloudWatch Logs User Guide, "dedup": rows without a value in a field are no duplicates.
import { orderOf } from '../plan/collect.ts';
import { closeSegment, codeOf } from '../plan/planner.ts';
import { distinctRows } from '../run/distinct-rows.ts';
import type { EventRow } from '../run/event-row.ts';
import { parseExpression } from '../syntax/expression.ts';
import { textOf } from '../values.ts';
import { type Command, readList } from './command.ts';
import { MAX_LIMIT_ROWS } from './limit.ts';

export const DEDUP: Command = {
  names: ['dedup'],
  read: (cursor) => {
    const keys = readList(cursor, parseExpression);
    return (planner) => {
      const codes = keys.map((key) => codeOf(planner, key));
      const order = orderOf(planner);
      const bound = { rows: MAX_LIMIT_ROWS };
      planner.dedupBound = bound;
      const keyOf = (row: EventRow) => keyText(codes, row);
      closeSegment(planner, () => distinctRows(keyOf, order, bound.rows));
    };
  },
};

function keyText(
  codes: readonly {
    read: (row: EventRow) => Parameters<typeof textOf>[0];
    kind: Parameters<typeof textOf>[1];
  }[],
  row: EventRow,
): string | undefined {
  let key = '';
  for (const { kind, read } of codes) {
    const text = textOf(read(row), kind);
    if (text === undefined) return undefined;
    key += `${text.length};${text}`;
  }
  return key;
}
