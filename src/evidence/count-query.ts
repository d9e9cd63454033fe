// Where a window holds more candidates than a run reads: which findings can be counted by a query of their own, that
// query, and the one that gives all other candidates. Whether a pattern tells a finding from all others is tried out on
// the events that were read.
import type { Prepared } from './analyze.ts';
import { candidateFilters, IN_ORDER, period } from './candidates.ts';
import type { FindingDraft } from './finding.ts';
import { patternOf } from './telling-pattern.ts';
import type { Block } from './types.ts';

/** Characters of an event that a pattern is tried on. */
const MAX_TRIED_CHARS = 4_000;
/** Characters of all patterns together: a query takes 10,000, half of which the candidates' own filters need. */
const MAX_PATTERNS_CHARS = 4_000;

/** Patterns that are tried for each that is sought, before the search is given up. */
const MAX_TRIED_EACH = 3;

/** A regular expression that matches the one event of each of a finding's occurrences, and no other that was read. */
export interface Telling {
  /** Of the finding: stable across analyses. */
  readonly templateId: string;
  readonly severity: FindingDraft['severity'];
  readonly pattern: string;
  /** Occurrences among the events that were read. */
  readonly count: number;
}

/**
 * Patterns of the most numerous findings, as many as it takes for the others to hold no more than `leaveEvents` of the
 * events read. A finding is passed over where its template cannot be told apart: too few fixed words, text that is no
 * stretch of the raw message, several events to an occurrence, or a pattern that matches another event as well.
 */
export function tellingPatterns(prepared: Prepared, leaveEvents: number, most: number): Telling[] {
  const { drafts } = prepared;
  const byCount = drafts
    .map((draft, index) => ({ draft, index }))
    .sort((a, b) => b.draft.count - a.draft.count || a.index - b.index);
  const found: Telling[] = [];
  let left = drafts.reduce((sum, { count }) => sum + count, 0);
  let chars = 0;
  let tried = 0;
  for (const { draft, index } of byCount) {
    if (left <= leaveEvents || found.length >= most || tried >= MAX_TRIED_EACH * most) break;
    const pattern = patternOf(draft);
    if (pattern === null) continue;
    tried++;
    if (!tellsApart(prepared, index, new RegExp(pattern))) continue;
    chars += pattern.length;
    if (chars > MAX_PATTERNS_CHARS) break;
    const { templateId, severity, count } = draft;
    found.push({ templateId, severity, pattern, count });
    left -= count;
  }
  return found;
}

/** Counts the events of a pattern by bin and log group: columns `n`, the bin, `@log`, and the `first` and `last` time. */
export function countQuery({ pattern }: Telling, binSeconds: number): string {
  return [
    ...candidateFilters(),
    `filter @message like /${pattern}/`,
    `stats count(*) as n, min(@timestamp) as first, max(@timestamp) as last by bin(${period(binSeconds)}), @log`,
  ].join('\n| ');
}

/** The candidates that none of the patterns matches, in order of time. */
export function restQuery(patterns: readonly Telling[]): string {
  const counted = patterns.map(({ pattern }) => `@message like /${pattern}/`).join(' or ');
  return [
    'fields @timestamp, @message, @logStream, @log',
    ...candidateFilters(),
    `filter not (${counted})`,
    ...IN_ORDER,
  ].join('\n| ');
}

/** Whether an event is one of those that a pattern counts. */
export function isCounted(message: string, patterns: readonly Telling[]): boolean {
  const text = message.slice(0, MAX_TRIED_CHARS);
  return patterns.some(({ pattern }) => new RegExp(pattern).test(text));
}

function tellsApart({ drafts, others }: Prepared, index: number, pattern: RegExp): boolean {
  const matches = ({ events }: Block) =>
    events.some(({ message }) => pattern.test(message.slice(0, MAX_TRIED_CHARS)));
  return (
    drafts.every(({ members }, at) =>
      members.every(({ block }) =>
        at === index ? block.events.length === 1 && matches(block) : !matches(block),
      ),
    ) && others.every((block) => !matches(block))
  );
}
