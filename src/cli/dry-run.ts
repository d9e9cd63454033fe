// `--dry-run`: what would be asked, of whom, and what it may cost; nothing is asked.

import { existsSync } from 'node:fs';
import type { Prompts } from '../agent/prompt.ts';
import { Failure } from '../base/failure.ts';
import { sanitize } from '../base/sanitize.ts';
import { isoTime } from '../base/time-range.ts';
import { candidateQuery } from '../evidence/candidates.ts';
import { nameForms } from '../run/discovery.ts';
import { isCarriedOut } from '../run/model/groundwork.ts';
import { queryText } from '../run/plan.ts';
import type { CliProcess } from './cli-process.ts';
import { type ModelPlan, modelInWords, plannedRequests, promptSizes } from './dry-run-model.ts';
import { EXIT } from './exit-code.ts';
import type { DraftRequest } from './request.ts';

export interface DryRunOptions {
  readonly logs: readonly string[];
  readonly json?: boolean;
}

/** Prints the plan on stdout: as text, or with --json as one event, `plan`. `model` is null where the rules judge. */
export async function dryRun(
  request: DraftRequest,
  options: DryRunOptions,
  cli: CliProcess,
  model: PlannedModel | null,
): Promise<number> {
  const missing = options.logs.find((path) => !existsSync(path));
  if (missing !== undefined) {
    throw new Failure('usage', `${missing} does not exist`, [
      'Give the path of a log file or folder: --logs PATH',
    ]);
  }
  const plan = planOf(request, options.logs, model !== null);
  const asked = model === null ? null : await modelPlan(model, request, options.logs);
  const text =
    options.json === true
      ? JSON.stringify({ ...eventOf(plan), ...(asked === null ? {} : { model: asked }) })
      : inWords(plan, asked);
  cli.stdout.write(`${text}\n`);
  return EXIT.ok;
}

/** The model that would be asked. */
export interface PlannedModel extends Pick<ModelPlan, 'id' | 'server' | 'limits'> {
  readonly prompts: Prompts;
}

async function modelPlan(
  { id, server, limits, prompts }: PlannedModel,
  request: DraftRequest,
  logs: readonly string[],
): Promise<ModelPlan> {
  const requests = request.local ? await plannedRequests(request, logs, prompts, limits) : null;
  return { id, server, limits, prompts: promptSizes(prompts), requests };
}

/** What a run would ask, of whom. */
interface Plan {
  readonly application: string;
  readonly sop: { readonly name: string; readonly path: string };
  readonly parameters: DraftRequest['parameters'];
  readonly window: {
    /** ISO 8601; null: so many hours before the end. */
    readonly start: string | null;
    /** null: now, or after the last event of local logs. */
    readonly end: string | null;
    readonly hours: number;
  };
  /** The normal time or logs that are compared with. */
  readonly baseline:
    | { readonly kind: 'time-before' }
    | { readonly kind: 'range'; readonly start: string; readonly end: string }
    | { readonly kind: 'path'; readonly path: string };
  /** `local` for local logs. */
  readonly regions: readonly string[];
  /** Paths of local logs. */
  readonly logs: readonly string[];
  /** Named by hand; empty: they are sought by these forms of the application's name. */
  readonly logGroups: readonly string[];
  readonly nameForms: readonly string[];
  readonly steps: readonly {
    readonly number: number;
    readonly name: string;
    readonly procedure: string | null;
  }[];
  readonly queries: readonly { readonly name: string; readonly text: string }[];
  readonly local: boolean;
}

function planOf(request: DraftRequest, logs: readonly string[], hasModel: boolean): Plan {
  const { sop, window, parameters } = request;
  const time = (ms: number | null) => (ms === null ? null : isoTime(ms));
  const own = sop.steps.flatMap(({ queries }) => queries);
  return {
    application: request.application,
    sop: { name: sop.name, path: sop.path },
    parameters,
    window: { start: time(window.startMs), end: time(window.endMs), hours: window.hours },
    baseline: baselineOf(request),
    regions: request.regions,
    logs,
    logGroups: request.logGroups,
    nameForms: request.logGroups.length > 0 ? [] : nameForms(request.application),
    steps: sop.steps.map(({ number, name, procedure }) => ({ number, name, procedure })),
    queries: [
      ...(isCarriedOut(sop, 'analyze-errors', hasModel)
        ? [{ name: 'candidates', text: candidateQuery() }]
        : []),
      ...own.map(({ name, text }) => ({ name, text: queryText(text, parameters) })),
    ],
    local: request.local,
  };
}

function baselineOf({ baseline }: DraftRequest): Plan['baseline'] {
  if (baseline === null) return { kind: 'time-before' };
  if (baseline.kind === 'path') return baseline;
  return { kind: 'range', start: isoTime(baseline.startMs), end: isoTime(baseline.endMs) };
}

function eventOf({ local: _, ...plan }: Plan) {
  return { kind: 'plan', ...plan, at: isoTime(Date.now()) };
}

function inWords(plan: Plan, model: ModelPlan | null): string {
  const { sop, parameters, local, logs, regions, logGroups, steps, queries } = plan;
  const lines = [
    `Plan for ${plan.application}, by the SOP ${sop.name} (${sop.path})`,
    '',
    'Parameters:',
    ...Object.entries(parameters).map(([name, value]) => `  ${name} = ${value}`),
    `Window: ${windowInWords(plan)}`,
    `Logs:   ${local ? logs.join(', ') : `CloudWatch Logs in ${regions.join(', ')}`}`,
    `Normal: ${baselineInWords(plan)}`,
    `Groups: ${logGroups.length > 0 ? logGroups.join(', ') : `named like ${plan.nameForms.join(', ')}`}`,
    '',
    'Steps:',
    ...steps.map(
      ({ number, name, procedure }) => `  ${number}. ${name} (${procedure ?? 'no procedure'})`,
    ),
    '',
    queries.length === 0 ? 'Queries: none' : 'Queries, over every confirmed log group:',
    ...queries.flatMap(({ name, text }) => [
      `  ${name}:`,
      ...text.split('\n').map((line) => `    ${line}`),
    ]),
    '',
    ...(local ? (model === null ? SENT_NOWHERE : SENT_TO_MODEL) : SENT_TO_AWS),
    ...(model === null ? [] : modelInWords(model)),
  ];
  return lines.map(sanitize).join('\n');
}

const SENT_NOWHERE = ['Nothing is sent anywhere: local files are read by this process.'];
const SENT_TO_MODEL = [
  'Local files are read by this process; a digest of them and what tools show goes to the model.',
];
const SENT_TO_AWS = [
  'Sent to AWS: read-only calls. Logs Insights costs about $0.005 per GB scanned;',
  'each query scans the window of every confirmed log group once, one of them the normal time too.',
];

function baselineInWords({ baseline }: Plan): string {
  if (baseline.kind === 'path') return `the logs ${baseline.path}`;
  return baseline.kind === 'range'
    ? `from ${baseline.start} to ${baseline.end}`
    : 'the time of equal length just before the window, where there is data';
}

function windowInWords({ window: { start, end, hours }, local }: Plan): string {
  const from = start ?? `${hours} hours before the end`;
  return `from ${from} to ${end ?? (local ? 'the last event' : 'now')}`;
}
