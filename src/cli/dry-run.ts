// `--dry-run`: what would be asked, of whom, and what it may cost. Log groups are described, which costs nothing; no
// query is started and no model is asked.

import { existsSync } from 'node:fs';
import type { Prompts } from '../agent/prompt.ts';
import { NO_TOOLS } from '../agent/tools.ts';
import { Failure } from '../base/failure.ts';
import { isoTime } from '../base/time-range.ts';
import { visibleJson } from '../base/visible-json.ts';
import type { AwsAccess } from '../mcp/aws-access.ts';
import { nameForms } from '../run/discovery.ts';
import type { RunLimits } from '../run/model/analyst.ts';
import { previewRun } from '../run/preview.ts';
import type { World } from '../run/world.ts';
import { usableColumns } from '../terminal/columns.ts';
import { silentAsker } from './asker.ts';
import type { CliProcess } from './cli-process.ts';
import { planEvent } from './dry-run-event.ts';
import { type ModelPlan, NOWHERE, plannedRequests, promptSizes } from './dry-run-model.ts';
import { planInWords } from './dry-run-text.ts';
import { EXIT } from './exit-code.ts';
import { programVersion } from './places.ts';
import type { Plan } from './plan.ts';
import type { DraftRequest } from './request.ts';
import { type WiredLogs, wireLogs } from './wire-logs.ts';
import { newRunId, sleep } from './wiring.ts';

export interface DryRunOptions {
  readonly logs: readonly string[];
  readonly json?: boolean;
  /** Long regular expressions are printed whole. */
  readonly verbose?: boolean;
}

/** The model that would be asked. */
export interface PlannedModel extends Pick<ModelPlan, 'id' | 'server' | 'limits'> {
  readonly prompts: Prompts;
}

export interface DryRun {
  readonly options: DryRunOptions;
  readonly cli: CliProcess;
  readonly limits: RunLimits;
  readonly access: AwsAccess;
  /** null where the rules judge. */
  readonly model: PlannedModel | null;
  readonly signal: AbortSignal;
}

/** Prints the plan on stdout: as text, or with --json as one event, `plan`. Throws Failure as a run would. */
export async function dryRun(request: DraftRequest, run: DryRun): Promise<number> {
  const { options, cli } = run;
  const missing = options.logs.find((path) => !existsSync(path));
  if (missing !== undefined) {
    throw new Failure('usage', `${missing} does not exist`, [
      'Give the path of a log file or folder: --logs PATH',
    ]);
  }
  const wired = await wireLogs(options.logs, request, run.access);
  try {
    const plan = await planOf(request, run, wired);
    const columns = usableColumns(cli.stdout.columns);
    const text =
      options.json === true
        ? visibleJson(JSON.stringify(planEvent(plan, isoTime(Date.now()))))
        : planInWords(plan, { columns, whole: options.verbose === true });
    cli.stdout.write(`${text}\n`);
    return EXIT.ok;
  } finally {
    await wired.normal?.close();
    await wired.wired.close();
  }
}

async function planOf(request: DraftRequest, run: DryRun, logs: WiredLogs): Promise<Plan> {
  const { options, limits, model } = run;
  const world = worldOf(run, logs);
  const asked = { ...request, knownGaps: logs.wired.gaps };
  const preview = await previewRun(asked, world, model !== null);
  return {
    request,
    logs: options.logs,
    nameForms: request.logGroups.length > 0 ? [] : nameForms(request.application),
    preview,
    limits,
    model:
      model === null
        ? null
        : {
            id: model.id,
            server: model.server,
            limits,
            prompts: promptSizes(model.prompts),
            requests: request.local
              ? await plannedRequests(asked, world, model.prompts, limits)
              : null,
          },
  };
}

function worldOf({ signal, limits }: DryRun, { wired, normal }: WiredLogs): World {
  return {
    tools: wired.tools,
    foreign: NO_TOOLS,
    baseline: normal,
    analyst: null,
    maxScanGb: limits.scanGb,
    now: Date.now,
    sleep,
    asker: silentAsker,
    store: NOWHERE,
    onEvent: () => {},
    signal,
    runId: newRunId(),
    version: programVersion(),
  };
}
