// Claims of a model, held against the evidence: quotes have to be verbatim, numbers to be in the facts or follow from
// them, names to exist, times to be those of something seen. What does not hold is dropped or called a hypothesis.
import { z } from 'zod';
import type { Finding } from '../../evidence/types.ts';
import { figuresFor } from './figures.ts';
import { type Found, type Ground, MIN_QUOTE_CHARS } from './ground.ts';
import type { ClaimStanding } from './model-work.ts';
import { idsIn, namesIn, QUOTED } from './names.ts';
import { isAmong, numbersIn } from './numbers.ts';
import { deedFaults, denialFaults, spokenFaults } from './own-words.ts';
import { isKnown, timesIn, withoutTimes } from './times.ts';

const MAX_QUOTES = 4;
const MAX_QUOTE_CHARS = 500;
const MAX_CLAIM_CHARS = 600;

export const QuoteShape = z.object({
  evidence: z.string().max(12),
  quote: z.string().min(1).max(MAX_QUOTE_CHARS),
});

export const ClaimShape = z.object({
  text: z.string().min(1).max(MAX_CLAIM_CHARS),
  kind: z.enum(['observed', 'inferred']),
  quotes: z.array(QuoteShape).max(MAX_QUOTES),
});

export type Claim = z.infer<typeof ClaimShape>;

export interface CheckedClaim {
  readonly text: string;
  readonly standing: ClaimStanding;
  /** Those that were found. */
  readonly quotes: readonly Found[];
  /** What does not hold, in words for the model. */
  readonly faults: readonly string[];
}

/** `about`: findings whose counts the claim may state although it does not name them. */
export function checkClaim(claim: Claim, about: readonly Finding[], ground: Ground): CheckedClaim {
  const looked = claim.quotes.map(({ evidence, quote }) => ({
    evidence,
    quote,
    found: saysSomething(quote) ? ground.find(evidence, trimmed(quote)) : null,
  }));
  const quotes = looked.flatMap(({ found }) => found ?? []);
  const missing = looked
    .filter(({ found }) => found === null)
    .map(({ evidence, quote }) => quoteFault(evidence, quote));
  const unproven = textFaults(claim.text, about, quotes, ground);
  const bare = claim.quotes.length === 0 && claim.kind === 'observed' ? ['it quotes nothing'] : [];
  const own = ownWordFaults(claim.text, quotes, ground);
  const faults = [...missing, ...unproven, ...own, ...bare];
  return { text: claim.text, quotes, faults, standing: standingOf(claim, quotes.length, faults) };
}

function standingOf({ kind }: Claim, quotes: number, faults: readonly string[]): ClaimStanding {
  if (faults.length > 0) return 'dropped';
  return quotes > 0 && kind === 'observed' ? 'grounded' : 'hypothesis';
}

/** Models end a long quote with an ellipsis. */
const trimmed = (quote: string): string =>
  quote
    .trim()
    .replace(/^(?:…|\.{3})|(?:…|\.{3})$/g, '')
    .trim();

/** Letters without which a quote shows nothing. */
const MIN_LETTERS = 4;

/** A time, a redaction or a line of dashes shows nothing, and a piece of a redaction is no piece of a line. */
function saysSomething(quote: string): boolean {
  const bare = withoutTimes(quote.replace(/\[redacted:[\w-]*\]/g, ' '));
  if (/\[redacted/.test(bare)) return false;
  return (bare.match(/\p{L}/gu) ?? []).length >= MIN_LETTERS;
}

function quoteFault(evidence: string, quote: string): string {
  const shown = quote.length > 60 ? `${quote.slice(0, 60)}…` : quote;
  return quote.length < MIN_QUOTE_CHARS || !saysSomething(quote)
    ? `the quote "${shown}" is too short to show anything`
    : `the quote "${shown}" is not verbatim in ${evidence} or any other evidence`;
}

/** What of a text is neither in the evidence nor follows from it; empty where all of it is. */
export function textFaults(
  text: string,
  about: readonly Finding[],
  quotes: readonly Found[],
  ground: Ground,
): readonly string[] {
  const quoted = quotes.map(({ quote, event }) => `${quote}\n${event?.message ?? ''}`).join('\n');
  const timesMs = [...timesOf(about), ...quotes.flatMap(({ event }) => event?.timestampMs ?? [])];
  const own = withoutQuotes(text, quotes, quoted, ground);
  const known = [...timesMs, ...timesOf([...ground.findings.values()]), ground.window.startMs];
  const times = timesIn(own, ground.window)
    .filter((time) => !isKnown(time, known, ground.window) && !quoted.includes(time.text))
    .map((time) => `the time ${time.text} is not one of the evidence in the window`);
  const sources = figuresFor(text, about, quotes, ground);
  const numbers = numbersIn(withoutTimes(own))
    .filter((number) => !isAmong(number, sources))
    .map((number) => `the number ${number.text} ${UNFOUNDED}`);
  const ids = idsIn(own)
    .filter((id) => !ground.findings.has(id) && !isEvidence(id, ground))
    .map((id) => `there is no ${id}`);
  const names = namesIn(withoutTimes(own))
    .filter((name) => !isNamed(name, quoted, ground))
    .map((name) => `"${name}" is named nowhere in the evidence`);
  return [...ids, ...times, ...spokenFaults(own, ground.window), ...numbers, ...names];
}

const UNFOUNDED =
  'neither stands in what is quoted nor is a figure of a finding that is named beside it, nor follows from these';

/** What no quote can bear out: that nothing failed, or that something was done. */
export function ownWordFaults(
  text: string,
  quotes: readonly Found[],
  ground: Ground,
): readonly string[] {
  const quoted = quotes.map(({ quote }) => quote).join('\n');
  const own = withoutQuotes(text, quotes, quoted, ground);
  const [errors = 0] = ground.totals;
  return [...denialFaults(own, errors), ...deedFaults(own, quotes.length > 0)];
}

/** The model's own words: what it puts into quotes and the evidence holds word for word is proven by that. */
function withoutQuotes(
  text: string,
  quotes: readonly Found[],
  quoted: string,
  ground: Ground,
): string {
  const texts = quotes.map(({ quote }) => quote);
  // A quote that holds quotation marks itself would fall into pieces.
  const nested = without(
    text,
    texts.filter((quote) => /["`]/.test(quote)),
  );
  const bare = nested.replace(QUOTED, (whole, ...parts: unknown[]) => {
    const inside = parts.find((part) => typeof part === 'string');
    const held = typeof inside === 'string' && (quoted.includes(inside) || ground.mentions(inside));
    return held ? ' , ' : whole;
  });
  return without(bare, texts);
}

const without = (text: string, parts: readonly string[]): string =>
  parts.reduce((left, part) => left.replaceAll(part, '…'), text);

const isEvidence = (id: string, ground: Ground): boolean =>
  ground.eventsOf(id).length > 0 || ground.rowsOf(id).length > 0;

/** Capitals at the beginning of a sentence change nothing. */
function isNamed(name: string, quoted: string, ground: Ground): boolean {
  const forms = new Set([name, name.toLowerCase()]);
  return [...forms].some((form) => quoted.includes(form) || ground.mentions(form));
}

function timesOf(findings: readonly Finding[]): readonly number[] {
  return findings.flatMap(({ firstSeenMs, lastSeenMs, bursts, burst }) => [
    firstSeenMs,
    lastSeenMs,
    ...[...(bursts ?? []), ...(burst === null ? [] : [burst])].flatMap((one) => [
      one.startMs,
      one.endMs,
    ]),
  ]);
}
