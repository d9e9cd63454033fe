// What became of every step and every obligation of the SOP. An obligation that no code checks is a gap, and said so:
// code knows whole sentences of one procedure each, so that a sentence of somebody's own is never taken for another.
import type { ReportConstraint, ReportStep } from '../report/types.ts';
import type { SopConstraint, SopStep } from '../sop/sop.ts';
import { substitute } from '../sop/substitute.ts';
import type { RunContext } from './context.ts';
import type { StepRecord } from './engine-record.ts';
import { ANALYZE_ERRORS } from './obligations/analyze-errors.ts';
import { COLLECT_RESULTS } from './obligations/collect-results.ts';
import { DISCOVER_LOG_GROUPS } from './obligations/discover-log-groups.ts';
import { FIND_ROOT_CAUSES } from './obligations/find-root-causes.ts';
import { RECOMMEND } from './obligations/recommend.ts';
import { moot, type Obligation, type Ruling, unmet } from './obligations/ruling.ts';
import { RUN_QUERIES } from './obligations/run-queries.ts';
import { VALIDATE_LOG_GROUPS } from './obligations/validate-log-groups.ts';
import { VERIFY_TOOLS } from './obligations/verify-tools.ts';
import { wordingKey } from './obligations/wording.ts';
import { WRITE_REPORT } from './obligations/write-report.ts';
import type { InvestigationRequest } from './request.ts';

/** Rows by procedure: in another procedure's step the same words say something else. */
const OBLIGATIONS: Readonly<Record<string, readonly Obligation[]>> = {
  'verify-tools': VERIFY_TOOLS,
  'discover-log-groups': DISCOVER_LOG_GROUPS,
  'validate-log-groups': VALIDATE_LOG_GROUPS,
  'run-queries': RUN_QUERIES,
  'collect-results': COLLECT_RESULTS,
  'analyze-errors': ANALYZE_ERRORS,
  'find-root-causes': FIND_ROOT_CAUSES,
  recommend: RECOMMEND,
  'write-report': WRITE_REPORT,
};

/** The rows of all procedures by procedure and sentence. */
const KNOWN: ReadonlyMap<string, Obligation> = new Map(
  Object.entries(OBLIGATIONS).flatMap(([procedure, rows]) =>
    rows.flatMap((row) => row.says.map((text) => [keyOf(procedure, text), row] as const)),
  ),
);

/** Whether code checks this sentence as an obligation of a step with this procedure. */
export function isKnownObligation(procedure: string, text: string): boolean {
  return KNOWN.has(keyOf(procedure, text));
}

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
    ...noteOf(context, record.step),
    constraints: record.step.constraints.map((constraint) => rule(context, record, constraint)),
  }));
}

/** What a model found in a step that it carried out. */
function noteOf({ file }: RunContext, { number }: SopStep): Pick<ReportStep, 'note'> {
  const note = file.modelWork?.notes.find(({ step }) => step === number);
  return note === undefined ? {} : { note: { summary: note.summary, claims: note.claims } };
}

/** Obligations that code checked, or could not for the step was not carried out, and that were not met, with the reason. */
export function unmetObligations(
  context: RunContext,
  records: readonly StepRecord[],
): readonly string[] {
  const unchecked = new Set(uncheckedObligations(context.request, records));
  return reportSteps(context, records).flatMap(({ number, constraints }) =>
    constraints
      .filter(({ status, text }) => status === 'gap' && !unchecked.has(text))
      .map(({ text, by }) => `step ${number}, "${firstClause(text)}": ${by}`),
  );
}

/** An obligation without its reason and its list. */
const firstClause = (text: string) => text.split(/[,:\n]/, 1)[0] ?? text;

/** Obligations (MUST, MUST NOT) of these steps that no code checks. */
export function uncheckedObligations(
  { parameters }: Pick<InvestigationRequest, 'parameters'>,
  records: readonly StepRecord[],
): readonly string[] {
  return records
    .filter(({ step }) => step.procedure !== null)
    .flatMap(({ step }) =>
      step.constraints.filter(
        (constraint) => isObligation(constraint) && find(step, constraint) === undefined,
      ),
    )
    .map((constraint) => shown(constraint, parameters));
}

/** With the parameters in their places. */
function shown(
  { text }: SopConstraint,
  parameters: Readonly<Record<string, string | number>>,
): string {
  const texts = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
  return substitute(text, Object.fromEntries(texts));
}

function rule(
  context: RunContext,
  record: StepRecord,
  constraint: SopConstraint,
): ReportConstraint {
  const { parameters } = context.request;
  return { text: shown(constraint, parameters), ...ruling(context, record, constraint) };
}

type Ended = Ruling & Pick<ReportConstraint, 'checked'>;

function ruling(context: RunContext, record: StepRecord, constraint: SopConstraint): Ended {
  const { step, outcome } = record;
  if (step.procedure === null)
    return (
      ruledByModel(context, step, constraint) ?? notCarriedOut(constraint, notRuled(context, step))
    );
  if (outcome.status === 'skipped')
    return notCarriedOut(constraint, `the step was skipped: ${outcome.summary}`);
  const known = find(step, constraint);
  if (known === undefined) return notCarriedOut(constraint, 'no code checks this');
  return known.check(context, record);
}

/** How the model that carried the step out says that it ended. */
function ruledByModel(
  { file }: RunContext,
  step: SopStep,
  constraint: SopConstraint,
): Ruling | undefined {
  const at = step.constraints.indexOf(constraint);
  const found = file.modelWork?.rulings.find(
    (ruling) => ruling.step === step.number && ruling.constraint === at,
  );
  return found === undefined ? undefined : { status: found.status, by: found.by };
}

const notRuled = (context: RunContext, step: SopStep) =>
  noteOf(context, step).note === undefined
    ? 'the step has no procedure'
    : 'the model did not say how it ended';

function notCarriedOut(constraint: SopConstraint, why: string): Ended {
  return isObligation(constraint) ? unmet(why) : { ...moot(why), checked: false };
}

const isObligation = ({ word }: SopConstraint) => word === 'MUST' || word === 'MUST NOT';

function find(step: SopStep, constraint: SopConstraint): Obligation | undefined {
  if (!isObligation(constraint)) return undefined;
  return KNOWN.get(keyOf(step.procedure ?? '', constraint.text));
}

function keyOf(procedure: string, text: string): string {
  return `${procedure}\n${wordingKey(text) ?? ''}`;
}
