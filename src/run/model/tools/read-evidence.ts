// Tool "read-evidence": the events or rows of an evidence, page by page, or only those that hold a word.
import { z } from 'zod';
import { isoTime } from '../../../base/time-range.ts';
import { foreignLine, foreignLines } from '../data-block.ts';
import { toolOf } from './input.ts';
import type { StepTools } from './step-tools.ts';

const ROWS_PER_PAGE = 25;
const MAX_LINES = 12;
const MAX_LINE_CHARS = 400;

const Shape = z.object({
  id: z.string(),
  contains: z.string().optional(),
  offset: z.number().int().min(0).optional(),
});

export const readEvidence: StepTools = ({ prompts, ground }) =>
  toolOf('read-evidence', prompts, Shape, async ({ id, contains = '', offset = 0 }) => {
    const events = ground.eventsOf(id).map(({ timestampMs, logGroup, logStream, message }) => ({
      head: `${isoTime(timestampMs)} ${foreignLine(logGroup, 120)} ${foreignLine(logStream, 80)}`,
      text: message,
    }));
    const rows = ground.rowsOf(id).map((text) => ({ head: 'row', text }));
    const all = [...events, ...rows];
    if (all.length === 0)
      return {
        text: `${foreignLine(id, 12)} holds no log lines that could be quoted.`,
        isError: true,
      };
    const matching = all.filter(({ text }) => text.includes(contains));
    const page = matching.slice(offset, offset + ROWS_PER_PAGE);
    const shown = page.map(
      ({ head, text }) => `${head}\n${foreignLines(text, MAX_LINES, MAX_LINE_CHARS)}`,
    );
    const count = `${offset} to ${offset + page.length} of ${matching.length} (of ${all.length} in ${id})`;
    return { text: `${count}\n${shown.join('\n')}` };
  });
