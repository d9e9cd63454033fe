// What warnings foretell where nothing failed yet: a resource fills up, and no line says that anything went wrong for lack of
// it. Such a cause is told as a warning, with what happens once the resource is used up.
import type { LogEvent } from '../base/log-event.ts';
import type { TimeRange } from '../base/time-range.ts';
import type { Finding, Occurrence } from '../evidence/types.ts';
import type { Candidate } from './candidates.ts';
import { clip } from './clip.ts';
import { ownWords } from './own-words.ts';
import type { Ranked } from './rank.ts';
import { resourceIn } from './same-resource.ts';
import { clock, endedMs } from './times.ts';
import type { Case, RootCause } from './types.ts';

interface Foretold {
  readonly resource: string;
  /** What happens once it is used up. */
  readonly outcome: string;
  /** What the first and the last of the lines that were looked at tell of it, in time. */
  readonly readings: readonly Reading[];
}

interface Reading {
  /** As the line writes it: `99 %`, `50 of 50`. */
  readonly words: string;
  readonly percent: number;
  readonly timestampMs: number;
}

/** Words of a failure, mild or not: something went wrong already. */
const FAILED =
  /\b(?:fail\w*|error\w*|exception|time[ds]?[- ]?out|refus\w+|reject\w*|denied|drop(?:ped|ping|s)?|evict\w*|kill\w*|abort\w*|gave up|giv\w+ up|cannot|can ?not|can't|could not|unable|lost|throttl\w*|block(?:ed|ing|s)|stall\w*|stuck|discard\w*|overwrit\w*|truncat\w*|crash\w*|restart\w*|shed(?:ding)?|skip\w*|unavailable|unreachable|unresponsive|out of (?:memory|space)|OOM\w*|no (?:space|room|free)|overflow\w*|retr(?:y|ies|ying|ied)|disconnect\w*|reset)\b/i;
/** That the line says how full it is, or that it is nearly so. */
const LEVEL =
  /\d ?%|\d ?(?:[kmgt]i?b)? ?(?:of|\/) ?\d|\b(?:nearly|almost|threshold|limit|watermark|left|free|remaining|low (?:disk|memory|on))\b/i;
const PERCENT =
  /(\d{1,3}(?:\.\d{1,3})?) ?%(?:,? (?:\w{1,12} ){0,2}(left|free|remaining|available))?/gi;
/** What stands behind a share of something else: how far a job is, how much a cache gives. */
const OTHER_SHARE = /^ (?:done|complete\w*|finished|hit|of (?:the )?default)\b/i;
const OF = /(?<![\d.])(\d{1,7}) (?:of|\/) (\d{1,7})(?![\d.])(?! ?[kmgt]?i?b\b)/i;
const CLAUSE_END = /[,;()\n]/;
const LITTLE = /\b(?:left|free|remaining|available)\b/i;
/** What stands before the percentage at which it is warned. */
const BOUND = /(?:threshold|limit|above|over|exceed\w*|max\w*|more than)[ :=]{1,3}(?:of |is )?$/i;
const MAX_BOUND_CHARS = 24;
/** So full it may be used up within the day. */
const NEARLY_FULL_PERCENT = 95;
const MAX_WORDS_CHARS = 100;

/** Null where anything failed, as a known failure did, or where the warnings tell of something else than a resource that fills up. */
export function foretoldBy({
  own,
  consequences,
  signature,
}: Pick<Candidate, 'own' | 'consequences' | 'signature'>): Foretold | null {
  const [lead] = own;
  if (lead === undefined || signature !== null) return null;
  if (![...own, ...consequences].every(isCalm)) return null;
  const found = resourceIn(lead);
  if (found === null || !lead.samples.every(({ block }) => LEVEL.test(block.message))) return null;
  return { resource: found.name, outcome: found.outcome, readings: readingsOf(lead) };
}

const isCalm = ({ severity, samples }: Finding) =>
  severity === 'warning' && !samples.some(({ block }) => FAILED.test(block.message));

function readingsOf({ samples }: Finding): readonly Reading[] {
  const found = [...samples]
    .sort((a, b) => a.timestampMs - b.timestampMs)
    .flatMap(({ peeled, timestampMs }) => {
      const reading = readingIn(peeled.text);
      return reading === null ? [] : [{ ...reading, timestampMs }];
    });
  const [first, last] = [found[0], found.at(-1)];
  if (first === undefined || last === undefined) return [];
  return first.words === last.words ? [last] : [first, last];
}

/** The fullest of what a line tells, in percent of what there is; that of a threshold only where there is no other. */
function readingIn(text: string): Omit<Reading, 'timestampMs'> | null {
  const found = [...text.matchAll(PERCENT)].filter(
    ({ 0: words, index }) => !OTHER_SHARE.test(text.slice(index + words.length)),
  );
  const shares = found.map(({ 0: words, 1: digits, 2: little, index }) => ({
    words,
    percent: little === undefined ? Number(digits) : 100 - Number(digits),
    isBound: BOUND.test(text.slice(Math.max(0, index - MAX_BOUND_CHARS), index)),
  }));
  const all = [...shares, ...partsIn(text)].filter(({ percent }) => percent >= 0 && percent <= 100);
  const read = all.filter(({ isBound }) => !isBound);
  const [fullest] = (read.length > 0 ? read : all).sort((a, b) => b.percent - a.percent);
  return fullest ?? null;
}

function partsIn(text: string) {
  const found = OF.exec(text);
  const [words = '', part = '', whole = ''] = found ?? [];
  if (found === null || Number(whole) === 0) return [];
  const percent = (100 * Number(part)) / Number(whole);
  const isLittle = LITTLE.test(clauseAt(text, found.index));
  return [{ words, percent: isLittle ? 100 - percent : percent, isBound: false }];
}

/** As far as the next comma and its like: `48 of 50 in use, 2 free` tells of two numbers. */
function clauseAt(text: string, at: number): string {
  const before = text.slice(0, at).split(CLAUSE_END).at(-1) ?? '';
  return before + (text.slice(at).split(CLAUSE_END)[0] ?? '');
}

/** That nothing failed yet, how far it is, and what will happen. */
export function foretoldSentences(cause: Ranked, { window }: Case): string[] {
  const foretold = foretoldBy(cause);
  if (foretold === null) return [];
  const { resource, outcome, readings } = foretold;
  const told = readings.map(
    ({ words, timestampMs }) => `${words} at ${clock(timestampMs, window)}`,
  );
  return [
    'This is a warning: nothing failed yet that these logs tell of.',
    ...(told.length === 0 ? [] : [`It tells of ${told.join(' and of ')}.`]),
    `Once there is no ${resource} left, ${outcome}.`,
  ];
}

/** No failure, no impact; how soon it is to be looked at follows from how full it is and whether it goes on. */
export function weightOf(
  cause: Ranked,
  { window }: { readonly window: TimeRange },
  isNoise: boolean,
): Pick<RootCause, 'impact' | 'urgency'> | null {
  const foretold = foretoldBy(cause);
  if (foretold === null) return null;
  const isOver = cause.own.every((finding) => endedMs(finding, window) !== null);
  const isNear = isNearlyFull(foretold) && !isNoise;
  return { impact: 'low', urgency: isOver ? 'low' : isNear ? 'high' : 'medium' };
}

/** What it is called: the words of the last of its lines that were looked at, which say how full. */
export function foretoldTitle(cause: Candidate): string | null {
  const [lead] = cause.own;
  return lead === undefined || foretoldBy(cause) === null ? null : lastWords(lead);
}

/** The line that shows how far it is. */
export function foretoldEvent(cause: Candidate): LogEvent | null {
  const [lead] = cause.own;
  if (lead === undefined || foretoldBy(cause) === null) return null;
  return lastOf(lead)?.block.events[0] ?? null;
}

function lastWords(finding: Finding): string {
  return ownWords({ ...finding, sample: lastOf(finding) ?? finding.sample });
}

const lastOf = ({ samples }: Finding): Occurrence | undefined =>
  samples.toSorted((a, b) => b.timestampMs - a.timestampMs)[0];

/** Of logs without an incident: what to look at where a warning tells of a resource that is nearly used up. */
export function nearlyUsedUp({ analysis }: Case): string | null {
  for (const warning of analysis.findings) {
    const foretold = foretoldBy({ own: [warning], consequences: [], signature: null });
    if (foretold === null || !isNearlyFull(foretold)) continue;
    const { resource, outcome } = foretold;
    return `Nothing failed, but ${warning.id} warns of ${resource} nearly used up ("${clip(lastWords(warning), MAX_WORDS_CHARS)}"): see how soon none will be left, for then ${outcome}.`;
  }
  return null;
}

const isNearlyFull = ({ readings }: Foretold) =>
  (readings.at(-1)?.percent ?? 0) >= NEARLY_FULL_PERCENT;
