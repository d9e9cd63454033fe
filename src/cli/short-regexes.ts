// A query for reading: what its long regular expressions look for is told by their size.
import { grouped } from '../base/grouped.ts';

/** Regular expressions up to this length are shown whole. */
const MAX_CHARS = 60;
const SHOWN_CHARS = 24;

/** A regular expression where Insights takes one: behind `like`, `=~`, `parse FIELD`. */
const REGEX = /(\b(?:like|parse\s+\S+)\s+|=~\s*)\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+)\//g;

export function shortRegexes(query: string): string {
  return query.replace(REGEX, (whole, before: string, body: string) => {
    if (body.length <= MAX_CHARS) return whole;
    const words = body.split('|').length;
    const sizes = `${grouped(words)} words, ${grouped(body.length)} characters`;
    return `${before}/${startOf(body)}… ${sizes}/`;
  });
}

/** Whole alternatives from the start where they are short, else its first characters. */
function startOf(body: string): string {
  const start = body.slice(0, SHOWN_CHARS);
  let depth = 0;
  let end = 0;
  for (let at = 0; at < start.length; at++) {
    const character = start[at];
    if (character === '\\') at++;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) end = at + 1;
  }
  return end > 0 ? start.slice(0, end) : start;
}
