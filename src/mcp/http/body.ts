// The body of a request as JSON, up to a bound.
import type { IncomingMessage } from 'node:http';

/** A tool call is small; an SOP's parameters are the largest of it. */
export const MAX_BODY_BYTES = 1024 * 1024;

export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'no-json' };

/** Stops reading at the bound. Rejects where the client goes away. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return { kind: 'too-large' };
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // The request is not destroyed at the bound: its sender is still told.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) return { kind: 'too-large' };
    chunks.push(chunk);
  }
  try {
    return { kind: 'json', value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    // What it is instead is its sender's to find out.
    return { kind: 'no-json' };
  }
}
