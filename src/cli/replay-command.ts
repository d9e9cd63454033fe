// `troubleshoot replay RUN`: the report again from the run's own journal and evidence. Nothing is asked of AWS; a model is
// asked only where one is named.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Tools } from '../agent/tools.ts';
import { NO_TOOLS } from '../agent/tools.ts';
import { Failure } from '../base/failure.ts';
import { concludeAgain, written } from '../run/conclude.ts';
import type { RunContext } from '../run/context.ts';
import type { EvidenceRecord } from '../run/evidence-record.ts';
import { frozenIn, thaw } from '../run/frozen.ts';
import type { FrozenCase } from '../run/frozen-case.ts';
import type { Analyst } from '../run/model/analyst.ts';
import { checkOutFolder, createRunFolder, runFolderName } from '../run/run-folder.ts';
import type { RunStore } from '../run/world.ts';
import { readConsensus, readLimits, wireAnalyst } from './analyst.ts';
import { silentAsker } from './asker.ts';
import type { CliProcess } from './cli-process.ts';
import { type Config, readConfig } from './config.ts';
import { NOWHERE, type PlannedRequest, recorder, requestInWords } from './dry-run-model.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { createFaces, type Faces } from './faces.ts';
import { programVersion } from './places.ts';
import { readPrompts } from './prompts.ts';
import { listenForSignals } from './signals.ts';
import { newRunId, sleep } from './wiring.ts';

export interface ReplayOptions {
  readonly model?: string;
  readonly consensus?: string;
  readonly maxUsd?: string;
  readonly dryRun?: boolean;
  readonly out: string;
}

const INTERRUPTED = 'Interrupted: writing what there is. Again to leave at once.';

export async function replayCommand(
  folder: string,
  options: ReplayOptions,
  cli: CliProcess,
): Promise<number> {
  const run = readRun(folder);
  const config = readConfig();
  readConsensus(options.consensus);
  if (options.dryRun === true) return showRequests(run, options, cli);
  checkOutFolder(options.out);
  const interruption = listenForSignals(cli, INTERRUPTED);
  const faces = createFaces({ cli, config, options: FACE_OPTIONS, signal: interruption.signal });
  try {
    const analyst = await analystOf(options, config);
    const runId = newRunId();
    const name = runFolderName(Date.now(), run.frozen.request.application, runId);
    const store = createRunFolder(options.out, name);
    const context = contextOf(run, { analyst, store, faces, runId, signal: interruption.signal });
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

interface RecordedRun {
  readonly frozen: FrozenCase;
  readonly evidence: readonly EvidenceRecord[];
}

/** Throws Failure `usage` where the folder holds no finished run. */
function readRun(folder: string): RecordedRun {
  const journal = join(folder, 'journal.jsonl');
  const evidence = join(folder, 'evidence.jsonl');
  const frozen = existsSync(journal) ? frozenIn(readFileSync(journal, 'utf8')) : null;
  if (frozen === null || !existsSync(evidence)) {
    throw noRun(folder);
  }
  const lines = readFileSync(evidence, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return { frozen, evidence: lines.map((line) => JSON.parse(line) as EvidenceRecord) };
}

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
  return wireAnalyst(asked, config, readLimits(asked));
}

interface Surroundings {
  readonly analyst: Analyst | null;
  readonly store: RunStore;
  readonly faces: Pick<Faces, 'onEvent'>;
  readonly runId: string;
  readonly signal: AbortSignal;
}

function contextOf(
  { frozen, evidence }: RecordedRun,
  { analyst, store, faces, runId, signal }: Surroundings,
): RunContext {
  const context = thaw(frozen, evidence, {
    tools: OFFLINE,
    foreign: NO_TOOLS,
    baseline: null,
    analyst,
    // Nothing is asked of the logs.
    maxScanGb: 0,
    now: Date.now,
    sleep,
    asker: silentAsker,
    store,
    onEvent: (event) => faces.onEvent(event),
    signal,
    runId,
    version: programVersion(),
  });
  for (const record of evidence) store.appendEvidence(record);
  return context;
}

/** A replay asks nobody for logs. */
const OFFLINE: Tools = {
  list: async () => [],
  call: async () => ({
    isError: true,
    content: null,
    text: 'This is a replay: no further log is read.',
    errorCode: 'Replay',
    requestId: null,
  }),
};

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
    faces: { onEvent: () => {} },
    runId: newRunId(),
    signal: new AbortController().signal,
  });
  await concludeAgain(context, run.frozen);
  cli.stdout.write(`${sent.flatMap(requestInWords).join('\n')}\n`);
  return EXIT.ok;
}
