// The commands by name, and how a query is read: commands separated by `|`.

import type { Span } from '../../base/diagnostic.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import { Cursor } from '../syntax/cursor.ts';
import { errorAt, QueryFault, syntaxFault } from '../syntax/fault.ts';
import type { Command, PlannedCommand } from './command.ts';
import { DEDUP } from './dedup.ts';
import { DISPLAY } from './display.ts';
import { FIELDS } from './fields.ts';
import { FILTER } from './filter.ts';
import { LIMIT } from './limit.ts';
import { PARSE } from './parse.ts';
import { SORT } from './sort.ts';
import { STATS } from './stats.ts';
import { UNSUPPORTED_COMMANDS } from './unsupported.ts';

const COMMANDS: readonly Command[] = [FIELDS, DISPLAY, FILTER, STATS, SORT, LIMIT, PARSE, DEDUP];

const BY_NAME: ReadonlyMap<string, Command> = new Map(
  COMMANDS.flatMap((command) => command.names.map((name) => [name, command] as const)),
);

/** A command as it stands in a query. */
export interface Stage {
  /** The command's own name. */
  readonly name: string;
  readonly span: Span;
  readonly plan: PlannedCommand;
}

/** The commands of a query in order. Throws a QueryFault. */
export function readStages(text: string): readonly Stage[] {
  const cursor = new Cursor(text);
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
  const plan = command.read(cursor);
  if (!cursor.atStageEnd()) throw notEnded(cursor);
  return { name: command.names[0] ?? '', span: cursor.spanFrom(token.span.start), plan };
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
  return cursor.unexpected('"|" or the end of the query');
}
