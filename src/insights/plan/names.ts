// What a name in a query stands for: something the query defined, a field of CloudWatch's, or JSON.
import { didYouMean } from '../../base/did-you-mean.ts';
import { fieldValue, pathOf, readPath } from '../fields/document.ts';
import { SYSTEM_FIELDS } from '../fields/system.ts';
import { documentOf, type EventRow, PENDING } from '../run/event-row.ts';
import type { Expr, FieldExpr } from '../syntax/ast.ts';
import { errorAt, warningAt } from '../syntax/fault.ts';
import type { Container, Value } from '../values.ts';
import { ABSENT, type Code, type Planner } from './planner.ts';

/** Parts of a field path. */
const MAX_PARTS = 32;

/** The code of a field; unknown ones are absent, with a warning where the query itself shows them wrong. */
export function resolveField(planner: Planner, field: FieldExpr): Code {
  const defined = definedName(planner, field);
  if (defined !== null) return defined;
  const side = field.parts.length > 1 ? planner.era.sides.get(field.parts[0] ?? '') : undefined;
  if (side !== undefined) return side.resolve(planner, field);
  if (planner.era.kind === 'groups') return lostField(planner, field);
  const system = SYSTEM_FIELDS.get(field.name);
  if (system !== undefined) return system;
  if (field.name.startsWith('@') && !field.name.startsWith('@@')) {
    return unknownSystemField(planner, field);
  }
  return discovered(planner, field);
}

/** Whether the name means what the event's JSON holds, and nothing that the query defined. */
export function isDiscovered(planner: Planner, field: FieldExpr): boolean {
  return (
    planner.era.kind === 'events' &&
    !field.name.startsWith('@') &&
    !planner.era.sides.has(field.parts[0] ?? '') &&
    definedName(planner, field) === null
  );
}

/** The same code, computed at most once a row. */
export function remembered(planner: Planner, code: Code): Code {
  const slot = planner.era.slotCount++;
  const read = (row: EventRow): Value => {
    const held = row.slots[slot];
    if (held !== PENDING) return held as Value;
    const value = code.read(row);
    row.slots[slot] = value;
    return value;
  };
  return { ...code, read };
}

/** The key under which an expression is known after a `stats`: its text without blanks and letter case of functions. */
export function canonical(expr: Expr, text: string): string {
  if (expr.kind === 'field') return expr.name;
  if (expr.kind !== 'call') return text.slice(expr.span.start, expr.span.end).replace(/\s+/g, '');
  const args = expr.star ? ['*'] : expr.args.map((arg) => canonical(arg, text));
  return `${expr.name.toLowerCase()}(${args.join(',')})`;
}

function definedName(planner: Planner, field: FieldExpr): Code | null {
  const { names } = planner.era;
  const whole = names.get(field.name);
  if (whole !== undefined) return whole;
  for (let length = field.parts.length - 1; length > 0; length--) {
    const code = names.get(field.parts.slice(0, length).join('.'));
    if (code !== undefined) return insideOf(code, field.parts.slice(length));
  }
  return null;
}

/** A path into the map or list that `code` yields. */
export function insideOf(code: Code, parts: readonly string[]): Code {
  const path = pathOf(parts);
  return {
    kind: 'any',
    read: (row) => {
      const container = code.read(row);
      if (typeof container !== 'object') return undefined;
      const value = readPath(container, path);
      return value === null ? undefined : (value as Value);
    },
  };
}

function discovered(planner: Planner, field: FieldExpr): Code {
  if (field.parts.length > MAX_PARTS) {
    const message = `a field path has at most ${MAX_PARTS} parts`;
    planner.diagnostics.push(errorAt('field-path', message, field.span));
    return ABSENT;
  }
  const [first = '', ...rest] = field.parts;
  const path = pathOf([first.startsWith('@@') ? first.slice(1) : first, ...rest]);
  const read = (document: Container) => fieldValue(readPath(document, path));
  return {
    kind: 'any',
    read: (row) => {
      const document = documentOf(row);
      return document === null ? undefined : read(document);
    },
  };
}

function unknownSystemField(planner: Planner, field: FieldExpr): Code {
  const near = didYouMean(field.name, [...planner.era.names.keys(), ...SYSTEM_FIELDS.keys()]);
  planner.diagnostics.push(
    warningAt(
      'unknown-system-field',
      `${field.name} is not known here: it is absent in every event`,
      field.span,
      near === null ? null : `did you mean ${near}?`,
    ),
  );
  return ABSENT;
}

function lostField(planner: Planner, field: FieldExpr): Code {
  const near = didYouMean(field.name, planner.era.names.keys());
  const help = near === null ? null : `did you mean ${near}?`;
  const message = planner.strictNames
    ? `Unknown symbols found in or after stats: ${field.name}`
    : `${field.name} is unknown after stats, where only its results exist: it is absent in every row`;
  const diagnostic = planner.strictNames
    ? errorAt('unknown-symbol', message, field.span, help)
    : warningAt('lost-field', message, field.span, help);
  planner.diagnostics.push(diagnostic);
  return ABSENT;
}
