// key=value text: logfmt lines as a whole, and the pairs that stand inside a plain message.
import { clip } from './flatten.ts';

/** Characters of a message in which pairs are sought, all that a run keeps of one, and pairs kept of them. */
const MAX_PAIR_CHARS = 20_000;
const MAX_PAIRS = 60;
/** A logfmt line begins with a pair and holds at least so many. */
const MIN_PAIRS = 2;

const PAIR =
  /(?:^|[\s,;([])([A-Za-z_@][\w.@-]{0,60})=("(?:[^"\\\n]|\\.){0,20000}"|[^\s,;)\]"]{1,400})/g;
const LOGFMT_HEAD = /^[A-Za-z_@][\w.@-]{0,60}=(?:"|\S)/;
const LOGFMT_NAMES = /(?:^|\s)(?:level|lvl|msg|message|severity|ts|time|at)=/;

/** The pairs of a text in order; the first of two with one name counts. */
export function readPairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  if (!text.includes('=')) return pairs;
  let count = 0;
  for (const match of text.slice(0, MAX_PAIR_CHARS).matchAll(PAIR)) {
    const key = match[1] ?? '';
    if (Object.hasOwn(pairs, key) || key === '__proto__') continue;
    pairs[key] = unquote(match[2] ?? '');
    if (++count >= MAX_PAIRS) break;
  }
  return pairs;
}

/** Whether the text begins with a pair, as logfmt does. */
export function beginsAsLogfmt(text: string): boolean {
  return LOGFMT_HEAD.test(text);
}

/** Whether the whole text is logfmt: it begins with a pair and names a level, a message or a time. */
export function isLogfmt(text: string, pairs: Readonly<Record<string, string>>): boolean {
  return (
    LOGFMT_HEAD.test(text) &&
    Object.keys(pairs).length >= MIN_PAIRS &&
    LOGFMT_NAMES.test(text.slice(0, MAX_PAIR_CHARS))
  );
}

/** Pairs as `fields` keeps them. */
export function clipAll(pairs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, clip(value)]));
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  return value.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => {
    if (escaped === 'n') return '\n';
    return escaped === 't' ? '\t' : escaped;
  });
}
