// What a cause is called: mechanism and component; for an unknown failure the words that all its errors share.
import type { Finding } from '../evidence/types.ts';
import type { Candidate } from './candidates.ts';
import { sharedWords } from './own-words.ts';
import { fill } from './signature.ts';

export const MAX_TITLE_CHARS = 120;

/** Mechanism and component; for an unknown failure the words that all of it share and where it is thrown. */
export function titleOf(cause: Candidate): string {
  const { signature, names } = cause;
  const lead = leadOf(cause);
  const known = signature === null ? null : fill(signature.title, names);
  const site =
    names.site === undefined || lead.title.includes(names.site) ? '' : ` at ${names.site}`;
  return (known ?? `${sharedWords(lead)}${site}`).replace(/ {2,}/g, ' ').slice(0, MAX_TITLE_CHARS);
}

/** The finding that stands for the cause: its own with most errors. */
export function leadOf(cause: Candidate): Finding {
  const [lead] = cause.own;
  if (lead === undefined) throw new Error('a cause has at least one finding of its own');
  return lead;
}
