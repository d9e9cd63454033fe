// Regular expressions for the raw events of a finding, made from its template or its stack trace. Whether one matches
// these and no others is for the caller to try.
import { evenly } from './evenly.ts';
import type { FindingDraft } from './finding.ts';
import { escaped, PLACEHOLDER } from './fixed-text.ts';
import { finder } from './gapped.ts';
import { requestPatterns } from './request-pattern.ts';
import { strictSite } from './strict-site.ts';
import { type StrictText, strictText } from './strict-text.ts';
import { anyOf, inAnyWay, leadOf, levelIn } from './told-level.ts';

/** Characters of an event that a pattern is made from. */
const MAX_RAW_CHARS = 4_000;
/** Fixed words that a template needs to be told apart, and the letters that they hold together. */
const MIN_FIXED_WORDS = 3;
const MIN_FIXED_CHARS = 16;
const MAX_COUNTED_CHARS = 200;
const GAP = '.+';
/** As little as can be: what comes behind it is sought from here on, not from the end of a long text. */
const ANYTHING = '[\\s\\S]+?';
/** Frames that tell a site, as many as make a trace's fingerprint. */
const MAX_SITE_FRAMES = 3;

/**
 * In the order in which they are to be tried; none where there is too little to go by. With the level first: lines of
 * another one that say the same, or come from the same place, need not be among those that were read.
 */
export function patternsOf(draft: FindingDraft): readonly string[] {
  const lines = linesOf(draft);
  const { raw } = lines;
  const site = sitePattern(draft);
  const requests = requestPatterns(draft.template, raw);
  const text = requests === null ? textPattern(draft) : null;
  const place = strictSite(draft);
  const sites = [
    ...(place === null ? [] : strictly(place, draft.sample.block.message, lines.ways)),
    ...(site === null ? [] : [...atLevel(site, lines, ANYTHING), site]),
  ];
  const texts = [...(requests ?? []), ...(text === null ? [] : [text])].flatMap((pattern) => [
    ...atLevel(pattern, lines, '.*'),
    pattern,
  ]);
  // The text of a line that has no trace may also head lines that have one.
  const alone = raw.includes('\n') ? [] : texts.map((pattern) => `^[^\\n]*${pattern}[^\\n]*$`);
  const strict = text === null ? null : strictText(draft.template, raw);
  return [
    ...sites,
    ...(strict === null ? [] : strictly(strict, raw, lines.ways)),
    ...texts,
    ...alone,
  ];
}

/** The lines of a finding. */
interface Lines {
  /** The one that stands for all. */
  readonly raw: string;
  /** How they write their level; null: in no few ways. */
  readonly ways: string | null;
}

/** Occurrences whose level is looked at. */
const MAX_LEVELS_READ = 20;

function linesOf(draft: FindingDraft): Lines {
  const raw = rawOf(draft);
  const read = evenly(draft.members, MAX_LEVELS_READ).map(({ block }) =>
    levelIn(block.message.slice(0, MAX_RAW_CHARS)),
  );
  return { raw, ways: inAnyWay([levelIn(raw), ...read]) };
}

const rawOf = ({ sample }: Pick<FindingDraft, 'sample'>) =>
  sample.block.message.slice(0, MAX_RAW_CHARS);

