// Literal substrings that a match cannot do without, for skipping text before any real matching, and what stands behind
// each of them in every match. Where a pattern goes on from a few characters, as `[EWF]\d{4} ` does, these serve too.
import type { RegexNode } from './ast.ts';
import { beginsIndented } from './indented.ts';
import { ANYTHING, type Place, placesOf, type Way, waysThrough } from './places.ts';
import { charactersOf, frequencyOf, type Run } from './runs.ts';
import { usualShareOf } from './usual-text.ts';

/** A longer list costs more than it saves. */
const MAX_LITERALS = 128;
/** Ways on from one literal; of more nothing is told. */
const MAX_WAYS = 12;
/** Shorter ones are met everywhere. */
const MIN_PLACES = 3;
/** Places side by side are sought instead of a literal where they are met less than once in so many characters, about. */
const MIN_CHARS_APART = 50_000;
/**
 * Printable ASCII that every JSON encoder writes as itself: a literal made of it is found in an encoded
 * record as well as in the message.
 */
const SAFE_RUN = /[ !#$%()*+,\-.0-9:;=?@A-Z[\]^_`a-z{|}~]{3,}/g;
/** Characters that JSON writes with a backslash and another character. */
const ESCAPED = /["\\/]|[\0-\x1f]/;

/** Which texts are of use. */
export type Accepts = (literal: string) => boolean;
/** All are: they are sought in the message itself. */
export const ANY: Accepts = () => true;

/** What is sought, and what surely stands behind it. */
export interface Literal {
  /** The bytes that may stand at each place, as latin1 text; of a letter both cases. */
  readonly run: Run;
  readonly tail: readonly Place[];
  /** Whether it is sought only in texts that begin with white space. */
  readonly indented: boolean;
}

/** A literal of a part of a pattern; what follows upon the part may still have to be told. */
interface Found {
  readonly run: Run;
  readonly way: Way;
  readonly indented: boolean;
}

/** A text without regard to ASCII case, or the longest part of it that a file surely holds in one way. */
export function bare(text: string): Literal {
  const parts = text.split(/[\r\n\ufffd]+/);
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  return bareLiteral(runOf(Buffer.from(longest).toString('latin1')));
}

/** Of which nothing more is known. */
export const bareLiteral = (run: Run): Literal => ({ run, tail: [], indented: false });

const runOf = (text: string): Run =>
  [...text].map((character) =>
    /[A-Za-z]/.test(character) ? character.toLowerCase() + character.toUpperCase() : character,
  );

/** The usable literals of a text that must occur as a whole: any one of them is required. */
export function literalsOfText(text: string, accepts: Accepts): readonly (readonly Literal[])[] {
  return foundInText(text, accepts).map((found) => [literalOf(found)]);
}

/** A list of which every match holds at least one; null where there is none. */
export function literalsOfRegex(node: RegexNode, accepts: Accepts): readonly Literal[] | null {
  const found = foundIn(node, accepts);
  const all = found === null ? null : anyOf([found.map(literalOf)]);
  return all === null ? null : withoutCovered(all);
}

/** Without those that hold another one, of which nothing more is asked: `error` beside `err`. */
function withoutCovered(literals: readonly Literal[]): readonly Literal[] {
  const bareRuns = literals
    .filter(({ tail, indented }) => tail.length === 0 && !indented)
    .map(({ run }) => run);
  return literals.filter(
    ({ run }) => !bareRuns.some((other) => other !== run && holds(run, other)),
  );
}

function holds(run: Run, other: Run): boolean {
  const covers = (at: number) =>
    other.every((set, index) => [...(run[at + index] ?? '\0')].every((one) => set.includes(one)));
  return (
    run.length > other.length && run.some((_, at) => at + other.length <= run.length && covers(at))
  );
}

const literalOf = ({ run, way, indented }: Found): Literal => ({
  run,
  tail: way.places,
  indented,
});

/** Where all hold: the list that is met least, about. */
export function bestOf<T extends { readonly run: Run }>(
  lists: readonly (readonly T[] | null)[],
): readonly T[] | null {
  let best: readonly T[] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const list of lists) {
    if (list === null) continue;
    const rate = rateOf(list);
    if (rate < least || best === null) [best, least] = [list, rate];
  }
  return best;
}

/** How often one of them begins at a character of a log, about: once for all that are the same run. */
function rateOf(list: readonly { readonly run: Run }[]): number {
  const runs = new Map(list.map(({ run }) => [keyOf(run), run]));
  let sum = 0;
  for (const run of runs.values()) sum += rateOfRun(run);
  return sum;
}

/** Each is asked for at every level of a pattern that it stands in. */
const RATES = new WeakMap<Run, number>();

function rateOfRun(run: Run): number {
  const known = RATES.get(run);
  if (known !== undefined) return known;
  const rate = Math.max(usualShareOf(run), chanceOf(run));
  RATES.set(run, rate);
  return rate;
}

/** As if characters stood side by side by chance. */
const chanceOf = (run: Run) => run.reduce((rate, set) => rate * shareOf(set), 1);

const isRare = (list: readonly { readonly run: Run }[]) => rateOf(list) * MIN_CHARS_APART <= 1;

const keyOf = (run: Run) => run.join('\0');

/** What times, numbers and addresses are made of stands side by side much more often than by chance. */
const CLUSTERED = /^[\d :.,-]+$/;
const CLUSTERED_SHARE = 0.5;

function shareOf(set: string): number {
  return CLUSTERED.test(set) ? CLUSTERED_SHARE : frequencyOf(set);
}

/** Where one of several holds: all their literals; null where one of them has none. */
export function anyOf(lists: readonly (readonly Literal[] | null)[]): readonly Literal[] | null {
  const union = new Map<string, readonly Literal[]>();
  for (const list of lists) {
    if (list === null) return null;
    for (const literal of list) {
      const key = keyOf(literal.run);
      union.set(key, withWay(union.get(key), literal));
    }
  }
  return union.size > 0 && union.size <= MAX_LITERALS ? [...union.values()].flat() : null;
}

/** The literals of one run, of which each goes on in its own way; one where nothing is known of some. */
function withWay(known: readonly Literal[] = [], added: Literal): readonly Literal[] {
  const all = [...known, added];
  if (all.length > MAX_WAYS || all.some(({ tail }) => tail.length === 0)) {
    return [{ ...bareLiteral(added.run), indented: all.every(({ indented }) => indented) }];
  }
  return known.some((other) => alike(other, added)) ? known : all;
}

function alike(a: Literal, b: Literal): boolean {
  return (
    a.indented === b.indented &&
    a.tail.length === b.tail.length &&
    a.tail.every(
      ({ set, kind }, index) => set === b.tail[index]?.set && kind === b.tail[index]?.kind,
    )
  );
}

function foundIn(node: RegexNode, accepts: Accepts): readonly Found[] | null {
  switch (node.kind) {
    case 'group':
      return foundIn(node.node, accepts);
    case 'alternatives':
      return together(node.options.map((option) => foundIn(option, accepts)));
    case 'repeat': {
      if (node.min === 0) return null;
      const found = foundIn(node.node, accepts);
      // Behind it the next repetition may begin.
      return node.max === 1 ? found : (found?.map(shut) ?? null);
    }
    case 'concat':
      return foundInConcat(node.nodes, accepts);
    default:
      return null;
  }
}

const shut = (found: Found): Found => ({ ...found, way: { ...found.way, open: false } });

function together(lists: readonly (readonly Found[] | null)[]): readonly Found[] | null {
  const known = lists.filter((list) => list !== null);
  const all = known.flat();
  const count = new Set(all.map(({ run }) => keyOf(run))).size;
  return known.length < lists.length || count > MAX_LITERALS ? null : all;
}

/** What is found in a list of parts, and which part comes next. */
interface Candidate {
  readonly list: readonly Found[];
  readonly next: number;
}

function foundInConcat(nodes: readonly RegexNode[], accepts: Accepts): readonly Found[] | null {
  const found = bestInConcat(nodes, accepts);
  if (found === null || !beginsIndented(nodes)) return found;
  return found.map((one) => ({ ...one, indented: true }));
}

function bestInConcat(nodes: readonly RegexNode[], accepts: Accepts): readonly Found[] | null {
  const candidates: Candidate[] = [...foundByText(nodes, accepts)];
  for (const [index, node] of nodes.entries()) {
    if (node.kind === 'anchor') continue;
    const list = foundIn(node, accepts);
    if (list !== null) candidates.push({ list, next: index + 1 });
  }
  // Without any literal, runs.ts tells whether places are rare enough.
  if (accepts === ANY && candidates.length > 0) {
    for (const start of beginnings(nodes)) {
      const list = foundFrom(nodes.slice(start));
      if (list !== null) candidates.push({ list, next: nodes.length });
    }
  }
  const best = bestOf(candidates.map(({ list }) => list));
  const next = candidates.find(({ list }) => list === best)?.next ?? nodes.length;
  return best?.flatMap((found) => goneOn(found, nodes.slice(next))) ?? null;
}

/** Texts whose characters stand one after the other, anchors between them or not. */
function foundByText(nodes: readonly RegexNode[], accepts: Accepts): readonly Candidate[] {
  const candidates: Candidate[] = [];
  let text = '';
  let behind = 0;
  /** One of certain characters, directly before the text. */
  let before: string | null = null;
  const flush = () => {
    for (const found of foundInText(text, accepts))
      candidates.push({
        list: [accepts === ANY ? withBefore(found, before, text) : found],
        next: behind,
      });
    text = '';
  };
  for (const [index, node] of nodes.entries()) {
    const character = characterOf(node);
    if (character !== null) {
      text += character;
      behind = index + 1;
    } else if (node.kind !== 'anchor') {
      flush();
      before = lastOf(node);
    }
  }
  flush();
  return candidates;
}

/** One of which is the last character of a part; null: it may be left out, or end with others. */
function lastOf(node: RegexNode): string | null {
  const last = node.kind === 'repeat' && node.min > 0 ? node.node : node;
  return last.kind === 'set' ? charactersOf(last) : null;
}

/** Where a text is met too often, such as three blanks, with what stands before it. */
function withBefore(found: Found, before: string | null, text: string): Found {
  const isWhole = found.run.length === text.length;
  if (before === null || ESCAPED.test(before) || !isWhole || isRare([found])) return found;
  return { ...found, run: [before, ...found.run] };
}

/** The parts that may begin with certain characters, behind one that does not: places side by side begin there. */
function beginnings(nodes: readonly RegexNode[]): readonly number[] {
  const starts: number[] = [];
  let inside = false;
  for (const [index, node] of nodes.entries()) {
    if (node.kind === 'anchor') continue;
    const begins = node.kind !== 'repeat' && (node.kind !== 'set' || charactersOf(node) !== null);
    if (begins && !inside) starts.push(index);
    inside = begins;
  }
  return starts;
}

/** The places that every match has side by side from here on, in each way that it may go; null: too few are certain. */
function foundFrom(nodes: readonly RegexNode[]): readonly Found[] | null {
  const ways = waysThrough([{ places: [], open: true }], nodes, '');
  const found = ways.map(({ places, open }): Found => {
    const end = places.findIndex(({ kind, set }) => kind !== 'one' || ESCAPED.test(set));
    const length = end === -1 ? places.length : end;
    const run = places.slice(0, length).map(({ set }) => set);
    return { run, way: { places: places.slice(length), open }, indented: false };
  });
  return isRare(found) && found.every(({ run }) => run.length >= MIN_PLACES) ? found : null;
}

function goneOn(found: Found, rest: readonly RegexNode[]): readonly Found[] {
  const ways = waysThrough([found.way], rest, found.run.at(-1) ?? '');
  return ways.map((way) => ({ ...found, way }));
}

function foundInText(text: string, accepts: Accepts): readonly Found[] {
  return [...text.matchAll(SAFE_RUN)]
    .filter(([run]) => accepts(run.toLowerCase()))
    .map(({ 0: run, index }) => {
      const places = placesOf(text.slice(index + run.length));
      const way = places === null ? ANYTHING : { places, open: true };
      return { run: runOf(run), way, indented: false };
    });
}

/** The character that a node stands for, up to ASCII case; null where it may match anything else. */
function characterOf(node: RegexNode): string | null {
  if (node.kind === 'set') return node.letter;
  if (node.kind !== 'char') return null;
  return String.fromCodePoint(node.codePoint);
}
