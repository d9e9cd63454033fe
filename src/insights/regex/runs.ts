// Characters that a match holds one after the other, each of them one of a few: `5\d\d` has no literal worth seeking, yet
// a `5` before two digits is rare enough for skipping text before any real matching.
import type { RegexNode, RepeatNode, SetNode } from './ast.ts';
import { casesOf } from './classes.ts';

/** For each place the characters that may stand there, all of them ASCII. */
export type Run = readonly string[];

/** Longer runs say no more. */
const MAX_LENGTH = 12;
const MIN_LENGTH = 2;
/** More of them cost more than they save. */
const MAX_RUNS = 24;
/** Runs that are met more often than once in so many characters are met in too many lines. */
const MIN_CHARS_APART = 1_500;

/** Runs of which every match holds at least one; null where there are none, or they are met too often. */
export function runsOfRegex(node: RegexNode): readonly Run[] | null {
  const runs = runsOf(node);
  return runs !== null && areRare(runs) ? runs : null;
}

/** Whether lines that hold one of them are few enough to be sought. */
export function areRare(runs: readonly Run[]): boolean {
  return rateOf(runs) * MIN_CHARS_APART <= 1;
}

/** Where all hold: those that are met least. */
export function rarestOf(lists: readonly (readonly Run[] | null)[]): readonly Run[] | null {
  const known = lists.filter((list) => list !== null);
  return known.reduce<readonly Run[] | null>(
    (best, list) => (best === null || rateOf(list) < rateOf(best) ? list : best),
    null,
  );
}

/** Where one of several holds: all of them; null where one of them has none. */
export function eachOf(lists: readonly (readonly Run[] | null)[]): readonly Run[] | null {
  const all: Run[] = [];
  for (const list of lists) {
    if (list === null) return null;
    all.push(...list);
  }
  return all.length > 0 && all.length <= MAX_RUNS ? all : null;
}

/** How often one of the runs begins at a character of a log, about. */
function rateOf(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + run.reduce((rate, set) => rate * frequencyOf(set), 1), 0);
}

/** The share of these characters in a log, about. */
export function frequencyOf(characters: string): number {
  let sum = 0;
  for (const character of characters) sum += shareOf(character);
  return Math.min(1, sum);
}

/** Those that are met most first. */
const COMMON = ' 0e1:-2.ato3irn45sc/l6d78u9m"pgh=,fb[]_ywvk()tjxqz{}';

function shareOf(character: string): number {
  const index = COMMON.indexOf(character);
  return index === -1 ? 0.003 : 0.1 / (1 + index / 3);
}

function runsOf(node: RegexNode): readonly Run[] | null {
  switch (node.kind) {
    case 'alternatives':
      return eachOf(node.options.map(runsOf));
    case 'repeat':
      return node.min > 0 ? runsOfParts([node]) : null;
    case 'group':
      return runsOf(node.node);
    case 'concat':
      return runsOfParts(partsOf(node));
    default:
      return null;
  }
}

/** What follows one upon the other, groups and lists in it opened. */
export function partsOf(node: RegexNode): readonly RegexNode[] {
  if (node.kind === 'group') return partsOf(node.node);
  return node.kind === 'concat' ? node.nodes.flatMap(partsOf) : [node];
}

function runsOfParts(parts: readonly RegexNode[]): readonly Run[] | null {
  const lists: (readonly Run[] | null)[] = [];
  let run: string[] = [];
  const flush = () => {
    if (run.length >= MIN_LENGTH) lists.push([run.slice(0, MAX_LENGTH)]);
    run = [];
  };
  for (const part of parts) {
    const set = charactersOf(part);
    if (set !== null) run.push(set);
    else if (part.kind === 'repeat') {
      const repeated = repeatedRun(part);
      run.push(...repeated.before);
      if (repeated.ends) {
        flush();
        run.push(...repeated.after);
      }
      if (repeated.before.length === 0 && part.min > 0) lists.push(runsOf(part.node));
    } else if (part.kind !== 'anchor') {
      flush();
      lists.push(runsOf(part));
    }
  }
  flush();
  return rarestOf(lists);
}

interface RepeatedRun {
  /** What surely stands where the repetition begins, and where it ends. */
  readonly before: Run;
  readonly after: Run;
  /** Whether other characters may stand between the two. */
  readonly ends: boolean;
}

function repeatedRun({ node, min, max }: RepeatNode): RepeatedRun {
  const sets = partsOf(node).map(charactersOf);
  const once = sets.filter((set) => set !== null);
  if (once.length < sets.length || once.length === 0) return { before: [], after: [], ends: true };
  const times = Math.min(min, MAX_LENGTH);
  const all = Array.from({ length: times }, () => once).flat();
  return { before: all, after: all, ends: max !== times };
}

/** The characters of a node that stands for one of ASCII; null where it may stand for anything else. */
export function charactersOf(node: RegexNode): string | null {
  if (node.kind === 'set') return charactersIn(node);
  if (node.kind !== 'char') return null;
  const cases = node.fold ? casesOf(node.codePoint) : [node.codePoint];
  return cases.every((codePoint) => codePoint < FIRST_BEYOND)
    ? String.fromCodePoint(...cases)
    : null;
}

const FIRST_BEYOND = 128;
const ASCII = String.fromCharCode(...Array.from({ length: FIRST_BEYOND }, (_, code) => code));
/** Each UTF-16 unit that is not ASCII. */
let beyond: string | null = null;

/** Classes that are asked for once more cost nothing. */
const MAX_CLASSES = 500;
const CLASSES = new Map<string, string | null>();

function charactersIn({ source, astral }: SetNode): string | null {
  if (astral.length > 0) return null;
  const known = CLASSES.get(source);
  if (known !== undefined) return known;
  if (CLASSES.size >= MAX_CLASSES) CLASSES.clear();
  const characters = asciiOnly(source);
  CLASSES.set(source, characters);
  return characters;
}

/** A class that lists ASCII characters one by one, or in ranges. */
const LISTED = /^(?:\\[dw]|\[(?!\^)(?:[ -[\]-~]|\\[dw]|\\u00[0-7][\da-f])+\])$/;

/** The characters of a class, null where others than ASCII belong to it. */
function asciiOnly(source: string): string | null {
  const expression = new RegExp(source, 'g');
  return !LISTED.test(source) && holdsBeyond(expression)
    ? null
    : (ASCII.match(expression)?.join('') ?? null);
}

function holdsBeyond(expression: RegExp): boolean {
  beyond ??= Array.from({ length: 0x10000 - FIRST_BEYOND }, (_, index) =>
    String.fromCharCode(FIRST_BEYOND + index),
  ).join('');
  return beyond.search(expression) !== -1;
}
