// `troubleshoot APPLICATION`: request, tools, one investigation, report, exit code.
import { Failure } from '../base/failure.ts';
import { isoTime } from '../base/time-range.ts';
import type { AwsAccess } from '../mcp/aws-access.ts';
import type { RunEvent, TimedEvent } from '../run/events.ts';
import { type Investigated, investigate } from '../run/investigate.ts';
import type { RunLimits } from '../run/model/analyst.ts';
import type { InvestigationRequest } from '../run/request.ts';
import { checkOutFolder, createRunFolder, runFolderName } from '../run/run-folder.ts';
import type { RunStore, World } from '../run/world.ts';
import { usableColumns } from '../terminal/columns.ts';
import { readAccess } from './access.ts';
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
import { type Interruption, listenForSignals } from './signals.ts';
import { loadSop, sopFolders } from './sop-source.ts';
import { type WiredLogs, wireLogs } from './wire-logs.ts';
import { NO_OTHERS, type Others, wireOthers } from './wire-others.ts';
import { defaultRegion, newRunId, sleep, type Wired } from './wiring.ts';

const INTERRUPTED =
  'Interrupted: stopping queries and writing what was found. Again to leave at once.';

interface Session {
  readonly options: InvestigateOptions;
  readonly cli: CliProcess;
  readonly config: Config;
  readonly interruption: Interruption;
  readonly faces: Faces;
  readonly limits: RunLimits;
  readonly access: AwsAccess;
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
    const access = readAccess(options);
    const session: Session = { options, cli, config, interruption, faces, limits, access };
    chosenModel(options, config);
    readConsensus(options.consensus);
    const draft = await readRequest(session, application);
    if (options.dryRun === true)
      return await dryRun(draft, {
        options,
        cli,
        limits,
        access,
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
  const region = needsRegion
    ? (config.region ?? (await defaultRegion(session.access.profile)))
    : null;
  const ask = faces.form === null ? null : formFor(faces.form, checkAnswer);
  return draftRequest({ application, options, sop, defaultRegion: region, ask, nowMs: Date.now() });
}

async function runOnce(session: Session, draft: DraftRequest): Promise<number> {
  const { options, cli, faces, interruption } = session;
  const { wired, normal } = await wireLogs(options.logs, draft, session.access);
  const others = await othersBeside(session, draft, [wired, normal]);
  const startedMs = Date.now();
  const runId = newRunId();
  const store = createRunFolder(options.out, runFolderName(startedMs, draft.application, runId));
  const request = { ...draft, knownGaps: [...wired.gaps, ...others.gaps] };
  try {
    const outcome = await investigateOrFail(
      session,
      request,
      { wired, normal, others },
      store,
      runId,
    );
    if ('failure' in outcome) {
      tell(store, faces, failedEvent(outcome.failure, outcome.exitCode));
      throw outcome.failure;
    }
    const exitCode = exitCodeOf(outcome.report, options.failOn ?? null, interruption.received());
    tell(store, faces, finishedEvent(outcome, exitCode));
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
    store.close();
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
  store: RunStore,
  runId: string,
): Promise<Outcome> {
  const { faces, options, interruption, config, limits } = session;
  const ask = faces.form !== null && options.yes !== true;
  const world: World = {
    tools: wired.tools,
    foreign: others.tools,
    baseline: normal,
    analyst: await wireAnalyst(options, config, limits),
    maxScanGb: limits.scanGb,
    now: Date.now,
    sleep,
    asker: ask && faces.form !== null ? terminalAsker(faces.form) : silentAsker,
    store,
    onEvent: (event) => {
      faces.onEvent(event);
      if (event.kind === 'run-started')
        tellNotices([...wired.notices, ...others.notices], store, faces);
    },
    signal: interruption.signal,
    runId,
    version: programVersion(),
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
