// A call of AWS that takes away what the failure misses: what was deleted does not exist, and a network rule that was
// changed for a port is why nothing answers at it. The call need not name the failing service.
import type { Candidate } from './candidates.ts';

/** What a deletion takes away, as the call names it. */
const DELETED = /\bDelete(Topic|Queue|Table|Bucket|Secret)\b/;
const RULE_CHANGED =
  /\b(?:Revoke|Authorize|Modify|Delete|Create|Replace)(?:SecurityGroup|NetworkAcl)\w*\b/;
const PORTS = /\bfromPort=(\d{1,5}), toPort=(\d{1,5})\b/;
/** Attempts to connect that get no answer: packets were dropped. */
const NO_ANSWER = /^(?:connect-time-out|host-unreachable)$/;

/** Whether the line tells of such a call. */
export function takesAway(line: string, { signature, names }: Candidate): boolean {
  if (signature === null) return false;
  const deleted = DELETED.exec(line)?.[1]?.toLowerCase();
  if (deleted !== undefined)
    return signature.name.endsWith('-missing') && signature.name.includes(deleted);
  if (!RULE_CHANGED.test(line) || !NO_ANSWER.test(signature.name)) return false;
  const port = Number(/:(\d{1,5})$/.exec(names.endpoint ?? '')?.[1] ?? Number.NaN);
  const [, from = '', to = ''] = PORTS.exec(line) ?? [];
  return from !== '' && port >= Number(from) && port <= Number(to);
}
