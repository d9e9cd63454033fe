// What models have used, what it costs, and how much of each limit is left.
import type { TurnUsage } from './model.ts';

/** Caps of one run. */
export interface Limits {
  readonly usd: number;
  readonly turns: number;
  /** Tokens in and out together, cached ones included. */
  readonly tokens: number;
  /** Seconds of the conversations together, with the tools that they use. */
  readonly seconds: number;
}

export type LimitName = keyof Limits;

export interface Spent {
  readonly turns: number;
  /** Tokens sent, those read from the cache included. */
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** US dollars by list price; null where the price of the model is not known. */
  readonly usd: number | null;
  /** Seconds of the conversations together. */
  readonly seconds: number;
}

/** List prices in US dollars for a million tokens: https://www.anthropic.com/pricing */
interface Price {
  readonly input: number;
  readonly output: number;
}

/** By a part of the model's id, so that the ids of other clouds are known too; the first that fits. */
const PRICES: readonly (readonly [part: string, price: Price])[] = [
  ['claude-opus-5-5', { input: 4, output: 20 }],
  ['claude-sonnet-5-5', { input: 2, output: 10 }],
  ['claude-haiku-5-5', { input: 0.1, output: 0.5 }],
  ['claude-fable-5', { input: 10, output: 50 }],
];
/** Against the price of input: what is written to the cache, and what is read from it. */
const CACHE_WRITE_FACTOR = 1.25;
const CACHE_READ_FACTOR = 0.1;
const MILLION = 1_000_000;

export function isPriced(modelId: string): boolean {
  return priceOf(modelId) !== null;
}

function priceOf(modelId: string): Price | null {
  return PRICES.find(([part]) => modelId.includes(part))?.[1] ?? null;
}

/** Tokens of a text before a server has counted them: about four bytes each. */
export const estimateTokens = (bytes: number): number => Math.ceil(bytes / 4);

/** Room that is kept for one more turn, so that a conclusion still fits. */
const ANSWER_TOKENS = 4_000;

/** Of the time, so much is kept for a conclusion. */
const CONCLUDING_SHARE = 0.1;

export interface Spending {
  readonly limits: Limits;
  /** Whether the price is known; where it is not, the cap in dollars does not bind. */
  readonly isPriced: boolean;
  /** Time counts from here until what is handed back is called. */
  begin(): () => void;
  add(usage: TurnUsage): void;
  /** What an attempt without an answer used: tokens and money, no turn. */
  waste(usage: TurnUsage): void;
  /** Tokens that an answer may have after so many are sent; enough for a conclusion at least. */
  answerTokens(inputTokens: number): number;
  spent(): Spent;
  /** Until the limit of time, in milliseconds; never negative. */
  remainingMs(): number;
  /** The same for tools: what a conclusion needs is left. */
  toolsMs(): number;
  /** The limit that a turn of so many tokens would pass; null where it fits. */
  reached(inputTokens: number): LimitName | null;
  /** The same for that turn and another one like it after it. */
  nearing(inputTokens: number): LimitName | null;
}

export function createSpending(modelId: string, limits: Limits, now: () => number): Spending {
  const price = priceOf(modelId);
  let turns = 0;
  let inputTokens = 0;
  let cachedTokens = 0;
  let outputTokens = 0;
  let usd = 0;
  let talkedMs = 0;
  /** When the conversation began that is held; null: none is. */
  let sinceMs: number | null = null;
  const seconds = () => (talkedMs + (sinceMs === null ? 0 : now() - sinceMs)) / 1_000;
  const leftMs = (share: number) =>
    Math.max(0, Math.round((limits.seconds * share - seconds()) * 1_000));
  const over = (moreTurns: number, input: number, output: number): LimitName | null => {
    if (turns + moreTurns > limits.turns) return 'turns';
    if (inputTokens + outputTokens + input + output > limits.tokens) return 'tokens';
    if (leftMs(moreTurns === 1 ? 1 : 1 - CONCLUDING_SHARE) === 0) return 'seconds';
    const cost = price === null ? 0 : (input * price.input + output * price.output) / MILLION;
    return usd + cost > limits.usd ? 'usd' : null;
  };
  const count = ({ input, cacheWrite, cacheRead, output }: TurnUsage) => {
    inputTokens += input + cacheWrite + cacheRead;
    cachedTokens += cacheRead;
    outputTokens += output;
    const paid = input + cacheWrite * CACHE_WRITE_FACTOR + cacheRead * CACHE_READ_FACTOR;
    if (price !== null) usd += (paid * price.input + output * price.output) / MILLION;
  };
  return {
    limits,
    isPriced: price !== null,
    begin: () => {
      sinceMs ??= now();
      return () => {
        talkedMs += sinceMs === null ? 0 : now() - sinceMs;
        sinceMs = null;
      };
    },
    add: (usage) => {
      turns++;
      count(usage);
    },
    waste: count,
    answerTokens: (input) => {
      const byTokens = limits.tokens - inputTokens - outputTokens - input;
      const byUsd =
        price === null
          ? Number.POSITIVE_INFINITY
          : (limits.usd - usd - (input * price.input) / MILLION) / (price.output / MILLION);
      return Math.max(ANSWER_TOKENS, Math.floor(Math.min(byTokens, byUsd)));
    },
    spent: () => ({
      turns,
      inputTokens,
      cachedTokens,
      outputTokens,
      usd: price === null ? null : usd,
      seconds: seconds(),
    }),
    remainingMs: () => leftMs(1),
    toolsMs: () => leftMs(1 - CONCLUDING_SHARE),
    reached: (input) => over(1, input, ANSWER_TOKENS),
    nearing: (input) => over(2, 2 * input, 2 * ANSWER_TOKENS),
  };
}
