// Tool "contrast-field": the values of a field among the lines of a finding, against all other lines at hand.
import { z } from 'zod';
import type { LogEvent } from '../../../base/log-event.ts';
import { fieldsOf } from '../../../evidence/contrast.ts';
import { peel } from '../../../evidence/peel.ts';
import { foreignLine } from '../data-block.ts';
import type { Ground } from '../ground.ts';
import { toolOf } from './input.ts';
import type { StepTools } from './step-tools.ts';

const MAX_VALUES = 15;
/** Lines that are looked at on each side. */
const MAX_LINES = 3_000;

export const ContrastField = z.object({ finding: z.string(), field: z.string() });

export const contrastField: StepTools = ({ prompts, ground }) =>
  toolOf('contrast-field', prompts, ContrastField, async ({ finding: id, field }) => {
    const contrasted = contrastedField(ground, { finding: id, field });
    if (contrasted === null)
      return {
        text: `There is no finding ${id.slice(0, 12)} whose lines are known whole.`,
        isError: true,
      };
    if (contrasted.values.length === 0) {
      return { text: `No line at hand has a field ${foreignLine(field, 60)}.`, isError: true };
    }
    const values = contrasted.values.map(
      ({ value, own, others }) =>
        `${foreignLine(value, 100)}: ${own} of ${id}, ${others} of other lines`,
    );
    return { text: values.join('\n') };
  });

export interface Contrasted {
  /** The most frequent ones of the finding first. */
  readonly values: readonly {
    readonly value: string;
    readonly own: number;
    readonly others: number;
  }[];
  /** How many different ones there are. */
  readonly distinct: number;
}

/** null where there is no such finding. */
export function contrastedField(
  ground: Pick<Ground, 'events' | 'findings'>,
  { finding: id, field }: z.infer<typeof ContrastField>,
): Contrasted | null {
  const finding = ground.findings.get(id);
  if (finding === undefined || finding.readInPart === true) return null;
  const times = new Set(finding.timesMs);
  const groups = new Set(finding.logGroups.map(({ name }) => name));
  const isOwn = ({ timestampMs, logGroup }: LogEvent) =>
    times.has(timestampMs) && groups.has(logGroup);
  const own = countsOf(ground.events.filter(isOwn), field);
  const others = countsOf(
    ground.events.filter((event) => !isOwn(event)),
    field,
  );
  const all = [...new Set([...own.keys(), ...others.keys()])];
  const values = all
    .sort((a, b) => (own.get(b) ?? 0) - (own.get(a) ?? 0))
    .slice(0, MAX_VALUES)
    .map((value) => ({ value, own: own.get(value) ?? 0, others: others.get(value) ?? 0 }));
  return { values, distinct: all.length };
}

function countsOf(events: readonly LogEvent[], field: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const event of events.slice(0, MAX_LINES)) {
    const value = fieldsOf(peel(event.message), { events: [event], message: event.message })[field];
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
