// The step "find root causes" with a model: the rules have judged already; what the model submits is checked and joined.
import { filled, type Prompts } from '../../agent/prompt.ts';
import type { Diagnosis } from '../../diagnosis/types.ts';
import type { SopStep } from '../../sop/sop.ts';
import { done, type RunContext, type StepOutcome } from '../context.ts';
import { type Asking, askingOf, askModel, type Question } from './ask.ts';
import { type CheckedCauses, checkCauses, RootCausesShape } from './check-causes.ts';
import { agreed, type Conclusion } from './consensus.ts';
import { asData } from './data-block.ts';
import { digestOf } from './digest.ts';
import { groundOf } from './ground.ts';
import { concluded } from './merge-causes.ts';
import { stepText } from './step-text.ts';
import { type Checked, createSubmission } from './submission.ts';
import { compareWindows } from './tools/compare-windows.ts';
import { contrastField } from './tools/contrast-field.ts';
import { linesAround } from './tools/lines-around.ts';
import { queryLogs } from './tools/query-logs.ts';
import { readEvidence } from './tools/read-evidence.ts';

const TOOLS = [readEvidence, linesAround, compareWindows, contrastField, queryLogs];

export async function judgeCauses(
  context: RunContext,
  step: SopStep,
  rules: StepOutcome,
): Promise<StepOutcome> {
  const asking = askingOf(context);
  const { diagnosis, analysis } = context.file;
  if (asking === null || diagnosis === null || analysis === null) return rules;
  asking.work.rules = diagnosis;
  const conclusions: Conclusion[] = [];
  const { consensus } = asking.analyst;
  for (let run = 0; run < consensus; run++) {
    const question = causesQuestion(context, step, asking.analyst.prompts);
    const attempt = { number: run + 1, of: consensus, held: conclusions.length };
    const taken = await askModel(context, asking, { ...question, attempt });
    if (taken?.value != null)
      conclusions.push(concluded(taken.value, diagnosis, groundOf(context)));
    else if (isOver(context, asking)) break;
  }
  const merged = agreed(conclusions, asking.work);
  if (merged === null) return rules;
  context.file.diagnosis = merged;
  const [primary] = merged.rootCauses;
  return done(
    primary === undefined ? `verdict: ${merged.verdict}` : `${merged.verdict}: ${primary.title}`,
  );
}

/** Whether another conclusion would end as this one did. */
const isOver = ({ world }: RunContext, { work, spending }: Asking): boolean =>
  world.signal.aborted || work.down !== null || spending.reached(0) !== null;

const DENIES = 'rootCauses: empty, although the draft names a cause that the logs bear out';

const isProven = (rules: Diagnosis | null): boolean =>
  rules?.rootCauses.some(({ confidence }) => confidence !== 'possible') === true;

function causesQuestion(
  context: RunContext,
  step: SopStep,
  prompts: Prompts,
): Question<CheckedCauses> {
  const ground = groundOf(context);
  const rules = context.file.diagnosis;
  const check = (data: Parameters<typeof checkCauses>[0]): Checked<CheckedCauses> => {
    const { causes, faults, claims, ruledOut } = checkCauses(data, ground);
    const denies = causes.length === 0 && (data.rootCauses.length > 0 || isProven(rules));
    const all = denies && data.rootCauses.length === 0 ? [...faults, DENIES] : faults;
    return { value: denies ? null : { causes, ruledOut, faults, claims }, faults: all, claims };
  };
  return {
    step,
    opening: filled(prompts, 'root-causes', {
      number: String(step.number),
      name: step.name,
      step: stepText(context, step),
      data: asData(context, digestOf(context)),
    }),
    tools: TOOLS.map((tool) => tool({ context, prompts, ground })),
    submission: createSubmission('submit-root-causes', prompts, RootCausesShape, check),
  };
}
