// The logs of a request, connected: AWS or local ones, and beside them those of a normal time where a path names them.
import type { DraftRequest } from './request.ts';
import { type Wired, wireAws, wireLocal } from './wiring.ts';

export interface WiredLogs {
  readonly wired: Wired;
  /** null where no path of a normal time was named. */
  readonly normal: Wired | null;
}

/**
 * `ownQueries` are queries in AWS that an earlier process of the run started.
 * Throws Failure `usage` where a path cannot be read; nothing is open then.
 */
export async function wireLogs(
  paths: readonly string[],
  draft: DraftRequest,
  ownQueries?: Set<string>,
): Promise<WiredLogs> {
  const region = draft.regions[0] ?? null;
  const signingRegion = region === 'local' ? null : region;
  const wired = draft.local
    ? await wireLocal(paths, signingRegion)
    : await wireAws(region ?? 'us-east-1', ownQueries);
  if (draft.baseline?.kind !== 'path') return { wired, normal: null };
  try {
    return { wired, normal: await wireLocal([draft.baseline.path], signingRegion) };
  } catch (fault) {
    await wired.close();
    throw fault;
  }
}
