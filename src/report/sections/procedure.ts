// The H3 "Procedure": the SOP's steps, and what became of each of its obligations.
import { count, number, sentence } from '../format.ts';
import { code, inline, list, prose, table } from '../text.ts';
import type { ReportConstraint, ReportStep } from '../types.ts';
import type { View } from '../view.ts';

export function procedure({ report }: View): string[] {
  if (report.steps.length === 0) return ['### Procedure', 'No step was recorded.'];
  const missed = described(report.steps, 'gap');
  return [
    '### Procedure',
    `${code(report.run.sop)}, ${count(report.steps.length, 'step')}.`,
    stepTable(report.steps),
    ...notes(report.steps),
    ...byModel(report.steps),
    ...(missed.length === 0 ? [] : ['Obligations that were not met:', list(missed)]),
    'Each obligation of each step, with what shows how it ended, stands in report.json under `steps`.',
  ];
}

/** What the model found in steps that no procedure carries out. */
function notes(steps: readonly ReportStep[]): string[] {
  return steps.flatMap(({ number, note }) => {
    if (note === undefined) return [];
    const claims = note.claims.map(({ text, standing, quotes }) => {
      const shown = quotes.map(({ id, quote }) => `${inline(id)}: ${code(quote)}`).join('; ');
      const kind = standing === 'grounded' ? "The model's judgement" : 'Hypothesis';
      const words = `${kind}: ${prose(text)}`;
      return shown === '' ? words : `${words} (${shown})`;
    });
    const head = `Step ${number}, carried out by the model, in its words: ${sentence(prose(note.summary))}`;
    return claims.length === 0 ? [head] : [head, list(claims)];
  });
}

/** Of what a model carries out, it alone says how the obligations ended. */
function byModel(steps: readonly ReportStep[]): string[] {
  const told = steps
    .filter(({ note }) => note !== undefined)
    .flatMap(({ constraints }) => constraints.filter(({ status }) => status !== 'gap'));
  if (told.length === 0) return [];
  const some =
    told.length === 1
      ? 'One obligation of these steps ended'
      : `${number(told.length)} obligations of these steps ended`;
  return [`${some} as the model says: no code checks them.`];
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

function described(steps: readonly ReportStep[], status: ReportConstraint['status']): string[] {
  return steps.flatMap((step) =>
    withStatus(step, status).map(({ text, by }) => {
      const because = by === null ? '' : ` – ${prose(by)}`;
      return `Step ${step.number}: ${obligation(text)}${because}`;
    }),
  );
}

/** The sub-items and the emphasis of an SOP's Markdown as one plain sentence. */
function obligation(text: string): string {
  const flat = text
    .replace(/\*\*([^*\n]{1,200})\*\*/g, '$1')
    .replace(/:[ \t]*\n\s*[-*] /g, ': ')
    .replace(/\n\s*[-*] /g, '; ');
  return prose(flat);
}

const withStatus = (step: ReportStep, status: ReportConstraint['status']) =>
  step.constraints.filter((constraint) => constraint.status === status);
