// FilterLogEvents' pattern language: terms, a regular expression between %, a JSON condition in braces, or columns in
// brackets. It is another language than that of queries.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
import { columnsPattern } from './columns.ts';
import { jsonPattern } from './json.ts';
import { Reader } from './reader.ts';
import { regexPattern } from './regex.ts';
import { termsPattern } from './terms.ts';
import type { FilterPattern } from './types.ts';

/** A pattern that cannot be understood is refused with InvalidParameterException. */
export function filterPattern(text: string): FilterPattern {
  const pattern = text.trim();
  if (pattern.startsWith('{')) return unfiltered(jsonPattern(new Reader(pattern)));
  if (pattern.startsWith('[')) return unfiltered(columnsPattern(new Reader(pattern)));
  if (pattern.startsWith('%')) return unfiltered(regexPattern(pattern));
  return termsPattern(pattern);
}

function unfiltered(matches: (message: string) => boolean): FilterPattern {
  return { matches, literals: null };
}
