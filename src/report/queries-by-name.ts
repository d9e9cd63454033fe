// The queries of a run by what they are called: each once, however often its rows were read on.
import type { Report, ReportEvidence } from './types.ts';

export type QueriesByName = ReadonlyMap<string, readonly ReportEvidence[]>;

const QUERY_TOOL = 'get-query-results';
/** `count F1`, `count F2` are one. */
const NUMBERED = / F\d+$/;

/** The first answer of each query, under its name. */
export function queriesByName({ evidence }: Pick<Report, 'evidence'>): QueriesByName {
  const byName = new Map<string, ReportEvidence[]>();
  const known = new Set<string>();
  for (const answer of evidence) {
    if (answer.tool !== QUERY_TOOL || known.has(answer.queryId ?? answer.id)) continue;
    known.add(answer.queryId ?? answer.id);
    const name = nameOf(answer);
    byName.set(name, [...(byName.get(name) ?? []), answer]);
  }
  return byName;
}

const nameOf = ({ summary }: ReportEvidence): string =>
  (summary.split(':')[0] ?? '').replace(NUMBERED, '');

/** All answers of the queries of this name. */
export const answersOf = ({ evidence }: Pick<Report, 'evidence'>, name: string) =>
  evidence.filter((answer) => answer.tool === QUERY_TOOL && nameOf(answer) === name);
