// `troubleshoot replay RUN`: the report again from the run's own journal and evidence. Nothing is asked of AWS; a model is
// asked only where one is named.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../base/failure.ts';
import { concludeAgain, written } from '../run/conclude.ts';
import type { Analyst } from '../run/model/analyst.ts';
import { checkOutFolder, createRunFolder, runFolderName } from '../run/run-folder.ts';
import { findRun, type RunSummary } from '../run/run-summary.ts';
import { readConsensus, readLimits, wireAnalyst } from './analyst.ts';
import type { CliProcess } from './cli-process.ts';
import { type Config, readConfig } from './config.ts';
import { NOWHERE, type PlannedRequest, recorder, requestInWords } from './dry-run-model.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { createFaces } from './faces.ts';
import { readPrompts } from './prompts.ts';
import { contextOf, type RecordedRun, recordedRun } from './recorded-run.ts';
import { noSuchRun } from './runs-command.ts';
import { listenForSignals } from './signals.ts';
import { newRunId, ownCalls } from './wiring.ts';

export interface ReplayOptions {
  readonly model?: string;
  readonly consensus?: string;
  readonly maxUsd?: string;
  readonly dryRun?: boolean;
  readonly out: string;
}

const INTERRUPTED = 'Interrupted: writing what there is. Again to leave at once.';

export async function replayCommand(
  name: string,
  options: ReplayOptions,
  cli: CliProcess,
): Promise<number> {
  const run = readRun(name, options.out);
  const config = readConfig();
  readConsensus(options.consensus);
  if (options.dryRun === true) return showRequests(run, options, cli);
  checkOutFolder(options.out);
  const interruption = listenForSignals(cli, INTERRUPTED);
  const faces = createFaces({ cli, config, options: FACE_OPTIONS, signal: interruption.signal });
  try {
    const analyst = await analystOf(options, config);
    const runId = newRunId();
    const folder = runFolderName(Date.now(), run.frozen.request.application, runId);
    const store = createRunFolder(options.out, folder);
    const { onEvent } = faces;
    const { signal } = interruption;
    const context = contextOf(run, { analyst, store, onEvent, runId, signal });
    const { report, markdown, files } =
      analyst === null
        ? written(context, run.frozen.report)
        : await concludeAgain(context, run.frozen);
    store.close();
    faces.close();
    await faces.showReport({ report, markdown }, files.markdown);
    return exitCodeOf(report, null, interruption.received());
  } finally {
    faces.close();
    interruption.dispose();
  }
}

const FACE_OPTIONS = { color: true, input: false } as const;

/** Offers the last run that stands in the folder, beside it, or where runs are written by default. */
function noRun(folder: string): Failure {
  const places = [folder, dirname(folder), DEFAULT_OUT];
  const run = places.map(lastRunIn).find((found) => found !== null) ?? null;
  const help = 'Give the folder of a run, with its journal.jsonl and evidence.jsonl.';
  const message = `${folder} holds no run that was finished.`;
  if (run === null) return new Failure('usage', message, [help]);
  const replace = [{ flag: null, from: folder, to: run }];
  return new Failure('usage', message, [help], [{ label: 'For example', replace }]);
}

const DEFAULT_OUT = 'reports';

/** Names of runs begin with their time. */
function lastRunIn(folder: string): string | null {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return null;
  const runs = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, 'evidence.jsonl')) && isFinished(path));
  return runs.at(-1) ?? null;
}

const isFinished = (path: string) => existsSync(join(path, 'report.json'));

/** By its folder, its id or the folder's name. Throws Failure `usage` where there is no finished run. */
function readRun(name: string, out: string): RecordedRun {
  const found = findRun(name, out) ?? findRun(name, DEFAULT_OUT);
  if (found === null && !existsSync(name)) throw noSuchRun(name, out, isRewritable);
  const folder = found?.folder ?? name;
  const [journal, evidence] = ['journal.jsonl', 'evidence.jsonl'].map((name) => join(folder, name));
  const both = [journal, evidence].every((path) => path !== undefined && existsSync(path));
  const run = both ? recordedRun(textOf(journal), textOf(evidence)) : null;
  if (run === null) throw noRun(folder);
  return run;
}

const isRewritable = ({ status }: RunSummary) => status === 'finished' || status === 'replayed';

const textOf = (path: string | undefined) => readFileSync(path ?? '', 'utf8');

/** Only a model that is named, or asked for as often as `--consensus` says, is asked. */
async function analystOf(options: ReplayOptions, config: Config): Promise<Analyst | null> {
  const { model, consensus, maxUsd } = options;
  if (model === undefined && consensus === undefined) return null;
  const asked = {
    analyst: 'model' as const,
    ...(model === undefined ? {} : { model }),
    ...(consensus === undefined ? {} : { consensus }),
    ...(maxUsd === undefined ? {} : { maxUsd }),
  };
  return wireAnalyst(asked, config, readLimits(asked), ownCalls(), AS_IT_WAS);
}

/** Without them the report is written again. */
const AS_IT_WAS = { label: 'Without a model', drop: ['--model', '--consensus', '--max-usd'] };

/** Prints what a model would be sent first in each step of judgement. */
async function showRequests(
  run: RecordedRun,
  options: ReplayOptions,
  cli: CliProcess,
): Promise<number> {
  const sent: PlannedRequest[] = [];
  const limits = readLimits(options);
  const context = contextOf(run, {
    analyst: { model: recorder(sent), prompts: readPrompts(), limits, consensus: 1 },
    store: NOWHERE,
    onEvent: () => {},
    runId: newRunId(),
    signal: new AbortController().signal,
  });
  await concludeAgain(context, run.frozen);
  cli.stdout.write(`${sent.flatMap(requestInWords).join('\n')}\n`);
  return EXIT.ok;
}
