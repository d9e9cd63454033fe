// Tool "compare-windows": how often each finding occurs in two stretches of the window, and at what rate.
import { z } from 'zod';
import { HOUR_MS } from '../../../base/time-range.ts';
import type { Finding } from '../../../evidence/types.ts';
import { foreignLine } from '../data-block.ts';
import type { Ground } from '../ground.ts';
import { toolOf } from './input.ts';
import { momentOf } from './lines-around.ts';
import type { StepTools } from './step-tools.ts';

const Stretch = z.object({ start: z.string(), end: z.string() });
export const CompareWindows = z.object({ first: Stretch, second: Stretch });

export const NO_STRETCHES = 'Each of the two needs a start and a later end, ISO 8601.';

export const compareWindows: StepTools = ({ prompts, ground }) =>
  toolOf('compare-windows', prompts, CompareWindows, async (asked) => {
    const compared = comparedWindows(ground, asked);
    if (compared === null) return { text: NO_STRETCHES, isError: true };
    const lines = compared.map(({ id, title, first, second, isKnown }) => {
      if (!isKnown) return `${id} not known, only a part was read: ${foreignLine(title, 100)}`;
      const counts = [first, second].map(
        ({ count, perHour }) => `${count} (${perHour.toFixed(1)} an hour)`,
      );
      return `${id} ${counts.join(' then ')}: ${foreignLine(title, 100)}`;
    });
    return { text: lines.join('\n') };
  });

export interface Occurrences {
  readonly count: number;
  readonly perHour: number;
}

export interface Compared {
  readonly id: string;
  readonly title: string;
  readonly first: Occurrences;
  readonly second: Occurrences;
  /** False where only a part was read. */
  readonly isKnown: boolean;
}

/** null where one of the stretches is none. */
export function comparedWindows(
  { findings }: Pick<Ground, 'findings'>,
  { first, second }: z.infer<typeof CompareWindows>,
): readonly Compared[] | null {
  const ranges = [first, second].map(({ start, end }) => [momentOf(start), momentOf(end)]);
  const [a, b] = ranges.map(([start, end]) =>
    start === null || end === null || start === undefined || end === undefined || start >= end
      ? null
      : { start, end },
  );
  if (a == null || b == null) return null;
  return [...findings.values()].map((finding) => {
    const { id, title } = finding;
    const isKnown = finding.readInPart !== true;
    const [one, other] = [occurrencesIn(a, finding), occurrencesIn(b, finding)];
    return { id, title, first: one, second: other, isKnown };
  });
}

function occurrencesIn(
  { start, end }: { readonly start: number; readonly end: number },
  { timesMs, standsFor = 1 }: Finding,
): Occurrences {
  const count = timesMs.filter((ms) => ms >= start && ms < end).length * standsFor;
  return { count, perHour: (count * HOUR_MS) / (end - start) };
}
