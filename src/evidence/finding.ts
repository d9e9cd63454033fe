// One finding from the occurrences of one error: counts, times, groups, samples, location, category, rhythm.
import type { TimeRange } from '../base/time-range.ts';
import { ratePerHourOutside } from './burst.ts';
import { ANSWERED_5XX } from './category/external.ts';
import { type Categorized, categorize } from './category.ts';
import { commonTitle, saysLittle } from './common-title.ts';
import { evenly } from './evenly.ts';
import { headOf, servedLineOf, templateTitleOf, titleOf } from './head.ts';
import { isAccessFailure } from './occurrence.ts';
import { callerOf } from './peel/caller.ts';
import { courseOf } from './rhythm.ts';
import type { Sketch, Sketcher } from './sketch.ts';
import { templateIdOf } from './template.ts';
import type {
  Burst,
  Finding,
  Frame,
  Location,
  LogGroupCount,
  LogStreamCount,
  Occurrence,
  Rhythm,
} from './types.ts';
import { namesUpstream } from './upstream.ts';

/** Occurrences of one error, in order of time, and the template of each. */
export interface OccurrenceGroup {
  /** What they have in common; stable across runs. */
  readonly key: string;
  readonly members: readonly Sketch[];
  readonly templates: readonly string[];
  /** Where it stands for many: what it is called instead of its sample. */
  readonly title?: string;
  /** Places that its traces come from, where these are too many to tell it from others. */
  readonly places?: number;
  /** So many distinct messages that it stands for. */
  readonly kinds?: number;
}

/** Times of occurrences, ascending, by log group. */
export type TimesByLogGroup = ReadonlyMap<string, readonly number[]>;

/** Occurrences in time. */
export interface Placed {
  readonly times: TimesByLogGroup;
  /** How many of them each time stands for. */
  readonly standsFor: number;
  /** By log group. */
  readonly counts: ReadonlyMap<string, number>;
  /** Width of the bins that they were spread over; 0: the times are their own. */
  readonly binMs: number;
}

/** One for each time. */
export function eachPlaced(times: TimesByLogGroup): Placed {
  return {
    times,
    standsFor: 1,
    counts: new Map([...times].map(([name, { length }]) => [name, length])),
    binMs: 0,
  };
}

/** The most occurrences that a time of one of these stands for: to stand side by side, all are thinned to it. */
export function mostStoodFor(findings: readonly Pick<Finding, 'standsFor'>[]): number {
  return findings.reduce((most, { standsFor = 1 }) => Math.max(most, standsFor), 1);
}

/** So few of them that each stands for so many; the first and the last stay. */
export function thinned(timesMs: readonly number[], standsFor: number): readonly number[] {
  const last = timesMs.length - 1;
  return standsFor === 1
    ? timesMs
    : timesMs.filter((_, index) => index % standsFor === 0 || index === last);
}

/** A finding before it has its place among the others. */
export interface FindingDraft extends Omit<Finding, 'id' | 'share' | 'dimensions'> {
  /** Those that were read. */
  readonly members: readonly Sketch[];
  /** All of them, whether read or counted. */
  readonly timesByLogGroup: TimesByLogGroup;
}

/** Statuses that a server answers of its own, or because of one behind it. */
const BEHIND_OR_HERE: ReadonlySet<number> = new Set([502, 503, 504]);
/** Samples that a finding keeps; the rest is counted. */
const MAX_SAMPLES = 5;
const MAX_EVIDENCE = 100;
const MAX_STACK_FRAMES = 20;
const MAX_STREAMS = 50;

/** What stands for many has the mechanism of none. */
const OF_MANY: Categorized = { category: 'uncategorized', rule: 'many-kinds' };

/** Facts of one group of occurrences. */
export function findingOf(
  { key, members, templates, title, places = 0, kinds }: OccurrenceGroup,
  window: TimeRange,
  behind: Sketcher['behind'],
): FindingDraft {
  const [first] = members;
  if (first === undefined) throw new RangeError('a finding needs an occurrence');
  const samples = evenly(members, MAX_SAMPLES).map(behind);
  const sample = samples[0] ?? behind(first);
  const { category, rule } = kinds === undefined ? categoryOf(samples, sample) : OF_MANY;
  const template = mostFrequent(templates);
  const sharedTitle = commonTitle(samples.map((each) => titleOf(each, template)));
  const placed = members.find((member) => member.placed);
  const traced = placed === undefined ? sample : behind(placed);
  return {
    title:
      title ?? (places > 0 || saysLittle(sharedTitle) ? templateTitleOf(template) : sharedTitle),
    severity: sample.severity,
    category,
    categoryRule: rule,
    ...courseFacts(eachPlaced(timesByLogGroup(members)), window),
    template,
    templateId: templateIdOf(key),
    sample,
    samples,
    location:
      places > 0 || kinds !== undefined
        ? null
        : (locationOf(traced.trace?.location ?? null) ?? callerOf(traced.peeled)),
    ...(places > 0 ? { places } : {}),
    ...(kinds === undefined ? {} : { kinds }),
    stackTrace: kinds === undefined ? framesOf(traced) : [],
    logStreams: streamCounts(members),
    evidence: evidenceOf([...samples, ...members]),
    members,
  };
}

