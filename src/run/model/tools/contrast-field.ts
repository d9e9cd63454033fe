// Tool "contrast-field": the values of a field among the lines of a finding, against all other lines at hand.
import { z } from 'zod';
import type { LogEvent } from '../../../base/log-event.ts';
import { fieldsOf } from '../../../evidence/contrast.ts';
import { peel } from '../../../evidence/peel.ts';
import { foreignLine } from '../data-block.ts';
import { toolOf } from './input.ts';
import type { StepTools } from './step-tools.ts';

const MAX_VALUES = 15;
/** Lines that are looked at on each side. */
const MAX_LINES = 3_000;

const Shape = z.object({ finding: z.string(), field: z.string() });

export const contrastField: StepTools = ({ prompts, ground }) =>
  toolOf('contrast-field', prompts, Shape, async ({ finding: id, field }) => {
    const finding = ground.findings.get(id);
    if (finding === undefined)
      return { text: `There is no finding ${id.slice(0, 12)}.`, isError: true };
    const times = new Set(finding.timesMs);
    const groups = new Set(finding.logGroups.map(({ name }) => name));
    const isOwn = ({ timestampMs, logGroup }: LogEvent) =>
      times.has(timestampMs) && groups.has(logGroup);
    const own = countsOf(ground.events.filter(isOwn), field);
    const others = countsOf(
      ground.events.filter((event) => !isOwn(event)),
      field,
    );
    if (own.size + others.size === 0) {
      return { text: `No line at hand has a field ${foreignLine(field, 60)}.`, isError: true };
    }
    const values = [...new Set([...own.keys(), ...others.keys()])]
      .sort((a, b) => (own.get(b) ?? 0) - (own.get(a) ?? 0))
      .slice(0, MAX_VALUES)
      .map(
        (value) =>
          `${foreignLine(value, 100)}: ${own.get(value) ?? 0} of ${id}, ${others.get(value) ?? 0} of other lines`,
      );
    return { text: values.join('\n') };
  });

function countsOf(events: readonly LogEvent[], field: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const event of events.slice(0, MAX_LINES)) {
    const value = fieldsOf(peel(event.message), { events: [event], message: event.message })[field];
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
