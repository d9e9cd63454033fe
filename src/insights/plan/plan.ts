// From commands to a pipeline: segments in order, and the columns of the result.
import { MAX_LIMIT_ROWS } from '../commands/limit.ts';
import type { Stage } from '../commands/table.ts';
import type { FieldExpr } from '../syntax/ast.ts';
import { errorAt } from '../syntax/fault.ts';
import type { QueryContext } from '../types.ts';
import { closeTop } from './collect.ts';
import { compileCondition } from './condition.ts';
import { compileValue } from './evaluate.ts';
import { resolveField } from './names.ts';
import { type Code, type Column, type Compilers, newPlanner, type Planner } from './planner.ts';

/** Rows of a query without a `limit`. Source: CloudWatch Logs User Guide, "limit". */
const DEFAULT_LIMIT_ROWS = 10_000;

export interface OutputColumn {
  readonly name: string;
  readonly code: Code;
}

export interface Plan {
  readonly planner: Planner;
  readonly columns: readonly OutputColumn[];
}

/** What a query has around it. */
export interface Surroundings {
  readonly nested: Compilers['nested'];
  /** Fields that the query around it wants beside its own columns. */
  readonly extra: () => readonly FieldExpr[];
}

/** Plans a query for one run. What is wrong stands in `planner.diagnostics`. */
export function planQuery(
  text: string,
  stages: readonly Stage[],
  context: QueryContext,
  { nested, extra }: Surroundings,
): Plan {
  const compilers = { value: compileValue, condition: compileCondition, nested };
  const planner = newPlanner(text, context, compilers);
  for (const [index, stage] of stages.entries()) {
    planner.stage = stage.span;
    if (index === stages.length - 1 && context.limit !== null) planner.mostRows = context.limit;
    planner.stageCount++;
    checkDedup(planner, stage);
    stage.plan(planner);
  }
  const most = planner.hasLimit ? MAX_LIMIT_ROWS : (context.defaultRows ?? DEFAULT_LIMIT_ROWS);
  const rows = Math.min(most, context.limit ?? most);
  if (planner.dedupBound !== null) {
    planner.dedupBound.rows = Math.min(planner.dedupBound.rows, rows);
  }
  closeTop(planner, rows);
  const columns = outputColumns(planner);
  const more = extra().map((field) => ({ name: field.name, code: resolveField(planner, field) }));
  return { planner, columns: [...columns, ...more] };
}

function checkDedup(planner: Planner, { name, span }: Stage): void {
  if (planner.dedupBound === null || name === 'limit') return;
  planner.diagnostics.push(
    errorAt(
      'after-dedup',
      `only limit may follow dedup, not ${name}`,
      span,
      'move dedup to the end',
    ),
  );
}

/** What `display` says, else what `fields` and `parse` said, else @timestamp and @message. */
function outputColumns(planner: Planner): readonly OutputColumn[] {
  const { era } = planner;
  const own = era.columns.filter((column) => !column.parsed);
  const parsed = era.columns.filter((column) => column.parsed);
  const start = own.length > 0 || era.kind === 'groups' ? own : defaults(planner);
  const columns = (era.display ?? [...start, ...parsed]).map(({ name, code }) => ({
    name,
    code: code(),
  }));
  const hasPointer = era.kind === 'groups' || columns.some(({ name }) => name === '@ptr');
  return hasPointer ? columns : [...columns, { name: '@ptr', code: systemField(planner, '@ptr') }];
}

function defaults(planner: Planner): readonly Column[] {
  return ['@timestamp', '@message'].map((name) => ({
    name,
    code: () => systemField(planner, name),
    parsed: false,
  }));
}

function systemField(planner: Planner, name: string): Code {
  return resolveField(planner, { kind: 'field', parts: [name], name, span: { start: 0, end: 0 } });
}
