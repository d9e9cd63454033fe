// How the command line of a run was set, as its journal keeps it for `resume`: which logs, which model, which limits; not
// how it is told. Paths are whole, for the run may go on from elsewhere.
import { resolve } from 'node:path';
import { z } from 'zod';
import type { InvestigateOptions } from './investigate-options.ts';

/** How a run is told and asked about is for whoever goes on with it to say. */
const OF_THE_DAY = ['yes', 'input', 'out', 'json', 'quiet', 'verbose', 'color', 'dryRun'] as const;

/** `model`: the one that judges; null: the rules do. `held`: what local logs held when the run began. */
export function settingOf(
  options: InvestigateOptions,
  model: string | null,
  held: string | null,
): Readonly<Record<string, unknown>> {
  const { model: _, ...kept } = options;
  return {
    ...Object.fromEntries(Object.entries(kept).filter(([name]) => !isOfTheDay(name))),
    logs: options.logs.map((path) => resolve(path)),
    mcpConfig: options.mcpConfig.map((path) => resolve(path)),
    analyst: model === null ? 'rules' : 'model',
    ...(model === null ? {} : { model }),
    folder: resolve('.'),
    ...(held === null ? {} : { held }),
  };
}

const isOfTheDay = (name: string) => (OF_THE_DAY as readonly string[]).includes(name);

const Setting = z.looseObject({
  logs: z.array(z.string()),
  mcpConfig: z.array(z.string()),
  analyst: z.enum(['rules', 'model']),
  /** Where the program was called: the begin of relative paths. */
  folder: z.string(),
});

/** The options of a recorded run under those of today; null where the setting is none. */
export function optionsOf(
  setting: Readonly<Record<string, unknown>>,
  today: Pick<InvestigateOptions, (typeof OF_THE_DAY)[number]>,
): (InvestigateOptions & { readonly folder: string }) | null {
  if (!Setting.safeParse(setting).success) return null;
  // The program wrote it: what it holds was checked when it came in.
  return { ...(setting as unknown as InvestigateOptions & { folder: string }), ...today };
}

/** What a model alone is for, and what is no flag. */
const NOT_BY_RULES: ReadonlySet<string> = new Set([
  ...['analyst', 'model', 'consensus', 'maxUsd', 'maxTurns', 'maxTokens', 'maxSeconds'],
  ...['mcpConfig', 'trustMcp', 'folder', 'held'],
]);

/** The words of a command line that ask for the same, by the rules. */
export function wordsByRules(setting: Readonly<Record<string, unknown>>): readonly string[] {
  const words = Object.entries(setting)
    .filter(([name]) => !NOT_BY_RULES.has(name))
    .flatMap(([name, value]) => {
      const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      if (Array.isArray(value)) return value.flatMap((one) => [flag, String(one)]);
      return value === true ? [flag] : typeof value === 'string' ? [flag, value] : [];
    });
  return [...words, '--analyst', 'rules'];
}
