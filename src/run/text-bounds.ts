// How much text of an event a run keeps: enough to read, and bounded for all events together.
import { cutJson } from './cut-json.ts';
import { cutText } from './cut-text.ts';

/** Characters of one event that are kept where there are few of them. */
export const MAX_EVENT_CHARS = 16_384;
/** The same where there are very many, so that all of them together stay below about MAX_TEXT_CHARS. */
const MIN_EVENT_CHARS = 3_000;
const MAX_TEXT_CHARS = 120_000_000;

/** Characters of each event that are kept where this many match. */
export function keptChars(matched: number): number {
  const share = Math.floor(MAX_TEXT_CHARS / Math.max(1, matched));
  return Math.max(MIN_EVENT_CHARS, Math.min(MAX_EVENT_CHARS, share));
}

/**
 * The text, cut to about this many characters with the figure of what was cut: of JSON the long values, of other text
 * what lies between its ends. It has passed the border before: no secret is cut in two.
 */
export function bounded(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  return cutJson(text, maxChars) ?? cutText(text, maxChars);
}
