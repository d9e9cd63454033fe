// `troubleshoot APPLICATION`: request, tools, one investigation, report, exit code.
import type { Tools } from '../agent/tools.ts';
import { Failure } from '../base/failure.ts';
import { isoTime } from '../base/time-range.ts';
import { continued } from '../run/continued.ts';
import type { EarlierRun } from '../run/earlier.ts';
import type { RunEvent, TimedEvent } from '../run/events.ts';
import { type Investigated, investigate } from '../run/investigate.ts';
import type { RunLimits } from '../run/model/analyst.ts';
import { recordedAsker } from '../run/recorded-asker.ts';
import type { InvestigationRequest } from '../run/request.ts';
import {
  checkOutFolder,
  createRunFolder,
  dropLargeRecord,
  runFolderName,
} from '../run/run-folder.ts';
import type { RunStore, World } from '../run/world.ts';
import { usableColumns } from '../terminal/columns.ts';
import { chosenModel, plannedModel, readConsensus, readLimits, wireAnalyst } from './analyst.ts';
import { formFor, silentAsker, terminalAsker } from './asker.ts';
import type { CliProcess } from './cli-process.ts';
import { type Config, readConfig } from './config.ts';
import { dryRun } from './dry-run.ts';
import { exitCodeOf, exitCodeOfFailure } from './exit-code.ts';
import { createFaces, type Faces } from './faces.ts';
import { failureText } from './failure-text.ts';
import type { InvestigateOptions } from './investigate-options.ts';
import { checkAnswer } from './parameters.ts';
import { programVersion } from './places.ts';
import { type DraftRequest, draftRequest } from './request.ts';
import { settingOf } from './run-setting.ts';
import { type Interruption, listenForSignals } from './signals.ts';
import { loadSop, sopFolders } from './sop-source.ts';
import { type WiredLogs, wireLogs } from './wire-logs.ts';
import { NO_OTHERS, type Others, wireOthers } from './wire-others.ts';
import { defaultRegion, newRunId, sleep, type Wired } from './wiring.ts';

const INTERRUPTED =
  'Interrupted: stopping queries and writing what was found. Again to leave at once.';

export interface Session {
  readonly options: InvestigateOptions;
  readonly cli: CliProcess;
  readonly config: Config;
  readonly interruption: Interruption;
  readonly faces: Faces;
  readonly limits: RunLimits;
}

export async function investigateCommand(
  application: string | null,
  options: InvestigateOptions,
  cli: CliProcess,
): Promise<number> {
  const config = readConfig();
  const interruption = listenForSignals(cli, INTERRUPTED);
  const faces = createFaces({ cli, config, options, signal: interruption.signal });
  try {
    const limits = readLimits(options);
    const session: Session = { options, cli, config, interruption, faces, limits };
    chosenModel(options, config);
    readConsensus(options.consensus);
    const draft = await readRequest(session, application);
    if (options.dryRun === true)
      return await dryRun(draft, {
        options,
        cli,
        limits,
        model: plannedModel(options, config, limits),
        signal: interruption.signal,
      });
    checkOutFolder(options.out);
    return await runOnce(session, draft);
  } finally {
    faces.close();
    interruption.dispose();
  }
}

async function readRequest(session: Session, application: string | null): Promise<DraftRequest> {
  const { options, config, faces } = session;
  const sop = await loadSop(options.sop, sopFolders(config), '--sop');
  const needsRegion = options.region.length === 0 && options.logs.length === 0;
  const region = needsRegion ? (config.region ?? (await defaultRegion())) : null;
  const ask = faces.form === null ? null : formFor(faces.form, checkAnswer);
  return draftRequest({ application, options, sop, defaultRegion: region, ask, nowMs: Date.now() });
}

async function runOnce(session: Session, draft: DraftRequest): Promise<number> {
  const runId = newRunId();
  const name = runFolderName(Date.now(), draft.application, runId);
  const store = createRunFolder(session.options.out, name);
  return conduct(session, draft, { runId, store, before: null });
}

/** A new run, or one that goes on. */
export interface Undertaking {
  readonly runId: string;
  readonly store: RunStore;
  /** What an earlier process had got of it; null: the run is new. */
  readonly before: EarlierRun | null;
}

/** Connects the tools, investigates, and tells the end; closes the store whatever happens. */
export async function conduct(
  session: Session,
  draft: DraftRequest,
  undertaking: Undertaking,
): Promise<number> {
  const { store, before } = undertaking;
  try {
    const { wired, normal } = await wireLogs(
      session.options.logs,
      draft,
      before?.earlier.recall.ownIds,
    );
    const others = await othersBeside(session, draft, [wired, normal]);
    const knownGaps = [...wired.gaps, ...others.gaps];
    const request = before?.asked.request ?? { ...draft, knownGaps };
    return await conducted(session, request, { wired, normal, others }, undertaking);
  } finally {
    store.close();
  }
}

