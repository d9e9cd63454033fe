// `parse [f] "glob * *" as a, b`, `parse [f] /re(?<name>)/ [as a] [multi]`, `parse f logfmt as m` and
// `parse f csv as a, b`: new fields out of a text. Events without a match stay, and lack the fields.

import type { Span } from '../../base/diagnostic.ts';
import { SYSTEM_FIELDS } from '../fields/system.ts';
import { resolveField } from '../plan/names.ts';
import { defineField } from '../plan/new-fields.ts';
import { compileRegexWith } from '../plan/pattern.ts';
import { type Code, expandRows, newSlot, type Planner, slotCode } from '../plan/planner.ts';
import { matchesOf } from '../regex/all-matches.ts';
import { isInEveryMatch, type RegexNode } from '../regex/ast.ts';
import { capturer } from '../regex/matcher.ts';
import { copyOf, type EventRow } from '../run/event-row.ts';
import type { FieldExpr, RegexExpr } from '../syntax/ast.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { errorAt } from '../syntax/fault.ts';
import { printField, printRegex, printString } from '../syntax/print.ts';
import { textOf } from '../values.ts';
import { command, printFields, readList } from './command.ts';
import { type Captures, globCaptures, globStars } from './glob.ts';
import { readCsv, readLogfmt } from './logfmt.ts';

type Pattern =
  | RegexExpr
  | { readonly kind: 'glob'; readonly text: string; readonly span: Span }
  | { readonly kind: 'logfmt' | 'csv'; readonly span: Span };

interface ParseNode {
  readonly source: FieldExpr;
  readonly pattern: Pattern;
  readonly aliases: readonly FieldExpr[];
  /** A row for each match. */
  readonly multi: boolean;
}

/** A new field: its name, and which capture it is. */
interface Output {
  readonly name: string;
  readonly index: number;
  readonly span: Span;
}

/** Rows that `multi` makes of one event. */
const MAX_MATCHES = 10_000;

export const PARSE = command({
  names: ['parse'],
  usage:
    'parse [f] "glob * *" as a, b · parse [f] /(?<a>…)/ · parse [f] /(…)/ as a [multi] · parse f logfmt as m · parse f csv as a, b',
  effect: 'events without a match stay; `multi` makes a row of each match',
  read: readParse,
  print: ({ source, pattern, aliases, multi }) =>
    [
      printField(source),
      printParsePattern(pattern),
      ...(aliases.length === 0 ? [] : [`as ${printFields(aliases)}`]),
      ...(multi ? ['multi'] : []),
    ].join(' '),
  plan: planParse,
});

function printParsePattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'regex':
      return printRegex(pattern);
    case 'glob':
      return printString(pattern.text);
    default:
      return pattern.kind;
  }
}

function readParse(cursor: Cursor): ParseNode {
  const source = readSource(cursor);
  const pattern = readPattern(cursor);
  const aliases = cursor.takeWord('as') ? readList(cursor, (at) => at.expectField()) : [];
  const multi = pattern.kind === 'regex' && cursor.takeWord('multi');
  if (!cursor.atStageEnd()) throw cursor.unexpected('"|" or the end of the query');
  return { source, pattern, aliases, multi };
}

function readSource(cursor: Cursor): FieldExpr {
  if (cursor.token.kind === 'word') return cursor.expectField();
  const { start } = cursor.token.span;
  return { kind: 'field', parts: ['@message'], name: '@message', span: { start, end: start } };
}

function readPattern(cursor: Cursor): Pattern {
  const regex = cursor.takeRegex();
  if (regex !== null) return regex;
  const { token } = cursor;
  if (cursor.takeWord('logfmt')) return { kind: 'logfmt', span: token.span };
  if (cursor.takeWord('csv')) return { kind: 'csv', span: token.span };
  if (token.kind !== 'string') {
    throw cursor.unexpected('a "glob * pattern", a /regular expression/, logfmt or csv');
  }
  cursor.take();
  return { kind: 'glob', text: token.value, span: token.span };
}

function planParse(planner: Planner, node: ParseNode): void {
  const { pattern } = node;
  const source = resolveField(planner, node.source);
  if (pattern.kind === 'logfmt') planLogfmt(planner, node, source);
  else if (pattern.kind === 'regex' && node.multi) planMulti(planner, node, pattern, source);
  else {
    const plan =
      pattern.kind === 'regex' ? regexPlan(planner, node, pattern) : splitPlan(planner, node);
    if (plan !== null) defineOutputs(planner, plan, source);
  }
}

