// Models on Amazon Bedrock, signed with AWS credentials as its SDK finds them. The SDK is loaded when a model is made.
import { type MessagesClient, modelOver } from './messages-api.ts';
import type { Model } from './model.ts';

export interface BedrockOptions {
  /** As Bedrock knows it: an id, an inference profile or an ARN. */
  readonly model: string;
  readonly region: string;
  /** Another endpoint, such as one within a VPC; null: Bedrock's own. */
  readonly endpoint: string | null;
}

/** A whole turn, in milliseconds. */
const TURN_MS = 600_000;

export async function bedrockModel({ model, region, endpoint }: BedrockOptions): Promise<Model> {
  const { AnthropicBedrock } = await import('@anthropic-ai/bedrock-sdk');
  const client = new AnthropicBedrock({
    awsRegion: region,
    ...(endpoint === null ? {} : { baseURL: endpoint }),
    maxRetries: 0,
    timeout: TURN_MS,
    logLevel: 'off',
  });
  return modelOver(client as unknown as MessagesClient, model);
}
