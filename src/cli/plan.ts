// The plan of a run as `--dry-run` shows it, in words or as an event.
import type { RunLimits } from '../run/model/analyst.ts';
import type { Preview } from '../run/preview.ts';
import type { ModelPlan } from './dry-run-model.ts';
import type { DraftRequest } from './request.ts';

export interface Plan {
  readonly request: DraftRequest;
  /** Paths of local logs. */
  readonly logs: readonly string[];
  /** What log groups are sought by; empty where they were named by hand. */
  readonly nameForms: readonly string[];
  readonly preview: Preview;
  readonly limits: RunLimits;
  /** null where the rules judge. */
  readonly model: ModelPlan | null;
}

/** What the estimates rest on; told beside them. */
export function assumptionsOf({ request, limits, preview }: Plan): readonly string[] {
  const { local } = request;
  return [
    "A log group's stored bytes are spread evenly from its first event (else its creation, at most its retention ago) to its last; a busier window holds more",
    ...(local ? [] : ['CloudWatch updates stored bytes and times of last events late']),
    'Queries that follow what the search finds are counted by the most time that they look at, as if there were errors',
    'Beyond 100,000 candidate events further queries count them, each over the whole window again',
    ...(preview.estimate.unknown.length === 0
      ? []
      : [
          `Not in the estimate, as their size is not known: ${preview.estimate.unknown.join(', ')}`,
        ]),
    `No query is started that is likely to pass ${limits.scanGb} GB in all (--max-scan-gb)`,
  ];
}
