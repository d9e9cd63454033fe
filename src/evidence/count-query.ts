// Where a window holds more candidates than a run reads: which findings can be counted by a query of their own, that
// query, and the one that gives all other candidates. Whether a pattern tells a finding from all others is tried out on
// the events that were read.
import type { Prepared } from './analyze.ts';
import { candidateFilters, IN_ORDER } from './candidates.ts';
import { evenly } from './evenly.ts';
import type { FindingDraft, TimesByLogGroup } from './finding.ts';
import { finder } from './gapped.ts';
import { mergedPattern } from './merged-pattern.ts';
import { type Piece, piecesOf, SearchedText } from './pieces.ts';
import { fixedParts, patternsOf } from './telling-pattern.ts';
import type { Block } from './types.ts';

/** Occurrences of each finding that a pattern is tried on, spread evenly. */
const MAX_TRIED_OCCURRENCES = 1_000;
/** Findings that one query counts. */
const MAX_COUNTED_AT_ONCE = 30;
/** Characters of a query: CloudWatch takes 10,000, with the edges of the window in front. */
const MAX_QUERY_CHARS = 9_850;
/** Patterns that are tried for each that is sought, before the search is given up. */
const MAX_TRIED_EACH = 3;

/** A regular expression that matches the one event of each of a finding's occurrences. */
export interface Telling {
  /** Of the finding: stable across analyses. */
  readonly templateId: string;
  readonly severity: FindingDraft['severity'];
  readonly pattern: string;
  /** Those before it in the list whose events it matches too, all of them; it matches no others. */
  readonly includes: readonly number[];
  /** Of the occurrences among the events that were read. */
  readonly read: TimesByLogGroup;
}

/**
 * Patterns of so many findings, the most numerous ones. A finding is passed over where it cannot be told apart: too few fixed words,
 * text that is no stretch of the raw message, several events to an occurrence, or patterns that match a part of another
 * finding's events, or those of one that has no pattern itself.
 */
export function tellingPatterns(prepared: Prepared, most: number): Telling[] {
  const { drafts } = prepared;
  const trial = trialOf(prepared);
  let open = drafts
    .map((draft, index) => ({
      index,
      choices: lazily(choicesOf(trial, draft, index, MAX_TRIED_EACH * most)),
    }))
    .sort(
      (a, b) => (drafts[b.index]?.count ?? 0) - (drafts[a.index]?.count ?? 0) || a.index - b.index,
    );
  const found: Telling[] = [];
  const places = new Map<number, number>();
  // What includes others comes after them: a round for each step of that, until none brings anything new.
  for (let before = -1; before < found.length; ) {
    before = found.length;
    const left: typeof open = [];
    for (const finding of open) {
      const draft = drafts[finding.index];
      const hasPlace = ({ others }: Choice) => others.every((other) => places.has(other));
      const choice = found.length < most ? finding.choices.find(hasPlace) : undefined;
      const telling =
        draft === undefined || choice === undefined ? null : tellingOf(draft, choice, places);
      if (telling === null) {
        left.push(finding);
        continue;
      }
      places.set(finding.index, found.length);
      found.push(telling);
    }
    open = left;
  }
  return found;
}

function tellingOf(
  { templateId, severity, timesByLogGroup: read }: FindingDraft,
  { pattern, others }: Choice,
  places: ReadonlyMap<number, number>,
): Telling {
  const includes = others.map((other) => places.get(other) ?? -1);
  return { templateId, severity, pattern, includes, read };
}

/** The most numerous of them, with what they include, until they hold so many of the events read; in their order. */
export function mostOf(tellings: readonly Telling[], events: number): readonly Telling[] {
  const byCount = [...tellings.keys()].sort(
    (a, b) => readOf(tellings[b]?.read) - readOf(tellings[a]?.read) || a - b,
  );
  const chosen = new Set<number>();
  const choose = (index: number) => {
    chosen.add(index);
    for (const other of tellings[index]?.includes ?? []) choose(other);
  };
  const held = () => [...chosen].reduce((sum, index) => sum + readOf(tellings[index]?.read), 0);
  for (const index of byCount) if (held() < events) choose(index);
  return only(tellings, chosen);
}

