// Evidence: a tool result that the report may quote, as a line of evidence.jsonl and as a row of report.json.
import type { ReportEvidence } from '../report/types.ts';

/** Statistics of a query as CloudWatch states them, in counts and bytes. */
export type Statistics = Readonly<Record<string, number>>;

/** One line of evidence.jsonl: the result itself, redacted and without control characters. */
export interface EvidenceRecord {
  readonly id: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly rows: readonly unknown[];
  readonly statistics: Statistics | null;
  readonly truncated: boolean;
}

export function reportEvidence(record: EvidenceRecord, summary: string): ReportEvidence {
  const { queryId } = record.arguments;
  return {
    id: record.id,
    tool: record.tool,
    arguments: record.arguments,
    summary,
    queryId: typeof queryId === 'string' ? queryId : null,
    statistics: record.statistics,
    truncated: record.truncated,
  };
}
