// What a model contributed to a run: rows that it asked for, claims and how they held, notes of steps it carried out.
import type { Diagnosis, Quote } from '../../diagnosis/types.ts';

export type ClaimStanding = 'grounded' | 'hypothesis' | 'dropped';

/** A claim as the report prints it; those that were dropped are only counted. */
export interface KeptClaim {
  readonly text: string;
  readonly standing: 'grounded' | 'hypothesis';
  readonly quotes: readonly Quote[];
}

/** What a model says of a step that no procedure carries out. */
export interface StepNote {
  readonly step: number;
  readonly summary: string;
  readonly claims: readonly KeptClaim[];
}

/** How a model says that an obligation of a step ended; numbers from 0 in the order of the step. */
export interface StepRuling {
  readonly step: number;
  readonly constraint: number;
  readonly status: 'satisfied' | 'not-applicable' | 'gap';
  readonly by: string;
}

/** Queries of the model: what they were thought to scan, and what they did. */
export interface ModelScan {
  /** Started ones. */
  queries: number;
  /** Not started, as they would have passed the limit. */
  refused: number;
  estimatedBytes: number;
  /** Log groups of these queries whose size was not known beforehand. */
  readonly unknown: Set<string>;
  bytesScanned: number;
  /** Estimates of those that are running. */
  pendingBytes: number;
}

export interface ModelWork {
  /** Why it is not asked any more; null where it may answer. */
  down: string | null;
  /** What the rules had made of the case before; null where no model has judged it. */
  rules: Diagnosis | null;
  /** How many of several conclusions name the same primary cause; null where there was one. */
  consensus: { readonly runs: number; readonly agree: number } | null;
  /** Numbers of the steps in which its answer stands. */
  readonly steps: number[];
  readonly claims: Record<ClaimStanding, number>;
  /** Rows of evidence that it asked for, as text, by evidence id. */
  readonly rows: Map<string, readonly string[]>;
  /** Addresses that tools of other servers named, with the evidence that holds them. */
  readonly links: Map<string, string>;
  /** Events that its queries matched, and rows that they gave. */
  readonly counts: number[];
  readonly notes: StepNote[];
  readonly rulings: StepRuling[];
  readonly scan: ModelScan;
}

export function newModelWork(): ModelWork {
  return {
    down: null,
    rules: null,
    consensus: null,
    steps: [],
    claims: { grounded: 0, hypothesis: 0, dropped: 0 },
    rows: new Map(),
    links: new Map(),
    counts: [],
    notes: [],
    rulings: [],
    scan: {
      queries: 0,
      refused: 0,
      estimatedBytes: 0,
      unknown: new Set(),
      bytesScanned: 0,
      pendingBytes: 0,
    },
  };
}
