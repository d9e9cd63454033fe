// Quotes: verbatim pieces of the events that show a cause, with the evidence that holds them.
import type { LogEvent } from '../base/log-event.ts';
import type { Finding } from '../evidence/types.ts';
import type { Quote } from './types.ts';

/** At most so many quotes a root cause. */
const MAX_QUOTES = 4;
const MAX_QUOTE_CHARS = 500;
/** A line longer than this is quoted around the words that count. */
const LONG_LINE_CHARS = 300;
const LEAD_CHARS = 80;
const MAX_WORDS_SOUGHT = 120;

/** The line of the finding's events that holds the words, else the first line that says anything. */
export function quoteOf(finding: Finding, words: string): Quote | null {
  const sought = (words.split('\n')[0] ?? '').slice(0, MAX_WORDS_SOUGHT).trim();
  const events = [finding.sample, ...finding.samples].flatMap(({ block }) => block.events);
  const holding =
    sought === '' ? undefined : events.find(({ message }) => message.includes(sought));
  const event = holding ?? events.find(({ message }) => message.trim() !== '');
  return event === undefined ? null : quoteAround(event, holding === undefined ? '' : sought);
}

/** The stack line that names the finding's location, or null. */
export function locationQuote(finding: Finding): Quote | null {
  const { location } = finding;
  if (location === null || location.line === null) return null;
  const base = location.file.split(/[\\/]/).at(-1) ?? location.file;
  const forms = [
    `${base}:${location.line}`,
    `${base}", line ${location.line}`,
    `${base}(${location.line})`,
  ];
  const { events } = finding.sample.block;
  for (const form of forms) {
    const event = events.find(({ message }) => message.includes(form));
    if (event !== undefined) return quoteAround(event, form);
  }
  return null;
}

/** The line of the event that holds the words; the first line with text where they are empty. */
export function quoteAround(event: LogEvent, words: string): Quote {
  const { message } = event;
  const found = words === '' ? -1 : message.indexOf(words);
  const at = Math.max(0, found === -1 ? message.search(/\S/) : found);
  const start = message.lastIndexOf('\n', at) + 1;
  const newline = message.indexOf('\n', at);
  const end = newline === -1 ? message.length : newline;
  const from = end - start > LONG_LINE_CHARS ? wordStart(message, start, at) : start;
  return {
    id: event.evidenceId,
    quote: cut(message.slice(from, Math.min(end, from + MAX_QUOTE_CHARS)).trim()),
  };
}

/** The first beginning of a word or a field at most LEAD_CHARS before the words. */
function wordStart(message: string, lineStart: number, at: number): number {
  const from = at - LEAD_CHARS;
  if (from <= lineStart) return lineStart;
  const gap = message.slice(from, at).search(/[\s,{]/);
  return gap === -1 ? from : from + gap + 1;
}

/** Not in the middle of a pair of UTF-16 units. */
function cut(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}

/** Without doubles, the first ones first, at most MAX_QUOTES. */
export function distinctQuotes(quotes: readonly (Quote | null)[]): Quote[] {
  const kept = new Map<string, Quote>();
  for (const quote of quotes) {
    if (quote !== null && quote.quote !== '' && !kept.has(quote.quote))
      kept.set(quote.quote, quote);
  }
  return [...kept.values()].slice(0, MAX_QUOTES);
}