/** Some of them in their order, which hold all that they include. */
export function only(tellings: readonly Telling[], chosen: ReadonlySet<number>): Telling[] {
  const places = [...tellings.keys()].filter((index) => chosen.has(index));
  return places.flatMap((index) => {
    const telling = tellings[index];
    if (telling === undefined) return [];
    return { ...telling, includes: telling.includes.map((other) => places.indexOf(other)) };
  });
}

/** Cut into lists that one query each counts, in their order. */
export function countedAtOnce(tellings: readonly Telling[]): readonly (readonly Telling[])[] {
  const lists: Telling[][] = [];
  for (const telling of tellings) {
    const last = lists.at(-1);
    if (last !== undefined && haveRoom([...last, telling])) last.push(telling);
    else lists.push([telling]);
  }
  return lists;
}

const ANY_BIN_SECONDS = 60;
const haveRoom = (tellings: readonly Telling[]) =>
  tellings.length <= MAX_COUNTED_AT_ONCE &&
  countQuery(tellings, ANY_BIN_SECONDS).length <= MAX_QUERY_CHARS;

/** Counts all candidates and the events of each pattern in one pass, by bin and log group: `n`, `n0`, `n1`, …, the bin and `@log`. */
export function countQuery(tellings: readonly Telling[], binSeconds: number): string {
  const counts = tellings.map((_, index) => `count(t${index}) as n${index}`);
  return [
    ...candidateFilters(),
    ...tellings.map(({ pattern }, index) => `parse @message /(?<t${index}>${pattern})/`),
    `stats count(*) as n, ${counts.join(', ')} by bin(${period(binSeconds)}), @log`,
  ].join('\n| ');
}

/** The time of the first or last candidate of one of the findings. */
export function edgeQuery(
  tellings: readonly Telling[],
  { pattern, includes }: Telling,
  which: 'first' | 'last',
): string {
  const others = includes.flatMap((index) => tellings[index] ?? []);
  return [
    'fields @timestamp, @log',
    ...candidateFilters(),
    `filter @message like /${pattern}/`,
    ...others.map((other) => `filter @message not like /${other.pattern}/`),
    `sort @timestamp ${which === 'first' ? 'asc' : 'desc'}`,
    'limit 1',
  ].join('\n| ');
}

/** The candidates that none of the patterns matches, in order of time; where they are many, of those that match the most. */
export function restQuery(tellings: readonly Telling[]): string {
  const patterns = byMatches(tellings);
  let [fitting, most] = [1, patterns.length];
  while (fitting < most) {
    const middle = Math.ceil((fitting + most) / 2);
    if (withoutAny(patterns.slice(0, middle)).length <= MAX_QUERY_CHARS) fitting = middle;
    else most = middle - 1;
  }
  return withoutAny(patterns.slice(0, fitting));
}

/** Those that match the most first, without those whose events another one matches too. */
function byMatches(tellings: readonly Telling[]): readonly string[] {
  const included = new Set(tellings.flatMap(({ includes }) => includes));
  const matches = ({ read, includes }: Telling) =>
    includes.reduce((sum, index) => sum + readOf(tellings[index]?.read), readOf(read));
  return tellings
    .filter((_, index) => !included.has(index))
    .map((telling) => ({ pattern: telling.pattern, events: matches(telling) }))
    .sort((a, b) => b.events - a.events)
    .map(({ pattern }) => pattern);
}

const readOf = (read: TimesByLogGroup = new Map()) =>
  [...read.values()].reduce((sum, { length }) => sum + length, 0);

const withoutAny = (patterns: readonly string[]) =>
  [
    'fields @timestamp, @message, @logStream, @log',
    ...candidateFilters(),
    `filter @message not like /${mergedPattern(patterns)}/`,
    ...IN_ORDER,
  ].join('\n| ');

/**
 * Tells by which of the patterns an event is counted: of one and those that include it by that one. Null: by none, or by
 * several that know nothing of each other, so that it is counted more than once.
 */
export function teller(tellings: readonly Telling[]): (message: string) => Telling | null {
  const matchers = matchersOf(tellings.map(({ pattern }) => pattern));
  return (message) => {
    const text = new SearchedText(message);
    const matched = new Set<number>();
    for (const [index, matches] of matchers.entries()) if (matches(text)) matched.add(index);
    const [own, ...others] = [...matched].filter(
      (index) => !tellings[index]?.includes.some((included) => matched.has(included)),
    );
    return own === undefined || others.length > 0 ? null : (tellings[own] ?? null);
  };
}

