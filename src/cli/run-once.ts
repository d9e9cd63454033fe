// One investigation from a request to its report, whoever asked for it: the command line, or an agent through
// `mcp serve`. What is opened here is closed here.
import { dirname, resolve } from 'node:path';
import type { Tools } from '../agent/tools.ts';
import { Failure } from '../base/failure.ts';
import type { Outgoing } from '../base/outgoing.ts';
import { isoTime } from '../base/time-range.ts';
import { continued } from '../run/continued.ts';
import type { EarlierRun } from '../run/earlier.ts';
import type { RunEvent, TimedEvent } from '../run/events.ts';
import { type Investigated, investigate } from '../run/investigate.ts';
import type { RunLimits } from '../run/model/analyst.ts';
import { recordedAsker } from '../run/recorded-asker.ts';
import type { InvestigationRequest } from '../run/request.ts';
import { createRunFolder, dropLargeRecord, runFolderName } from '../run/run-folder.ts';
import type { Asker, RunStore, World } from '../run/world.ts';
import { readAccess } from './access.ts';
import { chosenModel, wireAnalyst } from './analyst.ts';
import type { BegunLogs } from './begun-logs.ts';
import { type BegunRun, beginRun } from './begun-run.ts';
import type { Config } from './config.ts';
import { exitCodeOf, exitCodeOfFailure } from './exit-code.ts';
import type { AskTrust } from './foreign-tools.ts';
import type { InvestigateOptions } from './investigate-options.ts';
import { quoted } from './own-command.ts';
import type { DraftRequest } from './request.ts';
import { heldIn, otherVersion, refuseOtherLogs } from './resumed.ts';
import { settingOf } from './run-setting.ts';
import type { Interruption } from './signals.ts';
import { type WiredLogs, wireLogs } from './wire-logs.ts';
import { NO_OTHERS, type Others, wireOthers } from './wire-others.ts';
import { sleep, type Wired } from './wiring.ts';

/** Who wants the run, and how they are spoken to. */
export interface Session {
  readonly options: InvestigateOptions;
  readonly config: Config;
  readonly limits: RunLimits;
  readonly interruption: Pick<Interruption, 'signal' | 'received'>;
  readonly asker: Asker;
  readonly askTrust: AskTrust;
  onEvent(event: TimedEvent): void;
  /** The local logs of the request, if they are under way. */
  readonly begunLogs?: BegunLogs | null;
  /** Tells what is waited for before the run begins; gives what ends it. Absent: nobody is told. */
  readonly wait?: (text: string) => () => void;
}

export interface Ended extends Investigated {
  readonly exitCode: number;
}

/** Throws Failure where there is no report; it was told as an event by then. */
export async function runOnce(
  session: Session,
  draft: DraftRequest,
  begun: BegunRun = beginRun(),
): Promise<Ended> {
  const name = runFolderName(Date.now(), draft.application, begun.runId);
  const { out } = session.options;
  const store = createRunFolder(out, name);
  return conduct(session, draft, { begun, store, folder: resolve(out, name), before: null });
}

/** A new run, or one that goes on. */
export interface Undertaking {
  readonly begun: BegunRun;
  readonly store: RunStore;
  /** Absolute. */
  readonly folder: string;
  /** What an earlier process had got of it; null: the run is new. */
  readonly before: EarlierRun | null;
}

/** Connects the tools, investigates, and tells the end; closes the store whatever happens. */
export async function conduct(
  session: Session,
  draft: DraftRequest,
  undertaking: Undertaking,
): Promise<Ended> {
  const { store, before, begun } = undertaking;
  const access = readAccess(session.options);
  const { outgoing } = begun;
  const { audit } = outgoing;
  begun.keepIn(store);
  process.on('exit', audit.close);
  try {
    const ownQueries = before?.earlier.recall.ownIds;
    const { options, begunLogs } = session;
    const connect = () => wireLogs(options.logs, draft, access, outgoing, ownQueries, begunLogs);
    const { wired, normal } = await (draft.local ? whileTold(session, connect) : connect());
    const held = heldIn(wired, normal);
    if (before !== null) await refuseOtherLogs(before, held, [wired, normal]);
    const others = await othersBeside(session, draft, [wired, normal], outgoing);
    const knownGaps = [...wired.gaps, ...others.gaps];
    const request = before?.asked.request ?? { ...draft, knownGaps };
    const connected = { wired, normal, others, held, outgoing };
    return await conducted(session, request, connected, undertaking);
  } finally {
    audit.close();
    process.off('exit', audit.close);
    store.close();
  }
}

/** Large logs take their time to be indexed, and no step has begun. */
async function whileTold<T>({ wait }: Session, work: () => Promise<T>): Promise<T> {
  const end = wait?.('Reading the local logs');
  try {
    return await work();
  } finally {
    end?.();
  }
}

