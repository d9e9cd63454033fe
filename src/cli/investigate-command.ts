// `troubleshoot APPLICATION`: request, one investigation, report, exit code.
import { Failure } from '../base/failure.ts';
import type { Outgoing } from '../base/outgoing.ts';
import type { AwsAccess } from '../mcp/aws-access.ts';
import { checkOutFolder } from '../run/run-folder.ts';
import type { Asker } from '../run/world.ts';
import { usableColumns } from '../terminal/columns.ts';
import { readAccess } from './access.ts';
import { alarmWords, completedByAlarm } from './alarm/alarm.ts';
import { alarmOf } from './alarm/from-alarm.ts';
import { chosenModel, plannedModel, readConsensus, readLimits, refuseNoJudge } from './analyst.ts';
import { formFor, silentAsker, terminalAsker } from './asker.ts';
import type { BegunLogs } from './begun-logs.ts';
import { beginRun } from './begun-run.ts';
import type { CliProcess } from './cli-process.ts';
import { type Config, readConfig } from './config.ts';
import { dryRun } from './dry-run.ts';
import { exitCodeOfFailure } from './exit-code.ts';
import { createFaces, type Faces } from './faces.ts';
import { failureText } from './failure-text.ts';
import type { AskTrust } from './foreign-tools.ts';
import type { InvestigateOptions } from './investigate-options.ts';
import { checkAnswer } from './parameters.ts';
import { type DraftRequest, draftRequest } from './request.ts';
import { type Ended, runOnce, type Session } from './run-once.ts';
import { listenForSignals } from './signals.ts';
import { loadSop, sopFolders } from './sop-source.ts';
import { defaultRegion, ownCalls } from './wiring.ts';

const INTERRUPTED =
  'Interrupted: stopping queries and writing what was found. Again to leave at once.';

export async function investigateCommand(
  application: string | null,
  options: InvestigateOptions,
  cli: CliProcess,
  begunLogs: BegunLogs | null,
): Promise<number> {
  const config = readConfig();
  const interruption = listenForSignals(cli, INTERRUPTED);
  const faces = createFaces({ cli, config, options, signal: interruption.signal });
  try {
    const limits = readLimits(options);
    const access = readAccess(options);
    readConsensus(options.consensus);
    refuseNoJudge(options, chosenModel(options, config));
    const begun = beginRun();
    // A preview is no run.
    const outgoing = options.dryRun === true ? ownCalls() : begun.outgoing;
    const { signal } = interruption;
    const draft = await readRequest(
      { options, config, faces, cli, access, outgoing, signal },
      application,
    );
    if (options.dryRun === true)
      return await dryRun(draft, {
        options,
        cli,
        limits,
        access,
        model: plannedModel(options, config, limits),
        signal,
      });
    checkOutFolder(options.out);
    const session = sessionOf({ options, config, limits, interruption, begunLogs }, faces);
    return await showEnd(session, faces, cli, () => runOnce(session, draft, begun));
  } finally {
    faces.close();
    interruption.dispose();
  }
}

interface Asking {
  readonly options: InvestigateOptions;
  readonly config: Config;
  readonly faces: Faces;
  readonly cli: CliProcess;
  readonly access: AwsAccess;
  readonly outgoing: Outgoing;
  readonly signal: AbortSignal;
}

async function readRequest(
  { options: typed, config, faces, cli, access, outgoing, signal }: Asking,
  named: string | null,
): Promise<DraftRequest> {
  const nowMs = Date.now();
  const asked = { application: named, options: typed };
  const alarm = await alarmOf(asked, { access, cli, outgoing, signal });
  const { application, options } = alarm === null ? asked : completedByAlarm(asked, alarm, nowMs);
  if (alarm !== null && typed.quiet !== true) cli.stderr.write(`${alarmWords(alarm)}\n`);
  const sop = await loadSop(options.sop, sopFolders(config), '--sop');
  const needsRegion = options.region.length === 0 && options.logs.length === 0;
  const region = needsRegion ? (config.region ?? (await defaultRegion(access.profile))) : null;
  const ask = faces.form === null ? null : formFor(faces.form, checkAnswer);
  return draftRequest({ application, options, sop, defaultRegion: region, ask, nowMs });
}

interface Askers {
  readonly asker: Asker;
  readonly askTrust: AskTrust;
}

/** `--yes` answers for the log groups; whether commands of a project are started is asked all the same. */
function askersOf({ form }: Faces, { yes }: InvestigateOptions): Askers {
  if (form === null) return { asker: silentAsker, askTrust: null };
  const terminal = terminalAsker(form);
  const asker = yes === true ? silentAsker : terminal;
  return { asker, askTrust: (question) => terminal.confirm(question) };
}

/** Somebody at this terminal, or nobody. */
export function sessionOf(
  asked: Pick<Session, 'options' | 'config' | 'limits' | 'interruption' | 'begunLogs'>,
  faces: Faces,
): Session {
  const { onEvent, wait } = faces;
  return { ...asked, ...askersOf(faces, asked.options), onEvent, wait };
}

/** Shows the report of a run that ends; gives its exit code. */
export async function showEnd(
  { interruption }: Session,
  faces: Faces,
  cli: CliProcess,
  run: () => Promise<Ended>,
): Promise<number> {
  try {
    const ended = await run();
    faces.close();
    await faces.showReport(ended, ended.files.markdown);
    if (interruption.received() !== null) faces.showResume(ended.files.folder);
    return ended.exitCode;
  } catch (fault) {
    if (!(fault instanceof Failure) || interruption.received() === null) throw fault;
    // Whoever stops a run does not want it again.
    const { message, help } = fault;
    const setting = { columns: usableColumns(cli.stderr.columns), argv: [] };
    cli.stderr.write(failureText({ message, help, again: [] }, setting));
    return exitCodeOfFailure(fault.kind, interruption.received());
  }
}
