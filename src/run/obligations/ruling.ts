// How an obligation of an SOP ended, and the shape of a row that knows.
import type { RunContext } from '../context.ts';
import type { StepRecord } from '../engine-record.ts';

export interface Ruling {
  readonly status: 'satisfied' | 'not-applicable' | 'gap';
  /** Evidence ids, or the reason. */
  readonly by: string;
}

/** One obligation that code checks: the words by which an SOP states it, and what became of it. */
export interface Obligation {
  /** Matches the text of a constraint; the first row that matches decides. */
  readonly about: RegExp;
  check(context: RunContext, record: StepRecord): Ruling;
}

export const met = (by: string): Ruling => ({ status: 'satisfied', by });
export const moot = (by: string): Ruling => ({ status: 'not-applicable', by });
export const unmet = (by: string): Ruling => ({ status: 'gap', by });

/** `met` where the condition holds, else a gap with the other reason. */
export const metIf = (holds: boolean, by: string, otherwise: string): Ruling =>
  holds ? met(by) : unmet(otherwise);

/** The row that is held by the way the program is built: nothing in a run can break it. */
export const always =
  (by: string): Obligation['check'] =>
  () =>
    met(by);

/** Ids of the evidence that a tool gave, or the reason that there is none. */
export function evidenceBy({ file }: RunContext, tool: string, summary = ''): string {
  const ids = file.evidence
    .filter((evidence) => evidence.tool === tool && evidence.summary.startsWith(summary))
    .map(({ id }) => id);
  if (ids.length === 0) return 'no such result';
  return ids.length <= MAX_IDS
    ? ids.join(', ')
    : `${ids.slice(0, MAX_IDS).join(', ')} and ${ids.length - MAX_IDS} more`;
}

const MAX_IDS = 3;
