// What a cause is called: mechanism and component; for an unknown failure the words that all its errors share.
import { cutWords } from '../base/cut-words.ts';
import type { Finding } from '../evidence/types.ts';
import type { Candidate } from './candidates.ts';
import { clip } from './clip.ts';
import { foretoldTitle } from './foretold.ts';
import { sharedWords } from './own-words.ts';
import { matchOf } from './recognise.ts';
import { fill, type Signature } from './signature.ts';

export const MAX_TITLE_CHARS = 120;
const MAX_MESSAGE_CHARS = 16_000;
const EXCEPTION = /\b\w{1,80}(?:Error|Exception)\b/;

/** Mechanism and component; for an unknown failure the words that all of it share and where it is thrown. */
export function titleOf(cause: Candidate): string {
  const { signature, names } = cause;
  const lead = leadOf(cause);
  const known = signature === null ? null : fill(signature.title, names);
  const title =
    foretoldTitle(cause) ?? messageOf(cause) ?? known ?? withSite(sharedWords(lead), siteOf(cause));
  return cutWords(title.replace(/ {2,}/g, ' '), MAX_TITLE_CHARS);
}

/** The place is no part of what is cut. */
function withSite(words: string, site: string): string {
  return `${cutWords(words, MAX_TITLE_CHARS - site.length)}${site}`;
}

/** The failure's own words and its place, where they show the mechanism better than its name does. */
function messageOf(cause: Candidate): string | null {
  const { signature } = cause;
  if (signature?.isTitledByMessage !== true) return null;
  const words = sharedWords(leadOf(cause));
  if (!isShownBy(words, signature, leadOf(cause))) return null;
  const site = siteOf(cause);
  return `${clip(words, MAX_TITLE_CHARS - site.length).replace(/\.$/, '')}${site}`;
}

/** The words fit the row, or hold the exception's name without its namespace. */
function isShownBy(words: string, signature: Signature, { sample }: Finding): boolean {
  if (matchOf(signature, words) !== null) return true;
  const whole = matchOf(signature, sample.block.message.slice(0, MAX_MESSAGE_CHARS))?.[0] ?? '';
  const [name] = EXCEPTION.exec(whole) ?? [];
  return name !== undefined && words.includes(name);
}

function siteOf(cause: Candidate): string {
  const { site } = cause.names;
  return site === undefined || leadOf(cause).title.includes(site) ? '' : ` at ${site}`;
}

/** The finding that stands for the cause: its own with most errors. */
export function leadOf(cause: Candidate): Finding {
  const [lead] = cause.own;
  if (lead === undefined) throw new Error('a cause has at least one finding of its own');
  return lead;
}