/** Characters of an event that a pattern is tried on. */
const MAX_TRIED_CHARS = 20_000;

/** The texts of a block's events, as far as a pattern is tried on them. */
type Texts = readonly SearchedText[];

/** What patterns are tried on: the occurrences of each finding, and blocks that are none. */
interface Trial {
  readonly findings: readonly (readonly Texts[])[];
  readonly others: readonly Texts[];
}

function trialOf({ drafts, others }: Prepared): Trial {
  const findings = drafts.map(({ members }) =>
    evenly(members, MAX_TRIED_OCCURRENCES).map(({ block }) => textsOf(block)),
  );
  return { findings, others: others.map(textsOf) };
}

/** On how many of the occurrences and blocks that were read patterns are tried. */
export function triedOn({ drafts, others }: Prepared): number {
  const tried = drafts.map(({ members }) => Math.min(members.length, MAX_TRIED_OCCURRENCES));
  return tried.reduce((sum, occurrences) => sum + occurrences, others.length);
}

const textsOf = ({ events }: Block): Texts =>
  events.map(({ message }) => new SearchedText(message.slice(0, MAX_TRIED_CHARS)));

type Matcher = (searched: SearchedText) => boolean;

/** Pieces of a pattern that a text is held against before it is searched. */
const MAX_PIECES = 6;

/** Pieces that stand in the fewest of these patterns tell most that do not match. */
function matchersOf(patterns: readonly string[]): readonly Matcher[] {
  const parts = patterns.map(fixedParts);
  const lists = parts.map(piecesOf);
  const uses = new Map<Piece, number>();
  for (const piece of lists.flat()) uses.set(piece, (uses.get(piece) ?? 0) + 1);
  const usesOf = (piece: Piece) => uses.get(piece) ?? 0;
  return patterns.map((pattern, index) => {
    const rarest = [...(lists[index] ?? [])].sort((a, b) => usesOf(a) - usesOf(b));
    return matcherOf(pattern, parts[index] ?? [], rarest.slice(0, MAX_PIECES));
  });
}

function matcherOf(
  pattern: string,
  parts: readonly string[],
  pieces: readonly Piece[] = piecesOf(parts),
): Matcher {
  const find = finder(pattern);
  return (searched) =>
    searched.mayHold(pieces) &&
    parts.every((part) => searched.text.includes(part)) &&
    find(searched.text) !== null;
}

interface Choice {
  readonly pattern: string;
  /** Other findings all of whose occurrences it matches. */
  readonly others: readonly number[];
}

/** The patterns of a finding that match all of its occurrences, and of each other finding all or none. */
function* choicesOf(
  trial: Trial,
  draft: FindingDraft,
  index: number,
  most: number,
): Generator<Choice> {
  if (index >= most) return;
  for (const pattern of patternsOf(draft)) {
    const isMatch = matcherOf(pattern, fixedParts(pattern));
    const matches = (texts: Texts) => texts.some(isMatch);
    const isOwn = (texts: Texts) => texts.length === 1 && matches(texts);
    if (!(trial.findings[index] ?? []).every(isOwn) || trial.others.some(matches)) continue;
    const touched = [...trial.findings.keys()].filter(
      (other) => other !== index && trial.findings[other]?.some(matches),
    );
    if (touched.every((other) => trial.findings[other]?.every(isOwn)))
      yield { pattern, others: touched };
  }
}

/** What is made one after the other, as far as it is looked at: to try a pattern takes time. */
function lazily<T>(making: Iterator<T>) {
  const made: T[] = [];
  return {
    find(fits: (one: T) => boolean): T | undefined {
      const known = made.find(fits);
      if (known !== undefined) return known;
      for (let next = making.next(); next.done !== true; next = making.next()) {
        made.push(next.value);
        if (fits(next.value)) return next.value;
      }
      return undefined;
    },
  };
}

const MAX_SIXTIETHS = 60;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/** A period within Logs Insights' caps: seconds and minutes up to 60, hours up to 24. Rounded up where it must be. */
export function period(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < MAX_SIXTIETHS) return `${whole}s`;
  if (whole < HOUR_SECONDS) return `${Math.ceil(whole / MAX_SIXTIETHS)}m`;
  if (whole < DAY_SECONDS) return `${Math.ceil(whole / HOUR_SECONDS)}h`;
  return `${Math.ceil(whole / DAY_SECONDS)}d`;
}
