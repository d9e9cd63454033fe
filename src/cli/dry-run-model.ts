// What `--dry-run` tells of a model: whom it would ask, the prompts and their sizes, and with local logs, which cost
// nothing to read, the exact text that would be sent. No model is asked.
import type { Model, TurnRequest } from '../agent/model.ts';
import { ModelFault } from '../agent/model.ts';
import type { Prompts } from '../agent/prompt.ts';
import { estimateTokens, isPriced } from '../agent/spending.ts';
import { investigate } from '../run/investigate.ts';
import type { RunLimits } from '../run/model/analyst.ts';
import type { InvestigationRequest } from '../run/request.ts';
import type { RunStore, World } from '../run/world.ts';

export interface ModelPlan {
  readonly id: string;
  /** null: Anthropic's own. */
  readonly server: string | null;
  readonly limits: RunLimits;
  readonly prompts: readonly { readonly name: string; readonly bytes: number }[];
  /** What would be sent first in each step; null where the logs are not at hand. */
  readonly requests: readonly PlannedRequest[] | null;
}

export interface PlannedRequest {
  readonly bytes: number;
  readonly tokens: number;
  readonly system: string;
  readonly tools: readonly string[];
  readonly text: string;
}

export function promptSizes(prompts: Prompts): ModelPlan['prompts'] {
  return [...prompts]
    .map(([name, text]) => ({ name, bytes: Buffer.byteLength(text) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Investigates local logs without a folder and without a model, and hands back what a model would have been sent. */
export async function plannedRequests(
  request: InvestigationRequest,
  world: World,
  prompts: Prompts,
  limits: RunLimits,
): Promise<readonly PlannedRequest[]> {
  const sent: PlannedRequest[] = [];
  await investigate(request, {
    ...world,
    maxScanGb: limits.scanGb,
    analyst: { model: recorder(sent), prompts, limits, consensus: 1 },
  });
  return sent;
}

/** Answers no request, so that each step ends with the rules' answer and the next one begins. */
export function recorder(sent: PlannedRequest[]): Model {
  return {
    id: 'dry-run',
    turn: async (request) => {
      sent.push(plannedOf(request));
      throw new ModelFault('too-long', 'This is a dry run.');
    },
  };
}

/** A run folder that is none. */
export const NOWHERE: RunStore = {
  appendEvent: () => {},
  appendEvidence: () => {},
  appendAudit: () => {},
  appendAnswer: () => true,
  stay: () => {},
  writeReport: () => ({ folder: '', markdown: '', json: '' }),
  close: () => {},
};

function plannedOf(request: TurnRequest): PlannedRequest {
  const bytes = Buffer.byteLength(JSON.stringify(request));
  const first = request.messages[0]?.content[0];
  return {
    bytes,
    tokens: estimateTokens(bytes),
    system: request.system,
    tools: request.tools.map(({ name }) => name),
    text: first?.type === 'text' ? first.text : '',
  };
}

export function modelInWords({ id, server, limits, prompts, requests }: ModelPlan): string[] {
  const { usd, turns, tokens, seconds } = limits;
  const all = prompts.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    '',
    `Model: ${id} at ${server ?? "Anthropic's API"}, which this dry run does not ask`,
    `  at most $${usd}, ${turns} turns, ${tokens} tokens, ${seconds} seconds`,
    ...(isPriced(id)
      ? []
      : ['  its price is not known: the cap in dollars cannot bind, the others do']),
    `  its own queries, if it asks any, come on top: each is estimated first, and refused where it would pass --max-scan-gb ${limits.scanGb}`,
    '  tools of other MCP servers, and call_aws on AWS, are offered to it too; none is started here',
    `Prompts, ${prompts.length} files of ${all} bytes, of which each step is sent its own:`,
    ...prompts.map(({ name, bytes }) => `  ${name}: ${bytes} bytes`),
    ...(requests === null
      ? [
          'The text that would be sent is known with --logs, or from a finished run (troubleshoot replay RUN --dry-run): it holds what the logs say.',
        ]
      : []),
  ];
}

export function requestInWords(request: PlannedRequest, index: number): string[] {
  const { bytes, tokens, system, tools, text } = request;
  return [
    '',
    `Request ${index + 1}: ${bytes} bytes, about ${tokens} tokens, tools ${tools.join(', ')}`,
    '--- system',
    system,
    '--- text',
    text,
    '--- end',
  ];
}