function defineOutputs(planner: Planner, { captures, outputs, matched }: Plan, source: Code): void {
  const read = once(source, captures);
  const isMessage = source === SYSTEM_FIELDS.get('@message');
  for (const { name, index, span } of outputs) {
    const pattern = isMessage ? matched(index) : null;
    const code: Code = { kind: 'text', read: (row) => read(row)?.[index] };
    const told = pattern === null ? code : { ...code, matched: pattern };
    defineField(planner, { name, span }, told, 'parse');
  }
}

function planLogfmt(planner: Planner, { aliases, pattern }: ParseNode, source: Code): void {
  const [alias, ...more] = aliases;
  if (alias === undefined || more.length > 0) {
    const message = `logfmt takes one name after "as", not ${aliases.length}`;
    planner.diagnostics.push(errorAt('parse-names', message, pattern.span));
    return;
  }
  const { kind, read } = source;
  defineField(
    planner,
    alias,
    {
      kind: 'any',
      read: (row) => {
        const text = textOf(read(row), kind);
        return text === undefined ? undefined : (readLogfmt(text) ?? undefined);
      },
    },
    'parse',
  );
}

interface Plan {
  readonly captures: Captures;
  readonly outputs: readonly Output[];
  /** The pattern whose matches all hold the capture; null: none is known. */
  readonly matched: (index: number) => RegexNode | null;
}

function splitPlan(planner: Planner, { pattern, aliases }: ParseNode): Plan | null {
  if (pattern.kind === 'csv' && aliases.length > 0) {
    return { captures: readCsv, outputs: aliases.map(outputOf), matched: () => null };
  }
  const text = pattern.kind === 'glob' ? pattern.text : '';
  const stars = globStars(text);
  if (stars === 0 || stars !== aliases.length) {
    const message =
      pattern.kind === 'csv'
        ? 'csv takes a name for each column after "as"'
        : `the pattern has ${stars} "*", and ${aliases.length} names follow "as"`;
    planner.diagnostics.push(errorAt('parse-names', message, pattern.span));
    return null;
  }
  return { captures: globCaptures(text), outputs: aliases.map(outputOf), matched: () => null };
}

function regexPlan(planner: Planner, { aliases }: ParseNode, regex: RegexExpr): Plan | null {
  const compiled = compileRegexWith(planner, regex, (parsed) => ({
    captures: capturer(parsed),
    parsed,
  }));
  if (compiled === null) return null;
  const { node, groups } = compiled.parsed;
  const outputs = outputsOf(planner, aliases, regex, groups);
  if (outputs === null) return null;
  const matched = (index: number) => (isInEveryMatch(node, index + 1) ? node : null);
  return { captures: compiled.captures, outputs, matched };
}

/** Named groups give their own names, others those that follow "as"; null, with an error: they do not fit. */
function outputsOf(
  planner: Planner,
  aliases: readonly FieldExpr[],
  regex: RegexExpr,
  groups: readonly (string | null)[],
): readonly Output[] | null {
  if (aliases.length === 0) {
    const named = groups.flatMap((name, index) =>
      name === null ? [] : [{ name, index, span: regex.span }],
    );
    if (named.length > 0) return named;
  }
  if (aliases.length > 0 && aliases.length === groups.length) return aliases.map(outputOf);
  const message = `the pattern has ${groups.length} groups, and ${aliases.length} names follow "as"`;
  const help = 'name the groups: (?<name>…)';
  planner.diagnostics.push(errorAt('parse-names', message, regex.span, help));
  return null;
}

function outputOf({ name, span }: FieldExpr, index: number): Output {
  return { name, index, span };
}

/** A row for each match; an event without one stays as it is. */
function planMulti(
  planner: Planner,
  { aliases }: ParseNode,
  regex: RegexExpr,
  { kind, read }: Code,
): void {
  const compiled = compileRegexWith(planner, regex, (parsed) => ({
    matches: matchesOf(parsed),
    groups: parsed.groups,
  }));
  if (compiled === null) return;
  const outputs = outputsOf(planner, aliases, regex, compiled.groups) ?? [];
  const slots = outputs.map(({ name, span, index }) => {
    const slot = newSlot(planner);
    defineField(planner, { name, span }, slotCode(slot, 'text'), 'parse');
    return { slot, index };
  });
  expandRows(planner, (row, emit) => {
    const text = textOf(read(row), kind);
    const matches = text === undefined ? [] : compiled.matches(text, MAX_MATCHES);
    if (matches.length === 0) emit(copyOf(row));
    for (const { captures } of matches) {
      const copy = copyOf(row);
      for (const { slot, index } of slots) copy.slots[slot] = captures[index];
      emit(copy);
    }
  });
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
