// Models of Anthropic's API, and of any server that speaks its Messages protocol. The SDK is loaded when a model is made.
import { eventsOnly } from './events-only.ts';
import { type MessagesClient, modelOver } from './messages-api.ts';
import type { Model } from './model.ts';

export interface AnthropicOptions {
  readonly model: string;
  /** One of the two; local servers often take any. */
  readonly apiKey: string | null;
  readonly authToken: string | null;
  /** Without `/v1`; null: Anthropic's own. */
  readonly baseUrl: string | null;
}

const ANTHROPIC = 'https://api.anthropic.com';
/** A whole turn, in milliseconds: long thinking takes minutes. */
const TURN_MS = 600_000;
/** For servers that ask nobody who they are: the SDK wants something to send. */
const NO_KEY = 'none';

export async function anthropicModel(options: AnthropicOptions): Promise<Model> {
  const { Anthropic } = await import('@anthropic-ai/sdk');
  const { apiKey, authToken, baseUrl, model } = options;
  const client = new Anthropic({
    apiKey: apiKey ?? (authToken === null ? NO_KEY : null),
    authToken: apiKey === null ? authToken : null,
    baseURL: baseUrl ?? ANTHROPIC,
    // The loop repeats by itself: the SDK does not repeat a stream that is cut.
    maxRetries: 0,
    timeout: TURN_MS,
    fetch: eventsOnly(),
    // Its default prints on stdout, which belongs to the report.
    logLevel: 'off',
  });
  return modelOver(client as unknown as MessagesClient, model);
}
