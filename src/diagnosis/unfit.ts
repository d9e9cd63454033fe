// What a change is known not to bring about.
import type { Candidate } from './candidates.ts';
import type { TriggerFound } from './trigger-found.ts';
import { isInOwnGroup } from './trigger-names.ts';

/** What a certificate that was renewed can break: handshakes, and connections that end in one. */
const OF_CERTIFICATES = /^(?:tls-|tcp-)/;

/** Whether such a change, told by another log, is known not to bring about such a failure: a new certificate fills no pool. */
export function isUnfit(
  { kind, words, event }: Pick<TriggerFound, 'kind' | 'words' | 'event'>,
  candidate: Candidate,
): boolean {
  const { signature } = candidate;
  if (kind.name !== 'rotation' || signature === null || signature.layer === 'surface') return false;
  if (isInOwnGroup(candidate, event)) return false;
  return /\bcert/i.test(words) && !OF_CERTIFICATES.test(signature.name);
}
