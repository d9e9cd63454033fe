// The H3 "Procedure": the SOP's steps, and what became of each of its obligations.
import { count } from '../format.ts';
import { code, list, prose, table } from '../text.ts';
import type { ReportConstraint, ReportStep } from '../types.ts';
import type { View } from '../view.ts';

export function procedure({ report }: View): string[] {
  if (report.steps.length === 0) return ['### Procedure', 'No step was recorded.'];
  const unmet = [...described(report.steps, 'gap'), ...described(report.steps, 'not-applicable')];
  const kept = report.steps.flatMap((step) =>
    withStatus(step, 'satisfied').map(({ text, by }) => [
      String(step.number),
      prose(text),
      by === null ? '–' : prose(by),
    ]),
  );
  return [
    '### Procedure',
    `${code(report.run.sop)}, ${count(report.steps.length, 'step')}.`,
    stepTable(report.steps),
    ...(unmet.length === 0 ? [] : ['Obligations that were not met or did not apply:', list(unmet)]),
    ...(kept.length === 0
      ? []
      : ['Obligations that were met:', table(['Step', 'Obligation', 'Shown by'], kept)]),
  ];
}

function stepTable(steps: readonly ReportStep[]): string {
  const counted = (step: ReportStep, status: ReportConstraint['status']) =>
    String(withStatus(step, status).length);
  const rows = steps.map((step) => [
    `${step.number}. ${prose(step.name)}`,
    step.status,
    counted(step, 'satisfied'),
    counted(step, 'not-applicable'),
    counted(step, 'gap'),
  ]);
  return table(['Step', 'Status', 'Met', 'Not applicable', 'Gaps'], rows);
}

function described(steps: readonly ReportStep[], status: 'gap' | 'not-applicable'): string[] {
  const word = status === 'gap' ? '**Gap**' : 'Not applicable';
  return steps.flatMap((step) =>
    withStatus(step, status).map(({ text, by }) => {
      const because = by === null ? '' : ` – ${prose(by)}`;
      return `${word}, step ${step.number}: ${prose(text)}${because}`;
    }),
  );
}

const withStatus = (step: ReportStep, status: ReportConstraint['status']) =>
  step.constraints.filter((constraint) => constraint.status === status);
