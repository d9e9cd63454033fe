// What ordinary lines are known by: a phrase of each frequent kind, so that a query can ask for all the others.
import type { LogEvent } from '../base/log-event.ts';
import { evenly } from '../evidence/evenly.ts';
import { lineKindsOf } from '../evidence/survey/line-kinds.ts';

/** A kind that makes up so much of the sample is ordinary. */
const MIN_SHARE = 0.005;
const MIN_LINES = 10;
const MAX_EVENTS = 1_500;
const MAX_PHRASES = 40;
const MIN_PHRASE_CHARS = 6;
const MAX_PHRASE_CHARS = 60;
const PLACEHOLDER = /\S*<(?:\*|[a-z][\w-]{0,20})>\S*/i;
/** What a regular expression takes for itself, and what ends one in a query. */
const SPECIAL = /[.*+?^${}()|[\]\\/]/g;

/** Regular expressions, the most frequent kinds first; none where too few events are known to say what is usual. */
export function usualPhrases(all: readonly LogEvent[]): readonly string[] {
  const events = evenly(all, MAX_EVENTS);
  const least = Math.max(MIN_LINES, events.length * MIN_SHARE);
  const kinds = lineKindsOf(events)
    .filter(({ lines }) => lines.length >= least)
    .sort((a, b) => b.lines.length - a.lines.length);
  const phrases = kinds.flatMap(({ template }) => phraseOf(template) ?? []);
  return [...new Set(phrases)].slice(0, MAX_PHRASES);
}

/** The longest run of fixed words, as it stands in each of the kind's lines. */
function phraseOf(template: string): string | null {
  const runs = template.split(PLACEHOLDER).map((run) => run.trim());
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest.length < MIN_PHRASE_CHARS) return null;
  const whole = longest
    .slice(0, MAX_PHRASE_CHARS)
    .replace(/\s\S*$/, (rest) => (longest.length > MAX_PHRASE_CHARS ? '' : rest));
  return whole.replace(SPECIAL, '\\$&').replace(/\s+/g, '\\s+');
}
