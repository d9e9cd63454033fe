// Finds a pattern of fixed stretches with gaps between them. A regular expression tries all ways in which the gaps may
// divide a text, hours for a line that was made for it; here the time grows with the stretches and the text alone.

/** A gap as it stands in a pattern, and what it does not reach across. */
const GAPS = [
  { source: '[\\s\\S]+?', least: 1, border: null },
  { source: '.+', least: 1, border: /\n/g },
  { source: '.*', least: 0, border: /\n/g },
  { source: '[^\\s"]+', least: 1, border: /[\s"]/g },
  { source: '[^\\s"?]+', least: 1, border: /[\s"?]/g },
  { source: '[^\\s"?\\/]+', least: 1, border: /[\s"?/]/g },
] as const;
type Gap = (typeof GAPS)[number];

/** Of a pattern for texts of one line. */
const LINE_START = '^[^\\n]*';
const LINE_END = '[^\\n]*$';

export interface Found {
  readonly start: number;
  readonly end: number;
}

/** For `^[^\n]*…[^\n]*$` the place is that of what stands between. Null where the text does not match. */
export function finder(pattern: string): (text: string) => Found | null {
  const isOfLine = pattern.startsWith(LINE_START) && pattern.endsWith(LINE_END);
  const inner = isOfLine ? pattern.slice(LINE_START.length, -LINE_END.length) : pattern;
  const parts = partsOf(inner);
  return (text) => (isOfLine && text.includes('\n') ? null : firstOf(parts, text));
}

interface Part {
  /** What lies between this stretch and the one before it; null for the first. */
  readonly gap: Gap | null;
  /** What it begins with any number of times, where it does; it is sought from the last of these on. */
  readonly run: Run | null;
  readonly stretch: RegExp;
  /** The same as short as it can be, where it ends with a class any number of times. */
  readonly shortest: RegExp;
}

interface Run {
  readonly holds: RegExp;
  readonly least: 0 | 1;
  /** Nothing stands behind it. */
  readonly isAll: boolean;
}

/** White space, or quotes as they are in a fixed text; by itself, or before what begins with none of it. */
const RUN =
  /^(\\s|\["'\\\\\])(\+|\*(?=\$$))(?=$|[^\\.[(?*+{|^ "']|\\[^A-Za-z0-9"'\\]|\\s\+|\["'\\\\\]\+)/;

function partOf(gap: Gap | null, source: string): Part {
  const [begin = '', one = '', times] = RUN.exec(source) ?? [];
  const rest = source.slice(begin.length);
  const isRun = begin !== '' && !rest.startsWith(one);
  const sought = isRun && rest !== '' ? `${times === '+' ? one : ''}${rest}` : source;
  return {
    gap,
    run: isRun
      ? { holds: new RegExp(one), least: times === '+' ? 1 : 0, isAll: rest === '' }
      : null,
    stretch: new RegExp(sought, 'g'),
    shortest: new RegExp(sought.replace(/(?<=[\]s])\+$/, '+?'), 'y'),
  };
}

function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  let gap: Gap | null = null;
  let from = 0;
  for (let at = 0; at < pattern.length; ) {
    const next = GAPS.find(({ source }) => pattern.startsWith(source, at));
    if (next === undefined) {
      at = behindOne(pattern, at);
      continue;
    }
    parts.push(partOf(gap, pattern.slice(from, at)));
    gap = next;
    at += next.source.length;
    from = at;
  }
  return [...parts, partOf(gap, pattern.slice(from))];
}

/** Behind an escaped character, a class, a group with all that is in it, or any other character. */
function behindOne(pattern: string, at: number): number {
  let depth = 0;
  let next = at;
  do {
    ATOM.lastIndex = next;
    const [atom = ''] = ATOM.exec(pattern) ?? [];
    if (atom === '(') depth += 1;
    if (atom === ')') depth -= 1;
    next += Math.max(1, atom.length);
  } while (depth > 0 && next < pattern.length);
  return next;
}

const ATOM = /\\.|\[(?:\\.|[^\]\\])*\]|./sy;

/** From stretch to stretch all places that can be reached: each from the last one before it, which has the least between. */
function firstOf(parts: readonly Part[], text: string): Found | null {
  let reached: readonly Found[] = [{ start: 0, end: 0 }];
  for (const [index, part] of parts.entries()) {
    const { gap, stretch } = part;
    const isEnd = index === parts.length - 1 && stretch.source === EMPTY;
    if (gap === null)
      reached = byEnd(placesOf(part, text).map(({ first, end }) => ({ start: first, end })));
    else if (isEnd) reached = behind(reached, gap, text);
    else reached = reachedFrom(reached, placesOf(part, text), gap, text);
    if (reached.length === 0) return null;
  }
  return reached[0] ?? null;
}

const EMPTY = /(?:)/.source;

/** Nothing has to follow the gap. */
function behind(before: readonly Found[], { least, border }: Gap, text: string): readonly Found[] {
  const borderFrom = bordersOf(border, text);
  return before.flatMap(({ start, end }) =>
    borderFrom(end) >= end + least ? [{ start, end: end + least }] : [],
  );
}

function reachedFrom(
  before: readonly Found[],
  places: readonly Place[],
  { least, border }: Gap,
  text: string,
): readonly Found[] {
  const reached: Found[] = [];
  const borderFrom = bordersOf(border, text);
  const borders = before.map(({ end }) => borderFrom(end));
  let next = 0;
  for (const { first, start, end } of places) {
    while ((before[next]?.end ?? Number.POSITIVE_INFINITY) + least <= start) next += 1;
    for (let index = next - 1; index >= 0; index--) {
      const { start: begin, end: from } = before[index] as Found;
      if ((borders[index] ?? 0) >= Math.max(first, from + least)) {
        reached.push({ start: begin, end });
        break;
      }
      // Those before it have no border farther away.
      if (from + least <= first) break;
    }
  }
  return byEnd(reached);
}

const byEnd = (places: readonly Found[]) => [...places].sort((a, b) => a.end - b.end);

/** A stretch in the text that may begin anywhere from `first` to `start`. */
interface Place extends Found {
  readonly first: number;
}

/** Ends of a place that are looked at: the nearest ones and the farthest ones. */
const MAX_ENDS = 8;

/** Every place, also where two overlap, with the ends that it may have. */
function placesOf(part: Part, text: string): readonly Place[] {
  return part.run?.isAll === true ? runsIn(part, text) : stretchesIn(part, text);
}

function runsIn({ stretch }: Part, text: string): readonly Place[] {
  return [...text.matchAll(stretch)].flatMap(({ index, 0: run }) =>
    endsIn(index + 1, index + run.length).map((end) => ({ first: index, start: end - 1, end })),
  );
}

function stretchesIn({ run, stretch, shortest }: Part, text: string): readonly Place[] {
  const places: Place[] = [];
  stretch.lastIndex = 0;
  for (let match = stretch.exec(text); match !== null; match = stretch.exec(text)) {
    const start = match.index;
    shortest.lastIndex = start;
    const least = start + (shortest.exec(text)?.[0].length ?? match[0].length);
    const first = run === null ? start : beginOf(run, text, start);
    for (const end of endsIn(least, start + match[0].length)) places.push({ first, start, end });
    stretch.lastIndex = start + 1;
  }
  return places;
}

/** Where the run begins that goes on to a place. */
function beginOf({ holds }: Run, text: string, start: number): number {
  let first = start;
  while (first > 0 && holds.test(text[first - 1] ?? '')) first -= 1;
  return first;
}

function endsIn(least: number, most: number): readonly number[] {
  const ends: number[] = [];
  for (let end = least; end <= most; end++) {
    if (end - least >= MAX_ENDS && most - end >= MAX_ENDS) end = most - MAX_ENDS + 1;
    ends.push(end);
  }
  return ends;
}

/** Where the first border from a place on is, for places in ascending order. */
function bordersOf(border: RegExp | null, text: string): (from: number) => number {
  if (border === null) return () => text.length;
  let known = -1;
  return (from) => {
    if (known >= from) return known;
    border.lastIndex = from;
    known = border.exec(text)?.index ?? text.length;
    return known;
  };
}
