// Regular expressions between %: a small part of the usual language, without groups, and linear in time.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html#regex-expressions
import { RegexFault } from '../../insights/regex/ast.ts';
import { searcher } from '../../insights/regex/matcher.ts';
import { parseRegex } from '../../insights/regex/parse.ts';
import { invalidParameter } from '../protocol.ts';

const ALLOWED = /^[A-Za-z0-9:_#=@/;,\- ^$?[\]{}|\\*+.]*$/;

/** A pattern that is one regular expression. */
export function regexPattern(pattern: string): (message: string) => boolean {
  const { test, end } = readRegex(pattern, 0);
  if (end < pattern.length) {
    throw invalidParameter(
      `Invalid filter pattern at character ${end}: nothing may follow the regular expression.`,
    );
  }
  return test;
}

/** The one that begins with the % at `start`, and the place behind its closing %. */
export function readRegex(text: string, start: number) {
  let end = start + 1;
  while (end < text.length && text[end] !== '%') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) {
    throw invalidParameter(`Invalid filter pattern at character ${start}: a % is not closed.`);
  }
  return { test: compileRegex(text.slice(start + 1, end)), end: end + 1 };
}

function compileRegex(source: string): (text: string) => boolean {
  const plain = source.replace(/\\./g, '');
  if (!ALLOWED.test(plain)) {
    throw invalidParameter(
      `Invalid filter pattern: %${source}% holds a character that is not supported in regular expressions.`,
    );
  }
  try {
    return searcher(parseRegex(source.replace(/\{,(\d+)\}/g, '{0,$1}'), false));
  } catch (error) {
    if (!(error instanceof RegexFault)) throw error;
    throw invalidParameter(`Invalid filter pattern: %${source}%: ${error.message}`);
  }
}
