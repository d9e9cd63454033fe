// Whether something besides the failing lines shows where an unknown failure stands in the course of things: a line
// tied to it by a name, a number that turned for the worse, one member that stands out, shifts or falls silent.
import type { Finding } from '../evidence/types.ts';
import type { DriftSeen } from './drift-seen.ts';
import type { Surroundings } from './surroundings.ts';
import { isTied, type TriggerFound } from './trigger-found.ts';

interface Signs {
  readonly trigger: TriggerFound | null;
  readonly drift: DriftSeen | null;
  readonly around: Surroundings;
  readonly count: number;
}

const MIN_OCCURRENCES = 5;

/** Enough for `likely`, never for `confirmed`. */
export function isBorneOut({ trigger, drift, around, count }: Signs): boolean {
  const { outlier, shift, silence } = around;
  if (count < MIN_OCCURRENCES) return false;
  if (trigger?.kind.name === 'recurring') return true;
  const tied = trigger !== null && isTied(trigger);
  return tied || [drift, outlier, shift, silence].some((sign) => sign !== null);
}

/** `42 errors`, `3 warnings`: what a count of findings counts. */
export function nounOf(findings: readonly Finding[]): 'error' | 'warning' {
  return findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
}
