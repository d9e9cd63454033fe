// The shapes of a parsed Standard Operating Procedure.
import type { Span } from '../base/diagnostic.ts';

export interface Sop {
  /** File name without `.sop.md`. */
  readonly name: string;
  readonly title: string;
  readonly overview: string;
  readonly parameters: readonly SopParameter[];
  readonly steps: readonly SopStep[];
  /** Path of the file. */
  readonly path: string;
  readonly text: string;
}

export interface SopParameter {
  readonly name: string;
  readonly required: boolean;
  readonly defaultValue: string | null;
  readonly kind: ParameterKind;
  readonly description: string;
  readonly span: Span;
}

/** What the default shows of the values: a bare number, a bare period such as 15m; else any text. */
export type ParameterKind = 'number' | 'period' | 'text';

export interface SopStep {
  readonly number: number;
  readonly name: string;
  /** Prose of the step without constraints and query blocks. */
  readonly text: string;
  /** Name of the procedure that carries the step out; null: judgement, for a model. */
  readonly procedure: string | null;
  readonly constraints: readonly SopConstraint[];
  readonly queries: readonly SopQuery[];
  readonly span: Span;
}

/** RFC 2119 strength; MUST also stands for REQUIRED and SHALL, and so on. */
export type ConstraintWord = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY';

export interface SopConstraint {
  readonly text: string;
  /** null where the line holds no RFC 2119 word. */
  readonly word: ConstraintWord | null;
  readonly span: Span;
}

/** A fenced block with the info string `insights NAME`. */
export interface SopQuery {
  readonly name: string;
  readonly text: string;
  readonly span: Span;
}
