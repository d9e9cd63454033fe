// An answer of the SDK as it can go through MCP: times in epoch milliseconds, without what is withheld.
import { withoutSecrets } from './withheld.ts';

/** What every operation answers. */
export interface PlainAnswer {
  readonly $metadata: { readonly requestId?: string | undefined };
  readonly [member: string]: unknown;
}

export function plainAnswer(answer: { readonly $metadata: PlainAnswer['$metadata'] }): PlainAnswer {
  const { $metadata, ...content } = answer;
  return { ...(withoutSecrets(inMilliseconds(content)) as Record<string, unknown>), $metadata };
}

function inMilliseconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(inMilliseconds);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, inMilliseconds(member)]));
}
