// The commands by name, and how a query is read: commands separated by `|`.

import type { Span } from '../../base/diagnostic.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import { Cursor } from '../syntax/cursor.ts';
import { errorAt, QueryFault, syntaxFault } from '../syntax/fault.ts';
import { ADDTOTALS } from './addtotals.ts';
import type { Command, ReadCommand } from './command.ts';
import { COUNT_FREQUENT } from './count-frequent.ts';
import { DEDUP } from './dedup.ts';
import { DISPLAY } from './display.ts';
import { FIELDS } from './fields.ts';
import { FILLMISSING } from './fillmissing.ts';
import { FILTER, FILTER_INDEX } from './filter.ts';
import { JOIN } from './join.ts';
import { JSON_COMMAND } from './json.ts';
import { LIMIT, TAIL } from './limit.ts';
import { PARSE } from './parse.ts';
import { DIFF, PATTERN } from './pattern.ts';
import { ACCUM, AUTOREGRESS, FILLDOWN } from './running.ts';
import { SORT } from './sort.ts';
import { SOURCE } from './source.ts';
import { STATS } from './stats.ts';
import { UNMASK } from './unmask.ts';
import { EXPAND, UNNEST } from './unnest.ts';
import { UNSUPPORTED_COMMANDS } from './unsupported.ts';

/** In the order of the documentation. */
export const COMMANDS: readonly Command[] = [
  ...[FIELDS, DISPLAY, FILTER, STATS, SORT, LIMIT, TAIL, PARSE, JSON_COMMAND, DEDUP],
  ...[PATTERN, DIFF, UNNEST, EXPAND, JOIN, SOURCE, COUNT_FREQUENT, FILLMISSING, FILLDOWN],
  ...[ACCUM, AUTOREGRESS, ADDTOTALS, FILTER_INDEX, UNMASK],
];

const BY_NAME: ReadonlyMap<string, Command> = new Map(
  COMMANDS.flatMap((command) =>
    command.names.map((name) => [name.toLowerCase(), command] as const),
  ),
);

/** A command as it stands in a query. */
export interface Stage extends ReadCommand {
  /** The command's own name. */
  readonly name: string;
  readonly span: Span;
}

/** The commands of a query in order. Throws a QueryFault. */
export function readStages(text: string): readonly Stage[] {
  const cursor = new Cursor(text, (inner) => {
    const stages = readAll(inner);
    return () => stages.map((stage) => stage.print()).join(' | ');
  });
  const stages = readAll(cursor);
  if (cursor.token.kind !== 'end') throw notEnded(cursor);
  return stages;
}

function readAll(cursor: Cursor): readonly Stage[] {
  cursor.takeSymbol('|');
  const stages = [readStage(cursor)];
  while (cursor.takeSymbol('|')) stages.push(readStage(cursor));
  return stages;
}

function readStage(cursor: Cursor): Stage {
  const { token } = cursor;
  if (token.kind !== 'word') throw cursor.unexpected('a command', `commands: ${names()}`);
  const command = BY_NAME.get(token.name.toLowerCase());
  if (command === undefined) throw refusal(token.name, token.span);
  cursor.take();
  const read = command.read(cursor);
  if (!cursor.atStageEnd()) throw notEnded(cursor);
  return { name: command.names[0] ?? '', span: cursor.spanFrom(token.span.start), ...read };
}

function names(): string {
  return COMMANDS.map((command) => command.names[0]).join(', ');
}

function refusal(name: string, span: Span): QueryFault {
  const help = UNSUPPORTED_COMMANDS.get(name.toLowerCase());
  if (help !== undefined) {
    return new QueryFault(
      errorAt('unsupported-command', `the command ${name} is not supported here`, span, help),
    );
  }
  const near = didYouMean(name, BY_NAME.keys());
  const hint = near === null ? `commands: ${names()}` : `did you mean ${near}?`;
  return new QueryFault(errorAt('unknown-command', `unknown command ${name}`, span, hint));
}

function notEnded(cursor: Cursor): QueryFault {
  const { token } = cursor;
  if (token.kind === 'word' && BY_NAME.has(token.name.toLowerCase())) {
    return syntaxFault(`"|" is missing before ${token.name}`, token.span);
  }
  return cursor.notEnded();
}
