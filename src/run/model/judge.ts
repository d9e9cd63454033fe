// Which steps a model judges after their procedure, by the procedure's name.
import type { SopStep } from '../../sop/sop.ts';
import type { RunContext, StepOutcome } from '../context.ts';
import { judgeActions } from './judge-actions.ts';
import { judgeCauses } from './judge-causes.ts';

type Judge = (context: RunContext, step: SopStep, rules: StepOutcome) => Promise<StepOutcome>;

const JUDGES: ReadonlyMap<string, Judge> = new Map([
  ['find-root-causes', judgeCauses],
  ['recommend', judgeActions],
]);

/** The outcome of a step after the model's judgement; the rules' where none is asked or its answer does not stand. */
export async function judged(
  context: RunContext,
  step: SopStep,
  rules: StepOutcome,
): Promise<StepOutcome> {
  const judge = context.world.analyst === null ? undefined : JUDGES.get(step.procedure ?? '');
  return judge === undefined ? rules : judge(context, step, rules);
}
