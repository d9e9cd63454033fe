// What a query seeks, as it stands in the bytes of a file. In JSON a character may be written as an
// escape, so only runs of characters that no encoder escapes are looked for there.

import type { Literal } from '../insights/regex/literals.ts';
import type { Place } from '../insights/regex/places.ts';
import { areRare } from '../insights/regex/runs.ts';
import type { CompiledQuery, QueryRun, Screen } from '../insights/types.ts';
import type { Format, LogFile, Shape } from './input/log-file.ts';
import { type ByteRun, foldedRun, type RunSet, runSet, type Sequence } from './kernel/run-set.ts';
import type { Places, Recall } from './recall.ts';

/** Printed ASCII that JSON does not write with a backslash and another character. */
const PLAIN = /^[ !#-.0-[\]-~]+$/;
/** An encoder may write any such character so; what holds one is decoded to be sure. */
const ESCAPES_OF_ASCII = [2, 3, 4, 5, 6, 7].map((digit) => `\\u00${digit}`);
/** Shorter literals occur in nearly every block and cost more than they save. */
const MIN_RUN_BYTES = 2;

/** What is sought in the bytes of a block. */
export interface Sought {
  readonly set: RunSet;
  /** Whether one of the runs, as it stands in the file, is in the text. */
  holds(text: string): boolean;
}

/** Of which an event of a block of this shape must hold one; null: nothing tells. */
export type Seeks = (shape: Shape | null) => Sought | null;

const NO_SEEKS: Seeks = () => null;

/** What tells events that cannot match from their bytes. */
export interface Prefilter {
  readonly seeks: Seeks;
  readonly screen: Screen | null;
  /** Whether nothing of an event is looked at but its time and its log group. */
  readonly coarse: boolean;
  /** Whether events are handed on that stand no longer than they are visited. */
  readonly undecoded: boolean;
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
  seeks: NO_SEEKS,
  screen: null,
  coarse: false,
  undecoded: false,
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

/** What a query tells of the bytes of a file; `isSought`: whether what it seeks is found in these first. */
export function prefilterOf(
  query: CompiledQuery,
  { coarse, keepsRecords, firsts, pass }: QueryRun,
  file: Sieved,
  { recall, remember }: Memory,
  isSought: boolean,
): Prefilter {
  const { screen, screenBeyond } = query;
  return {
    seeks: isSought ? seeksOf(query, file) : NO_SEEKS,
    screen,
    coarse,
    undecoded: !keepsRecords,
    recall,
    beyond: recall === null ? screen : screenBeyond(new Set(recall.tests)),
    // What fewer tests have told is told again by more of them: nothing that is worth its room.
    remember: recall !== null && recall.tests.length < query.screenTests.length ? null : remember,
    pass: firsts === null ? null : pass,
  };
}

function seeksOf({ literals, runs }: CompiledQuery, file: Sieved): Seeks {
  return literals === null ? seeksRuns(file.format, runs) : seeksIn(file, literals);
}

/** What must be known of a file. */
export type Sieved = Pick<LogFile, 'format' | 'holdsIndented'>;

/** The literals, ASCII case apart, as the bytes of a file hold them. */
export function seeksIn(file: Sieved, literals: readonly Literal[] | null): Seeks {
  if (literals === null) return NO_SEEKS;
  const { format } = file;
  const possible = mayHoldIndented(file) ? literals : withoutIndented(literals);
  return (shape) =>
    remembered(possible, writingOf(format, shape), (writing) =>
      sought(
        possible.map((literal) => writtenLiteral(literal, writing)),
        writing,
      ),
    );
}

/** Whether a message of the file may begin with white space. */
function mayHoldIndented({ format, holdsIndented }: Sieved): boolean {
  return format.kind !== 'text' || holdsIndented;
}

const WITHOUT_INDENTED = new WeakMap<readonly Literal[], readonly Literal[]>();

/** The same list for the same literals; all of them where there are no others. */
function withoutIndented(literals: readonly Literal[]): readonly Literal[] {
  const known = WITHOUT_INDENTED.get(literals);
  if (known !== undefined) return known;
  const others = literals.filter(({ indented }) => !indented);
  const possible = others.length === 0 ? literals : others;
  WITHOUT_INDENTED.set(literals, possible);
  return possible;
}

/** Runs of ASCII characters, in the same way. */
function seeksRuns(format: Format, runs: readonly ByteRun[] | null): Seeks {
  if (runs === null) return NO_SEEKS;
  return (shape) =>
    remembered(runs, writingOf(format, shape), (writing) => {
      const written = runs.map((run) => writtenPart(run, writing));
      return areRare(written) ? sought(written.map(alone), writing) : null;
    });
}

/** How the text of a message stands in a file: as it is, with two characters for a line break, or as a JSON string. */
type Writing = 'plain' | 'crlf' | 'json';

function writingOf(format: Format, shape: Shape | null): Writing {
  if (format.kind.startsWith('json')) return shape === 'lines' ? 'plain' : 'json';
  // Between two lines of a container's event there may be others, and there is its name.
  if (format.kind === 'named-lines') return 'crlf';
  return format.kind === 'text' && format.crlf ? 'crlf' : 'plain';
}

/** What was built of a list, for each writing: all files of a query seek the same. */
const BUILT = new WeakMap<readonly unknown[], Map<Writing, Sought | null>>();

function remembered(
  list: readonly unknown[],
  writing: Writing,
  build: (writing: Writing) => Sought | null,
): Sought | null {
  const known = BUILT.get(list) ?? new Map<Writing, Sought | null>();
  BUILT.set(list, known);
  const built = known.get(writing);
  if (built !== undefined) return built;
  const fresh = build(writing);
  known.set(writing, fresh);
  return fresh;
}

function sought(sequences: readonly Sequence[], writing: Writing): Sought | null {
  if (sequences.length === 0 || sequences.some(({ run }) => run.length < MIN_RUN_BYTES))
    return null;
  const escapes = ESCAPES_OF_ASCII.map(foldedRun).map(alone);
  const all = writing === 'json' ? [...sequences, ...escapes] : sequences;
  const set = runSet(all) ?? runSet(all.map(({ run }) => alone(run)));
  if (set === null) return null;
  const pattern = new RegExp([...new Set(all.map(({ run }) => patternOf(run)))].join('|'));
  return { set, holds: (text) => pattern.test(text) };
}

const alone = (run: ByteRun): Sequence => ({ run, tail: [] });

/** The longest part of a run that stands in the file as in the message. */
function writtenPart(run: ByteRun, writing: Writing): ByteRun {
  let [longest, part]: [ByteRun, ByteRun] = [[], []];
  for (const set of run) {
    part = standsAsItIs(set, writing) ? [...part, set] : [];
    if (part.length > longest.length) longest = part;
  }
  return longest;
}

function standsAsItIs(set: string, writing: Writing): boolean {
  if (writing === 'json') return PLAIN.test(set);
  return writing === 'plain' || !/[\r\n]/.test(set);
}

/** What comes behind a literal is sought where the part of it that stands in the file reaches to its end. */
function writtenLiteral({ run, tail }: Literal, writing: Writing): Sequence {
  const part = writtenPart(run, writing);
  const isEnd = part.length > 0 && part.every((set, index) => set === run.at(index - part.length));
  return { run: part, tail: isEnd ? writtenPlaces(tail, writing) : [] };
}

/** As far as they stand in the file in one way only; a quote within a JSON string has a backslash before it. */
function writtenPlaces(places: readonly Place[], writing: Writing): readonly Place[] {
  const written: Place[] = [];
  for (const place of places) {
    const { set, kind } = place;
    if (kind === 'edge' || standsAsItIs(set, writing)) written.push(place);
    else if (writing === 'json' && set === '"') written.push({ set: '\\', kind }, place);
    else break;
  }
  return written;
}

function patternOf(run: ByteRun): string {
  return run.map((set) => `[${set.replace(/[\\\]^-]/g, '\\$&')}]`).join('');
}
