// What an answer tells of the clock of the service that gave it: its header `Date`, in whole seconds.
import { SECOND_MS } from '../../base/time-range.ts';

/** How far that clock is ahead of ours, to about a second and half the time that the answer took; null: it is not told. */
export function aheadMs(response: unknown, sentMs: number, cameMs: number): number | null {
  const { headers } = (response ?? {}) as { readonly headers?: Readonly<Record<string, string>> };
  const saidMs = Date.parse(headers?.date ?? '');
  return Number.isNaN(saidMs) ? null : saidMs + SECOND_MS / 2 - (sentMs + cameMs) / 2;
}
