// The only place that constructs adapters: tools over AWS or over local logs, the run folder, the clock.
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ToolDescription, Tools } from '../agent/tools.ts';
import { type Outgoing, unaccounted } from '../base/outgoing.ts';
import type { LocalCloudWatch, StandingOptions } from '../local-cloudwatch/serve.ts';
import type { AwsAccess } from '../mcp/aws-access.ts';
import type { LogsClients } from '../mcp/cloudwatch-logs/clients.ts';
import type { DeploymentsClients } from '../mcp/deployments/server.ts';
import type { InMemoryServer } from '../mcp/host.ts';
import type { SignalsClients, SignalsOffered } from '../mcp/signals/server.ts';
import { count } from '../report/format.ts';
import type { Gap } from '../report/types.ts';
import { paced } from '../run/pacing.ts';
import {
  type BegunLogs,
  beginLogs,
  type HowServed,
  LOCAL_SIGNING_REGION,
  unreadable,
} from './begun-logs.ts';
import { silenceSdkVersionWarning } from './config.ts';
import { keepHeapSmall, withShortLivedSmall } from './heap.ts';
import { programVersion } from './places.ts';
import { scanWorker } from './scan-threads.ts';
import { noticesOf, readingNotices, skippedGaps } from './skipped-input.ts';

/** Tools that are connected, and what is known to be missing behind them. */
export interface Wired {
  readonly tools: Tools;
  readonly gaps: readonly Gap[];
  /** Worth telling, but nothing is missing. */
  readonly notices: readonly string[];
  /** What local logs hold, in words; null of AWS. */
  readonly held: string | null;
  /** Closes what was opened, in reverse order. */
  close(): Promise<void>;
}

/** Tools over AWS, by default with the SDK's own credential chain; `ownQueries` are those of this run from before. */
export async function wireAws(
  region: string,
  access: AwsAccess = OWN_CHAIN,
  outgoing = ownCalls(),
  ownQueries?: Set<string>,
): Promise<Wired> {
  const choice = { region, endpoint: null, credentials: null, access };
  const { ALL_SIGNALS } = await import('../mcp/signals/server.ts');
  const signals = await openSignals(choice, ALL_SIGNALS, outgoing);
  const deployments = await openDeployments(choice, outgoing);
  const clients = await openClients(choice, outgoing);
  const beside = [...(signals === null ? [] : [signals]), deployments];
  const { tools, close } = await connect(
    clients,
    Promise.resolve(beside),
    outgoing,
    async () => {},
    ownQueries,
  );
  return {
    tools: paced(tools, { now: Date.now, sleep }),
    close,
    gaps: [],
    notices: [],
    held: null,
  };
}

/**
 * Tools over local logs: an endpoint of this process that only this run can ask. `onNotice` is told why a query failed;
 * `how`: see ServeOptions.
 * Throws Failure `usage`.
 */
export function wireLocal(
  paths: readonly string[],
  region: string | null,
  onNotice: (text: string) => void = () => {},
  outgoing = ownCalls(),
  how: HowServed = {},
): Promise<Wired> {
  return wireBegun(beginLogs(paths, region, onNotice, how), outgoing);
}

/** As `wireLocal`, of logs that are being indexed: what is there to be loaded and connected is so meanwhile. */
export async function wireBegun(begun: BegunLogs, outgoing = ownCalls()): Promise<Wired> {
  await begun.handedOver;
  const url = await begun.url;
  if (url === null) return noEndpoint(begun);
  const choice = choiceOf(begun, url);
  const clients = await openClients(choice, outgoing);
  const beside = begun.served.then(async (endpoint) => {
    const signals = await openSignals(choice, heldBy(endpoint).offered, outgoing);
    return signals === null ? [] : [signals];
  });
  // Told by what waits for it.
  beside.catch(() => {});
  const [endpoint, connected] = await Promise.all([
    begun.served,
    connect(clients, beside, outgoing, () => begun.close()),
    clients.of(undefined).then(() => compileExpected(begun)),
  ]);
  const { gaps, notices, held } = heldBy(endpoint);
  return { ...connected, gaps, notices, held };
}

/**
 * This thread has time while others index: what it learns of the patterns is kept for when they are asked. Where the end
 * of it is known already, it is not made to wait.
 */
async function compileExpected({ expected, isSettled }: BegunLogs): Promise<void> {
  if (expected().length === 0) return;
  const { checkQuery } = await import('../local-cloudwatch/check-query.ts');
  for (const query of expected()) if (!isSettled()) checkQuery(query);
}

