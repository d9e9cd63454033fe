// What a run has used of a model, as the report tells it.
import type { Report } from '../../report/types.ts';
import type { RunContext } from '../context.ts';

type Used = Pick<Report['usage'], 'modelTurns' | 'inputTokens' | 'outputTokens' | 'model'>;

const NOTHING: Used = { modelTurns: 0, inputTokens: 0, outputTokens: 0 };

export function modelUsageOf({ file, spending, world }: RunContext): Used {
  const work = file.modelWork;
  if (work === null || spending === null || world.analyst === null) return NOTHING;
  const { turns, inputTokens, cachedTokens, outputTokens, usd, seconds } = spending.spent();
  const { queries, refused, estimatedBytes, unknown, bytesScanned } = work.scan;
  return {
    modelTurns: turns,
    inputTokens,
    outputTokens,
    model: {
      steps: [...work.steps],
      claims: { ...work.claims },
      ...(work.consensus === null ? {} : { consensus: work.consensus }),
      cachedTokens,
      usd: usd === null ? null : Math.round(usd * 10_000) / 10_000,
      seconds: Math.round(seconds * 10) / 10,
      scan: { queries, refused, estimatedBytes, unknown: unknown.size, bytesScanned },
      limits: world.analyst.limits,
    },
  };
}
