// All matches of a pattern in a text, one behind the other, as matcher.ts finds the first one: in linear time.
import type { ParsedRegex } from './ast.ts';
import { firstMatch, type Match } from './first-match.ts';

/** At most `max` matches. Throws a RegexFault where the pattern cannot be matched safely. */
export function matchesOf(regex: ParsedRegex): (text: string, max: number) => Match[] {
  const first = firstMatch(regex);
  return (text, max) => {
    const matches: Match[] = [];
    for (let from = 0; from <= text.length && matches.length < max; ) {
      const match = first(text, from);
      if (match === null) break;
      matches.push(match);
      from = match.end === match.start ? nextCharacter(text, match.end) : match.end;
    }
    return matches;
  };
}

function nextCharacter(text: string, at: number): number {
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}
