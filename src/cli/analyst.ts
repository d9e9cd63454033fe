// Who judges: the rules, or a language model where one is asked for or its credentials are set; and the limits of a run.

import { bedrockId } from '../agent/bedrock-id.ts';
import type { Model } from '../agent/model.ts';
import { type Amendment, Failure, withValue } from '../base/failure.ts';
import type { Outgoing } from '../base/outgoing.ts';
import type { Analyst, RunLimits } from '../run/model/analyst.ts';
import type { Config } from './config.ts';
import type { PlannedModel } from './dry-run.ts';
import type { InvestigateOptions } from './investigate-options.ts';
import { refuseNoAddress } from './model-server.ts';
import { readPrompts } from './prompts.ts';
import { defaultRegion, ownCalls } from './wiring.ts';

export const DEFAULT_MODEL = 'claude-sonnet-5-5';
/** What a run may use at most; the flags say the same. */
export const DEFAULT_LIMITS: RunLimits = {
  usd: 1,
  turns: 30,
  tokens: 300_000,
  seconds: 900,
  scanGb: 50,
};

type Choice = Pick<InvestigateOptions, 'analyst' | 'model'>;
/** What of the flags says how a model is asked. */
export type ModelOptions = Choice & LimitOptions & Pick<InvestigateOptions, 'consensus'>;
type LimitOptions = Pick<
  InvestigateOptions,
  'maxUsd' | 'maxTurns' | 'maxTokens' | 'maxSeconds' | 'maxScanGb'
>;

const BY_RULES: Amendment = {
  ...withValue('--analyst', 'rules'),
  label: 'Without a model',
  drop: ['--model'],
};

/**
 * The id of the model that is to judge; null: the rules do. `without`: how the command does without one. Throws Failure
 * `usage`.
 */
export function chosenModel(choice: Choice, config: Config, without = BY_RULES): string | null {
  const id = modelOf(choice, config, without);
  if (id !== null) refuseNoAddress(config.model.baseUrl);
  return id;
}

function modelOf({ analyst, model }: Choice, config: Config, without: Amendment): string | null {
  if (analyst === 'rules') {
    if (model === undefined) return null;
    throw new Failure(
      'usage',
      `--analyst rules and --model ${model} contradict each other.`,
      ['Leave one of them out.'],
      [{ label: 'For example', drop: ['--analyst'] }],
    );
  }
  const id = model ?? config.model.id ?? DEFAULT_MODEL;
  // Whoever names a model on Bedrock has AWS credentials, or learns so when it is asked.
  if (isOnBedrock(id, config) && (analyst === 'model' || model !== undefined)) return id;
  if (hasCredentials(config)) return id;
  if (analyst === 'auto' && model === undefined) return null;
  if (config.model.baseUrl !== null) return id;
  throw new Failure('usage', `No credentials are set to ask the model ${id}.`, MODEL_HELP, [
    without,
  ]);
}

const MODEL_HELP = [
  'Set ANTHROPIC_API_KEY, or ANTHROPIC_BASE_URL for a server of your own',
  'See what is set and what is missing: troubleshoot doctor',
];

export const hasCredentials = ({ model }: Config): boolean =>
  model.apiKey !== null || model.authToken !== null;

const isOnBedrock = (id: string, { model }: Config): boolean =>
  bedrockId(id) !== null && model.baseUrl === null;

const BEDROCK_REGION = 'us-east-1';

async function wireModel(id: string, config: Config, outgoing: Outgoing): Promise<Model> {
  const { model } = config;
  if (isOnBedrock(id, config)) {
    const { bedrockModel } = await import('../agent/bedrock.ts');
    const region = config.region ?? (await defaultRegion()) ?? BEDROCK_REGION;
    const endpoint = model.bedrockUrl;
    return bedrockModel({ model: bedrockId(id) ?? id, region, endpoint, outgoing });
  }
  const { anthropicModel } = await import('../agent/anthropic.ts');
  const { apiKey, authToken, baseUrl } = model;
  return anthropicModel({ model: id, apiKey, authToken, baseUrl });
}

/** The model that a run would ask, unasked; null where the rules judge. */
export function plannedModel(
  options: InvestigateOptions,
  config: Config,
  limits: RunLimits,
): PlannedModel | null {
  const id = chosenModel(options, config);
  return id === null ? null : { id, server: config.model.baseUrl, limits, prompts: readPrompts() };
}

/** null where the rules judge. */
export async function wireAnalyst(
  options: ModelOptions,
  config: Config,
  limits: RunLimits,
  outgoing: Outgoing = ownCalls(),
  without = BY_RULES,
): Promise<Analyst | null> {
  const id = chosenModel(options, config, without);
  if (id === null) return null;
  return {
    model: await wireModel(id, config, outgoing),
    prompts: readPrompts(),
    limits,
    asksForUsd: options.maxUsd !== undefined,
    consensus: readConsensus(options.consensus),
  };
}

/** Rules conclude the same each time. Throws Failure `usage` where the flag was given and no model is to judge. */
export function refuseNoJudge(
  { analyst, consensus }: Pick<InvestigateOptions, 'analyst' | 'consensus'>,
  model: string | null,
): void {
  if (consensus === undefined || model !== null) return;
  const without = { label: 'By the rules, once', drop: ['--consensus'] };
  throw analyst === 'rules'
    ? new Failure(
        'usage',
        `--analyst rules and --consensus ${consensus} contradict each other.`,
        ['The rules conclude the same each time. Leave one of them out.'],
        [without],
      )
    : new Failure(
        'usage',
        `--consensus ${consensus} asks a model, and no credentials of one are set.`,
        MODEL_HELP,
        [without],
      );
}

/** Conclusions on the same evidence. Throws Failure `usage`. */
export function readConsensus(text: string | undefined): number {
  if (text === undefined) return 1;
  const value = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  if (value >= 1 && value <= MAX_CONSENSUS) return value;
  throw new Failure(
    'usage',
    `--consensus "${text}" is not a number from 1 to ${MAX_CONSENSUS}.`,
    [],
    [withValue('--consensus', '3')],
  );
}

const MAX_CONSENSUS = 9;

/** Throws Failure `usage` where a limit is no positive number. */
export function readLimits(options: LimitOptions): RunLimits {
  return {
    usd: limit('--max-usd', options.maxUsd, DEFAULT_LIMITS.usd),
    turns: limit('--max-turns', options.maxTurns, DEFAULT_LIMITS.turns),
    tokens: limit('--max-tokens', options.maxTokens, DEFAULT_LIMITS.tokens),
    seconds: limit('--max-seconds', options.maxSeconds, DEFAULT_LIMITS.seconds),
    scanGb: limit('--max-scan-gb', options.maxScanGb, DEFAULT_LIMITS.scanGb),
  };
}

function limit(flag: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value > 0) return value;
  throw new Failure(
    'usage',
    `${flag} "${text}" is not a positive number.`,
    [],
    [withValue(flag, String(otherwise))],
  );
}
