// The only place that constructs adapters: tools over AWS or over local logs, the run folder, the clock.
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import type { Worker } from 'node:worker_threads';
import type { ToolDescription, Tools } from '../agent/tools.ts';
import { type Diagnostic, sentence } from '../base/diagnostic.ts';
import { Failure } from '../base/failure.ts';
import { type Outgoing, unaccounted } from '../base/outgoing.ts';
import type { LocalCloudWatch, ServeOptions, StandingOptions } from '../local-cloudwatch/serve.ts';
import type { AwsAccess } from '../mcp/aws-access.ts';
import type { LogsClients } from '../mcp/cloudwatch-logs/clients.ts';
import type { DeploymentsClients } from '../mcp/deployments/server.ts';
import type { InMemoryServer } from '../mcp/host.ts';
import type { SignalsClients, SignalsOffered } from '../mcp/signals/server.ts';
import { count } from '../report/format.ts';
import type { Gap } from '../report/types.ts';
import { paced } from '../run/pacing.ts';
import { silenceSdkVersionWarning } from './config.ts';
import { nearPath } from './near-path.ts';
import { programVersion } from './places.ts';
import { scanWorker } from './scan-threads.ts';
import { noticesOf, readingNotices, skippedGaps } from './skipped-input.ts';

/** Region that the SDK signs with where the logs are local and none was given. */
const LOCAL_SIGNING_REGION = 'us-east-1';

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
  const { tools, close } = await connect(clients, beside, outgoing, async () => {}, ownQueries);
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
export async function wireLocal(
  paths: readonly string[],
  region: string | null,
  onNotice: (text: string) => void = () => {},
  outgoing = ownCalls(),
  how: HowServed = {},
): Promise<Wired> {
  const opened = await openLocal(paths, region, onNotice, outgoing, how);
  const { clients, choice, offered, gaps, notices, held, close } = opened;
  const signals = await openSignals(choice, offered, outgoing);
  const beside = signals === null ? [] : [signals];
  return { ...(await connect(clients, beside, outgoing, close)), gaps, notices, held };
}

/** Tools over what lies beside local logs: these are not read for it. Throws Failure `usage`. */
export function wireBeside(
  paths: readonly string[],
  region: string | null,
  outgoing = ownCalls(),
): Promise<Wired> {
  return wireLocal(paths, region, () => {}, outgoing, { besideOnly: true });
}

type HowServed = Pick<ServeOptions, 'querySeed' | 'besideOnly' | 'idleMs'>;

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
  how: HowServed = {},
): Promise<LocalClients> {
  keepHeapSmall();
  const { serveLogs } = await import('../local-cloudwatch/serve.ts');
  const accessKeyId = `AKIALOCAL${randomBytes(8).toString('hex').toUpperCase()}`;
  const signingRegion = region ?? LOCAL_SIGNING_REGION;
  const served = await serveLogs({
    paths,
    accessKeyId,
    region: signingRegion,
    now: Date.now,
    startWorker: whenStarted(scanWorker(), loadTools),
    onNotice,
    ...how,
  });
  const endpoint = served.value;
  if (endpoint === null) throw unreadable(served.diagnostics, paths);
  const credentials = { accessKeyId, secretAccessKey: randomBytes(20).toString('hex') };
  const choice = { region: signingRegion, endpoint: endpoint.url, credentials };
  const clients = await openClients(choice, outgoing);
  const { skipped, notes, events, logGroups } = endpoint;
  const held = `${count(events, 'event')} in ${count(logGroups, 'log group')}`;
  const notices = [...noticesOf(skipped), ...readingNotices(notes)];
  const { metrics, alarms, changes } = endpoint.beside;
  const offered = { metrics: metrics !== null, alarms: alarms !== null, changes: changes !== null };
  const gaps = skippedGaps(skipped);
  return { clients, choice, offered, gaps, notices, held, close: () => endpoint.close() };
}

/** Local logs, and what clients put, for anybody on this machine until it is closed. Throws Failure `usage`. */
export async function serveStanding(
  paths: readonly string[],
  region: string | null,
  standing: StandingOptions,
  onNotice: (text: string) => void,
): Promise<LocalCloudWatch> {
  keepHeapSmall();
  const { serveLogs } = await import('../local-cloudwatch/serve.ts');
  const { value, diagnostics } = await serveLogs({
    paths,
    accessKeyId: null,
    region: region ?? LOCAL_SIGNING_REGION,
    now: Date.now,
    startWorker: scanWorker(),
    onNotice,
    standing,
  });
  if (value === null) throw unreadable(diagnostics, paths);
  return value;
}

/** How far the heap may grow beyond what is in use before it is cleaned, in percent; V8 alone may double it. */
const HEAP_GROWTH_PERCENT = 25;

/** The logs are read in this process: a laptop has other things to do with its memory. */
function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
}

/** `also` is done when the first thread has been given its work. */
function whenStarted(
  start: (() => Worker) | null,
  also: () => Promise<unknown>,
): (() => Worker) | null {
  if (start === null) return null;
  let done = false;
  return () => {
    if (!done) setImmediate(also);
    done = true;
    return start();
  };
}

/** What is needed once the logs are indexed: there is time to load it while other threads do that. */
function loadTools(): Promise<unknown> {
  return Promise.all([
    import('../mcp/host.ts'),
    import('../mcp/cloudwatch-logs/server.ts'),
    import('../mcp/cloudwatch-logs/clients.ts'),
    import('../mcp/region-clients.ts'),
    import('../mcp/audit/sdk-calls.ts'),
    import('../mcp/cloudwatch-logs/sdk.ts'),
  ]);
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
  beside: readonly Beside[],
  { audit }: Outgoing,
  closeRest: () => Promise<void>,
  ownQueries?: Set<string>,
): Promise<Pick<Wired, 'tools' | 'close'>> {
  const { connectTools } = await import('../mcp/host.ts');
  const { createCloudWatchLogsServer } = await import('../mcp/cloudwatch-logs/server.ts');
  const logs = createCloudWatchLogsServer(clients, null, ownQueries);
  const tools = await connectTools([logs, ...beside.map(({ server }) => server)], audit);
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

function unreadable(diagnostics: readonly Diagnostic[], paths: readonly string[]): Failure {
  const [first] = diagnostics;
  const help = diagnostics.flatMap(({ help: line }) => (line === null ? [] : [sentence(line)]));
  const replace = paths.flatMap((from) => {
    const to = nearPath(from);
    return to === null ? [] : [{ flag: '--logs', from, to }];
  });
  const near = replace.map(({ to }) => `Did you mean ${to}?`);
  const again = replace.length === 0 ? [] : [{ label: 'Type', replace }];
  const message = first?.message ?? 'The logs could not be read.';
  return new Failure('usage', message, [...near, ...help], again);
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
