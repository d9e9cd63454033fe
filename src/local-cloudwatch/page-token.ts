// Opaque tokens of paged answers: what the next page needs to know, as text that clients hand back untouched.
import { z } from 'zod';
import { invalidParameter } from './protocol.ts';

export function writeToken(content: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** The content of a token; one that no page gave out is refused. */
export function readToken<T extends z.ZodType>(token: string, schema: T): z.infer<T> {
  try {
    return schema.parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
  } catch {
    throw invalidParameter('The specified nextToken is invalid.');
  }
}

/** A slice of a sorted list that begins at the token's position, and the token of the next one. */
export function slicePage<T>(
  items: readonly T[],
  token: string | undefined,
  limit: number,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  const start = token === undefined ? 0 : readToken(token, z.tuple([z.int().min(0)]))[0];
  const end = start + limit;
  const page = items.slice(start, end);
  return end < items.length ? { page, nextToken: writeToken([end]) } : { page };
}
