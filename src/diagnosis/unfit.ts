// What a change is known not to bring about.
import type { Candidate } from './candidates.ts';
import type { TriggerFound } from './trigger-found.ts';
import { isInOwnGroup } from './trigger-names.ts';

/**
 * What no new certificate brings about, by its row: lack of room, memory, pools, locks and limits. Refused log-ins,
 * signatures and connections, and whatever answers no longer, may well be its doing.
 */
const NOT_BY_CERTIFICATES =
  /^(?:connection-pool-exhausted|too-many-connections|thread-pool-full|web-workers-used-up|file-descriptors|ports-used-up|connection-table-full|disk-full|file-system-read-only|transaction-log-full|etcd-space-used-up|quota-used-up|host-memory|container-killed-memory|(?:jvm|node)-heap|(?:python|php|redis|lambda|heroku)-memory|database-(?:wraparound|lock|statement-time-out)|number-out-of-range|message-too-large|local-time-missing|[\w-]{1,40}-throttled)$/;
/** A fault of the code may lie where a certificate or a key is read. */
const OF_CERTIFICATES =
  /\b(?:certificates?|certs?|tls|ssl|x\.?509|signatures?|handshake|(?:key|trust)store|(?:private|public|signing) key|jwt|jwks?|kid|pem)\b/i;
const MAX_TEXT_CHARS = 2_000;

/** Whether such a change, told by another log, is known not to bring about such a failure: a new certificate fills no pool. */
export function isUnfit(
  { kind, words, event }: Pick<TriggerFound, 'kind' | 'words' | 'event'>,
  candidate: Candidate,
): boolean {
  const { signature } = candidate;
  if (kind.name !== 'rotation' || signature === null || !/\bcert/i.test(words)) return false;
  if (isInOwnGroup(candidate, event)) return false;
  return signature.layer === 'code'
    ? !speaksOfCertificates(candidate)
    : NOT_BY_CERTIFICATES.test(signature.name);
}

function speaksOfCertificates({ own }: Candidate): boolean {
  return own.some(({ samples }) =>
    samples.some(({ block }) => OF_CERTIFICATES.test(block.message.slice(0, MAX_TEXT_CHARS))),
  );
}
