// The right side of like and =~: a substring or a regular expression.
import type { Diagnostic } from '../../base/diagnostic.ts';
import { type ParsedRegex, RegexFault } from '../regex/ast.ts';
import { searcher } from '../regex/matcher.ts';
import { parseRegex } from '../regex/parse.ts';
import type { LiteralExpr, RegexExpr } from '../syntax/ast.ts';
import { errorAt, warningAt } from '../syntax/fault.ts';
import type { Planner } from './planner.ts';

/** A test of texts; case-sensitive unless the pattern says `(?i)`. */
export function compilePattern(
  planner: Planner,
  pattern: LiteralExpr | RegexExpr,
): (text: string) => boolean {
  if (pattern.kind === 'literal') {
    const part = pattern.raw;
    return (text) => text.includes(part);
  }
  return compileRegexWith(planner, pattern, searcher) ?? (() => false);
}

/** Parses a /regular expression/ and hands it to `use`; null, with a diagnostic, where it is refused. */
export function compileRegexWith<T>(
  planner: Planner,
  regex: RegexExpr,
  use: (parsed: ParsedRegex) => T,
): T | null {
  checkFlags(planner, regex);
  try {
    return use(readRegexExpr(regex));
  } catch (error) {
    if (!(error instanceof RegexFault)) throw error;
    planner.diagnostics.push(refusal(regex, error));
    return null;
  }
}

/**
 * Patterns whose trees are kept, those used last: queries of an investigation share long ones, and what was learnt of
 * each. Counting many findings takes some 150.
 */
const MAX_KEPT = 250;
const KEPT = new Map<string, ParsedRegex>();

/** The tree of a regex in a query, its `/…/i` flag applied; the same for the same regex. Throws a RegexFault. */
export function readRegexExpr({ pattern, flags }: RegexExpr): ParsedRegex {
  const key = `${flags} ${pattern}`;
  const parsed = KEPT.get(key) ?? parseRegex(pattern, flags === 'i');
  // The last one in a map is the one that was set last.
  KEPT.delete(key);
  KEPT.set(key, parsed);
  const [oldest = ''] = KEPT.keys();
  if (KEPT.size > MAX_KEPT) KEPT.delete(oldest);
  return parsed;
}

function checkFlags(planner: Planner, regex: RegexExpr): void {
  if (regex.flags === '') return;
  const end = regex.span.end;
  const span = { start: end - regex.flags.length, end };
  if (regex.flags === 'i') {
    planner.diagnostics.push(
      warningAt('regex-flag', '/…/i is not documented by AWS', span, 'begin the pattern with (?i)'),
    );
    return;
  }
  planner.diagnostics.push(errorAt('regex', `unknown flags ${regex.flags}`, span));
}

function refusal(regex: RegexExpr, fault: RegexFault): Diagnostic {
  const start = regex.span.start + 1 + fault.offset;
  const span = { start, end: start + fault.length };
  return errorAt('regex', `the regular expression is refused: ${fault.message}`, span);
}
