// The literals of a query as they stand in the bytes of a file. In JSON a character may be written as an
// escape, so only runs of characters that no encoder escapes are looked for there.
import type { CompiledQuery, QueryRun, Screen } from '../insights/types.ts';
import type { Format } from './input/log-file.ts';
import { type LiteralSet, literalSet } from './kernel/literal-set.ts';

/** Runs of ASCII that stand as they are in every JSON text. */
const PLAIN_RUN = /[A-Za-z0-9 _.,:;()[\]{}@#$%*!?|~^-]+/g;
/** An encoder may write any ASCII character that is printed so; what holds one is decoded to be sure. */
const ESCAPES_OF_ASCII = [2, 3, 4, 5, 6, 7].map((digit) => `\\u00${digit}`);
/** Shorter literals occur in nearly every block and cost more than they save. */
const MIN_LITERAL_CHARS = 2;

/** What is sought in the bytes of a block. */
export interface Sought {
  readonly set: LiteralSet;
  /** Whether one of the literals, as it stands in the file, is in the text. */
  holds(text: string): boolean;
}

/** What tells events that cannot match from their bytes. */
export interface Prefilter {
  /** Of which an event must hold one; null: nothing tells. */
  readonly literals: Sought | null;
  readonly screen: Screen | null;
  /** Whether nothing of an event is looked at but its time and its log group. */
  readonly coarse: boolean;
}

/** Lets every event through. */
export const NO_PREFILTER: Prefilter = { literals: null, screen: null, coarse: false };

/** What a query tells of the bytes of a file. */
export function prefilterOf(
  { literals, screen }: CompiledQuery,
  { coarse }: QueryRun,
  format: Format,
): Prefilter {
  return { literals: soughtIn(format, literals), screen, coarse };
}

/**
 * The literals as the bytes of a file hold them, ASCII case apart; null where that cannot be told: then every unit is
 * to be looked at.
 */
export function soughtIn(format: Format, literals: readonly string[] | null): Sought | null {
  if (literals === null) return null;
  const json = format.kind.startsWith('json');
  const raw = literals.map((literal) => (json ? longestPlainRun(literal) : inBytes(literal)));
  if (raw.some((literal) => literal.length < MIN_LITERAL_CHARS)) return null;
  const all = json && raw.length > 0 ? [...raw, ...ESCAPES_OF_ASCII] : raw;
  const set = literalSet(all);
  if (set === null) return null;
  const pattern = new RegExp(all.map(escapeRegExp).join('|'), 'i');
  return { set, holds: (text) => pattern.test(text) };
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
