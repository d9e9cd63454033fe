// Finds a pattern of fixed stretches with gaps between them. A regular expression tries all ways in which the gaps may
// divide a text, hours for a line that was made for it; here the time grows with the stretches and the text alone.

/** A gap as it stands in a pattern, and what it does not reach across. */
const GAPS = [
  { source: '[\\s\\S]+?', least: 1, border: null },
  { source: '.+', least: 1, border: /\n/g },
  { source: '.*', least: 0, border: /\n/g },
  { source: '[^\\s"]+', least: 1, border: /[\s"]/g },
  { source: '[^\\s"?]+', least: 1, border: /[\s"?]/g },
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
  readonly stretch: RegExp;
  /** The same as short as it can be, where it ends with a class any number of times. */
  readonly shortest: RegExp;
}

const partOf = (gap: Gap | null, source: string): Part => ({
  gap,
  stretch: new RegExp(source, 'g'),
  shortest: new RegExp(source.replace(/(?<=[\]s])\+$/, '+?'), 'y'),
});

function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  let gap: Gap | null = null;
  let from = 0;
  for (let at = 0; at < pattern.length; ) {
    const next = GAPS.find(({ source }) => pattern.startsWith(source, at));
    if (next === undefined) {
      at += pattern[at] === '\\' ? 2 : 1;
      continue;
    }
    parts.push(partOf(gap, pattern.slice(from, at)));
    gap = next;
    at += next.source.length;
    from = at;
  }
  return [...parts, partOf(gap, pattern.slice(from))];
}

/** From stretch to stretch all places that can be reached: each from the last one before it, which has the least between. */
function firstOf(parts: readonly Part[], text: string): Found | null {
  let reached: readonly Found[] = [{ start: 0, end: 0 }];
  for (const [index, part] of parts.entries()) {
    const { gap, stretch } = part;
    const isEnd = index === parts.length - 1 && stretch.source === EMPTY;
    if (gap === null) reached = byEnd(placesOf(part, text));
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
  places: readonly Found[],
  { least, border }: Gap,
  text: string,
): readonly Found[] {
  const reached: Found[] = [];
  const borderFrom = bordersOf(border, text);
  let next = 0;
  for (const place of places) {
    while ((before[next]?.end ?? Number.POSITIVE_INFINITY) + least <= place.start) next += 1;
    const last = before[next - 1];
    if (last !== undefined && borderFrom(last.end) >= place.start)
      reached.push({ start: last.start, end: place.end });
  }
  return byEnd(reached);
}

const byEnd = (places: readonly Found[]) => [...places].sort((a, b) => a.end - b.end);

/** Ends of a place that are looked at, the nearest ones, beside its farthest. */
const MAX_ENDS = 8;

/** Every place, also where two overlap, with the ends that it may have. */
function placesOf({ stretch, shortest }: Part, text: string): readonly Found[] {
  const places: Found[] = [];
  stretch.lastIndex = 0;
  for (let match = stretch.exec(text); match !== null; match = stretch.exec(text)) {
    const start = match.index;
    shortest.lastIndex = start;
    const least = start + (shortest.exec(text)?.[0].length ?? match[0].length);
    const most = start + match[0].length;
    for (let end = least; end <= most; end++)
      if (end - least < MAX_ENDS || end === most) places.push({ start, end });
    stretch.lastIndex = start + 1;
  }
  return places;
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
