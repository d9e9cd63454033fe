// Fields that commands define, and columns that they replace.
import type { Span } from '../../base/diagnostic.ts';
import { SYSTEM_FIELDS } from '../fields/system.ts';
import { errorAt } from '../syntax/fault.ts';
import { remembered } from './names.ts';
import type { Code, Planner } from './planner.ts';

interface NewName {
  readonly name: string;
  readonly span: Span;
}

/** A new field, shown behind what `fields` names; a name that is taken is an error. `by`: the command. */
export function defineField(
  planner: Planner,
  { name, span }: NewName,
  code: Code,
  by: string,
): void {
  if (!checkName(planner, { name, span }, by)) return;
  const known = remembered(planner, code);
  planner.era.names.set(name, known);
  if (planner.era.shown.has(name)) return;
  planner.era.shown.add(name);
  planner.era.columns.push({ name, code: () => known, parsed: true });
}

/** What the name means from here on; columns of that name show it. */
export function replaceField(planner: Planner, name: string, code: Code): void {
  const { era } = planner;
  era.names.set(name, code);
  for (const [index, column] of era.columns.entries()) {
    if (column.name === name) era.columns[index] = { ...column, code: () => code };
  }
  if (era.shown.has(name)) return;
  era.shown.add(name);
  era.columns.push({ name, code: () => code, parsed: true });
}

function checkName(planner: Planner, { name, span }: NewName, by: string): boolean {
  const { era } = planner;
  if (!era.names.has(name) && !(era.kind === 'events' && SYSTEM_FIELDS.has(name))) return true;
  const message = `Unknown symbols found in or after ${by}: ${name} is already defined`;
  planner.diagnostics.push(errorAt('alias-redefined', message, span, 'choose another name'));
  return false;
}
