// The step "recommend" with a model: the rules have advised already, for the causes as they stand now; the model orders
// and words the actions. Immediate drafts that it leaves out stay, and so does one for each cause.
import type { AgentTool } from '../../agent/agent-tool.ts';
import { filled } from '../../agent/prompt.ts';
import type { Action, Advice } from '../../diagnosis/types.ts';
import type { SopStep } from '../../sop/sop.ts';
import { done, type RunContext, type StepOutcome } from '../context.ts';
import { type Asking, askingOf, askModel, type Question } from './ask.ts';
import { ActionsShape, type CheckedActions, checkActions } from './check-actions.ts';
import { asData, foreignLine } from './data-block.ts';
import { causeItem } from './digest-draft.ts';
import { bounded } from './digest-section.ts';
import { groundOf } from './ground.ts';
import { stepText } from './step-text.ts';
import { createSubmission } from './submission.ts';
import { foreignTools } from './tools/foreign-tools.ts';
import { readEvidence } from './tools/read-evidence.ts';

const HORIZONS: readonly Action['horizon'][] = ['immediate', 'short-term', 'long-term'];

export async function judgeActions(
  context: RunContext,
  step: SopStep,
  rules: StepOutcome,
): Promise<StepOutcome> {
  const asking = askingOf(context);
  const { advice, diagnosis } = context.file;
  if (asking === null || advice === null || (diagnosis?.rootCauses.length ?? 0) === 0) return rules;
  const question = actionsQuestion(context, step, asking, advice, await foreignTools(context));
  const taken = await askModel(context, asking, question);
  if (taken?.value == null) return rules;
  const actions = mergedActions(taken.value, advice.actions);
  context.file.advice = { ...advice, actions };
  return done(`${actions.length} actions, ordered by the model; ${rules.summary}`);
}

function mergedActions(
  { actions, used }: CheckedActions,
  drafts: readonly Action[],
): readonly Action[] {
  const served = new Set(actions.flatMap(({ rootCauses }) => rootCauses));
  const left = drafts.filter(
    ({ horizon, rootCauses }, index) =>
      !used.has(index) && (horizon === 'immediate' || rootCauses.some((rank) => !served.has(rank))),
  );
  const all = [...actions, ...left];
  return HORIZONS.flatMap((horizon) => all.filter((action) => action.horizon === horizon));
}

function actionsQuestion(
  context: RunContext,
  step: SopStep,
  { analyst: { prompts }, work }: Asking,
  { actions }: Advice,
  others: readonly AgentTool[],
): Question<CheckedActions> {
  const ground = groundOf(context);
  const causes = context.file.diagnosis?.rootCauses ?? [];
  const ranks = causes.map(({ rank }) => rank);
  const sections = [
    { heading: 'Root causes', items: causes.map(causeItem), maxBytes: CAUSES_BYTES },
    { heading: 'Draft of actions', items: actions.map(draftItem), maxBytes: DRAFTS_BYTES },
  ];
  return {
    step,
    opening: filled(prompts, 'recommend', {
      number: String(step.number),
      name: step.name,
      step: stepText(context, step),
      data: asData(context, sections.map(bounded).join('\n\n')),
    }),
    tools: [readEvidence({ context, prompts, ground }), ...others],
    submission: createSubmission('submit-actions', prompts, ActionsShape, (data) => {
      const checked = checkActions(data, actions, ranks, ground, work.links);
      const { faults, claims } = checked;
      return { value: checked.actions.length === 0 ? null : checked, faults, claims };
    }),
  };
}

const CAUSES_BYTES = 8_000;
const DRAFTS_BYTES = 12_000;
const MAX_TEXT_CHARS = 300;

function draftItem(action: Action, index: number): string {
  const { horizon, title, reason, rootCauses, steps, commands, rollback } = action;
  const line = (text: string) => foreignLine(text, MAX_TEXT_CHARS);
  return [
    `A${index + 1} ${horizon}, for root cause ${rootCauses.join(', ')}: ${line(title)}`,
    `  why: ${line(reason)}`,
    ...steps.map((step) => `  step: ${line(step)}`),
    `  ${commands.length} commands go with it${rollback === null ? '' : `; rollback: ${line(rollback)}`}`,
  ].join('\n');
}
