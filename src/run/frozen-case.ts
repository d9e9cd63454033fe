// The shape of a run at its end as the journal keeps it.
import type { Report } from '../report/types.ts';
import type { CaseFile } from './case-file.ts';
import type { Places } from './places.ts';
import type { InvestigationRequest } from './request.ts';

/** Parts of the case file that are kept as they stand; the others are in the report or in the evidence. */
export const KEPT = [
  'logGroups',
  'confirmedByPerson',
  'namedByHand',
  'window',
  'clockAheadMs',
  'outside',
  'totalEvents',
  'survey',
  'changes',
  'alarms',
  'metrics',
  'metricsAsked',
  'analysis',
  'exact',
  'baseline',
  'diagnosis',
  'advice',
] as const satisfies readonly (keyof CaseFile)[];

export interface FrozenCase {
  readonly kind: 'case-frozen';
  readonly at: string;
  readonly request: InvestigationRequest;
  readonly file: Pick<CaseFile, (typeof KEPT)[number]>;
  /** Ids of the evidence that holds the candidates, and the other lines. */
  readonly candidates: readonly string[];
  readonly context: readonly string[];
  /** Which events of evidence these are that holds all of a window; left out where it was not read whole. */
  readonly places?: { readonly candidates: Places; readonly context: Places };
  readonly report: Report;
}
