// The evidence of a run for other agents: what the model of a run is given to look with, over a run that is finished.
// Everything in a run folder was redacted when it came in.
import { z } from 'zod';
import type { LogEvent } from '../../base/log-event.ts';
import { isoTime } from '../../base/time-range.ts';
import { type ServedTool, servedTool } from '../../mcp/served/served.ts';
import {
  CompareWindows,
  comparedWindows,
  NO_STRETCHES,
} from '../../run/model/tools/compare-windows.ts';
import { ContrastField, contrastedField } from '../../run/model/tools/contrast-field.ts';
import { eventsAround, LinesAround } from '../../run/model/tools/lines-around.ts';
import { cutText, pageOfRows } from './evidence-page.ts';
import type { OpenRun, RecordedRuns } from './recorded-runs.ts';

const MAX_NAME_CHARS = 200;

const runArgument = z
  .string()
  .min(1)
  .max(MAX_NAME_CHARS)
  .optional()
  .describe('name of the run, as investigate gives it; by default the last one');

const run = z.string().describe('the run that was looked at');

export const evidenceTools = (runs: RecordedRuns): readonly ServedTool[] => [
  readEvidenceTool(runs),
  linesAroundTool(runs),
  compareWindowsTool(runs),
  contrastFieldTool(runs),
];

const readEvidenceTool = (runs: RecordedRuns) =>
  servedTool({
    name: 'read-evidence',
    title: 'Read evidence of a run',
    description:
      'The rows of an evidence that a report names (E1, E2, …): what a tool had answered in that run. At most 50 rows a page; with contains only those that hold that text as it stands.',
    input: z.strictObject({
      run: runArgument,
      id: z.string().regex(/^E\d{1,6}$/, 'an id is E and a number, such as E14'),
      contains: z.string().min(1).max(1_000).optional(),
      offset: z.number().int().min(0).optional().describe('rows to leave out, default 0'),
    }),
    output: z.object({
      run,
      id: z.string(),
      tool: z.string(),
      arguments: z.record(z.string(), z.unknown()),
      statistics: z.record(z.string(), z.number()).nullable(),
      truncated: z.boolean().describe('true: the tool had more than was kept'),
      rowsTotal: z.number().int(),
      rowsMatching: z.number().int(),
      rows: z.array(z.record(z.string(), z.unknown())),
      rowsCut: z.number().int().describe('rows of this page whose long texts are cut'),
      nextOffset: z.number().int().nullable().describe('null: there are no further rows'),
    }),
    run: async ({ run: wanted, id, contains, offset = 0 }) => {
      const opened = await runs.open(wanted ?? null);
      if (typeof opened === 'string') return { fault: opened };
      const record = opened.evidence.find((one) => one.id === id);
      if (record === undefined)
        return { fault: `${opened.run} has no evidence ${id}; it has ${idsOf(opened)}.` };
      const { tool, arguments: args, statistics, truncated, rows } = record;
      const page = pageOfRows(rows, { contains: contains ?? null, offset });
      const about = { run: opened.run, id, tool, arguments: { ...args }, statistics, truncated };
      return { content: { ...about, ...page } };
    },
  });

function idsOf({ evidence }: OpenRun): string {
  const [first, last] = [evidence[0], evidence.at(-1)];
  return first === undefined || last === undefined ? 'none' : `${first.id} to ${last.id}`;
}

const Line = z.object({
  evidence: z.string(),
  timestamp: z.string(),
  logGroup: z.string(),
  logStream: z.string(),
  message: z.string(),
});

const lineOf = (event: LogEvent): z.infer<typeof Line> => ({
  evidence: event.evidenceId,
  timestamp: isoTime(event.timestampMs),
  logGroup: event.logGroup,
  logStream: event.logStream,
  message: cutText(event.message),
});

const linesAroundTool = (runs: RecordedRuns) =>
  servedTool({
    name: 'lines-around',
    title: 'Log lines around a moment of a run',
    description:
      'Lines of any level before and after a time (ISO 8601, UTC), among those that the run has read; others may exist in the logs.',
    input: z.strictObject({ run: runArgument, ...LinesAround.shape }),
    output: z.object({
      run,
      time: z.string(),
      lines: z.array(Line),
      linesAtHand: z.number().int(),
    }),
    run: async ({ run: wanted, ...asked }) => {
      const opened = await runs.open(wanted ?? null);
      if (typeof opened === 'string') return { fault: opened };
      const around = eventsAround(opened.ground(), asked);
      if (around === null) return { fault: `${asked.time} is no ISO 8601 time.` };
      const { ms, events, atHand } = around;
      const lines = events.map(lineOf);
      return { content: { run: opened.run, time: isoTime(ms), lines, linesAtHand: atHand } };
    },
  });

const Occurrences = z.object({ count: z.number().int(), perHour: z.number() });

const compareWindowsTool = (runs: RecordedRuns) =>
  servedTool({
    name: 'compare-windows',
    title: 'Compare two stretches of a run',
    description:
      'How often each finding of a run occurs in two stretches of its window, first and second, and at what rate.',
    input: z.strictObject({ run: runArgument, ...CompareWindows.shape }),
    output: z.object({
      run,
      findings: z.array(
        z.object({ id: z.string(), title: z.string(), first: Occurrences, second: Occurrences }),
      ),
    }),
    run: async ({ run: wanted, ...asked }) => {
      const opened = await runs.open(wanted ?? null);
      if (typeof opened === 'string') return { fault: opened };
      const compared = comparedWindows(opened.ground(), asked);
      if (compared === null) return { fault: NO_STRETCHES };
      const known = compared.filter(({ isKnown }) => isKnown);
      const findings = known.map(({ id, title, first, second }) => ({
        id,
        title,
        first: { ...first },
        second: { ...second },
      }));
      return { content: { run: opened.run, findings } };
    },
  });

const contrastFieldTool = (runs: RecordedRuns) =>
  servedTool({
    name: 'contrast-field',
    title: 'Contrast the values of a field',
    description:
      'How the values of a field (a JSON key, or the word before "="; @logStream for the stream) divide between the lines of a finding and all other lines that the run has read.',
    input: z.strictObject({ run: runArgument, ...ContrastField.shape }),
    output: z.object({
      run,
      values: z.array(
        z.object({ value: z.string(), own: z.number().int(), others: z.number().int() }),
      ),
      valuesTotal: z.number().int().describe('different values; the most frequent are shown'),
    }),
    run: async ({ run: wanted, ...asked }) => {
      const opened = await runs.open(wanted ?? null);
      if (typeof opened === 'string') return { fault: opened };
      const contrasted = contrastedField(opened.ground(), asked);
      if (contrasted === null) return { fault: noFinding(opened, asked.finding) };
      const values = contrasted.values.map((value) => ({ ...value }));
      return { content: { run: opened.run, values, valuesTotal: contrasted.distinct } };
    },
  });

function noFinding(opened: OpenRun, id: string): string {
  const findings = opened.ground().findings;
  if (findings.has(id)) return `Only a part of ${id} was read, so its lines are not known whole.`;
  const known = [...findings.keys()].join(', ');
  return `${opened.run} has no finding ${JSON.stringify(id)}; it has ${known || 'none'}.`;
}
