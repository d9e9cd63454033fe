// `troubleshoot resume RUN`: goes on with a run whose process was killed or interrupted. What it was answered is on record
// and is not asked again; the rest is asked as the run would have.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Amendment, Failure } from '../base/failure.ts';
import { type EarlierRun, readEarlier } from '../run/earlier.ts';
import { inUse, reopenRunFolder } from '../run/run-folder.ts';
import { findRun, type RunSummary } from '../run/run-summary.ts';
import type { RunStore } from '../run/world.ts';
import { chosenModel, readLimits } from './analyst.ts';
import { beginRun } from './begun-run.ts';
import type { CliProcess } from './cli-process.ts';
import { readConfig } from './config.ts';
import { createFaces } from './faces.ts';
import { sessionOf, showEnd } from './investigate-command.ts';
import type { InvestigateOptions } from './investigate-options.ts';
import { ownCommand, quoted } from './own-command.ts';
import type { DraftRequest } from './request.ts';
import { conduct } from './run-once.ts';
import { optionsOf, wordsByRules } from './run-setting.ts';
import { noSuchRun } from './runs-command.ts';
import { listenForSignals } from './signals.ts';

export type ResumeOptions = Pick<
  InvestigateOptions,
  'out' | 'yes' | 'input' | 'json' | 'quiet' | 'verbose' | 'color'
>;

const INTERRUPTED =
  'Interrupted: stopping queries and writing what was found. Again to leave at once.';

export async function resumeCommand(
  run: string,
  today: ResumeOptions,
  cli: CliProcess,
): Promise<number> {
  const summary = findRun(run, today.out);
  if (summary === null) throw noSuchRun(run, today.out);
  refuseEnded(summary);
  const store = reopenRunFolder(summary.folder);
  try {
    return await goOn(summary, store, today, cli);
  } finally {
    store.close();
  }
}

/** Throws Failure `usage` where there is nothing to go on with. */
function refuseEnded({ status, folder, resumable }: RunSummary): void {
  if (status === 'running') throw inUse(folder);
  if (status === 'finished' || status === 'replayed')
    throw new Failure('usage', `The run of ${folder} is finished: ${folder}/report.md`, [
      `To write its report again without AWS: troubleshoot replay ${quoted(folder)}`,
    ]);
  if (!resumable) throw nothingAsked(folder);
}

const nothingAsked = (folder: string) =>
  new Failure(
    'usage',
    `${folder} does not tell what was asked for: it was stopped too early, or another version of the program wrote it.`,
    ['Run it again.'],
  );

async function goOn(
  { folder }: RunSummary,
  store: RunStore,
  today: ResumeOptions,
  cli: CliProcess,
): Promise<number> {
  const before = readEarlier(folder);
  const options = before === null ? null : optionsOf(before.asked.setting, today);
  if (before === null || options === null) throw nothingAsked(folder);
  refuseMoved(options.logs, before.asked.request.application);
  const config = readConfig();
  chosenModel(options, config, anewByRules(before, options));
  const interruption = listenForSignals(cli, INTERRUPTED);
  const faces = createFaces({ cli, config, options: today, signal: interruption.signal });
  try {
    const limits = readLimits(options);
    const session = sessionOf({ options, config, limits, interruption }, faces);
    const draft = draftOf(before, options.folder);
    return await showEnd(session, faces, cli, () =>
      conduct(session, draft, {
        begun: beginRun(before.runId),
        store,
        folder: resolve(folder),
        before,
      }),
    );
  } finally {
    before.earlier.recall.close();
    faces.close();
    interruption.dispose();
  }
}

/** A run goes on with who judged it; without a model it is asked for anew, of AWS for the same time. */
function anewByRules(
  { asked: { at, request, setting } }: EarlierRun,
  { start, end, alarm, event }: InvestigateOptions,
): Amendment {
  const isOpen = [start, end, alarm, event].every((value) => value === undefined);
  const until = isOpen && !request.local ? ['--end', at] : [];
  return {
    label: 'Without a model, anew',
    keep: ['--out', '--yes', '--no-input', '--json', '--quiet', '--verbose', '--no-color'],
    first: [request.application, ...wordsByRules(setting), ...until],
  };
}

/** Throws Failure `usage` where logs of the run are not where they were. */
function refuseMoved(logs: readonly string[], application: string): void {
  const [gone] = logs.filter((path) => !existsSync(path));
  if (gone === undefined) return;
  const anew = ownCommand([], { label: '', first: [application], add: ['--logs', 'NEW'] });
  throw new Failure('usage', `This run reads ${gone}, which is not there any more.`, [
    `Put the logs back there, or begin anew: ${anew}`,
  ]);
}

/** What was asked for, with the paths of its logs as they are found from here. */
function draftOf({ asked: { request } }: EarlierRun, folder: string): DraftRequest {
  const { baseline } = request;
  if (baseline?.kind !== 'path') return request;
  return { ...request, baseline: { kind: 'path', path: resolve(folder, baseline.path) } };
}
