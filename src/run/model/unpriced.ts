// A model whose price nobody has told the program: then no cap in dollars binds, and who reads has to know that before
// anything is spent. Tokens, turns and time bind as ever.
import type { RunContext } from '../context.ts';

/** Tells it at the start of a run; a gap where a cap in dollars was asked for. */
export function tellUnpriced({ world, spending, notice, gap }: RunContext): void {
  const { analyst } = world;
  if (analyst === null || spending === null || spending.isPriced) return;
  const { model, limits, asksForUsd = false } = analyst;
  const bound = `--max-tokens ${limits.tokens}, --max-turns ${limits.turns} and --max-seconds ${limits.seconds}`;
  const why = `The price of the model ${model.id} is not known.`;
  if (asksForUsd)
    gap({
      what: `--max-usd ${limits.usd} was asked for and could not bind.`,
      why,
      remedy: `Its part ends at ${bound} all the same: lower these, or name a model whose price is known.`,
    });
  else notice(`${why} --max-usd ${limits.usd} cannot bind; ${bound} do.`);
}
