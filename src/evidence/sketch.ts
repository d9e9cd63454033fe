// What is kept of each of up to 100,000 occurrences: its block and what groups it. The rest – fields, frames – is read
// again for the few that are shown, as keeping it for all would take several times the memory of the log text itself.
import { headOf, siteKeyOf } from './head.ts';
import { occurrenceOf } from './occurrence.ts';
import type { Block, Occurrence, Severity } from './types.ts';

export interface Sketch {
  readonly block: Block;
  readonly timestampMs: number;
  readonly severity: Severity;
  /** One line that says what happened. */
  readonly head: string;
  /** What makes two occurrences the same error by their traces; null: the template decides. */
  readonly siteKey: string | null;
  /** Whether its trace names a place in the code. */
  readonly placed: boolean;
}

/** The sketch of a block that is an occurrence; null where it is none. */
export function sketchOf(block: Block): Sketch | null {
  const occurrence = occurrenceOf(block);
  if (occurrence === null) return null;
  const { timestampMs, severity, trace } = occurrence;
  return {
    block,
    timestampMs,
    severity,
    head: headOf(occurrence),
    siteKey: siteKeyOf(occurrence),
    placed: trace !== null && trace.location !== null,
  };
}

/** The whole occurrence behind a sketch. */
export function occurrenceBehind({ block }: Sketch): Occurrence {
  const occurrence = occurrenceOf(block);
  if (occurrence === null) throw new Error('a sketched block is always an occurrence');
  return occurrence;
}
