// A step of the SOP as a model is told of it: its prose and its constraints, parameters in their places.

import type { SopStep } from '../../sop/sop.ts';
import { substitute } from '../../sop/substitute.ts';
import type { RunContext } from '../context.ts';

const MAX_STEP_CHARS = 6_000;

export function stepText({ request }: RunContext, { text, constraints }: SopStep): string {
  const parameters = Object.entries(request.parameters).map(([name, value]) => [
    name,
    String(value),
  ]);
  const whole = [text.trim(), ...constraints.map((constraint) => `- ${constraint.text}`)].join(
    '\n',
  );
  return substitute(whole, Object.fromEntries(parameters)).slice(0, MAX_STEP_CHARS);
}
