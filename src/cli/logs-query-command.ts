// `troubleshoot logs query`: one Logs Insights query, polled to its end, its rows on stdout.

import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Tools } from '../agent/tools.ts';
import { hasErrors, renderDiagnostic } from '../base/diagnostic.ts';
import { didYouMean } from '../base/did-you-mean.ts';
import { Failure, withValue } from '../base/failure.ts';
import { grouped } from '../base/grouped.ts';
import { sanitize } from '../base/sanitize.ts';
import { LIST_COMMAND } from '../run/list-log-groups.ts';
import type { BegunLogs } from './begun-logs.ts';
import type { CliProcess } from './cli-process.ts';
import { EXIT, signalExitCode } from './exit-code.ts';
import { ask, listGroups, openEarly, type SourceOptions } from './logs-source.ts';
import { type RowFormat, rowsText, type TextRow } from './rows-text.ts';
import { listenForSignals } from './signals.ts';
import { readWindow, refuseFuture } from './values.ts';

export interface QueryOptions extends SourceOptions {
  readonly logGroup?: readonly string[];
  readonly start?: string;
  readonly end?: string;
  readonly hours?: string;
  readonly limit?: string;
  readonly format: RowFormat;
}

const MAX_GROUPS = 50;
const MAX_ROWS = 100_000;
const FIRST_POLL_MS = 10;
const MAX_POLL_MS = 1_000;
/** Asking costs little where the logs are read in this process. */
const MAX_LOCAL_POLL_MS = 20;
const HOUR_MS = 3_600_000;
/** The end of the window where all there is is asked for: the year 3000. */
const END_OF_TIME_S = 32_503_680_000;
/** Of us-east-1, for a gigabyte scanned. */
const DOLLARS_A_GIGABYTE = 0.005;

const STARTED = z.object({ queryId: z.string() });
const RESULTS = z.object({
  status: z.string(),
  results: z
    .array(z.array(z.object({ field: z.string(), value: z.string().default('') })))
    .default([]),
  statistics: z.record(z.string(), z.number()).default({}),
  nextToken: z.string().optional(),
});
type Results = z.infer<typeof RESULTS>;

/** `begun`: the local logs of the options. */
export async function queryCommand(
  queryString: string,
  options: QueryOptions,
  cli: CliProcess,
  begun: BegunLogs | null = null,
): Promise<number> {
  const local = options.logs !== undefined;
  const window = windowOf(options, local);
  const limit = options.limit === undefined ? null : readLimit(options.limit);
  if (local) await checkText(queryString, cli);
  const interruption = listenForSignals(cli, 'Stopped.');
  // Whoever stops does not wait until large logs are indexed.
  interruption.signal.addEventListener('abort', () => void begun?.close(), { once: true });
  const wired = await openEarly(options, cli, begun);
  let running: string | null = null;
  try {
    const findGroups = () => groupsOf(queryString, options, wired.tools, interruption.signal);
    const found = findGroups();
    found.catch(() => {});
    await wired.read;
    // A large index takes longer than a call may.
    const logGroupNames = await found.catch(findGroups);
    const groups = logGroupNames === null ? {} : { logGroupNames };
    const asked = withOwnLimit(queryString, limit);
    const args = { queryString: asked, ...groups, ...window, ...(limit === null ? {} : { limit }) };
    const { queryId } = await ask(wired.tools, 'start-query', args, STARTED, interruption.signal);
    running = local ? null : queryId;
    const maxPollMs = local ? MAX_LOCAL_POLL_MS : MAX_POLL_MS;
    const { rows, statistics } = await rowsOf(wired.tools, queryId, maxPollMs, interruption.signal);
    running = null;
    const text = rowsText(rows, options.format);
    // Files get CSV as it is; a terminal would obey what stands in it.
    cli.stdout.write(options.format === 'csv' && cli.stdout.isTTY === true ? sanitize(text) : text);
    cli.stderr.write(`${summary(rows.length, statistics, local)}\n`);
    return EXIT.ok;
  } catch (fault) {
    const code = signalExitCode(interruption.received());
    if (code === null) throw fault;
    return code;
  } finally {
    interruption.dispose();
    if (running !== null) await stop(wired.tools, running);
    await wired.close();
  }
}

/** What is not waited for shall not scan on, at AWS's price; one that has ended already is as good. */
async function stop(tools: Tools, queryId: string): Promise<void> {
  const options = { signal: AbortSignal.timeout(MAX_STOP_MS), timeoutMs: MAX_STOP_MS };
  await tools.call('stop-query', { queryId }, options);
}

const MAX_STOP_MS = 5_000;

/** Says what is wrong with the query before any file is read. Throws Failure. */
async function checkText(queryString: string, cli: CliProcess): Promise<void> {
  const { checkQuery } = await import('../local-cloudwatch/check-query.ts');
  const diagnostics = checkQuery(queryString);
  const texts = diagnostics.map((one) => renderDiagnostic(one, queryString, 'query'));
  if (hasErrors(diagnostics)) throw new Failure('usage', texts.join('\n'));
  for (const text of texts) cli.stderr.write(`${sanitize(text)}\n`);
}

