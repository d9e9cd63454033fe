// A step of the SOP as a model is told of it: its prose, its queries and its constraints, parameters in their places.

import type { SopStep } from '../../sop/sop.ts';
import { substitute } from '../../sop/substitute.ts';
import type { RunContext } from '../context.ts';
import { queryText } from '../plan.ts';

const MAX_STEP_CHARS = 6_000;

export function stepText({ request }: RunContext, step: SopStep): string {
  const { text, constraints, queries } = step;
  const parameters = Object.entries(request.parameters).map(([name, value]) => [
    name,
    String(value),
  ]);
  const filled = (prose: string) => substitute(prose, Object.fromEntries(parameters));
  const whole = [
    filled(text.trim()),
    ...queries.map(
      (query) =>
        `\`\`\`insights ${query.name}\n${queryText(query.text, request.parameters)}\n\`\`\``,
    ),
    ...constraints.map((constraint) => filled(`- ${constraint.text}`)),
  ];
  return whole.join('\n').slice(0, MAX_STEP_CHARS);
}
