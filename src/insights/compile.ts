// The door of the room: the text of a Logs Insights query in, a query that runs or the reasons why not
// out. A query is planned once here to find what is wrong, and again for each run with its window.
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import { hasErrors } from '../base/diagnostic.ts';
import { once } from '../base/once.ts';
import { readStages, type Stage } from './commands/table.ts';
import { isTimeRange } from './plan/coarse.ts';
import { requiredRuns } from './plan/literals.ts';
import { type Plan, planQuery, type Surroundings } from './plan/plan.ts';
import type { Nested, Planner } from './plan/planner.ts';
import { screenOf } from './plan/screen.ts';
import { bestOf } from './regex/literals.ts';
import { rarestOf } from './regex/runs.ts';
import { startRun } from './run/query-run.ts';
import type { Expr, NestedQuery } from './syntax/ast.ts';
import { errorAt, QueryFault } from './syntax/fault.ts';
import { printExpr } from './syntax/print.ts';
import type { Compilation, CompiledQuery, QueryContext } from './types.ts';

/** Source: CloudWatch Logs API, StartQuery, queryString. */
const MAX_QUERY_CHARS = 10_000;
const NO_CONTEXT: QueryContext = { startMs: 0, endMs: 0, nowMs: 0, limit: null };

/**
 * Compiles a query in CloudWatch Logs Insights QL. What it does not know is an error with its place in
 * the text, never ignored; `query` is null where there is an error. Never throws for any text.
 */
export function compile(text: string): Compilation {
  return compileWith(text, NO_EXTRA);
}

/** The same of a query that a thread will ask of large logs: what takes time to tell is found out now. */
export function compileAhead(text: string): void {
  void compile(text).query?.literals;
}

type Extra = Surroundings['extra'];

const NO_EXTRA: Extra = () => [];

function compileWith(text: string, extra: Extra): Compilation {
  if (text.length > MAX_QUERY_CHARS) {
    const span = { start: MAX_QUERY_CHARS, end: text.length };
    const message = `a query has at most ${MAX_QUERY_CHARS} characters, not ${text.length}`;
    return refused([errorAt('query-too-long', message, span)]);
  }
  try {
    return planned(text, readStages(text), extra);
  } catch (error) {
    if (error instanceof QueryFault) return refused([error.diagnostic]);
    throw error;
  }
}

function refused(diagnostics: readonly Diagnostic[]): Compilation {
  return { query: null, diagnostics };
}

const movedBy = ({ start, end }: Span, offset: number): Span => ({
  start: start + offset,
  end: end + offset,
});

/**
 * A query in parentheses; what is wrong with it is told with its place in the whole text, where the fields that it has
 * to give beside its own stand too.
 */
function nested({ text, span }: NestedQuery, extra: Extra): Nested {
  const { query, diagnostics } = compileWith(text, () =>
    extra().map((field) => ({ ...field, span: movedBy(field.span, -span.start) })),
  );
  const moved = diagnostics.map((one) =>
    one.span === null ? one : { ...one, span: movedBy(one.span, span.start) },
  );
  return { query, diagnostics: moved };
}

function planned(text: string, stages: readonly Stage[], extra: Extra): Compilation {
  const surroundings = { nested, extra };
  const plan = planQuery(text, stages, NO_CONTEXT, surroundings);
  const diagnostics = withoutRepeats(plan.planner.diagnostics);
  if (hasErrors(diagnostics)) return refused(diagnostics);
  return { query: compiled(text, stages, plan, surroundings), diagnostics };
}

function compiled(
  text: string,
  stages: readonly Stage[],
  { planner }: Plan,
  surroundings: Surroundings,
): CompiledQuery {
  const { screen, restIsTime, tests, beyond } = screenOf(planner.filters);
  const sought = once(() => soughtBy(planner));
  return {
    text,
    get literals() {
      return sought().literals;
    },
    get runs() {
      return sought().runs;
    },
    screen,
    get screenTests() {
      if (planner.filters.every((filter) => isTimeRange(filter) || isNamed(filter, tests)))
        return tests;
      const { condition } = sought();
      return condition === undefined ? tests : withName(tests, printExpr(condition));
    },
    screenBeyond: beyond,
    coarse: planner.segments[0]?.coarse ?? false,
    commands: stages.map(({ name }) => name),
    source: planner.source,
    subqueries: planner.subqueries,
    earlierMs: planner.earlierMs,
    print: () => stages.map((stage) => stage.print()).join(' | '),
    run: (context) => startRun(planQuery(text, stages, context, surroundings), restIsTime),
  };
}

/** What is sought in bytes, and the condition that its literals are of. It takes time to tell: small logs do without. */
function soughtBy({ literals: lists, filters }: Planner) {
  const all = lists.map((list) => list());
  const literals = bestOf(all);
  return {
    literals,
    condition: literals === null ? undefined : filters[all.indexOf(literals)],
    runs: literals === null ? rarestOf(filters.map(requiredRuns)) : null,
  };
}

const isNamed = (filter: Expr, names: readonly string[]) => names.includes(printExpr(filter));

/** A condition may be sought by its literals without being a test of the screen: it rules out events too. */
const withName = (tests: readonly string[], name: string) =>
  tests.includes(name) ? tests : [...tests, name];

/** In the order of the text; an expression that is compiled twice speaks once. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...seen.values()].sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}
