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

/** A page of a list of `length` items that begins at the token's position, and the token of the next one. */
export function pageOf(
  length: number,
  token: string | undefined,
  limit: number,
): { readonly start: number; readonly end: number; readonly nextToken?: string } {
  const from = token === undefined ? 0 : readToken(token, z.tuple([z.int().min(0)]))[0];
  const start = Math.min(from, length);
  const end = Math.min(start + limit, length);
  return end < length ? { start, end, nextToken: writeToken([end]) } : { start, end };
}

/** A page of a sorted list, and the token of the next one. */
export function slicePage<T>(
  items: readonly T[],
  token: string | undefined,
  limit: number,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  const { start, end, ...next } = pageOf(items.length, token, limit);
  return { page: items.slice(start, end), ...next };
}
