// `join type=inner left=a right=b where a.f = b.g (SOURCE 'name')`: each event together with those of another log group
// that have the same key. The other events are read first; of them only the fields that the query names are kept.
// Source: CloudWatch Logs User Guide, "join".
import { grouped } from '../../base/grouped.ts';
import { resolveField } from '../plan/names.ts';
import { type Code, expandRows, newSlot, type Planner, slotCode } from '../plan/planner.ts';
import { copyOf } from '../run/event-row.ts';
import type { FieldExpr, NestedQuery } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { errorAt, QueryFault } from '../syntax/fault.ts';
import { printField } from '../syntax/print.ts';
import type { Row } from '../types.ts';
import { type Container, textOf } from '../values.ts';
import { command } from './command.ts';

interface JoinNode {
  readonly keepsAll: boolean;
  readonly left: string;
  readonly right: string;
  /** Without the names of the sides. */
  readonly leftKey: FieldExpr;
  readonly rightKey: FieldExpr;
  readonly other: NestedQuery;
}

/** Different keys of the other side. Source: as above, "Notes and limitations". */
const MAX_KEYS = 50_000;
const MAX_OTHER_ROWS = 100_000;

export const JOIN = command({
  names: ['join'],
  usage: "join [type=inner|left] left=a right=b where a.f = b.f (SOURCE 'name')",
  effect: 'each event with those of other log groups that have the same key; one in a query',
  read: readJoin,
  print: ({ keepsAll, left, right, leftKey, rightKey, other }) =>
    `type=${keepsAll ? 'left' : 'inner'} left=${left} right=${right} where ${printField(sided(left, leftKey))} = ${printField(sided(right, rightKey))} (${other.print()})`,
  plan: planJoin,
});

function readJoin(cursor: Cursor): JoinNode {
  const options = readOptions(cursor);
  if (!cursor.takeWord('where')) throw cursor.unexpected('where a.field = b.field');
  const first = cursor.expectField();
  cursor.expectSymbol('=');
  const second = cursor.expectField();
  const keys = keysOf(options, first, second);
  return { ...options, ...keys, other: cursor.expectNested() };
}

function readOptions(cursor: Cursor): Pick<JoinNode, 'keepsAll' | 'left' | 'right'> {
  const found = new Map<string, FieldExpr>();
  while (cursor.atWord('type', 'left', 'right')) {
    const name = cursor.expectField().name.toLowerCase();
    cursor.expectSymbol('=');
    found.set(name, cursor.expectField());
  }
  const type = found.get('type');
  const kind = type?.name.toLowerCase() ?? 'inner';
  if (type !== undefined && kind !== 'inner' && kind !== 'left') {
    throw new QueryFault(errorAt('join-type', 'type is inner or left', type.span));
  }
  const [left, right] = [found.get('left'), found.get('right')];
  if (left === undefined || right === undefined) throw cursor.unexpected('left=name right=name');
  return { keepsAll: kind === 'left', left: left.name, right: right.name };
}

function keysOf(
  { left, right }: Pick<JoinNode, 'left' | 'right'>,
  first: FieldExpr,
  second: FieldExpr,
): Pick<JoinNode, 'leftKey' | 'rightKey'> {
  const [leftSide, rightSide] = first.parts[0] === right ? [second, first] : [first, second];
  if (leftSide.parts[0] !== left || leftSide.parts.length < 2) throw noSide(leftSide, left);
  if (rightSide.parts[0] !== right || rightSide.parts.length < 2) throw noSide(rightSide, right);
  return { leftKey: withoutSide(leftSide), rightKey: withoutSide(rightSide) };
}

function noSide({ span }: FieldExpr, side: string): QueryFault {
  return new QueryFault(
    errorAt('join-key', `a key of join begins with its side: ${side}.field`, span),
  );
}

function withoutSide({ parts, span, kind }: FieldExpr): FieldExpr {
  const rest = parts.slice(1);
  return { kind, parts: rest, name: rest.join('.'), span };
}

function sided(side: string, { parts, name, span, kind }: FieldExpr): FieldExpr {
  return { kind, parts: [side, ...parts], name: `${side}.${name}`, span };
}

function planJoin(planner: Planner, node: JoinNode): void {
  const { left, right, leftKey, rightKey, keepsAll, other } = node;
  if (planner.era.sides.size > 0 || planner.subqueries.length > 0) {
    const message = 'a query has one join, and no query inside it beside that';
    planner.diagnostics.push(errorAt('second-join', message, planner.stage));
    return;
  }
  const wanted = new Map([[rightKey.name, rightKey]]);
  const { query, diagnostics } = planner.compilers.nested(other, () => [...wanted.values()]);
  planner.diagnostics.push(...diagnostics);
  const number = planner.subqueries.length;
  if (query !== null) {
    planner.subqueries.push({
      query,
      source: query.source,
      maxRows: MAX_OTHER_ROWS,
      place: other.span.start,
    });
  }
  const key = resolveField(planner, leftKey);
  const slot = newSlot(planner);
  addSides(planner, left, right, slotCode(slot, 'any'), wanted);
  const rows = planner.context.inputs?.[number] ?? [];
  const byKey = groupByKey(rows, rightKey.name, planner.budget.notes);
  expandRows(planner, (row, emit) => {
    const text = textOf(key.read(row), key.kind);
    const matches = text === undefined ? undefined : byKey.get(text);
    if (matches === undefined && keepsAll) emit(copyOf(row));
    for (const match of matches ?? []) {
      const copy = copyOf(row);
      copy.slots[slot] = match;
      emit(copy);
    }
  });
}

/** `left.f` is f of the event as it is, `right.f` a value of the other one, which is read because it is named. */
function addSides(
  { era }: Planner,
  left: string,
  right: string,
  other: Code,
  wanted: Map<string, FieldExpr>,
): void {
  era.sides.set(left, { resolve: (planner, field) => resolveField(planner, withoutSide(field)) });
  era.sides.set(right, {
    resolve: (_, field) => {
      const bare = withoutSide(field);
      wanted.set(bare.name, bare);
      return {
        kind: 'any',
        read: (row) => {
          const values = other.read(row) as Readonly<Record<string, string>> | undefined;
          return values === undefined ? undefined : values[bare.name];
        },
      };
    },
  });
}

function groupByKey(
  rows: readonly Row[],
  key: string,
  notes: Set<string>,
): ReadonlyMap<string, readonly Container[]> {
  const groups = new Map<string, Container[]>();
  for (const row of rows) {
    const text = row.find(({ field }) => field === key)?.value;
    if (text === undefined) continue;
    const known = groups.get(text);
    const values = Object.fromEntries(row.map(({ field, value }) => [field, value]));
    if (known !== undefined) known.push(values);
    else if (groups.size < MAX_KEYS) groups.set(text, [values]);
    else notes.add(`join has at most ${grouped(MAX_KEYS)} different keys`);
  }
  if (rows.length >= MAX_OTHER_ROWS) {
    notes.add(`join reads at most ${grouped(MAX_OTHER_ROWS)} events of the other side`);
  }
  return groups;
}
