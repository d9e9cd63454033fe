// The lint rules, one row a rule. An error means that the SOP cannot be carried out as it is written; a warning
// means that it can, but that a reader or a verifier is left guessing. `structural` rules also guard the parser.
import type { Diagnostic } from '../base/diagnostic.ts';
import type { Draft } from './draft.ts';
import type { Fault, LintKnowledge, Rule } from './rule.ts';
import { constraintBullets, contradictions } from './rules-constraints.ts';
import { misreadLabels } from './rules-labels.ts';
import {
  defaultValues,
  doubleParameters,
  oddLines,
  parameterNames,
  requiredDefaults,
  requiredFirst,
  unusedParameters,
} from './rules-parameters.ts';
import {
  duplicateQueries,
  placeholders,
  queryNames,
  querySyntax,
  queryValues,
  strayQueries,
  unaskedBlocks,
} from './rules-queries.ts';
import {
  constraintWords,
  duplicateSteps,
  numbering,
  oddHeadings,
  procedureLines,
  procedureOrder,
  reasons,
  stepConstraints,
  uncheckedObligations,
  uncollected,
  unknownProcedures,
} from './rules-steps.ts';
import {
  binary,
  fileName,
  length,
  missingSections,
  noSteps,
  repeatedSections,
  sectionOrder,
  unclosedFences,
  unclosedQueries,
  unreadSections,
} from './rules-structure.ts';

const RULES: readonly Rule[] = [
  { code: 'not-text', severity: 'error', structural: true, check: binary },
  { code: 'too-long', severity: 'error', structural: true, check: length },
  { code: 'file-name', severity: 'error', structural: false, check: fileName },
  { code: 'missing-section', severity: 'error', structural: false, check: missingSections },
  { code: 'section-order', severity: 'warning', structural: false, check: sectionOrder },
  { code: 'repeated-section', severity: 'warning', structural: false, check: repeatedSections },
  { code: 'unread-section', severity: 'warning', structural: false, check: unreadSections },
  { code: 'no-steps', severity: 'error', structural: true, check: noSteps },
  { code: 'unclosed-query', severity: 'error', structural: true, check: unclosedQueries },
  { code: 'unclosed-fence', severity: 'warning', structural: false, check: unclosedFences },
  { code: 'parameter-line', severity: 'error', structural: false, check: oddLines },
  { code: 'parameter-name', severity: 'error', structural: false, check: parameterNames },
  { code: 'duplicate-parameter', severity: 'error', structural: true, check: doubleParameters },
  { code: 'required-first', severity: 'warning', structural: false, check: requiredFirst },
  { code: 'required-default', severity: 'error', structural: false, check: requiredDefaults },
  { code: 'parameter-default', severity: 'error', structural: false, check: defaultValues },
  { code: 'unused-parameter', severity: 'warning', structural: false, check: unusedParameters },
  { code: 'step-heading', severity: 'error', structural: true, check: oddHeadings },
  { code: 'duplicate-step', severity: 'error', structural: false, check: duplicateSteps },
  { code: 'step-numbering', severity: 'warning', structural: false, check: numbering },
  { code: 'step-constraints', severity: 'error', structural: false, check: stepConstraints },
  { code: 'constraint-bullet', severity: 'warning', structural: false, check: constraintBullets },
  { code: 'constraint-word', severity: 'warning', structural: false, check: constraintWords },
  { code: 'reason', severity: 'warning', structural: false, check: reasons },
  { code: 'contradiction', severity: 'warning', structural: false, check: contradictions },
  { code: 'label', severity: 'error', structural: false, check: misreadLabels },
  { code: 'procedure-line', severity: 'error', structural: true, check: procedureLines },
  { code: 'unknown-procedure', severity: 'error', structural: false, check: unknownProcedures },
  { code: 'procedure-order', severity: 'error', structural: false, check: procedureOrder },
  { code: 'uncollected', severity: 'error', structural: false, check: uncollected },
  { code: 'query-name', severity: 'error', structural: true, check: queryNames },
  { code: 'unchecked', severity: 'warning', structural: false, check: uncheckedObligations },
  { code: 'duplicate-query', severity: 'error', structural: true, check: duplicateQueries },
  { code: 'stray-query', severity: 'error', structural: false, check: strayQueries },
  { code: 'unasked-block', severity: 'warning', structural: false, check: unaskedBlocks },
  { code: 'query-value', severity: 'error', structural: false, check: queryValues },
  { code: 'query-syntax', severity: 'error', structural: false, check: querySyntax },
  { code: 'unknown-placeholder', severity: 'warning', structural: false, check: placeholders },
];

/** What the parser itself has to refuse. */
export function checkStructure(draft: Draft): readonly Diagnostic[] {
  return inOrder(
    RULES.flatMap((rule) => (rule.structural ? toDiagnostics(rule, rule.check(draft)) : [])),
  );
}

/** All rules, in the order of the file. */
export function checkAll(draft: Draft, known: LintKnowledge): readonly Diagnostic[] {
  if (draft.isUnread) return checkStructure(draft);
  return inOrder(RULES.flatMap((rule) => toDiagnostics(rule, rule.check(draft, known))));
}

function toDiagnostics(rule: Rule, faults: readonly Fault[]): readonly Diagnostic[] {
  return faults.map(({ severity = rule.severity, message, span, help = null }) => {
    return { severity, code: rule.code, message, span, help };
  });
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => (a.span?.start ?? -1) - (b.span?.start ?? -1));
}
