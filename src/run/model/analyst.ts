// A language model as a run is given it: whom to ask, what to say, how much it may use.
import type { Model } from '../../agent/model.ts';
import type { Prompts } from '../../agent/prompt.ts';
import type { Limits } from '../../agent/spending.ts';

export interface Analyst {
  readonly model: Model;
  readonly prompts: Prompts;
  readonly limits: RunLimits;
  /** Whether the cap in dollars was named, and is not only the default. */
  readonly asksForUsd?: boolean;
  /** How often it concludes on the same evidence; 1 but for who asks for more. */
  readonly consensus: number;
}

/** Caps of a run, those of the model and of what is scanned. */
export interface RunLimits extends Limits {
  /** Gigabytes (10^9 bytes) that queries may scan. */
  readonly scanGb: number;
}
