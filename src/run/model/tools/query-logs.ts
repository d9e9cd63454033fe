// Tool "query-logs": a Logs Insights query over confirmed log groups, started, polled and read by code. Only what the
// run may see can be asked: its log groups, its region, its window and the day before.
import { z } from 'zod';
import type { ToolAnswer } from '../../../agent/agent-tool.ts';
import { HOUR_MS, type TimeRange } from '../../../base/time-range.ts';
import { size } from '../../../report/format.ts';
import type { Gap } from '../../../report/types.ts';
import { type CaseLogGroup, confirmedLogGroups } from '../../case-file.ts';
import type { RunContext } from '../../context.ts';
import { ensureWindow } from '../../plan.ts';
import type { QueryPlan, QueryResult, ResultRow } from '../../query.ts';
import { awaitQuery } from '../../query-run.ts';
import { startQuery } from '../../query-start.ts';
import { foreignLine } from '../data-block.ts';
import { reserveScan } from '../scan-budget.ts';
import { toolOf } from './input.ts';
import { momentOf } from './lines-around.ts';
import { queryFault, withMessage } from './plain-query.ts';
import { filterFault, showsWhy } from './secret-filters.ts';
import { hiddenFault } from './shown-fields.ts';
import type { StepTools } from './step-tools.ts';

const MAX_ROWS = 200;
const SHOWN_ROWS = 60;
const MAX_CELL_CHARS = 400;
const MAX_QUERY_CHARS = 2_000;
/** So long before the window a normal time may be looked at. */
const LOOK_BACK_MS = 24 * HOUR_MS;
/** Queries that a model may ask in a run. */
const MAX_QUERIES = 20;

const Shape = z.object({
  query: z.string().min(1).max(MAX_QUERY_CHARS),
  logGroups: z.array(z.string()).max(20).optional(),
  start: z.string().optional(),
  end: z.string().optional(),
});

export const queryLogs: StepTools = ({ context, prompts, ground }) => {
  return toolOf('query-logs', prompts, Shape, async ({ query, logGroups, start, end }, signal) => {
    const confirmed = confirmedLogGroups(context.file);
    const groups = logGroups ?? confirmed.map(({ name }) => name);
    const known = confirmed.filter(({ name }) => groups.includes(name));
    const strange = groups.filter((name) => !confirmed.some((group) => group.name === name));
    if (strange.length > 0 || known.length === 0) {
      const which = confirmed.map(({ name }) => foreignLine(name, 120)).join(', ');
      return fault(`Only confirmed log groups can be asked: ${which || 'there is none'}`);
    }
    const window = windowOf(context, start, end);
    const why =
      whyNot(context, query, window) ??
      hiddenFault(query, ground.events) ??
      filterFault(query, ground);
    if (window === null || why !== null) return fault(why ?? OUTSIDE);
    const answers: ToolAnswer[] = [];
    for (const plan of plansOf(known, query, window))
      answers.push(await answerTo(context, plan, signal, plan.text === query));
    return {
      text: answers.map(({ text }) => text).join('\n'),
      isError: answers.every(({ isError }) => isError === true),
    };
  });
};

const OUTSIDE = 'The time lies outside of what this run looks at.';

/** Why this is not asked; null where it is. */
function whyNot(context: RunContext, query: string, window: TimeRange | null): string | null {
  if (SOURCE.test(query)) return NO_SOURCE;
  if (window === null) return OUTSIDE;
  if ((context.file.modelWork?.scan.queries ?? 0) >= MAX_QUERIES)
    return `A run asks at most ${MAX_QUERIES} queries.`;
  return queryFault(query);
}

/** A command by which a query would choose its log groups itself, also inside of a subquery. */
const NO_SOURCE = 'The log groups are given by `logGroups`, not by SOURCE.';
const SOURCE = /(?:^|[|({\n])\s*source\b/i;

const fault = (text: string) => ({ text, isError: true });

function windowOf(context: RunContext, start?: string, end?: string): TimeRange | null {
  const { analyzed } = ensureWindow(context);
  const startMs = start === undefined ? analyzed.startMs : momentOf(start);
  const endMs = end === undefined ? analyzed.endMs : momentOf(end);
  if (startMs === null || endMs === null || startMs >= endMs) return null;
  const isInside = startMs >= analyzed.startMs - LOOK_BACK_MS && endMs <= analyzed.endMs;
  return isInside ? { startMs, endMs } : null;
}

function plansOf(
  groups: readonly CaseLogGroup[],
  text: string,
  window: TimeRange,
): readonly QueryPlan[] {
  return [...new Set(groups.map(({ region }) => region))].map((region) => ({
    name: 'model',
    purpose: 'sop',
    region,
    logGroupNames: groups.filter((group) => group.region === region).map(({ name }) => name),
    window,
    text: withMessage(text),
    limit: MAX_ROWS,
  }));
}

/** What a model's query fails by is told to the model: it is no gap of the run. */
async function answerTo(
  context: RunContext,
  plan: QueryPlan,
  signal: AbortSignal,
  isAsAsked: boolean,
): Promise<ToolAnswer> {
  const reservation = reserveScan(context, plan);
  if (reservation.kind === 'refused') return fault(reservation.why);
  const { failedQueries, unanswered } = context.file;
  const known = unanswered.length;
  const reasons: string[] = [];
  const apart: RunContext = {
    ...context,
    world: { ...context.world, signal: AbortSignal.any([context.world.signal, signal]) },
    calls: context.calls.within(signal),
    gap: ({ why }: Gap) => void reasons.push(why),
  };
  const started = await startQuery(apart, plan);
  const result = started === null ? null : await awaitQuery(apart, started);
  reservation.ended(result?.bytesScanned ?? 0);
  context.file.failedQueries = failedQueries;
  unanswered.length = known;
  if (result === null) {
    const why = signal.aborted ? TIME_OVER : foreignLine(reasons.join(' '), 400);
    return { text: `The query failed; that is no evidence. ${why}` };
  }
  const { rows, matched } = asShown(plan.text, result);
  const texts = rows.map((row) => rowText(row, isAsAsked));
  context.file.modelWork?.rows.set(result.evidenceId, texts);
  context.file.modelWork?.counts.push(matched);
  const shown = texts
    .slice(0, SHOWN_ROWS)
    .map((text) => `  | ${foreignLine(text, MAX_CELL_CHARS)}`);
  const scan = `${reservation.inWords}, ${size(result.bytesScanned)} scanned`;
  const head = `${result.evidenceId}: ${shown.length} of ${rows.length} rows, ${matched} events match; ${scan}`;
  return { text: [head, ...shown].join('\n') };
}

/** Rows of events whose text, as it is shown, holds what was sought; the others count as if they did not match. */
function asShown(query: string, { rows, matched }: Pick<QueryResult, 'rows' | 'matched'>) {
  const shown = rows.filter(
    (row) => row['@message'] === undefined || showsWhy(query, row['@message']),
  );
  return { rows: shown, matched: shown.length === rows.length ? matched : shown.length };
}

const TIME_OVER = 'The time of this part of the run was over: submit what there is.';

/** A row as it is quoted: its cells in order, but the pointer and a message that was only read to know its secrets. */
function rowText(row: ResultRow, isAsAsked: boolean): string {
  const cells = Object.entries(row).filter(
    ([field]) => field !== '@ptr' && (isAsAsked || field !== '@message'),
  );
  return cells.map(([field, value]) => `${field}=${value}`).join(' ');
}
