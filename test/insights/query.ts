// Runs a query over a handful of events, as the endpoint would.
import { compile } from '../../src/insights/compile.ts';
import type {
  CompiledQuery,
  InsightsRecord,
  QueryContext,
  QueryOutput,
  Row,
} from '../../src/insights/types.ts';

/** 2026-01-01 00:00:00 UTC. */
export const START_MS = 1_767_225_600_000;

export const CONTEXT: QueryContext = {
  startMs: START_MS,
  endMs: START_MS + 3_600_000,
  nowMs: START_MS + 7_200_000,
  limit: null,
};

/** An event, one second later with each index. */
export function event(
  message: string,
  index = 0,
  more: Partial<InsightsRecord> = {},
): InsightsRecord {
  return {
    timestampMs: START_MS + index * 1_000,
    ingestionTimeMs: START_MS + index * 1_000 + 500,
    accountId: '123456789012',
    logGroup: '/app/orders',
    logStream: 'main',
    message,
    ptr: `ptr-${index}`,
    ...more,
  };
}

type Source = string | object | InsightsRecord;

/** Texts are messages, objects are messages in JSON. */
function events(sources: readonly Source[]): readonly InsightsRecord[] {
  return sources.map((source, index) => {
    if (typeof source === 'string') return event(source, index);
    return 'ptr' in source ? (source as InsightsRecord) : event(JSON.stringify(source), index);
  });
}

export function output(
  query: string,
  sources: readonly Source[],
  context: QueryContext = CONTEXT,
): QueryOutput {
  const { query: compiled, diagnostics } = compile(query);
  if (compiled === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  const run = compiled.run(context);
  for (const record of events(sources)) run.push(record);
  return run.finish();
}

/**
 * The rows of a query with queries inside: those run first, over the events of the log groups that they name and over
 * all events where they name none.
 */
export function nestedRows(query: string, sources: readonly InsightsRecord[]) {
  const { query: compiled, diagnostics } = compile(query);
  if (compiled === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  const over = (one: CompiledQuery, groups: readonly string[] | null, context: QueryContext) => {
    const run = one.run(context);
    for (const record of sources) {
      if (groups === null || groups.includes(record.logGroup)) run.push(record);
    }
    return run.finish().rows;
  };
  const inputs = compiled.subqueries.map((inner) =>
    over(inner.query, inner.source?.names ?? null, CONTEXT),
  );
  return asObjects(over(compiled, ['/app/orders'], { ...CONTEXT, inputs }));
}

/** The rows of a query that compares two windows of an hour; the earlier events stand in the hour before. */
export function comparedRows(query: string, now: readonly string[], before: readonly string[]) {
  const { query: compiled, diagnostics } = compile(query);
  if (compiled === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  const run = compiled.run(CONTEXT);
  for (const [index, text] of now.entries()) run.push(event(text, index));
  run.beginEarlier();
  for (const [index, text] of before.entries()) run.push(event(text, index - 3_600));
  return asObjects(run.finish().rows);
}

function asObjects(found: readonly Row[]) {
  return found.map((row) =>
    Object.fromEntries(
      row.filter(({ field }) => field !== '@ptr').map(({ field, value: text }) => [field, text]),
    ),
  );
}

/** The rows as objects, without `@ptr`. */
export function rows(query: string, sources: readonly Source[], context = CONTEXT) {
  return asObjects(output(query, sources, context).rows);
}

/** The values of one column. */
export function column(query: string, sources: readonly Source[], name = 'r') {
  return rows(query, sources).map((row) => row[name]);
}

/** The value of one expression over one event; undefined where it is absent. */
export function value(expression: string, source: Source = 'x') {
  return column(`fields ${expression} as r`, [source])[0];
}

/** What is wrong with a query: code, the text it points at, message, help. */
export function problems(query: string) {
  return compile(query).diagnostics.map(({ code, severity, span, message, help }) => ({
    code,
    severity,
    at: span === null ? null : query.slice(span.start, span.end),
    message,
    help,
  }));
}

/** Code and place of each problem. */
export function codes(query: string) {
  return problems(query).map(({ code, at }) => [code, at]);
}
