// How much text of an event a run keeps: enough to read, and bounded for all events together.
import { grouped } from '../base/grouped.ts';

/** Characters of one event that are kept where there are few of them. */
const MAX_EVENT_CHARS = 16_384;
/** The same where there are very many, so that all of them together stay below about MAX_TEXT_CHARS. */
const MIN_EVENT_CHARS = 3_000;
const MAX_TEXT_CHARS = 120_000_000;

/** Characters of each event that are kept where this many match. */
export function keptChars(matched: number): number {
  const share = Math.floor(MAX_TEXT_CHARS / Math.max(1, matched));
  return Math.max(MIN_EVENT_CHARS, Math.min(MAX_EVENT_CHARS, share));
}

/** The text, cut to this many characters with the figure of what was cut. */
export function bounded(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const cut = text.length - maxChars;
  return `${text.slice(0, maxChars)}… [${grouped(cut)} characters cut]`;
}
