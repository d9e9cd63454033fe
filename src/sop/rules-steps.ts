// Rules about steps: headings, numbers, constraints, procedures.
import { didYouMean } from '../base/did-you-mean.ts';
import { lacksReason } from './constraint-word.ts';
import type { Draft } from './draft.ts';
import { headingText, type Outline, spanOf } from './outline.ts';
import type { Fault, LintKnowledge } from './rule.ts';

export function oddHeadings({ oddStepHeadings, outline }: Draft): readonly Fault[] {
  const odd = oddStepHeadings.map((span) => {
    const help = 'number it (`### 2. Name`), or make it `#### Name` inside the step before';
    return { message: 'This heading is not a step', span, help };
  });
  return [...odd, ...raisedSteps(outline)];
}

/** Steps with two marks only end the section, and all steps behind them with it. */
function raisedSteps({ sections, others }: Outline): readonly Fault[] {
  const at = sections.findIndex(({ name }) => name === 'Steps');
  const start = sections[at]?.heading.start ?? Number.POSITIVE_INFINITY;
  const end = sections[at + 1]?.heading.start ?? Number.POSITIVE_INFINITY;
  return others
    .filter((line) => line.start > start && line.start < end && STEP_NAME.test(headingText(line)))
    .map((line) => {
      const message = 'This heading ends the steps: what follows it is not read';
      return { message, span: spanOf(line), help: 'a step begins with `### N. Name`' };
    });
}

/** What stands behind the marks of a step's heading. */
export const STEP_NAME = /^\d{1,3}[.):][ \t]*\S/;

export function duplicateSteps({ steps }: Draft): readonly Fault[] {
  const numbers = steps.map(({ step }) => step.number);
  return steps
    .filter(({ step }, index) => numbers.indexOf(step.number) < index)
    .map(({ step, heading }) => {
      const message = `There is a step ${step.number} before this one`;
      return { message, span: heading, help: 'number the steps in the order of the file' };
    });
}

/** Steps run in the order of the file; their numbers should say the same. */
export function numbering({ steps }: Draft): readonly Fault[] {
  const numbers = steps.map(({ step }) => step.number);
  return steps.flatMap(({ step, heading }, index) => {
    const expected = (numbers[index - 1] ?? 0) + 1;
    if (step.number === expected || numbers.indexOf(step.number) < index) return [];
    const message = `Step ${step.number} stands where ${expected} is expected`;
    return [{ message, span: heading, help: 'steps run in the order of the file' }];
  });
}

export function stepConstraints({ steps }: Draft): readonly Fault[] {
  return steps
    .filter(({ step }) => step.constraints.length === 0)
    .map(({ step, heading, strayConstraints: [stray] }) => {
      const message = `Step ${step.number} has no constraints: nothing says when it is done`;
      return stray === undefined
        ? { message, span: heading, help: 'add `**Constraints:**` and `- You MUST …`' }
        : { message, span: stray, help: BULLET_HELP };
    });
}

/** A line where a constraint is expected that is none. */
export const BULLET_HELP =
  'right under `**Constraints:**` stands a list: begin each constraint with `- `, and nothing else before it';

export function constraintWords({ steps }: Draft): readonly Fault[] {
  return steps.flatMap(({ step }) =>
    step.constraints
      .filter(({ word }) => word === null)
      .map(({ span }) => {
        const message = 'The constraint does not say how binding it is';
        return { message, span, help: 'use MUST, MUST NOT, SHOULD, SHOULD NOT or MAY' };
      }),
  );
}

export function reasons({ steps }: Draft): readonly Fault[] {
  return steps.flatMap(({ step }) =>
    step.constraints
      .filter(({ text }) => lacksReason(text))
      .map(({ span }) => {
        const message = 'The constraint forbids something and does not say why';
        return { message, span, help: 'add the reason: because …, since …, as …, to avoid …' };
      }),
  );
}

export function procedureLines({ steps }: Draft): readonly Fault[] {
  return steps.flatMap(({ procedures }) =>
    procedures.slice(1).map(({ span }) => {
      const message = 'A step has one procedure; this one would not run';
      return { message, span, help: 'give it a step of its own' };
    }),
  );
}

export function unknownProcedures({ steps }: Draft, known: LintKnowledge): readonly Fault[] {
  const names = [...known.procedures.keys()];
  return steps.flatMap(({ procedures }) =>
    procedures.slice(0, 1).flatMap(({ name, span }) => {
      if (known.procedures.has(name)) return [];
      const near = didYouMean(name, names);
      const help = near === null ? `known: ${names.join(', ')}` : `did you mean \`${near}\`?`;
      return [{ message: `There is no procedure \`${name}\``, span, help }];
    }),
  );
}

export function procedureOrder({ steps }: Draft, known: LintKnowledge): readonly Fault[] {
  const done = new Set<string>();
  const faults: Fault[] = [];
  for (const { step, procedures } of steps) {
    const { procedure } = step;
    if (procedure === null) continue;
    const needs = known.procedures.get(procedure)?.needs ?? [];
    for (const need of needs.filter((name) => !done.has(name))) {
      const message = `\`${procedure}\` needs what \`${need}\` finds, and no step before runs that`;
      const help = `put a step with \`${need}\` before it`;
      faults.push({ message, span: procedures[0]?.span ?? null, help });
    }
    done.add(procedure);
  }
  return faults;
}

/** What a step asks and no later one collects is lost; a procedure that there is not may be meant to. */
export function uncollected({ steps }: Draft, known: LintKnowledge): readonly Fault[] {
  const last = steps.findLastIndex(({ step: { procedure } }) => mayCollect(procedure, known));
  return steps.slice(last + 1).flatMap(({ step, procedures }) => {
    if (step.procedure !== 'run-queries') return [];
    const message = 'No step behind this one collects what it asks';
    const help = 'put a step with `collect-results` behind it';
    return [{ message, span: procedures[0]?.span ?? null, help }];
  });
}

const mayCollect = (procedure: string | null, { procedures }: LintKnowledge) =>
  procedure === 'collect-results' || (procedure !== null && !procedures.has(procedure));

/** What no code checks ends as a gap in every report, so that the run never ends without one. */
export function uncheckedObligations({ steps }: Draft, known: LintKnowledge): readonly Fault[] {
  return steps.flatMap(({ step: { constraints, procedure } }) =>
    constraints
      .filter(({ word, text }) => isObligation(word) && !isChecked(procedure, text, known))
      .map(({ word, span }) => {
        const ends = 'it ends as a gap in each report (exit code 3)';
        return procedure === null
          ? {
              message: `The step has no procedure that does this ${word}: a model carries it out, and without one ${ends}`,
              span,
              help: GIVE,
            }
          : { message: `No code checks this ${word}: ${ends}`, span, help: REWORD };
      }),
  );
}

const isObligation = (word: string | null) => word === 'MUST' || word === 'MUST NOT';

/** Of a procedure that there is not, another rule tells. */
function isChecked(procedure: string | null, text: string, known: LintKnowledge): boolean {
  if (procedure === null) return false;
  return !known.procedures.has(procedure) || known.isChecked(procedure, text);
}

const REWORD =
  "use a sentence of a built-in SOP's step with this procedure (troubleshoot sop show NAME), write SHOULD, or expect the gap";
const GIVE = 'name its procedure (**Procedure:** `name`), write SHOULD, or expect the gap';
