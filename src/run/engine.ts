// The step engine: runs an SOP's steps in order, in code. A step without a procedure is a gap; nothing is skipped silently.
import { Failure } from '../base/failure.ts';
import type { SopStep } from '../sop/sop.ts';
import { incomplete, type RunContext, type StepOutcome } from './context.ts';
import type { StepRecord } from './engine-record.ts';
import { interruptedEarly } from './faults.ts';
import { freeStep } from './model/free-step.ts';
import { collectingSteps, judgingSteps } from './model/groundwork.ts';
import { judged } from './model/judge.ts';
import { PROCEDURES } from './procedures/table.ts';

/** Runs all steps and returns what became of each. Throws Failure where there is nothing to report. */
export async function runSteps(context: RunContext): Promise<readonly StepRecord[]> {
  const { steps } = context.request.sop;
  const records: StepRecord[] = [];
  for (const step of steps) {
    const { number, name } = step;
    context.emit({ kind: 'step-started', number, name, of: steps.length });
    const outcome = await runStep(context, step);
    records.push({ step, outcome });
    // From here on there will be a report: what is known goes to disk as it comes.
    if (context.file.window !== null) context.world.store.stay();
    context.emit({ kind: 'step-finished', number, name, ...outcome });
  }
  for (const step of judgingSteps(context)) await runStep(context, step);
  return records;
}

/** Runs one step, whatever happens in it. */
export async function runStep(context: RunContext, step: SopStep): Promise<StepOutcome> {
  const procedure = step.procedure === null ? undefined : PROCEDURES.get(step.procedure);
  const { signal } = context.world;
  const needsTools = procedure?.usesTools ?? context.world.analyst !== null;
  if (signal.aborted && needsTools) {
    if (context.file.logGroups === null) throw interruptedEarly();
    return { status: 'skipped', summary: 'interrupted' };
  }
  try {
    if (procedure === undefined) return await byModel(context, step);
    return await judged(context, step, await procedure.run(context, step));
  } catch (fault) {
    if (fault instanceof Failure) throw fault;
    if (signal.aborted) return { status: 'skipped', summary: 'interrupted' };
    return failedStep(context, step, fault);
  }
}

/** A step that no procedure carries out; a gap where there is no model to do it. */
async function byModel(context: RunContext, step: SopStep): Promise<StepOutcome> {
  if (step.procedure !== null) return withoutProcedure(context, step);
  for (const collecting of collectingSteps(context)) await runStep(context, collecting);
  return (await freeStep(context, step)) ?? withoutProcedure(context, step);
}

/** A fault of the program in one step is told and does not take the others' results with it. */
function failedStep(context: RunContext, step: SopStep, fault: unknown): StepOutcome {
  const reason = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
  context.gap({
    what: `Step ${step.number}, "${step.name}", broke off.`,
    why: `A fault of this program: ${reason.slice(0, MAX_FAULT_CHARS)}`,
    remedy: 'Please report it with the journal.jsonl of this run.',
  });
  return incomplete('broke off');
}

const MAX_FAULT_CHARS = 400;

const WITH_MODEL = 'Let a model carry it out (troubleshoot doctor says what is missing for one). ';

function withoutProcedure(context: RunContext, step: SopStep): StepOutcome {
  context.gap({
    what: `Step ${step.number}, "${step.name}", was not carried out.`,
    why:
      step.procedure === null
        ? 'It names no procedure, and no language model is configured to carry it out.'
        : `No procedure is called "${step.procedure}".`,
    remedy: `${step.procedure === null ? WITH_MODEL : ''}Name a procedure: ${[...PROCEDURES.keys()].join(', ')}`,
  });
  return incomplete('no procedure');
}
