// How an obligation of an SOP ended, and the shape of a row that knows.
import type { RunContext } from '../context.ts';
import type { StepRecord } from '../engine-record.ts';

export interface Ruling {
  readonly status: 'satisfied' | 'not-applicable' | 'gap';
  /** Evidence ids, or the reason. */
  readonly by: string;
}

/** One obligation that code checks: the sentences by which SOPs state it, and what became of it. */
export interface Obligation {
  /** Whole sentences; one of them must be the constraint's, but for what `wordingKey` leaves out. */
  readonly says: readonly string[];
  check(context: RunContext, record: StepRecord): Ruling;
}

type Check = Obligation['check'];

export const met = (by: string): Ruling => ({ status: 'satisfied', by });
export const moot = (by: string): Ruling => ({ status: 'not-applicable', by });
export const unmet = (by: string): Ruling => ({ status: 'gap', by });

/** `met` where the condition holds, else a gap with the other reason. */
export const metIf = (holds: boolean, by: string, otherwise: string): Ruling =>
  holds ? met(by) : unmet(otherwise);

/** The row that is held by the way the program is built: nothing in a run can break it. */
export const always =
  (by: string): Check =>
  () =>
    met(by);

/** A ruling about the findings; moot where there is none. */
export const ofFindings =
  (judge: Check): Check =>
  (context, record) => {
    const { analysis, candidates } = context.file;
    if (analysis === null) return unmet('there is no analysis');
    if (candidates === null) return unmet('the candidates could not be read');
    return analysis.findings.length === 0 ? moot('no errors were found') : judge(context, record);
  };

/** A ruling about the root causes; moot where there is none. */
export const ofCauses =
  (judge: Check): Check =>
  (context, record) => {
    const { diagnosis } = context.file;
    if (diagnosis === null) return unmet('there is no diagnosis');
    return diagnosis.rootCauses.length === 0
      ? moot(`verdict: ${diagnosis.verdict}`)
      : judge(context, record);
  };

/** Names in a row, the first of many. */
export function listed(names: readonly string[]): string {
  return names.length <= MAX_NAMES
    ? names.join(', ')
    : `${names.slice(0, MAX_NAMES).join(', ')} and ${names.length - MAX_NAMES} more`;
}

const MAX_NAMES = 3;
