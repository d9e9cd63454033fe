// The literals of a query as one regular expression over raw bytes. In JSON a character may be written as an
// escape, so only runs of characters that no encoder escapes are looked for there.
import type { CompiledQuery } from '../insights/types.ts';
import type { Format } from './input/log-file.ts';
import type { Prefilter } from './scan.ts';

/** Runs of ASCII that stand as they are in every JSON text. */
const PLAIN_RUN = /[A-Za-z0-9 _.,:;()[\]{}@#$%*!?|~^-]+/g;
/** An encoder may write any ASCII character so; what holds one is decoded to be sure. */
const ASCII_ESCAPE = '\\\\u00[2-7]';
/** Shorter literals occur in nearly every block and cost more than they save. */
const MIN_LITERAL_CHARS = 2;

/** More alternatives make the search slower than a look at each event's own bytes. */
const MAX_FAST_LITERALS = 12;

/** What a query tells of the bytes of a file. */
export function prefilterOf({ literals, screen }: CompiledQuery, format: Format): Prefilter {
  const slow = screen !== null && (literals?.length ?? 0) > MAX_FAST_LITERALS;
  return { literals: slow ? null : literalPattern(literals, format), screen };
}

/**
 * Finds, in the latin1 text of a block, every place where one of the literals can be, ASCII case apart; null where
 * no such expression can be told: then every unit is to be decoded.
 */
export function literalPattern(literals: readonly string[] | null, format: Format): RegExp | null {
  if (literals === null || literals.length === 0) return null;
  const json = format.kind.startsWith('json');
  const raw = literals.map((literal) => (json ? longestPlainRun(literal) : inBytes(literal)));
  if (raw.some((literal) => literal.length < MIN_LITERAL_CHARS)) return null;
  const alternatives = [...raw.map(escapeRegExp), ...(json ? [ASCII_ESCAPE] : [])];
  return new RegExp(alternatives.join('|'), 'gi');
}

function longestPlainRun(literal: string): string {
  const runs = literal.match(PLAIN_RUN) ?? [];
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

/** UTF-8 bytes as latin1 text. A line break in a literal may be written as two characters in the file. */
function inBytes(literal: string): string {
  const lines = literal.split(/[\r\n\ufffd]+/);
  const longest = lines.reduce((best, line) => (line.length > best.length ? line : best), '');
  return Buffer.from(longest).toString('latin1');
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
