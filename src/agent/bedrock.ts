// Models on Amazon Bedrock, signed with AWS credentials as its SDK finds them. The SDK is loaded when a model is made.
import { type Outgoing, userAgentOf } from '../base/outgoing.ts';
import { type MessagesClient, modelOver } from './messages-api.ts';
import type { Model } from './model.ts';

export interface BedrockOptions {
  /** As Bedrock knows it: an id, an inference profile or an ARN. */
  readonly model: string;
  readonly region: string;
  /** Another endpoint, such as one within a VPC; null: Bedrock's own. */
  readonly endpoint: string | null;
  readonly outgoing: Outgoing;
}

/** A whole turn, in milliseconds. */
const TURN_MS = 600_000;

export async function bedrockModel({
  model,
  region,
  endpoint,
  outgoing,
}: BedrockOptions): Promise<Model> {
  const { AnthropicBedrock } = await import('@anthropic-ai/bedrock-sdk');
  const client = new AnthropicBedrock({
    awsRegion: region,
    ...(endpoint === null ? {} : { baseURL: endpoint }),
    maxRetries: 0,
    timeout: TURN_MS,
    logLevel: 'off',
    defaultHeaders: { 'User-Agent': userAgentOf(outgoing.caller) },
    fetch: audited(outgoing, region, model),
  });
  return modelOver(client as unknown as MessagesClient, model);
}

/** Each request of the SDK, told to the audit without what is said in it. */
function audited({ audit }: Outgoing, region: string, model: string): typeof fetch {
  return async (input, init) => {
    const operation = 'bedrock:InvokeModelWithResponseStream';
    const call = { tool: null, server: null, operation, region, parameters: { modelId: model } };
    const end = audit.begin(call);
    try {
      const answer = await fetch(input, init);
      const requestId = answer.headers.get('x-amzn-requestid');
      const outcome = answer.ok
        ? 'ok'
        : (answer.headers.get('x-amzn-errortype') ?? `HTTP ${answer.status}`);
      end({ outcome, requestId, attempts: 1 });
      return answer;
    } catch (fault) {
      end({
        outcome: fault instanceof Error ? fault.name : 'UnknownError',
        requestId: null,
        attempts: 1,
      });
      throw fault;
    }
  };
}
