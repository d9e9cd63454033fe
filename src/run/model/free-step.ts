// A step that no procedure carries out: the model does it with the tools of the run, and submits what it found as
// claims, with how each obligation ended.
import { z } from 'zod';
import type { AgentTool } from '../../agent/agent-tool.ts';
import { filled, type Prompts } from '../../agent/prompt.ts';
import type { SopStep } from '../../sop/sop.ts';
import { done, incomplete, type RunContext, type StepOutcome } from '../context.ts';
import { askingOf, askModel, type Question } from './ask.ts';
import { ClaimShape, checkClaim, ownWordFaults, textFaults } from './claims.ts';
import { asData, foreignLine } from './data-block.ts';
import { digestOf } from './digest.ts';
import { type Ground, groundOf } from './ground.ts';
import type { StepNote, StepRuling } from './model-work.ts';
import { stepText } from './step-text.ts';
import { createSubmission, keptClaim } from './submission.ts';
import { compareWindows } from './tools/compare-windows.ts';
import { contrastField } from './tools/contrast-field.ts';
import { findLogGroups } from './tools/find-log-groups.ts';
import { foreignTools } from './tools/foreign-tools.ts';
import { linesAround } from './tools/lines-around.ts';
import { queryLogs } from './tools/query-logs.ts';
import { readEvidence } from './tools/read-evidence.ts';

const MAX_CLAIMS = 12;

const StepShape = z.object({
  summary: z.string().min(1).max(300),
  claims: z.array(ClaimShape).max(MAX_CLAIMS),
  obligations: z
    .array(
      z.object({
        number: z.number().int().min(1),
        status: z.enum(['satisfied', 'not-applicable', 'gap']),
        by: z.string().min(1).max(300),
      }),
    )
    .max(60),
});

interface StepAnswer {
  readonly note: StepNote;
  readonly rulings: readonly StepRuling[];
}

/** null where no model is there to do it. */
export async function freeStep(context: RunContext, step: SopStep): Promise<StepOutcome | null> {
  const asking = askingOf(context);
  if (asking === null) return null;
  const taken = await askModel(
    context,
    asking,
    stepQuestion(context, step, asking.analyst.prompts, await foreignTools(context)),
  );
  if (taken?.value == null) return incomplete('the model did not carry it out');
  const { note, rulings } = taken.value;
  asking.work.notes.push(note);
  asking.work.rulings.push(...rulings);
  const open = rulings.some(({ status }) => status === 'gap');
  return open ? incomplete(note.summary) : done(note.summary);
}

function stepQuestion(
  context: RunContext,
  step: SopStep,
  prompts: Prompts,
  others: readonly AgentTool[],
): Question<StepAnswer> {
  const ground = groundOf(context);
  const obligations = step.constraints.map(
    ({ text }, index) =>
      `${index + 1}. ${stepText(context, { ...step, text, constraints: [], queries: [] })}`,
  );
  const parameters = Object.entries(context.request.parameters).map(
    ([name, value]) => `${name} = ${foreignLine(String(value), 200)}`,
  );
  const tools = [
    findLogGroups,
    queryLogs,
    readEvidence,
    linesAround,
    ...(ground.findings.size > 0 ? [compareWindows, contrastField] : []),
  ];
  return {
    step,
    opening: filled(prompts, 'step', {
      number: String(step.number),
      sop: context.request.sop.title,
      name: step.name,
      step: stepText(context, { ...step, constraints: [] }),
      obligations: obligations.join('\n') || 'none',
      parameters: parameters.join('; '),
      data: asData(context, digestOf(context)),
    }),
    tools: [...tools.map((tool) => tool({ context, prompts, ground })), ...others],
    submission: createSubmission('submit-step', prompts, StepShape, (data) => {
      const claims = data.claims.map((claim) => checkClaim(claim, [], ground));
      const summary = summaryOf(data.summary, ground);
      const faults = [
        ...summary.faults.map((fault) => `summary: ${fault}`),
        ...claims.flatMap((claim, index) =>
          claim.faults.map((fault) => `claims.${index}: ${fault}`),
        ),
        ...obligationFaults(step, data.obligations, ground),
        ...missing(step, data.obligations),
      ];
      const note = {
        step: step.number,
        summary: summary.text,
        claims: claims.flatMap((claim) => keptClaim(claim) ?? []),
      };
      return {
        value: { note, rulings: rulingsOf(step, data.obligations, ground) },
        faults,
        claims,
      };
    }),
  };
}

/** A summary whose words are not those of the evidence is not printed. */
function summaryOf(text: string, ground: Ground): { text: string; faults: readonly string[] } {
  const faults = bareFaults(text, ground);
  return { text: faults.length === 0 ? text : UNPROVEN, faults };
}

/** Of words without a quote beside them. */
const bareFaults = (text: string, ground: Ground): readonly string[] => [
  ...textFaults(text, [], [], ground),
  ...ownWordFaults(text, [], ground),
];

const UNPROVEN = 'what it says in summary does not hold against the evidence and is left out';

function obligationFaults(
  step: SopStep,
  obligations: readonly Obligation[],
  ground: Ground,
): readonly string[] {
  return obligations.flatMap((obligation) => {
    const text = step.constraints[obligation.number - 1]?.text ?? '';
    const evaded = isEvaded(obligation, text, ground) ? [EVADED] : [];
    return [...evaded, ...bareFaults(obligation.by, ground)].map(
      (fault) => `obligations, ${obligation.number}: ${fault}`,
    );
  });
}

type Obligation = z.infer<typeof StepShape>['obligations'][number];

function missing(step: SopStep, obligations: readonly Obligation[]): readonly string[] {
  const told = new Set(obligations.map(({ number }) => number));
  const open = step.constraints.flatMap(({ word }, index) =>
    (word === 'MUST' || word === 'MUST NOT') && !told.has(index + 1) ? [index + 1] : [],
  );
  return open.length === 0 ? [] : [`obligations: say how these ended: ${open.join(', ')}`];
}

/** What a model says of an obligation counts where its words are those of the evidence; else it stays open. */
function rulingsOf(
  step: SopStep,
  obligations: readonly Obligation[],
  ground: Ground,
): readonly StepRuling[] {
  return obligations.flatMap((obligation) => {
    const constraint = step.constraints[obligation.number - 1];
    if (constraint === undefined) return [];
    const at = { step: step.number, constraint: obligation.number - 1 };
    const { status, by } = obligation;
    if (isEvaded(obligation, constraint.text, ground))
      return [{ ...at, status: 'gap' as const, by: EVADED }];
    if (bareFaults(by, ground).length === 0) return [{ ...at, status, by: `the model: ${by}` }];
    return [{ ...at, status: 'gap' as const, by: UNHELD }];
  });
}

const EVADED =
  'the model calls it not applicable, although it is about errors and errors were counted';
const UNHELD = 'the model says so, in words that the evidence does not hold';

function isEvaded({ status }: Obligation, obligation: string, ground: Ground): boolean {
  const [errors = 0] = ground.totals;
  const isOwed = ABOUT_ERRORS.test(obligation) && !CONDITIONAL.test(obligation);
  return status === 'not-applicable' && errors > 0 && isOwed;
}

/** What an obligation asks for that applies wherever there are errors. */
const ABOUT_ERRORS =
  /\b(?:errors?|fail(?:s|ed|ing|ures?)?|exceptions?|faults?|log (?:lines?|entr(?:y|ies)|events?)|stack traces?)\b/i;
const CONDITIONAL = /\b(?:if|where|when|whenever|unless|in case|as long as|until)\b/i;