async function conducted(
  session: Session,
  request: InvestigationRequest,
  connected: Connected,
  undertaking: Undertaking,
): Promise<number> {
  const { options, cli, faces, interruption } = session;
  const { wired, normal, others } = connected;
  const { store } = undertaking;
  try {
    const outcome = await investigateOrFail(session, request, connected, undertaking);
    if ('failure' in outcome) {
      tell(store, faces, failedEvent(outcome.failure, outcome.exitCode));
      throw outcome.failure;
    }
    const exitCode = exitCodeOf(outcome.report, options.failOn ?? null, interruption.received());
    tell(store, faces, finishedEvent(outcome, exitCode));
    store.close();
    if (interruption.received() === null) dropLargeRecord(outcome.files.folder);
    faces.close();
    await faces.showReport(outcome, outcome.files.markdown);
    return exitCode;
  } catch (fault) {
    if (fault instanceof Failure && interruption.received() !== null) {
      // Whoever stops a run does not want it again.
      const { message, help } = fault;
      const setting = { columns: usableColumns(cli.stderr.columns), argv: [] };
      cli.stderr.write(failureText({ message, help, again: [] }, setting));
      return exitCodeOfFailure(fault.kind, interruption.received());
    }
    throw fault;
  } finally {
    await others.close();
    await normal?.close();
    await wired.close();
  }
}

/** Closes what is open if they can't be had. */
async function othersBeside(
  { options, config, faces, interruption }: Session,
  { local, regions }: DraftRequest,
  open: readonly (Wired | null)[],
): Promise<Others> {
  if (chosenModel(options, config) === null) return NO_OTHERS;
  const { form } = faces;
  const ask = form === null ? null : (question: string) => terminalAsker(form).confirm(question);
  const awsRegion = local ? null : (regions[0] ?? null);
  try {
    const taken = (await open[0]?.tools.list())?.map(({ name }) => name) ?? [];
    const { signal } = interruption;
    return await wireOthers(options, config, { ask, taken, awsRegion, signal });
  } catch (fault) {
    for (const one of open.toReversed()) await one?.close();
    throw fault;
  }
}

interface Connected extends WiredLogs {
  readonly others: Others;
}

type Outcome = Investigated | { readonly failure: Failure; readonly exitCode: number };

async function investigateOrFail(
  session: Session,
  request: InvestigationRequest,
  { wired, normal, others }: Connected,
  { store, runId, before }: Undertaking,
): Promise<Outcome> {
  const { faces, options, interruption, config, limits } = session;
  const ask = faces.form !== null && options.yes !== true;
  const recalled = (tools: Tools): Tools =>
    before === null
      ? tools
      : continued(tools, {
          earlier: before.earlier,
          store,
          sleep,
          now: Date.now,
          notice: (text) => tell(store, faces, { kind: 'notice', text }),
        });
  const world: World = {
    tools: recalled(wired.tools),
    foreign: recalled(others.tools),
    baseline: normal === null ? null : { ...normal, tools: recalled(normal.tools) },
    analyst: await wireAnalyst(options, config, limits),
    maxScanGb: limits.scanGb,
    now: Date.now,
    sleep,
    asker: recordedAsker(
      ask && faces.form !== null ? terminalAsker(faces.form) : silentAsker,
      store,
      before?.earlier.recall ?? null,
    ),
    store,
    onEvent: (event) => {
      faces.onEvent(event);
      if (event.kind === 'run-started')
        tellNotices([...wired.notices, ...others.notices], store, faces);
    },
    signal: interruption.signal,
    runId,
    version: programVersion(),
    setting: settingOf(options, chosenModel(options, config)),
    ...(before === null ? {} : { earlier: before.earlier }),
  };
  try {
    return await investigate(request, world);
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    return { failure: fault, exitCode: exitCodeOfFailure(fault.kind, interruption.received()) };
  }
}

function tellNotices(notices: Wired['notices'], store: RunStore, faces: Faces): void {
  for (const text of notices) tell(store, faces, { kind: 'notice', text });
}

function tell(store: RunStore, faces: Faces, event: RunEvent): void {
  const timed: TimedEvent = { ...event, at: isoTime(Date.now()) };
  store.appendEvent(timed);
  faces.onEvent(timed);
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