async function conducted(
  session: Session,
  request: InvestigationRequest,
  connected: Connected,
  undertaking: Undertaking,
): Promise<Ended> {
  const { options, interruption } = session;
  const { wired, normal, others, outgoing } = connected;
  const { store } = undertaking;
  try {
    const outcome = await investigateOrFail(session, request, connected, undertaking);
    if ('failure' in outcome) {
      tell(store, session, failedEvent(outcome.failure, outcome.exitCode));
      throw outcome.failure;
    }
    const exitCode = exitCodeOf(outcome.report, options.failOn ?? null, interruption.received());
    tell(store, session, finishedEvent(outcome, exitCode));
    outgoing.audit.close();
    store.close();
    if (interruption.received() === null) dropLargeRecord(outcome.files.folder);
    return { ...outcome, exitCode };
  } finally {
    await others.close();
    await normal?.close();
    await wired.close();
  }
}

/** Closes what is open if they can't be had. */
async function othersBeside(
  { options, config, askTrust, interruption }: Session,
  { local, regions }: DraftRequest,
  open: readonly (Wired | null)[],
  outgoing: Outgoing,
): Promise<Others> {
  if (chosenModel(options, config) === null) return NO_OTHERS;
  const awsRegion = local ? null : (regions[0] ?? null);
  try {
    const taken = (await open[0]?.tools.list())?.map(({ name }) => name) ?? [];
    const { signal } = interruption;
    const access = readAccess(options);
    const at = { ask: askTrust, taken, awsRegion, access, signal, outgoing };
    return await wireOthers(options, config, at);
  } catch (fault) {
    for (const one of open.toReversed()) await one?.close();
    throw fault;
  }
}

interface Connected extends WiredLogs {
  /** What local logs hold; null where there are none. */
  readonly held: string | null;
  readonly others: Others;
  readonly outgoing: BegunRun['outgoing'];
}

/** Where `resume` looks for a run by its id. */
const DEFAULT_OUT = 'reports';

type Outcome = Investigated | { readonly failure: Failure; readonly exitCode: number };

async function investigateOrFail(
  session: Session,
  request: InvestigationRequest,
  { wired, normal, others, held, outgoing }: Connected,
  { store, folder, begun, before }: Undertaking,
): Promise<Outcome> {
  const { options, interruption, config, limits, asker } = session;
  const earlier = before?.earlier ?? null;
  const notice = (text: string) => tell(store, session, { kind: 'notice', text });
  const recalled = (tools: Tools): Tools =>
    earlier === null ? tools : continued(tools, { earlier, store, sleep, now: Date.now, notice });
  const world: World = {
    tools: recalled(wired.tools),
    foreign: recalled(others.tools),
    baseline: normal === null ? null : { ...normal, tools: recalled(normal.tools) },
    analyst: await wireAnalyst(options, config, limits, outgoing),
    maxScanGb: limits.scanGb,
    now: Date.now,
    sleep,
    asker: recordedAsker(asker, store, earlier?.recall ?? null),
    store,
    onEvent: (event) => {
      session.onEvent(event);
      if (event.kind === 'run-started')
        tellNotices(
          [...wired.notices, ...others.notices, ...otherVersion(before, outgoing.caller)],
          store,
          session,
        );
    },
    signal: interruption.signal,
    runId: begun.runId,
    resumeBy: dirname(folder) === resolve(DEFAULT_OUT) ? begun.runId : quoted(folder),
    version: outgoing.caller.version,
    setting: settingOf(options, chosenModel(options, config), held),
    ...(earlier === null ? {} : { earlier }),
  };
  try {
    return await investigate(request, world);
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    return { failure: fault, exitCode: exitCodeOfFailure(fault.kind, interruption.received()) };
  }
}

type Listener = Pick<Session, 'onEvent'>;

function tellNotices(notices: Wired['notices'], store: RunStore, listener: Listener): void {
  for (const text of notices) tell(store, listener, { kind: 'notice', text });
}

function tell(store: RunStore, listener: Listener, event: RunEvent): void {
  const timed: TimedEvent = { ...event, at: isoTime(Date.now()) };
  store.appendEvent(timed);
  listener.onEvent(timed);
}

function finishedEvent({ report, files }: Investigated, exitCode: number): RunEvent {
  return {
    kind: 'run-finished',
    verdict: report.verdict,
    exitCode,
    reportMarkdown: files.markdown,
    reportJson: files.json,
    folder: files.folder,
    failure: null,
  };
}

function failedEvent(failure: Failure, exitCode: number): RunEvent {
  return {
    kind: 'run-finished',
    verdict: null,
    exitCode,
    reportMarkdown: null,
    reportJson: null,
    folder: null,
    failure: failure.message,
  };
}
