// Rules about the list of a step's constraints: what is taken for a part of another one, and what contradicts itself.
import { constraintWord, withoutReason } from './constraint-word.ts';
import type { Draft } from './draft.ts';
import type { Fault } from './rule.ts';
import { BULLET_HELP } from './rules-steps.ts';
import type { SopConstraint } from './sop.ts';

/** Of a step without any constraint another rule tells. */
export function constraintBullets({ steps }: Draft): readonly Fault[] {
  return steps
    .filter(({ step }) => step.constraints.length > 0)
    .flatMap(({ strayConstraints }) =>
      strayConstraints.map((span) => {
        const message = 'This line is no constraint of its own';
        return { message, span, help: BULLET_HELP };
      }),
    );
}

/** The same words demanded and forbidden in one step: whatever the step does, one of them ends as a gap. */
export function contradictions({ steps }: Draft): readonly Fault[] {
  return steps.flatMap(({ step: { constraints } }) => {
    const demanded = new Set(
      constraints.filter((one) => !isForbidding(one)).map(({ text }) => actOf(text)),
    );
    return constraints
      .filter((one) => isForbidding(one) && demanded.has(actOf(one.text)))
      .map(({ span }) => {
        const message = 'This forbids what another constraint of the step asks for';
        return { message, span, help: 'drop one of the two' };
      });
  });
}

const isForbidding = ({ text }: SopConstraint) => constraintWord(text)?.endsWith(' NOT') ?? false;

/** What is demanded or forbidden, in words alone. */
function actOf(text: string): string {
  return withoutReason(text)
    .replace(/\b(?:MUST|SHALL|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL|NOT)\b/g, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}$]+/gu, ' ')
    .trim();
}