/** Tools over the logs alone, which can be asked before these are indexed: the answer waits. Throws Failure `usage`. */
export async function wireEarly(
  begun: BegunLogs,
  outgoing = ownCalls(),
): Promise<Pick<Wired, 'tools' | 'close'>> {
  const url = await begun.url;
  if (url === null) return noEndpoint(begun);
  const clients = await openClients(choiceOf(begun, url), outgoing);
  return connect(clients, Promise.resolve([]), outgoing, () => begun.close());
}

/** What is to be told of local logs: what of them is missing, and what else is worth it. */
export async function readingOf({ served }: BegunLogs): Promise<Pick<Wired, 'gaps' | 'notices'>> {
  return heldBy(await served);
}

async function noEndpoint({ served }: BegunLogs): Promise<never> {
  await served;
  throw new Error('logs are served nowhere');
}

/** Tools over what lies beside local logs: these are not read for it. Throws Failure `usage`. */
export function wireBeside(
  paths: readonly string[],
  region: string | null,
  outgoing = ownCalls(),
): Promise<Wired> {
  return wireLocal(paths, region, () => {}, outgoing, { besideOnly: true });
}

/** Clients of local logs, and what of these is missing. */
export interface LocalClients extends Omit<Wired, 'tools'> {
  readonly clients: LogsClients;
  /** Where the endpoint is. */
  readonly choice: ClientChoice;
  /** What lies beside the logs. */
  readonly offered: SignalsOffered;
}

/** As `wireLocal`, without the tools. `close` does not close the clients. */
export async function openLocal(
  paths: readonly string[],
  region: string | null,
  onNotice: (text: string) => void,
  outgoing = ownCalls(),
): Promise<LocalClients> {
  keepHeapSmall();
  const begun = beginLogs(paths, region, onNotice);
  const endpoint = await begun.served;
  const choice = choiceOf(begun, endpoint.url);
  const clients = await openClients(choice, outgoing);
  return { clients, choice, ...heldBy(endpoint), close: () => begun.close() };
}

function choiceOf({ region, credentials }: BegunLogs, endpoint: string): ClientChoice {
  return { region, endpoint, credentials };
}

function heldBy({ skipped, notes, events, logGroups, beside }: LocalCloudWatch) {
  const { metrics, alarms, changes } = beside;
  return {
    held: `${count(events, 'event')} in ${count(logGroups, 'log group')}`,
    notices: [...noticesOf(skipped), ...readingNotices(notes)],
    offered: { metrics: metrics !== null, alarms: alarms !== null, changes: changes !== null },
    gaps: skippedGaps(skipped),
  };
}

/** Local logs, and what clients put, for anybody on this machine until it is closed. Throws Failure `usage`. */
export async function serveStanding(
  paths: readonly string[],
  region: string | null,
  standing: StandingOptions,
  onNotice: (text: string) => void,
): Promise<LocalCloudWatch> {
  keepHeapSmall();
  const start = scanWorker();
  const { serveLogs } = await import('../local-cloudwatch/serve.ts');
  const { value, diagnostics } = await serveLogs({
    paths,
    accessKeyId: null,
    region: region ?? LOCAL_SIGNING_REGION,
    now: Date.now,
    startWorker: start === null ? null : withShortLivedSmall(start),
    onNotice,
    standing,
  });
  if (value === null) throw unreadable(diagnostics, paths);
  return value;
}

const OWN_CHAIN: AwsAccess = { profile: null, roleArn: null };

interface ClientChoice {
  readonly region: string;
  readonly endpoint: string | null;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
  readonly access?: AwsAccess;
}

/** Calls of a command that is no run. */
export const ownCalls = (): Outgoing => unaccounted(programVersion());

export async function openClients(
  { access = OWN_CHAIN, ...choice }: ClientChoice,
  outgoing = ownCalls(),
): Promise<LogsClients> {
  silenceSdkVersionWarning();
  const { createLogsClients } = await import('../mcp/cloudwatch-logs/clients.ts');
  const { MAX_ATTEMPTS } = await import('../mcp/region-clients.ts');
  return createLogsClients({ ...choice, ...access, maxAttempts: MAX_ATTEMPTS, outgoing });
}

/** A server, and what closes its clients. */
interface Beside {
  readonly server: InMemoryServer;
  close(): Promise<void>;
}

