// What is asked of CloudWatch: candidate events and their volume.
// The filters let through all that may count and drop what plainly lies below WARN; `analyze` decides.

import { once } from '../base/once.ts';
import {
  HIGH_FIELDS,
  HIGH_WORDS,
  LOW_FIELDS,
  LOW_WORDS,
  NUMBERS,
  SERVER_ERRORS,
  TRACE_LINES,
  WORDLESS,
  WORDS,
} from './candidate-patterns.ts';

/** Candidate events that a run reads at most; beyond them findings are counted by queries of their own. */
export const MAX_CANDIDATE_ROWS = 100_000;
/** So many are read whatever they are. Of more, findings are counted from a sample, and only if that fails all are read. */
export const MAX_WHOLE_ROWS = 30_000;
/** The same of local logs: to count there costs less than to read. */
export const MAX_WHOLE_LOCAL_ROWS = 15_000;
/** Without a limit of its own a query gives 10,000 rows; StartQuery's limit lowers this one. */
export const IN_ORDER = ['sort @timestamp asc', `limit ${MAX_CANDIDATE_ROWS}`];

/**
 * The query for candidates: everything that may be an error, a warning or a line of a trace, in order of time.
 * Events whose own level lies below WARN are left out, but for access records with status 500 to 599.
 */
export function candidateQuery(): string {
  return ['fields @timestamp, @message, @logStream, @log', ...candidateFilters(), ...IN_ORDER].join(
    '\n| ',
  );
}

/** The filters of the candidate query. */
export function candidateFilters(): readonly string[] {
  const like = (flags: string, ...lists: readonly (readonly string[])[]) =>
    `@message like ${regex(flags, lists.flat())}`;
  const low = `(${like('', LOW_WORDS)} or ${like('(?i)', LOW_FIELDS)})`;
  const high = `${like('', HIGH_WORDS)} or ${like('(?i)', HIGH_FIELDS, NUMBERS, WORDLESS, SERVER_ERRORS)}`;
  return [
    `filter ${like('(?i)', WORDS, WORDLESS, TRACE_LINES, NUMBERS, SERVER_ERRORS)}`,
    `filter not ${low} or ${high}`,
  ];
}

/** Whether an event with this message is what the candidate query asks for. */
export function isCandidate(message: string): boolean {
  const { wanted, low, high } = forms();
  const has = (of: readonly RegExp[]) => of.some((form) => form.test(message));
  return has(wanted) && (!has(low) || has(high));
}

const forms = once(() => {
  const form = (flags: string, ...lists: readonly (readonly string[])[]) =>
    new RegExp(lists.flat().join('|'), flags);
  return {
    wanted: [form('i', WORDS, WORDLESS, TRACE_LINES, NUMBERS, SERVER_ERRORS)],
    low: [form('', LOW_WORDS), form('i', LOW_FIELDS)],
    high: [form('', HIGH_WORDS), form('i', HIGH_FIELDS, NUMBERS, WORDLESS, SERVER_ERRORS)],
  };
});

function regex(flags: string, alternatives: readonly string[]): string {
  return `/${flags}${alternatives.map((part) => part.replaceAll('/', '\\/')).join('|')}/`;
}

/** Events by log group. */
export const VOLUME_QUERY = 'stats count(*) as events by @log';