/** Alternatives, a class, a number of times, a character that stands for itself, or whatever else. */
const TOKEN =
  /\(\?:(?:\[(?:\\.|[^\]\\])*\]|\\.|[^()\\[]|\(\?:(?:\[(?:\\.|[^\]\\])*\]|\\.|[^()\\[])*\))*\)|\[(?:\\.|[^\]\\])*\]|\{[\d,]*\}|\\([^A-Za-z0-9])|([\w /:,;=<>"'-])|\\?./gs;
/** What may leave out what stands before it. */
const LEAVES_OUT = /^[?*{]/;
/** Shorter ones are in most texts. */
const MIN_FIXED_PART = 4;

/** Stretches that a text must hold to match one of these patterns: far quicker to look for. */
export function fixedParts(pattern: string): readonly string[] {
  const parts = [''];
  for (const [token, escaping, itself] of pattern.matchAll(TOKEN)) {
    if (token === '|' || token === '(') return [];
    const fixed = escaping ?? itself;
    const last = parts.pop() ?? '';
    if (fixed !== undefined) parts.push(`${last}${fixed}`);
    else parts.push(LEAVES_OUT.test(token) ? last.slice(0, -1) : last, '');
  }
  return parts.filter(({ length }) => length >= MIN_FIXED_PART);
}

/** The exception and the places that it came through; null without a place, or with too many. */
function sitePattern({ sample, places = 0 }: FindingDraft): string | null {
  if (places > 0) return null;
  const [thrown] = sample.trace?.chain ?? [];
  if (thrown === undefined) return null;
  const own = thrown.frames.filter((frame) => frame.own);
  const names = (own.length > 0 ? own : thrown.frames).flatMap((frame) => frame.function ?? []);
  const sites = [...new Set(names)].slice(0, MAX_SITE_FRAMES);
  if (sites.length === 0) return null;
  const parts = [...(thrown.type === null ? [] : [thrown.type]), ...sites];
  return parts.map((part) => `\\b${escaped(endOf(part))}\\b`).join(ANYTHING);
}

/** Class and method with the last part of the package: a query has room for so many characters only. */
function endOf(name: string): string {
  return /(?:[\w$]+\.){0,2}[\w$]+$/.exec(name)?.[0] ?? name;
}

/** Null where the template is too little to go by, or its words are not in the raw text. */
function textPattern({ template, sample }: FindingDraft): string | null {
  const raw = rawOf({ sample });
  const pieces = endsOf(template).flatMap((part) => part.split(PLACEHOLDER));
  const fixed = pieces.map((piece) => piece.replace(/["'\\]/g, ' ').trim());
  const words = fixed.join(' ').match(/[A-Za-z]{3,}/g) ?? [];
  if (words.length < MIN_FIXED_WORDS || words.join('').length < MIN_FIXED_CHARS) return null;
  const pattern = pieces.map(escaped).join(GAP);
  return finder(pattern)(raw) === null ? alignedPattern(pieces, raw) : pattern;
}

/** Of a longer template how it begins and ends: its end names what was thrown. */
function endsOf(template: string): readonly string[] {
  if (template.length <= MAX_COUNTED_CHARS) return [template];
  const half = MAX_COUNTED_CHARS / 2;
  return [
    template.slice(0, half).replace(CUT_BEHIND, ''),
    template.slice(-half).replace(CUT_BEFORE, ''),
  ];
}

/** What is left of a placeholder that was cut in two. */
const CUT_BEHIND = /[<[][\w:*-]*$/;
const CUT_BEFORE = /^[\w:*-]*[>\]]/;

/**
 * The same where the raw text has more between the words: the lines above an exception, or JSON that was taken out.
 * Null where a word is not in it at all.
 */
function alignedPattern(pieces: readonly string[], raw: string): string | null {
  let pattern = '';
  let endsAt = 0;
  for (const piece of pieces) {
    for (let words = wordsOf(piece); words.length > 0; ) {
      const place = longestFrom(words, raw, endsAt);
      if (place === null) return null;
      const gap = raw.slice(endsAt, place.start).includes('\n') ? ANYTHING : GAP;
      pattern += pattern === '' ? place.source : `${gap}${place.source}`;
      endsAt = place.end;
      words = words.slice(place.words);
    }
  }
  return pattern === '' ? null : pattern;
}

/** What is a mark and no word may be where two texts were put together. */
const wordsOf = (piece: string) => piece.split(/\s+/).filter((word) => /\w/.test(word));

/** As many of the words, from the first, as the text has in one stretch; the mark between two texts is in neither. */
function longestFrom(words: readonly string[], raw: string, from: number) {
  for (let count = words.length; count > 0; count--) {
    const stretch = words.slice(0, count).join(' ');
    for (const text of [stretch, stretch.replace(/:$/, '')]) {
      const source = escaped(text);
      const match = new RegExp(source).exec(raw.slice(from));
      if (text !== '' && match !== null) {
        const start = from + match.index;
        return { source, start, end: start + match[0].length, words: count };
      }
    }
  }
  return null;
}

/**
 * The same behind or before the level as the lines write it: between the same marks, as the word may stand elsewhere in a
 * line of another level; by itself, where other lines write it otherwise. None where the sample writes none.
 */
function atLevel(pattern: string, { raw, ways }: Lines, gap: string): readonly string[] {
  const level = levelIn(raw);
  const text = finder(pattern)(raw);
  if (level === null || text === null) return [];
  const sources = [...(ways === null ? [] : [ways]), `\\b${anyOf(level.words)}\\b`];
  return sources.map((source) =>
    level.start < text.start ? `${source}${gap}${pattern}` : `${pattern}${gap}${source}`,
  );
}

/**
 * The same of a text between its marks, which may be those of the level, and from the beginning of the line if it can be;
 * at last with the level in all ways of the lines. A place in the code is that of its line also where this has no level.
 */
function strictly(
  { pattern, start, end, isPlace }: StrictText,
  raw: string,
  ways: string | null,
): readonly string[] {
  const level = levelIn(raw);
  if (level === null || (isPlace && level.start >= start && level.start < end))
    return [isPlace ? `${leadOf(raw.slice(0, start)) ?? '^.*'}${pattern}` : pattern];
  const { before, behind, lead } = level;
  const words = anyOf(level.words);
  const all = ways === null ? [] : [ways];
  if (level.start >= end)
    return [`${before}${words}${behind}`, ...all].map((source) => `${pattern}.*${source}`);
  const rest = start <= level.end ? `${words}${pattern}` : `${words}${behind}.*${pattern}`;
  return [
    ...(lead === null ? [] : [`${lead}${rest}`]),
    `${before}${rest}`,
    ...all.map((source) => `${source}.*${pattern}`),
  ];
}
