// Quotes: verbatim lines of the events that show a cause, with the evidence that holds them. A line is quoted whole; of
// one that is too long, a piece around the words that count, cut between words or fields and marked as cut.
import type { LogEvent } from '../base/log-event.ts';
import { contains } from '../base/time-range.ts';
import type { Finding, Occurrence } from '../evidence/types.ts';
import type { Quote } from './types.ts';

/** At most so many quotes a root cause. */
const MAX_QUOTES = 4;
/** The contract's bound; a longer line is cut. */
const MAX_QUOTE_CHARS = 500;
/** Of a line that is cut, so much before the words that count. */
const LEAD_CHARS = 120;
const MAX_WORDS_SOUGHT = 120;
/** Where a field of JSON begins: at its key. */
const JSON_FIELD = /[{,]\s*(?="[\w@.$ -]{1,60}"\s*:)/g;
const GAP = /[\s,;]+/g;

/** The line of the finding's events that holds the words, else the first line that says anything. */
export function quoteOf(finding: Finding, words: string): Quote | null {
  const sought = (words.split('\n')[0] ?? '').slice(0, MAX_WORDS_SOUGHT).trim();
  const events = eventsOf(finding);
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
  const events = eventsOf(finding);
  for (const form of forms) {
    const event = events.find(({ message }) => message.includes(form));
    if (event !== undefined) return quoteAround(event, form);
  }
  return null;
}

/** The line that names who is at fault, where none of the quotes does; null where no line of the findings does. */
export function namingQuote(
  name: string | null,
  quotes: readonly (Quote | null)[],
  findings: readonly Finding[],
): Quote | null {
  if (name === null || name === '') return null;
  if (quotes.some((known) => known?.quote.includes(name) === true)) return null;
  const event = findings.flatMap(eventsOf).find(({ message }) => message.includes(name));
  return event === undefined ? null : quoteAround(event, name);
}

/** Those of its burst first: what was there before does not show the incident. */
function eventsOf({ sample, samples, burst }: Finding): LogEvent[] {
  const all = [sample, ...samples];
  const inBurst = (occurrence: Occurrence) =>
    burst !== null && contains(burst, occurrence.timestampMs);
  return [...all.filter(inBurst), ...all.filter((each) => !inBurst(each))].flatMap(
    ({ block }) => block.events,
  );
}

/** The line of the event that holds the words; the first line with text where they are empty. */
export function quoteAround(event: LogEvent, words: string): Quote {
  const { message, evidenceId: id, timestampMs } = event;
  const found = words === '' ? -1 : message.indexOf(words);
  const at = Math.max(0, found === -1 ? message.search(/\S/) : found);
  const start = message.lastIndexOf('\n', at) + 1;
  const newline = message.indexOf('\n', at);
  const line = message.slice(start, newline === -1 ? message.length : newline).trimEnd();
  if (line.trim().length <= MAX_QUOTE_CHARS) return { id, quote: line.trim(), timestampMs };
  const from = beginning(line, at - start);
  const to = ending(line, from, at - start + words.length);
  const cut = from === 0 ? 'after' : to === line.length ? 'before' : 'both';
  return { id, quote: line.slice(from, to).trim(), timestampMs, cut };
}

/** The line's start where the words stand near it; else the field of JSON or the word that begins before them. */
function beginning(line: string, at: number): number {
  if (at <= LEAD_CHARS) return 0;
  const lead = line.slice(at - LEAD_CHARS, at);
  const breaks = [...lead.matchAll(JSON_FIELD)];
  const gap = breaks[0] ?? [...lead.matchAll(GAP)][0];
  return at - LEAD_CHARS + (gap === undefined ? 0 : gap.index + gap[0].length);
}

/** The line's end where it is near; else the last end of a field or a word within the bound, behind the words. */
function ending(line: string, from: number, wordsEnd: number): number {
  const most = from + MAX_QUOTE_CHARS;
  if (line.length <= most) return line.length;
  const part = line.slice(from, most);
  const least = Math.min(wordsEnd, most) - from;
  for (const breaks of [JSON_FIELD, GAP]) {
    const end = [...part.matchAll(breaks)].at(-1)?.index ?? 0;
    if (end > 0 && end >= least) return from + end;
  }
  return from + wholeChars(part);
}

/** Not in the middle of a pair of UTF-16 units. */
function wholeChars(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.length - 1 : text.length;
}

/** Without doubles and pieces of one another, the first ones first, at most MAX_QUOTES. */
export function distinctQuotes(quotes: readonly (Quote | null)[]): Quote[] {
  const kept: Quote[] = [];
  for (const quote of quotes) {
    if (quote === null || quote.quote === '') continue;
    if (kept.some((known) => known.quote.includes(quote.quote))) continue;
    const piece = kept.findIndex((known) => quote.quote.includes(known.quote));
    if (piece >= 0) kept[piece] = quote;
    else kept.push(quote);
  }
  return kept.slice(0, MAX_QUOTES);
}