/** Epoch seconds. */
function windowOf(options: QueryOptions, local: boolean) {
  const { start = null, end = null, hours = null } = options;
  if (local && start === null && end === null && hours === null) {
    return { startTime: 0, endTime: END_OF_TIME_S };
  }
  const nowMs = Date.now();
  const window = readWindow({ start, end, hours }, nowMs);
  // CloudWatch has no events of the future; local logs may, up to an end that is given.
  if (!local) refuseFuture(window, nowMs);
  else if (window.endMs === null) refuseFuture(window, nowMs, ALL_THERE_IS);
  const endMs = window.endMs ?? nowMs;
  const startMs = window.startMs ?? (local && hours === null ? 0 : endMs - window.hours * HOUR_MS);
  return { startTime: Math.floor(startMs / 1000), endTime: Math.ceil(endMs / 1000) };
}

const ALL_THERE_IS = { label: 'For all there is', drop: ['--start'] };

function readLimit(text: string): number {
  const rows = /^\d+$/.test(text) ? Number(text) : 0;
  if (rows >= 1 && rows <= MAX_ROWS) return rows;
  throw new Failure(
    'usage',
    `--limit "${text}" is not a number of rows from 1 to ${MAX_ROWS}.`,
    [],
    [withValue('--limit', '100')],
  );
}

/**
 * Of a query without a `limit` CloudWatch keeps 10,000 rows, whatever StartQuery allows beyond that: then it is given one.
 */
function withOwnLimit(query: string, limit: number | null): string {
  if (limit === null || limit <= USUAL_ROWS || OWN_LIMIT.test(query)) return query;
  return `${query}\n| limit ${limit}`;
}

const USUAL_ROWS = 10_000;
const OWN_LIMIT = /(?:^|\|)\s*(?:limit|head|tail)\b/i;

/** Local log groups are few: a name that is nearly one of them is told with it. Throws Failure `usage`. */
async function refuseUnknown(
  wanted: readonly string[],
  tools: Tools,
  signal: AbortSignal,
): Promise<void> {
  const known = (await listGroups(tools, null, signal)).map(({ logGroupName }) => logGroupName);
  const replace = wanted
    .filter((name) => !known.includes(name))
    .map((from) => ({ flag: '--log-group', from, to: didYouMean(from, known) }));
  if (replace.length === 0) return;
  const missing = replace.map(({ from }) => `Log group '${from}' does not exist.`);
  const near = replace.flatMap(({ to }) => to ?? []);
  throw new Failure(
    'usage',
    missing.join(' '),
    near.length === 0 ? [] : [`Did you mean ${near.join(', ')}?`],
    near.length === 0 ? [LIST_COMMAND] : [{ label: 'Type', replace }],
  );
}

/** null: the query names them itself. */
async function groupsOf(
  queryString: string,
  { logGroup, logs }: QueryOptions,
  tools: Tools,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  if (logGroup !== undefined) {
    if (logs !== undefined) await refuseUnknown(logGroup, tools, signal);
    return logGroup;
  }
  if (/^[\s|]*source\b/i.test(queryString)) return null;
  if (logs === undefined) {
    throw new Failure(
      'usage',
      'No log group was named.',
      [],
      [{ label: 'For example', add: ['--log-group', '/aws/lambda/checkout'] }, LIST_COMMAND],
    );
  }
  const groups = (await listGroups(tools, null, signal)).map(({ logGroupName }) => logGroupName);
  if (groups.length <= MAX_GROUPS) return groups;
  throw new Failure(
    'usage',
    `The logs hold ${groups.length} log groups; a query reads at most ${MAX_GROUPS}.`,
    ['Name them: --log-group NAME, repeatable'],
    [{ label: 'For example', add: ['--log-group', groups[0] ?? ''] }, LIST_COMMAND],
  );
}

async function rowsOf(
  tools: Tools,
  queryId: string,
  maxPollMs: number,
  signal: AbortSignal,
): Promise<{ readonly rows: readonly TextRow[]; readonly statistics: Results['statistics'] }> {
  const page = (nextToken?: string) =>
    ask(
      tools,
      'get-query-results',
      nextToken === undefined ? { queryId } : { queryId, nextToken },
      RESULTS,
      signal,
    );
  let answer = await page();
  for (let waitMs = FIRST_POLL_MS; isOpen(answer); waitMs = Math.min(maxPollMs, waitMs * 2)) {
    await wait(waitMs, undefined, { signal });
    answer = await page();
  }
  if (answer.status !== 'Complete') {
    throw new Failure('failed', `The query ended with status ${answer.status}.`);
  }
  const rows: TextRow[] = [...answer.results];
  for (let token = answer.nextToken; token !== undefined; ) {
    const next = await page(token);
    rows.push(...next.results);
    token = next.nextToken;
  }
  return { rows, statistics: answer.statistics };
}

const isOpen = ({ status }: Results) => status === 'Scheduled' || status === 'Running';

function summary(rows: number, statistics: Results['statistics'], local: boolean): string {
  const number = (name: string) => statistics[name] ?? 0;
  const counted = `${grouped(rows)} ${rows === 1 ? 'row' : 'rows'} · ${grouped(number('recordsMatched'))} events matched of ${grouped(number('recordsScanned'))} scanned · ${grouped(number('bytesScanned'))} bytes`;
  if (local) return counted;
  return `${counted} · about $${((number('bytesScanned') / 1e9) * DOLLARS_A_GIGABYTE).toFixed(4)}`;
}
