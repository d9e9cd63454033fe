// Runs a query over a handful of events, as the endpoint would.
import { compile } from '../../src/insights/compile.ts';
import type { InsightsRecord, QueryContext, QueryOutput } from '../../src/insights/types.ts';

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

/** The rows as objects, without `@ptr`. */
export function rows(query: string, sources: readonly Source[], context = CONTEXT) {
  return output(query, sources, context).rows.map((row) =>
    Object.fromEntries(
      row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value]),
    ),
  );
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
