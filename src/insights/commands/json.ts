// `json field=f "a.b" as x, "c" as y`: values out of a JSON text by their paths.
import { parseContainer, pathOf, readPath } from '../fields/document.ts';
import { resolveField } from '../plan/names.ts';
import { defineField } from '../plan/new-fields.ts';
import type { Planner } from '../plan/planner.ts';
import type { FieldExpr } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { printField, printString } from '../syntax/print.ts';
import { textOf, type Value } from '../values.ts';
import { command, readList } from './command.ts';

interface JsonNode {
  readonly source: FieldExpr;
  readonly values: readonly { readonly path: string; readonly alias: FieldExpr }[];
}

export const JSON_COMMAND = command({
  names: ['json'],
  usage: 'json field=f "a.b" as x, …',
  effect: 'values of a JSON text by their paths; without `field`, of @message',
  read: readJson,
  print: ({ source, values }) =>
    `field=${printField(source)} ${values
      .map(({ path, alias }) => `${printString(path)} as ${printField(alias)}`)
      .join(', ')}`,
  plan: planJson,
});

function readJson(cursor: Cursor): JsonNode {
  const source = readSource(cursor);
  return { source, values: readList(cursor, readValue) };
}

function readSource(cursor: Cursor): FieldExpr {
  const { start } = cursor.token.span;
  if (!cursor.takeWord('field')) {
    return { kind: 'field', parts: ['@message'], name: '@message', span: { start, end: start } };
  }
  cursor.expectSymbol('=');
  return cursor.expectField();
}

function readValue(cursor: Cursor) {
  const { token } = cursor;
  if (token.kind !== 'string') throw cursor.unexpected('a "path" in quotes');
  cursor.take();
  if (!cursor.takeWord('as')) throw cursor.unexpected('"as" and a name');
  return { path: token.value, alias: cursor.expectField() };
}

function planJson(planner: Planner, { source, values }: JsonNode): void {
  const { kind, read } = resolveField(planner, source);
  for (const { path, alias } of values) {
    const keys = pathOf(path.replace(/\[(\d+)\]/g, '.$1').split('.'));
    defineField(
      planner,
      alias,
      {
        kind: 'any',
        read: (row) => {
          const value = read(row);
          const text = textOf(value, kind);
          const document = text === undefined ? value : parseContainer(text);
          if (typeof document !== 'object' || document === null) return undefined;
          const found = readPath(document, keys);
          return found === null ? undefined : (found as Value);
        },
      },
      'json',
    );
  }
}
