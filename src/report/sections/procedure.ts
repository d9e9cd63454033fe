// The H3 "Procedure": the SOP's steps, and what became of each of its obligations.
import { count, number, sentence } from '../format.ts';
import { code, inline, list, prose, table } from '../text.ts';
import type { ReportConstraint, ReportStep } from '../types.ts';
import type { View } from '../view.ts';

export function procedure({ report }: View): string[] {
  if (report.steps.length === 0) return ['### Procedure', 'No step was recorded.'];
  const missed = described(report.steps, 'gap');
  const unseen = described(report.steps, 'not-checked');
  return [
    '### Procedure',
    `${code(report.run.sop)}, ${count(report.steps.length, 'step')}.`,
    stepTable(report.steps),
    ...notes(report.steps),
    ...byModel(report.steps),
    ...(missed.length === 0 ? [] : ['Obligations that were not met:', list(missed)]),
    ...(unseen.length === 0 ? [] : ['Not binding, and nobody checked it:', list(unseen)]),
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
    .flatMap((step) => [...ended(step, 'satisfied'), ...ended(step, 'not-applicable')]);
  if (told.length === 0) return [];
  const some =
    told.length === 1
      ? 'One obligation of these steps ended'
      : `${number(told.length)} obligations of these steps ended`;
  return [`${some} as the model says: no code checks them.`];
}

function stepTable(steps: readonly ReportStep[]): string {
  const isAny = ([end]: readonly [End, string]) =>
    end !== 'not-checked' || steps.some((step) => ended(step, end).length > 0);
  const columns = COLUMNS.filter(isAny);
  const rows = steps.map((step) => [
    `${step.number}. ${prose(step.name)}`,
    step.status,
    ...columns.map(([end]) => String(ended(step, end).length)),
  ]);
  return table(['Step', 'Status', ...columns.map(([, head]) => head)], rows);
}

/** How a constraint ended, as people are told. */
type End = ReportConstraint['status'] | 'not-checked';

/** The third is shown where a step has one. */
const COLUMNS: readonly (readonly [End, string])[] = [
  ['satisfied', 'Met'],
  ['not-applicable', 'Not applicable'],
  ['not-checked', 'Not checked'],
  ['gap', 'Gaps'],
];

const endOf = ({ status, checked }: ReportConstraint): End =>
  checked === false ? 'not-checked' : status;

const ended = (step: ReportStep, end: End) =>
  step.constraints.filter((constraint) => endOf(constraint) === end);

function described(steps: readonly ReportStep[], end: End): string[] {
  return steps.flatMap((step) =>
    ended(step, end).map(({ text, by }) => {
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