/** Metrics, alarms and changes; null where there are none to ask about. */
async function openSignals(
  choice: ClientChoice,
  offered: SignalsOffered,
  outgoing: Outgoing,
): Promise<Beside | null> {
  if (!Object.values(offered).some(Boolean)) return null;
  const { createSignalsServer } = await import('../mcp/signals/server.ts');
  const clients = await openSignalsClients(choice, outgoing);
  return { server: createSignalsServer(clients, offered), close: () => clients.close() };
}

/** Versions of functions and deployments of services, which are asked of AWS alone. */
async function openDeployments(choice: ClientChoice, outgoing: Outgoing): Promise<Beside> {
  const { createDeploymentsServer } = await import('../mcp/deployments/server.ts');
  const clients = await openDeploymentsClients(choice, outgoing);
  return { server: createDeploymentsServer(clients), close: () => clients.close() };
}

export async function openDeploymentsClients(
  { access = OWN_CHAIN, ...choice }: ClientChoice,
  outgoing = ownCalls(),
): Promise<DeploymentsClients> {
  silenceSdkVersionWarning();
  const { createDeploymentsClients } = await import('../mcp/deployments/server.ts');
  const { MAX_ATTEMPTS } = await import('../mcp/region-clients.ts');
  return createDeploymentsClients({ ...choice, ...access, maxAttempts: MAX_ATTEMPTS, outgoing });
}

export async function openSignalsClients(
  { access = OWN_CHAIN, ...choice }: ClientChoice,
  outgoing = ownCalls(),
): Promise<SignalsClients> {
  silenceSdkVersionWarning();
  const { createSignalsClients } = await import('../mcp/signals/server.ts');
  const { MAX_ATTEMPTS } = await import('../mcp/region-clients.ts');
  return createSignalsClients({ ...choice, ...access, maxAttempts: MAX_ATTEMPTS, outgoing });
}

/** The tools of the built-in servers, which are asked for nothing else. */
export async function builtInTools(): Promise<readonly ToolDescription[]> {
  const { createAwsApiServer } = await import('../mcp/aws-api/call-aws.ts');
  const { connectTools } = await import('../mcp/host.ts');
  const { createCloudWatchLogsServer } = await import('../mcp/cloudwatch-logs/server.ts');
  const { ALL_SIGNALS } = await import('../mcp/signals/server.ts');
  const region = LOCAL_SIGNING_REGION;
  const choice = { region, endpoint: null, credentials: null };
  const clients = await openClients(choice);
  const signals = await openSignals(choice, ALL_SIGNALS, ownCalls());
  const deployments = await openDeployments(choice, ownCalls());
  const carryOut = () => Promise.reject(new Error('It is only listed.'));
  const tools = await connectTools([
    createCloudWatchLogsServer(clients),
    ...(signals === null ? [] : [signals.server]),
    deployments.server,
    createAwsApiServer({ region, profile: null, denied: [], carryOut }),
  ]);
  try {
    return await tools.list();
  } finally {
    await tools.close();
    await deployments.close();
    await signals?.close();
    await clients.close();
  }
}

async function connect(
  clients: LogsClients,
  opening: Promise<readonly Beside[]>,
  { audit }: Outgoing,
  closeRest: () => Promise<void>,
  ownQueries?: Set<string>,
): Promise<Pick<Wired, 'tools' | 'close'>> {
  const { connectTools } = await import('../mcp/host.ts');
  const { createCloudWatchLogsServer } = await import('../mcp/cloudwatch-logs/server.ts');
  const logs = createCloudWatchLogsServer(clients, null, ownQueries);
  const tools = await connectTools(serversOf(logs, opening), audit);
  const beside = await opening;
  return {
    tools,
    close: async () => {
      await tools.close();
      for (const one of beside.toReversed()) await one.close();
      await clients.close();
      await closeRest();
    },
  };
}

/** The first can be connected before it is known which others there are. */
async function* serversOf(
  logs: InMemoryServer,
  opening: Promise<readonly Beside[]>,
): AsyncGenerator<InMemoryServer> {
  yield logs;
  for (const { server } of await opening) yield server;
}

/** Resolves after the time, or at once when the signal aborts. */
export async function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(durationMs, undefined, { signal });
  } catch (fault) {
    if (!signal.aborted) throw fault;
  }
}

export const newRunId = () => randomBytes(3).toString('hex');

/** The region of the AWS profile; asked only where neither flag nor environment gave one. */
export async function defaultRegion(profile: string | null = null): Promise<string | null> {
  silenceSdkVersionWarning();
  const { profileRegion } = await import('../mcp/cloudwatch-logs/profile-region.ts');
  return profileRegion(profile);
}
