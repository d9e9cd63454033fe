// The metric filter of a finding: a pattern that was held against the events of this run. It has to match the finding
// and none of the lines that are in order; where it matches other errors of the same cause too, they are counted with it.
import type { LogEvent } from '../base/log-event.ts';
import { isBelowError } from '../evidence/level.ts';
import { occurrenceOf } from '../evidence/occurrence.ts';
import { peel } from '../evidence/peel.ts';
import type { Finding } from '../evidence/types.ts';
import { uncaughtIn } from '../evidence/uncaught.ts';
import { type FilterPattern, filterPatternsOf, isMatched } from './filter-pattern.ts';
import type { Case } from './types.ts';

export interface Filter {
  readonly pattern: string;
  /** The finding, then others of its cause that the pattern matches too. */
  readonly counts: readonly Finding[];
}

export type FilterFound =
  | { readonly kind: 'narrow'; readonly filter: Filter }
  /** What its events share stands in other lines too; good enough to search with. */
  | { readonly kind: 'wide'; readonly pattern: string }
  | { readonly kind: 'none' };

/** Of a kind of lines that the survey knows, so many are looked at. */
const MAX_LINES_A_KIND = 8;

/** `kin`: ids of the findings of the same cause. */
export function filterOf(
  finding: Finding,
  matched: string,
  kin: readonly string[],
  input: Case,
): FilterFound {
  const patterns = filterPatternsOf(finding, matched);
  const [first] = patterns;
  if (first === undefined) return { kind: 'none' };
  const sound = patterns
    .filter((pattern) => !matchesHealthy(pattern, finding, input))
    .map((pattern) => ({ pattern, others: othersOf(pattern, finding, input) }));
  const narrow = sound.find(({ others }) => others.length === 0);
  const shared = sound.find(({ pattern, others }) =>
    others.every((other) => kin.includes(other.id) && isWhole(pattern, other)),
  );
  const best = narrow ?? shared;
  if (best === undefined) return { kind: 'wide', pattern: first.text };
  return {
    kind: 'narrow',
    filter: { pattern: best.pattern.text, counts: [finding, ...best.others] },
  };
}

/** The pattern to search with; null where the events share no fixed words. */
export function searchPatternOf(found: FilterFound): string | null {
  if (found.kind === 'narrow') return found.filter.pattern;
  return found.kind === 'wide' ? found.pattern : null;
}

/** Other findings that the pattern matches; samples stand for all of them. */
function othersOf(pattern: FilterPattern, finding: Finding, { analysis }: Case): Finding[] {
  return analysis.findings.filter(
    (other) =>
      other.id !== finding.id && other.samples.some((sample) => isMatched(pattern, sample)),
  );
}

const isWhole = (pattern: FilterPattern, { samples }: Finding): boolean =>
  samples.every((sample) => isMatched(pattern, sample));

function matchesHealthy({ matches }: FilterPattern, finding: Finding, input: Case): boolean {
  return knownEvents(input).some((event) => matches(event.message) && isHealthy(event, finding));
}

/** Not one of the finding's, no failure of another kind, and in a log group that its filter would read. */
function isHealthy(event: LogEvent, { timesMs, logGroups, severity }: Finding): boolean {
  if (!logGroups.some(({ name }) => name === event.logGroup)) return false;
  const { level } = peel(event.message);
  if (level === 'warn') return severity === 'error';
  const block = { events: [event], message: event.message };
  if (level !== null) return isBelowError(level) && uncaughtIn(block) === null;
  // A line of a trace has no level: it belongs to the error that was logged then.
  if (timesMs.includes(event.timestampMs)) return false;
  return occurrenceOf(block) === null;
}

/** Events of any level that this run has read, a few of each kind. */
function knownEvents(input: Case): readonly LogEvent[] {
  const known = cache.get(input);
  if (known !== undefined) return known;
  const surveyed = input.survey.kinds.flatMap(({ lines }) => {
    const step = Math.max(1, Math.floor(lines.length / MAX_LINES_A_KIND));
    return lines.filter((_, index) => index % step === 0).map(({ event }) => event);
  });
  const events = [...input.context, ...surveyed];
  cache.set(input, events);
  return events;
}

const cache = new WeakMap<Case, readonly LogEvent[]>();