/** What of a finding follows from its times alone. */
export function courseFacts({ times, standsFor, counts, binMs }: Placed, window: TimeRange) {
  const timesMs = inTime([...times.values()]);
  const { rhythm, periodMs, burst: loudest, episodes } = courseOf(timesMs, window, binMs);
  const count = sumOf([...counts.values()]);
  const inNumbers = ({ startMs, endMs, errors }: Burst): Burst => {
    return { startMs, endMs, errors: Math.min(count, errors * standsFor) };
  };
  const bursts = episodes.map(inNumbers);
  const burst = loudest === null ? null : inNumbers(loudest);
  return {
    count,
    firstSeenMs: timesMs[0] ?? 0,
    lastSeenMs: timesMs.at(-1) ?? 0,
    rhythm,
    periodMs,
    burst,
    bursts,
    baselinePerHour: ratePerHourOutside(bursts, count, window),
    logGroups: countsOf(counts),
    timesMs,
    ...(standsFor > 1 ? { standsFor } : {}),
    timesByLogGroup: times,
  };
}

/** All of them as one list, ascending. */
export function inTime(lists: readonly (readonly number[])[]): readonly number[] {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  const times = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const list of lists) {
    times.set(list, from);
    from += list.length;
  }
  // By its elements: an iterator takes many times as long for a hundred thousand.
  return Array.prototype.slice.call(times.sort());
}

/** The times of occurrences that are in order of time. */
export function timesByLogGroup(occurrences: readonly Sketch[]): TimesByLogGroup {
  const times = new Map<string, number[]>();
  for (const { block, timestampMs } of occurrences) {
    const name = block.events[0]?.logGroup ?? '';
    const known = times.get(name);
    if (known === undefined) times.set(name, [timestampMs]);
    else known.push(timestampMs);
  }
  return times;
}

/** Log groups by how many of the occurrences they hold, the most first. */
export function logGroupCounts(occurrences: readonly Sketch[]): LogGroupCount[] {
  return countsOf(eachPlaced(timesByLogGroup(occurrences)).counts);
}

function streamCounts(occurrences: readonly Sketch[]): LogStreamCount[] {
  const counts = new Map<string, { logGroup: string; logStream: string; count: number }>();
  for (const { block } of occurrences) {
    const { logGroup = '', logStream = '' } = block.events[0] ?? {};
    const key = `${logGroup}\u0000${logStream}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { logGroup, logStream, count: 1 });
    else known.count++;
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).slice(0, MAX_STREAMS);
}

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

function countsOf(counts: ReadonlyMap<string, number>): LogGroupCount[] {
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** How much more a finding matters for being new or rising, against one that was there all the time. */
const NOVELTY: Readonly<Record<Rhythm, number>> = {
  burst: 3,
  onset: 3,
  rising: 2,
  periodic: 1.5,
  sporadic: 1,
  consistent: 1,
};

/**
 * Errors before warnings; within them count × novelty of the rhythm, the earlier first where these tie.
 * Ties of all are broken by the template, so that the order never depends on the input's.
 */
export function inOrderOfImportance(drafts: readonly FindingDraft[]): FindingDraft[] {
  const weight = (draft: FindingDraft) => draft.count * NOVELTY[draft.rhythm];
  const rank = (draft: FindingDraft) => (draft.severity === 'error' ? 0 : 1);
  return [...drafts].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      weight(b) - weight(a) ||
      a.firstSeenMs - b.firstSeenMs ||
      (a.templateId < b.templateId ? -1 : 1),
  );
}

/** Requests that were answered here with 502 to 504 are no failure of somebody else's where no record names one. */
function categoryOf(samples: readonly Occurrence[], sample: Occurrence): Categorized {
  const found = categorize(textsOf(sample), sample.trace !== null);
  const isOwn = ({ peeled, block }: Occurrence) =>
    isAccessFailure(peeled) &&
    BEHIND_OR_HERE.has(peeled.status ?? 0) &&
    !namesUpstream(block.message);
  return found.rule === ANSWERED_5XX.name && [sample, ...samples].every(isOwn)
    ? { category: 'uncategorized', rule: 'own-5xx' }
    : found;
}

function textsOf(occurrence: Occurrence): string[] {
  const { peeled, trace, block } = occurrence;
  const thrown = (trace?.chain ?? []).flatMap(({ type, message }) => [type ?? '', message]);
  const fields = [peeled.errorType ?? '', peeled.errorMessage ?? ''];
  const message = block.message.trimEnd();
  const first = message.includes('\n') ? '' : message;
  return [
    headOf(occurrence),
    servedLineOf(occurrence),
    ...thrown,
    ...fields,
    trace === null && thrown.length === 0 ? first : '',
  ];
}

/** Of those that are as frequent the first by its letters; empty of none. */
function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [top] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return top?.[0] ?? '';
}

function framesOf({ trace }: Occurrence): Location[] {
  const frames = (trace?.chain ?? []).flatMap((thrown) => thrown.frames);
  return frames.flatMap((frame) => locationOf(frame) ?? []).slice(0, MAX_STACK_FRAMES);
}

function locationOf(frame: Frame | null): Location | null {
  if (frame === null || frame.file === null) return null;
  return { file: frame.file, line: frame.line, function: frame.function };
}

/** What shows any of them, that of the first one first. */
function evidenceOf(occurrences: readonly Pick<Occurrence, 'block'>[]): string[] {
  const ids = new Set<string>();
  for (const { block } of occurrences)
    for (const { evidenceId } of block.events) ids.add(evidenceId);
  return [...ids].slice(0, MAX_EVIDENCE);
}
