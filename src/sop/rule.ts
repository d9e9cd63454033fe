// What a lint rule is: a row of the table in rules.ts, and what it finds.
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import type { Draft } from './draft.ts';

/** What the program knows and the SOP room does not. */
export interface LintKnowledge {
  readonly procedures: ReadonlyMap<string, { readonly needs: readonly string[] }>;
  /** Whether code checks this sentence as an obligation (MUST, MUST NOT) of a step with this procedure. */
  readonly isChecked: (procedure: string, text: string) => boolean;
  /** Diagnostics of a query; spans are offsets into the text given. */
  readonly compileQuery: (text: string) => readonly Diagnostic[];
}

export interface Fault {
  readonly message: string;
  readonly span: Span | null;
  readonly help?: string;
  /** Where a rule has two grades; else the rule's own. */
  readonly severity?: Diagnostic['severity'];
}

export type Rule = {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
} & (
  | { readonly structural: true; readonly check: (draft: Draft) => readonly Fault[] }
  | {
      readonly structural: false;
      readonly check: (draft: Draft, known: LintKnowledge) => readonly Fault[];
    }
);
