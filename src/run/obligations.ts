// What became of every step and every obligation of the SOP. An obligation that no code checks is a gap, and said so.
import type { ReportConstraint, ReportStep } from '../report/types.ts';
import type { SopConstraint } from '../sop/sop.ts';
import type { RunContext } from './context.ts';
import type { StepRecord } from './engine-record.ts';
import { JUDGEMENT } from './obligations/judgement.ts';
import { OUTCOME } from './obligations/outcome.ts';
import { PREPARATION } from './obligations/preparation.ts';
import { QUERIES } from './obligations/queries.ts';
import { moot, type Obligation, type Ruling, unmet } from './obligations/ruling.ts';

const OBLIGATIONS: readonly Obligation[] = [...PREPARATION, ...QUERIES, ...JUDGEMENT, ...OUTCOME];

/** The steps in order, each constraint with how it ended. */
export function reportSteps(
  context: RunContext,
  records: readonly StepRecord[],
): readonly ReportStep[] {
  return records.map((record) => ({
    number: record.step.number,
    name: record.step.name,
    procedure: record.step.procedure,
    status: record.outcome.status,
    constraints: record.step.constraints.map((constraint) => rule(context, record, constraint)),
  }));
}

/** Obligations (MUST, MUST NOT) of these steps that no code checks. */
export function uncheckedObligations(records: readonly StepRecord[]): readonly string[] {
  return records
    .filter(({ step }) => step.procedure !== null)
    .flatMap(({ step }) => step.constraints)
    .filter((constraint) => isObligation(constraint) && find(constraint) === undefined)
    .map(({ text }) => text);
}

function rule(
  context: RunContext,
  record: StepRecord,
  constraint: SopConstraint,
): ReportConstraint {
  return { text: constraint.text, ...ruling(context, record, constraint) };
}

function ruling(context: RunContext, record: StepRecord, constraint: SopConstraint): Ruling {
  const { step, outcome } = record;
  if (step.procedure === null) return notCarriedOut(constraint, 'the step has no procedure');
  if (outcome.status === 'skipped')
    return notCarriedOut(constraint, `the step was skipped: ${outcome.summary}`);
  const known = find(constraint);
  if (known === undefined) return notCarriedOut(constraint, 'no code checks this');
  return known.check(context, record);
}

function notCarriedOut(constraint: SopConstraint, why: string): Ruling {
  return isObligation(constraint) ? unmet(why) : moot(why);
}

const isObligation = ({ word }: SopConstraint) => word === 'MUST' || word === 'MUST NOT';

const find = ({ text }: SopConstraint) => OBLIGATIONS.find(({ about }) => about.test(text));
