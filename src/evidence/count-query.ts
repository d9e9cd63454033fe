// The query that counts one finding where not all of its events were read: exact, or not asked at all.
// Whether its pattern tells the finding from all others is tried out on the events that were read.
import type { Prepared } from './analyze.ts';
import { candidateFilters, period } from './candidates.ts';
import type { Block } from './types.ts';

/** Fixed words that a template needs to be told apart, and the letters that they hold together. */
const MIN_FIXED_WORDS = 3;
const MIN_FIXED_CHARS = 16;
const MAX_COUNTED_CHARS = 200;
const GAP = '.+';
/** Characters of an event that a pattern is tried on. */
const MAX_TRIED_CHARS = 4_000;

/**
 * Counts the events of the finding at this place of `drafts` by bin and log group (columns `n`, the bin, `@log`).
 * Null where its template cannot be told apart: too few fixed words, text that is no stretch of the raw message, or a
 * pattern that among the events that were read does not match exactly one event of each of its occurrences and
 * none of any other.
 */
export function countQuery(prepared: Prepared, index: number, binSeconds: number): string | null {
  const draft = prepared.drafts[index];
  const pattern = draft === undefined ? null : patternOf(draft.template);
  if (pattern === null || !tellsApart(prepared, index, new RegExp(pattern))) return null;
  return [
    ...candidateFilters(),
    `filter @message like /${pattern}/`,
    `stats count(*) as n by bin(${period(binSeconds)}), @log`,
  ].join('\n| ');
}

function tellsApart({ drafts, others }: Prepared, index: number, pattern: RegExp): boolean {
  const matches = (block: Block) =>
    block.events.filter(({ message }) => pattern.test(message.slice(0, MAX_TRIED_CHARS))).length;
  return (
    drafts.every(({ members }, at) =>
      members.every(({ block }) => matches(block) === (at === index ? 1 : 0)),
    ) && others.every((block) => matches(block) === 0)
  );
}

/** Heads that were put together from several fields or lines: nowhere in the raw text do they stand as they are. */
const PUT_TOGETHER = /^HTTP \d{3}\b|[^:]: (?:[\w$]+\.)*[A-Z][\w$]*(?:Exception|Error)\b/;
const PLACEHOLDER = /<(?:\*|[a-z]+)>/;

function patternOf(template: string): string | null {
  if (PUT_TOGETHER.test(template)) return null;
  const pieces = template.slice(0, MAX_COUNTED_CHARS).split(PLACEHOLDER);
  const fixed = pieces.map((piece) => piece.replace(/["'\\]/g, ' ').trim());
  const words = fixed.join(' ').match(/[A-Za-z]{3,}/g) ?? [];
  if (words.length < MIN_FIXED_WORDS || words.join('').length < MIN_FIXED_CHARS) return null;
  return pieces.map(escaped).join(GAP);
}

/** Quotes and backslashes may be escaped in the raw text; white space is collapsed in the template. */
function escaped(piece: string): string {
  return piece
    .replace(/[.*+?^${}()|[\]/-]/g, '\\$&')
    .replace(/["'\\](?![.*+?^${}()|[\]/-])/g, '.{1,2}')
    .replace(/ +/g, '\\s+');
}
