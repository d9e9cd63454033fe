// The logs of a request, connected: AWS or local ones, and beside them those of a normal time where a path names them.
import type { Outgoing } from '../base/outgoing.ts';
import { candidateQuery } from '../evidence/candidates.ts';
import type { AwsAccess } from '../mcp/aws-access.ts';
import {
  type BegunLogs,
  beginInvestigated,
  beginLogs,
  LOCAL_SIGNING_REGION,
} from './begun-logs.ts';
import type { DraftRequest } from './request.ts';
import { ownCalls, type Wired, wireAws, wireBegun } from './wiring.ts';

/** What an investigation asks of all logs first; its windows, which are not known yet, are of no account here. */
const EXPECTED = [candidateQuery()];

export interface WiredLogs {
  readonly wired: Wired;
  /** null where no path of a normal time was named. */
  readonly normal: Wired | null;
}

/**
 * `ownQueries` are queries in AWS that an earlier process of the run started; `begun`: the logs of the paths, where they
 * are under way.
 * Throws Failure `usage` where a path cannot be read; nothing is open then.
 */
export async function wireLogs(
  paths: readonly string[],
  draft: DraftRequest,
  access: AwsAccess,
  outgoing: Outgoing = ownCalls(),
  ownQueries?: Set<string>,
  begun: BegunLogs | null = null,
): Promise<WiredLogs> {
  const region = draft.regions[0] ?? null;
  const signingRegion = region === 'local' ? null : region;
  const local = (logs: BegunLogs) => {
    logs.expect(EXPECTED);
    return wireBegun(logs, outgoing);
  };
  const wired = draft.local
    ? await local(await begunIn(signingRegion, paths, begun))
    : await wireAws(region ?? 'us-east-1', access, outgoing, ownQueries);
  if (draft.baseline?.kind !== 'path') return { wired, normal: null };
  try {
    const usual = [draft.baseline.path];
    const normal = beginLogs(usual, signingRegion, () => {}, { querySeed: 'baseline' });
    return { wired, normal: await local(normal) };
  } catch (fault) {
    await wired.close();
    throw fault;
  }
}

/** Those that are under way, if they are of this region: it may be a parameter, or come from the SOP or the form. */
async function begunIn(
  region: string | null,
  paths: readonly string[],
  begun: BegunLogs | null,
): Promise<BegunLogs> {
  if (begun?.region === (region ?? LOCAL_SIGNING_REGION)) return begun;
  await begun?.close();
  return beginInvestigated(paths, region);
}
