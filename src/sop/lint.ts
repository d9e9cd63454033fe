// The door of the linter: everything that is wrong with an SOP, in the order of the file.
import type { Diagnostic } from '../base/diagnostic.ts';
import { readDraft } from './draft.ts';
import type { LintKnowledge } from './rule.ts';
import { checkAll } from './rules.ts';

/**
 * Lints an SOP. Errors: it cannot be carried out as written; warnings: it can, but leaves a reader guessing.
 * Spans are offsets into `text`; those of a query's diagnostics too.
 */
export function lintSop(text: string, path: string, known: LintKnowledge): readonly Diagnostic[] {
  return checkAll(readDraft(text, path), known);
}
