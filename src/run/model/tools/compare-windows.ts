// Tool "compare-windows": how often each finding occurs in two stretches of the window, and at what rate.
import { z } from 'zod';
import { HOUR_MS } from '../../../base/time-range.ts';
import { foreignLine } from '../data-block.ts';
import { toolOf } from './input.ts';
import { momentOf } from './lines-around.ts';
import type { StepTools } from './step-tools.ts';

const Stretch = z.object({ start: z.string(), end: z.string() });
const Shape = z.object({ first: Stretch, second: Stretch });

export const compareWindows: StepTools = ({ prompts, ground }) =>
  toolOf('compare-windows', prompts, Shape, async ({ first, second }) => {
    const ranges = [first, second].map(({ start, end }) => [momentOf(start), momentOf(end)]);
    const [a, b] = ranges.map(([start, end]) =>
      start === null || end === null || start === undefined || end === undefined || start >= end
        ? null
        : { start, end },
    );
    if (a == null || b == null)
      return { text: 'Each of the two needs a start and a later end, ISO 8601.', isError: true };
    const lines = [...ground.findings.values()].map(({ id, title, timesMs }) => {
      const counts = [a, b].map((range) => {
        const count = timesMs.filter((ms) => ms >= range.start && ms < range.end).length;
        const perHour = (count * HOUR_MS) / (range.end - range.start);
        return `${count} (${perHour.toFixed(1)} an hour)`;
      });
      return `${id} ${counts.join(' then ')}: ${foreignLine(title, 100)}`;
    });
    return { text: lines.join('\n') };
  });
