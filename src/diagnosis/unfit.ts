// What a change is known not to bring about.
import type { Candidate } from './candidates.ts';
import type { TriggerFound } from './trigger-found.ts';
import { isInOwnGroup } from './trigger-names.ts';

/**
 * What no new certificate brings about, by its row: room, memory, pools, locks, limits and the form of data. Refused
 * log-ins, signatures, connections and whatever answers no longer may well be its doing.
 */
const NOT_BY_CERTIFICATES =
  /^(?:connection-pool-exhausted|too-many-connections|thread-pool-full|web-workers-used-up|file-descriptors|ports-used-up|connection-table-full|disk-full|file-system-read-only|transaction-log-full|etcd-space-used-up|quota-used-up|host-memory|container-killed-memory|(?:jvm|node)-heap|(?:python|php|redis|lambda|heroku)-memory|database-(?:wraparound|lock|schema|statement-time-out)|duplicate-key|number-out-of-range|message-(?:form-unknown|too-large)|write-conflict|local-time-missing|[\w-]{1,40}-throttled)$/;
/** Nor a fault of the code, which has no row. */
const FAULT_OF_CODE =
  /NullPointer|NullReference|nil pointer|\bof (?:null|undefined)\b|NoneType|\b(?:Key|Index|Attribute|Name|ZeroDivision)Error\b|index out of (?:range|bounds)|OutOfBounds|ClassCast|InvalidCast|NumberFormat|NoSuchMethod|StackOverflow|divi(?:sion|de) by zero/i;
/** With one of these words beside it, what fails may be what was read out of the certificate. */
const OF_CERTIFICATES =
  /\b(?:certificates?|certs?|tls|ssl|x509|signatures?|handshake|keystore|jwt|jwks|kid)\b/i;
const MAX_TEXT_CHARS = 2_000;

/** Whether such a change, told by another log, is known not to bring about such a failure: a new certificate fills no pool. */
export function isUnfit(
  { kind, words, event }: Pick<TriggerFound, 'kind' | 'words' | 'event'>,
  candidate: Candidate,
): boolean {
  if (kind.name !== 'rotation' || !/\bcert/i.test(words)) return false;
  if (isInOwnGroup(candidate, event)) return false;
  const { signature } = candidate;
  return signature === null ? isFaultOfCode(candidate) : NOT_BY_CERTIFICATES.test(signature.name);
}

function isFaultOfCode({ own }: Candidate): boolean {
  return own.every(({ samples }) =>
    samples.every(({ block }) => {
      const text = block.message.slice(0, MAX_TEXT_CHARS);
      return FAULT_OF_CODE.test(text) && !OF_CERTIFICATES.test(text);
    }),
  );
}
