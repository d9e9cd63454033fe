// Tool "lines-around": lines of any level before and after a moment, of one log group or of all.
import { z } from 'zod';
import { isoTime } from '../../../base/time-range.ts';
import { eventLine } from '../digest-lines.ts';
import { toolOf } from './input.ts';
import type { StepTools } from './step-tools.ts';

const DEFAULT_LINES = 15;
const MAX_LINES = 60;

const Shape = z.object({
  time: z.string(),
  logGroup: z.string().optional(),
  before: z.number().int().min(0).max(MAX_LINES).optional(),
  after: z.number().int().min(0).max(MAX_LINES).optional(),
});

export const linesAround: StepTools = ({ prompts, ground }) =>
  toolOf('lines-around', prompts, Shape, async ({ time, logGroup, before, after }) => {
    const ms = momentOf(time);
    if (ms === null) return { text: `${time} is no ISO 8601 time.`, isError: true };
    const events = ground.events.filter(
      (event) => logGroup === undefined || event.logGroup === logGroup,
    );
    const at = events.findIndex(({ timestampMs }) => timestampMs >= ms);
    const middle = at === -1 ? events.length : at;
    const lines = events.slice(
      Math.max(0, middle - (before ?? DEFAULT_LINES)),
      middle + (after ?? DEFAULT_LINES),
    );
    if (lines.length === 0) return { text: 'No line is at hand there.', isError: true };
    const head = `${lines.length} of the ${events.length} lines at hand around ${isoTime(ms)}; others may exist`;
    return { text: [head, ...lines.map(eventLine)].join('\n') };
  });

/** UTC milliseconds; a time without a zone is UTC. */
export function momentOf(text: string): number | null {
  const iso = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`;
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? null : ms;
}
