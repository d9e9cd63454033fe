// Tool "lines-around": lines of any level before and after a moment, of one log group or of all.
import { z } from 'zod';
import type { LogEvent } from '../../../base/log-event.ts';
import { isoTime } from '../../../base/time-range.ts';
import { eventLine } from '../digest-lines.ts';
import type { Ground } from '../ground.ts';
import { toolOf } from './input.ts';
import type { StepTools } from './step-tools.ts';

const DEFAULT_LINES = 15;
const MAX_LINES = 60;

const lineCount = z.number().int().min(0).max(MAX_LINES).optional();

export const LinesAround = z.object({
  time: z.string(),
  logGroup: z.string().optional(),
  before: lineCount,
  after: lineCount,
});

export const linesAround: StepTools = ({ prompts, ground }) =>
  toolOf('lines-around', prompts, LinesAround, async (asked) => {
    const around = eventsAround(ground, asked);
    if (around === null) return { text: `${asked.time} is no ISO 8601 time.`, isError: true };
    const { ms, events, atHand } = around;
    if (events.length === 0) return { text: 'No line is at hand there.', isError: true };
    const head = `${events.length} of the ${atHand} lines at hand around ${isoTime(ms)}; others may exist`;
    return { text: [head, ...events.map(eventLine)].join('\n') };
  });

export interface Around {
  readonly ms: number;
  readonly events: readonly LogEvent[];
  /** Of all events at hand, those of the log group. */
  readonly atHand: number;
}

/** null where the time is none. */
export function eventsAround(
  ground: Pick<Ground, 'events'>,
  { time, logGroup, before, after }: z.infer<typeof LinesAround>,
): Around | null {
  const ms = momentOf(time);
  if (ms === null) return null;
  const events = ground.events.filter(
    (event) => logGroup === undefined || event.logGroup === logGroup,
  );
  const at = events.findIndex(({ timestampMs }) => timestampMs >= ms);
  const middle = at === -1 ? events.length : at;
  const lines = events.slice(
    Math.max(0, middle - (before ?? DEFAULT_LINES)),
    middle + (after ?? DEFAULT_LINES),
  );
  return { ms, events: lines, atHand: events.length };
}

/** UTC milliseconds; a time without a zone is UTC. */
export function momentOf(text: string): number | null {
  const iso = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`;
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? null : ms;
}
