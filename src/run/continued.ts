// Tools in a run that goes on after it was killed. What is on record is answered from there. A query that an earlier
// life had started is asked for by its id, for it may have ended meanwhile; one that is not known any more, or was
// stopped, is started again.
import type { ToolCallOptions, ToolResult, Tools } from '../agent/tools.ts';
import type { Earlier } from './earlier.ts';
import { findLost } from './lost-start.ts';
import { canonical, type EarlierQuery } from './recall.ts';
import type { RunStore } from './world.ts';

const POLL_MS = 1_000;
/** A query that was started again is waited for so long before its next page is asked for. */
const MAX_WAIT_MS = 15 * 60_000;

interface Circumstances {
  readonly earlier: Pick<Earlier, 'recall' | 'lostStarts'>;
  readonly store: Pick<RunStore, 'appendAnswer'>;
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
  now(): number;
  /** Told what was asked beside the calls of the run. */
  notice(text: string): void;
}

export function continued(tools: Tools, circumstances: Circumstances): Tools {
  const { queries } = circumstances.earlier.recall;
  return {
    list: () => tools.list(),
    call: async (tool, args, options) => {
      if (options.onRecord !== undefined) return options.onRecord;
      const query = queries.get(String(args.queryId));
      if (tool === 'start-query') return start(tools, { tool, args, options }, circumstances);
      if (query === undefined) return tools.call(tool, args, options);
      query.taken = true;
      const call = { tool, args, options };
      if (tool === 'stop-query') return ask(tools, query, call);
      return askQuery(tools, query, call, circumstances);
    },
  };
}

interface Call {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly options: ToolCallOptions;
}

/** Starts a query, but for one that was being started when the run was killed and that CloudWatch has. */
async function start(
  tools: Tools,
  { tool, args, options }: Call,
  { earlier: { recall, lostStarts }, notice }: Circumstances,
): Promise<ToolResult> {
  const asked = canonical(args);
  const lost = [...lostStarts].find((one) => canonical(one.arguments) === asked);
  if (lost === undefined) return tools.call(tool, args, options);
  lostStarts.delete(lost);
  const { ownIds } = recall;
  const found = await findLost(tools, lost, (id) => ownIds.has(id), options);
  if (found === null) return tools.call(tool, args, options);
  const { queryId } = found.content as { readonly queryId: string };
  ownIds.add(queryId);
  notice(`A query that was being started was found: ${queryId}.`);
  return found;
}

const ask = (tools: Tools, { liveId }: EarlierQuery, { tool, args, options }: Call) =>
  tools.call(tool, { ...args, queryId: liveId }, options);

async function askQuery(
  tools: Tools,
  query: EarlierQuery,
  call: Call,
  circumstances: Circumstances,
): Promise<ToolResult> {
  const known = query.stopped ? null : await ask(tools, query, call);
  if (known !== null && !isGone(known)) return known;
  const { earlier, store, sleep, now, notice } = circumstances;
  const started = await tools.call('start-query', query.arguments, call.options);
  const { queryId } = (started.content ?? {}) as { readonly queryId?: unknown };
  if (started.isError || typeof queryId !== 'string') return started;
  if (![...earlier.recall.queries.values()].some(({ id, liveId }) => id !== liveId))
    notice('Queries of the process that was stopped are known no more: they are started again.');
  query.liveId = queryId;
  query.stopped = false;
  store.appendAnswer({ head: { kind: 'restarted', queryId: query.id }, body: queryId });
  if (call.args.nextToken !== undefined) {
    const { nextToken: _, ...first } = call.args;
    const deadlineMs = now() + MAX_WAIT_MS;
    while (isRunning(await ask(tools, query, { ...call, args: first })) && now() < deadlineMs)
      await sleep(POLL_MS, call.options.signal);
  }
  return ask(tools, query, call);
}

const UNKNOWN = /ResourceNotFound|InvalidParameter/;
const ENDED_BY_OTHERS: ReadonlySet<unknown> = new Set(['Cancelled', 'Unknown']);
const UNDER_WAY: ReadonlySet<unknown> = new Set(['Scheduled', 'Running']);

const statusOf = ({ content }: ToolResult): unknown =>
  (content as { readonly status?: unknown } | null)?.status;

const isGone = (result: ToolResult) =>
  result.isError ? UNKNOWN.test(result.errorCode ?? '') : ENDED_BY_OTHERS.has(statusOf(result));

const isRunning = (result: ToolResult) => !result.isError && UNDER_WAY.has(statusOf(result));
