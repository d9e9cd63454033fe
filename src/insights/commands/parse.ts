// `parse [f] "glob * *" as a, b` and `parse [f] /re(?<name>)/ [as a]`: new fields out of a text. Events
// without a match stay, and lack the fields.

import type { Span } from '../../base/diagnostic.ts';
import { SYSTEM_FIELDS } from '../fields/system.ts';
import { remembered, resolveField } from '../plan/names.ts';
import { compileRegexWith } from '../plan/pattern.ts';
import type { Code, Planner } from '../plan/planner.ts';
import { capturer } from '../regex/matcher.ts';
import type { EventRow } from '../run/event-row.ts';
import type { FieldExpr, RegexExpr } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { errorAt } from '../syntax/fault.ts';
import { textOf } from '../values.ts';
import { type Command, readList } from './command.ts';
import { type Captures, globCaptures, globStars } from './glob.ts';

interface ParseNode {
  readonly source: FieldExpr;
  readonly pattern:
    | RegexExpr
    | { readonly kind: 'glob'; readonly text: string; readonly span: Span };
  readonly aliases: readonly FieldExpr[];
}

/** A new field: its name, and which capture it is. */
interface Output {
  readonly name: string;
  readonly index: number;
  readonly span: Span;
}

export const PARSE: Command = {
  names: ['parse'],
  read: (cursor) => {
    const node = readParse(cursor);
    return (planner) => planParse(planner, node);
  },
};

function readParse(cursor: Cursor): ParseNode {
  const source = readSource(cursor);
  const pattern = readPattern(cursor);
  const aliases = cursor.takeWord('as') ? readList(cursor, (at) => at.expectField()) : [];
  if (!cursor.atStageEnd()) throw cursor.unexpected('"|" or the end of the query');
  return { source, pattern, aliases };
}

function readSource(cursor: Cursor): FieldExpr {
  if (cursor.token.kind === 'word') return cursor.expectField();
  const { start } = cursor.token.span;
  return { kind: 'field', parts: ['@message'], name: '@message', span: { start, end: start } };
}

function readPattern(cursor: Cursor): ParseNode['pattern'] {
  const regex = cursor.takeRegex();
  if (regex !== null) return regex;
  const { token } = cursor;
  if (token.kind !== 'string') {
    throw cursor.unexpected(
      'a "glob * pattern" or a /regular expression/',
      'logfmt, csv and json are not supported',
    );
  }
  cursor.take();
  return { kind: 'glob', text: token.value, span: token.span };
}

function planParse(planner: Planner, node: ParseNode): void {
  const source = resolveField(planner, node.source);
  const plan =
    node.pattern.kind === 'glob' ? globPlan(planner, node) : regexPlan(planner, node, node.pattern);
  if (plan === null) return;
  const read = once(source, plan.captures);
  for (const { name, index, span } of plan.outputs) {
    if (!checkName(planner, name, span)) continue;
    const code = remembered(planner, { kind: 'text', read: (row) => read(row)?.[index] });
    planner.era.names.set(name, code);
    if (planner.era.shown.has(name)) continue;
    planner.era.shown.add(name);
    planner.era.columns.push({ name, code: () => code, parsed: true });
  }
}

interface Plan {
  readonly captures: Captures;
  readonly outputs: readonly Output[];
}

function globPlan(planner: Planner, { pattern, aliases }: ParseNode): Plan | null {
  if (pattern.kind !== 'glob') return null;
  const stars = globStars(pattern.text);
  if (stars === 0 || stars !== aliases.length) {
    const message = `the pattern has ${stars} "*", and ${aliases.length} names follow "as"`;
    planner.diagnostics.push(errorAt('parse-names', message, pattern.span));
    return null;
  }
  return { captures: globCaptures(pattern.text), outputs: aliases.map(outputOf) };
}

function regexPlan(planner: Planner, { aliases }: ParseNode, regex: RegexExpr): Plan | null {
  const compiled = compileRegexWith(planner, regex, (parsed) => ({
    captures: capturer(parsed),
    groups: parsed.groups,
  }));
  if (compiled === null) return null;
  const { captures, groups } = compiled;
  if (aliases.length === 0) {
    const outputs = groups.flatMap((name, index) =>
      name === null ? [] : [{ name, index, span: regex.span }],
    );
    if (outputs.length > 0) return { captures, outputs };
  }
  if (aliases.length > 0 && aliases.length === groups.length) {
    return { captures, outputs: aliases.map(outputOf) };
  }
  const message = `the pattern has ${groups.length} groups, and ${aliases.length} names follow "as"`;
  const help = 'name the groups: (?<name>…)';
  planner.diagnostics.push(errorAt('parse-names', message, regex.span, help));
  return null;
}

function outputOf({ name, span }: FieldExpr, index: number): Output {
  return { name, index, span };
}

/** The captures of a row, found once for all the fields that come from them. */
function once({ kind, read }: Code, captures: Captures): (row: EventRow) => ReturnType<Captures> {
  let lastRow: EventRow | null = null;
  let lastRecord: EventRow['record'] | null = null;
  let last: ReturnType<Captures> = null;
  return (row) => {
    if (row !== lastRow || row.record !== lastRecord) {
      const text = textOf(read(row), kind);
      last = text === undefined ? null : captures(text);
      lastRow = row;
      lastRecord = row.record;
    }
    return last;
  };
}

function checkName(planner: Planner, name: string, span: Span): boolean {
  const { era } = planner;
  if (!era.names.has(name) && !(era.kind === 'events' && SYSTEM_FIELDS.has(name))) return true;
  const message = `Unknown symbols found in or after parse: ${name} is already defined`;
  planner.diagnostics.push(errorAt('alias-redefined', message, span, 'choose another name'));
  return false;
}
