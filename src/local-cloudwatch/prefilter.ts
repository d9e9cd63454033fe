// What a query seeks, as it stands in the bytes of a file. In JSON a character may be written as an
// escape, so only runs of characters that no encoder escapes are looked for there.

import { areRare } from '../insights/regex/runs.ts';
import type { CompiledQuery, QueryRun, Screen } from '../insights/types.ts';
import type { Format } from './input/log-file.ts';
import { type ByteRun, foldedRun, type RunSet, runSet } from './kernel/run-set.ts';
import type { Places, Recall } from './recall.ts';

/** Runs of ASCII that stand as they are in every JSON text. */
const PLAIN_RUN = /[A-Za-z0-9 _.,:;()[\]{}@#$%*!?|~^-]+/g;
const PLAIN = new RegExp(`^${PLAIN_RUN.source}$`);
/** An encoder may write any ASCII character that is printed so; what holds one is decoded to be sure. */
const ESCAPES_OF_ASCII = [2, 3, 4, 5, 6, 7].map((digit) => `\\u00${digit}`);
/** Shorter literals occur in nearly every block and cost more than they save. */
const MIN_RUN_BYTES = 2;

/** What is sought in the bytes of a block. */
export interface Sought {
  readonly set: RunSet;
  /** Whether one of the runs, as it stands in the file, is in the text. */
  holds(text: string): boolean;
}

/** What tells events that cannot match from their bytes. */
export interface Prefilter {
  /** Of which an event must hold one; null: nothing tells. */
  readonly literals: Sought | null;
  readonly screen: Screen | null;
  /** Whether nothing of an event is looked at but its time and its log group. */
  readonly coarse: boolean;
  /** What earlier queries found out; null: nothing that helps. */
  readonly recall: Recall | null;
  /** The screen for events that passed the tests of `recall`; null: nothing is left to test. */
  readonly beyond: Screen | null;
  /** Told where in a block that lies wholly in the selection the events stand that the screen did not rule out. */
  readonly remember: ((block: string, places: Places) => void) | null;
  /** Counts an event that the screen lets through and that is not kept for its time; false: it is to be visited. */
  readonly pass: ((timestampMs: number) => boolean) | null;
}

/** Lets every event through. */
export const NO_PREFILTER: Prefilter = {
  literals: null,
  screen: null,
  coarse: false,
  recall: null,
  beyond: null,
  remember: null,
  pass: null,
};

/** What is known of the blocks, and what is to be kept of them. */
export interface Memory {
  readonly recall: Recall | null;
  readonly remember: Prefilter['remember'];
}

export const NO_MEMORY: Memory = { recall: null, remember: null };

/** What a query tells of the bytes of a file. */
export function prefilterOf(
  { literals, runs, screen, screenTests, screenBeyond }: CompiledQuery,
  { coarse, firsts, pass }: QueryRun,
  format: Format,
  { recall, remember }: Memory,
): Prefilter {
  const sought = literals === null ? soughtRuns(format, runs) : soughtIn(format, literals);
  return {
    literals: sought,
    screen,
    coarse,
    recall,
    beyond: recall === null ? screen : screenBeyond(new Set(recall.tests)),
    // What fewer tests have told is told again by more of them: nothing that is worth its room.
    remember: recall !== null && recall.tests.length < screenTests.length ? null : remember,
    pass: firsts === null ? null : pass,
  };
}

/**
 * The literals as the bytes of a file hold them, ASCII case apart; null where that cannot be told: then every unit is
 * to be looked at.
 */
export function soughtIn(format: Format, literals: readonly string[] | null): Sought | null {
  if (literals === null) return null;
  return remembered(literals, format, () => {
    const json = isJson(format);
    const raw = literals.map((literal) => (json ? longestPlainRun(literal) : inBytes(literal)));
    return sought(format, raw.map(foldedRun));
  });
}

/** Runs of ASCII characters, in the same way. */
function soughtRuns(format: Format, runs: readonly ByteRun[] | null): Sought | null {
  if (runs === null) return null;
  return remembered(runs, format, () => {
    const written = runs.map((run) => writtenPart(run, format));
    return areRare(written) ? sought(format, written) : null;
  });
}

/** What was built of a list, for each way in which files are written: all files of a query seek the same. */
const BUILT = new WeakMap<readonly unknown[], Map<string, Sought | null>>();

function remembered(
  list: readonly unknown[],
  format: Format,
  build: () => Sought | null,
): Sought | null {
  const known = BUILT.get(list) ?? new Map<string, Sought | null>();
  BUILT.set(list, known);
  const key = `${isJson(format)} ${foldsLines(format)}`;
  const built = known.get(key);
  if (built !== undefined) return built;
  const fresh = build();
  known.set(key, fresh);
  return fresh;
}

function sought(format: Format, runs: readonly ByteRun[]): Sought | null {
  if (runs.length === 0 || runs.some((run) => run.length < MIN_RUN_BYTES)) return null;
  const all = isJson(format) ? [...runs, ...ESCAPES_OF_ASCII.map(foldedRun)] : runs;
  const set = runSet(all);
  if (set === null) return null;
  const pattern = new RegExp(all.map(patternOf).join('|'));
  return { set, holds: (text) => pattern.test(text) };
}

/** Whether two characters of the file may stand for one line break of the message. */
const foldsLines = (format: Format) => format.kind === 'text' && format.crlf;
const isJson = ({ kind }: Format) => kind.startsWith('json');

/** The longest part of a run that stands in the file as in the message. */
function writtenPart(run: ByteRun, format: Format): ByteRun {
  const crlf = foldsLines(format);
  const written = (set: string) =>
    isJson(format) ? PLAIN.test(set) : !(crlf && /[\r\n]/.test(set));
  let [longest, part]: [ByteRun, ByteRun] = [[], []];
  for (const set of run) {
    part = written(set) ? [...part, set] : [];
    if (part.length > longest.length) longest = part;
  }
  return longest;
}

function patternOf(run: ByteRun): string {
  return run.map((set) => `[${set.replace(/[\\\]^-]/g, '\\$&')}]`).join('');
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
