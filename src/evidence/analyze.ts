// The door of the evidence room: log events in, findings, totals, timeline and correlations out. Pure.
// The way of an event: once by id → blocks of a stream → occurrence or not → key → finding.
import { grouped } from '../base/grouped.ts';
import type { LogEvent } from '../base/log-event.ts';
import { contains, type TimeRange } from '../base/time-range.ts';
import { contrast, type Fields, fieldsOf } from './contrast.ts';
import { correlate, correlateLogGroups } from './correlate.ts';
import { type Circumstances, knownBy } from './crowded-places.ts';
import { evenly, sampler } from './evenly.ts';
import {
  type FindingDraft,
  findingOf,
  inOrderOfImportance,
  inTime,
  mostStoodFor,
  type OccurrenceGroup,
  thinned,
} from './finding.ts';
import { peel } from './peel.ts';
import { blocksIn } from './reassemble.ts';
import { type Sketch, type Sketcher, sketcher } from './sketch.ts';
import { scaled, timelineOf, withoutPeaks } from './timeline.ts';
import type { Analysis, Block, Finding, Part } from './types.ts';
import { NONE_UNCLEAR, type Unclear, withBlock } from './unclear.ts';
import { type WriterOf, writersOf } from './writers.ts';

/** Events that dimensions are computed from, of one finding and of the background; spread evenly. */
const MAX_CONTRASTED = 500;
const MAX_BACKGROUND = 2_000;
/** Findings that dimensions are computed for, the most important ones. */
const MAX_CONTRASTED_FINDINGS = 20;
/** Findings of one severity; counts and totals stay exact beyond it. */
export const MAX_FINDINGS = 300;

/** Events put together, told apart and grouped: what the facts are computed from. */
export interface Prepared {
  readonly window: TimeRange;
  readonly drafts: readonly FindingDraft[];
  /** Blocks of the window that are neither an error nor a warning; evenly chosen where they are many. */
  readonly others: readonly Block[];
  /** Left out where all that may tell of errors was read or counted. */
  readonly part?: Part;
  /** Events of the window that were cut and may be errors all the same. */
  readonly unclear: Unclear;
}

/**
 * Groups all events that lie in the window, whatever their level, group and order; an event given twice counts once.
 * `seen` may have looked at some of them before.
 */
export function prepare(
  events: readonly LogEvent[],
  window: TimeRange,
  seen: Sketcher = sketcher(),
  circumstances: Circumstances = {},
): Prepared {
  const { sketches, others, unclear } = sift(events, window, seen);
  const drafts = group(sketches, circumstances).map((members) =>
    findingOf(members, window, seen.behind),
  );
  return { window, drafts: inOrderOfImportance(drafts), others, unclear };
}

/** The findings by themselves. */
export type Found = Pick<Analysis, 'findings' | 'totalErrors'>;

/**
 * The findings; counts and times are exact for the events given. `healthy`: events of any level to hold the findings'
 * fields against; those that are occurrences are left out.
 */
export function findingsOf({ drafts, others }: Prepared, healthy: readonly LogEvent[] = []): Found {
  const read = evenly([...others, ...sift(healthy, null, sketcher()).others], MAX_BACKGROUND);
  const failing = drafts.flatMap(({ members }) => members.map(({ block }) => block));
  const writerOf = writersOf([...read, ...failing].flatMap(({ events }) => events.slice(0, 1)));
  const background = backgroundOf(read, writerOf);
  const totalErrors = errorsOf(drafts).reduce((sum, { count }) => sum + count, 0);
  const findings = drafts.map(({ members, timesByLogGroup: _, ...facts }, index): Finding => {
    const share = facts.severity === 'error' ? facts.count / totalErrors : 0;
    const isOne = facts.kinds === undefined;
    const comparable = isOne && index < MAX_CONTRASTED_FINDINGS && background.length > 0;
    const dimensions = comparable
      ? contrast(fieldsOfSome(members), fieldsIn(facts, background, writerOf))
      : [];
    return { ...facts, id: `F${index + 1}`, share, dimensions };
  });
  return { findings, totalErrors };
}

/** The facts: the findings, and what follows from all of them together. */
export function analyze(prepared: Prepared, healthy: readonly LogEvent[] = []): Analysis {
  const { window, drafts, part } = prepared;
  const { findings, totalErrors } = findingsOf(prepared, healthy);
  const errors = errorsOf(drafts);
  // Those of findings that stand for more leave room for no others.
  const standsFor = mostStoodFor(errors);
  const byLogGroup = timesOfLogGroups(errors, standsFor);
  const times = inTime(byLogGroup.map(({ timesMs }) => timesMs));
  const bursts = errors.flatMap((draft) => draft.bursts ?? []);
  const timeline = scaled(timelineOf(times, window, bursts), standsFor);
  return {
    findings,
    totalErrors,
    ...(standsFor > 1 ? { placedEvery: standsFor } : {}),
    ...(part === undefined ? {} : { part }),
    errorsByLogGroup: Object.fromEntries(byLogGroup.map(({ name, count }) => [name, count])),
    timeline: part === undefined ? timeline : withoutPeaks(timeline),
    correlations: correlate(findings.filter(hasCourse), window),
    logGroupCorrelations: part === undefined ? correlateLogGroups(byLogGroup, window) : [],
  };
}

/** Of its own, and known. */
const hasCourse = ({ kinds, readInPart }: Finding): boolean =>
  kinds === undefined && readInPart !== true;

const errorsOf = (drafts: readonly FindingDraft[]) =>
  drafts.filter(({ severity }) => severity === 'error');

interface Gathered {
  readonly key: string;
  readonly members: Sketch[];
  readonly templates: string[];
  readonly crowded: Set<string>;
}

interface Sifted {
  /** In order of time. */
  readonly sketches: readonly Sketch[];
  readonly others: readonly Block[];
  readonly unclear: Unclear;
}

/** Each event once, put together by stream; outside the window (null: no window) none counts. */
function sift(
  events: readonly LogEvent[],
  window: TimeRange | null,
  { sketchOf }: Sketcher,
): Sifted {
  const sketches: Sketch[] = [];
  const others = sampler<Block>(MAX_BACKGROUND);
  let unclear = NONE_UNCLEAR;
  for (const block of blocksIn(distinct(inOrder(within(events, window))))) {
    const sketch = sketchOf(block);
    if (sketch !== null) {
      sketches.push(sketch);
      continue;
    }
    others.add(block);
    unclear = withBlock(unclear, block);
  }
  return { sketches: sketches.sort(byTime), others: others.taken, unclear };
}

const within = (events: readonly LogEvent[], window: TimeRange | null) =>
  window === null ? events : events.filter(({ timestampMs }) => contains(window, timestampMs));

function inOrder(events: readonly LogEvent[]): readonly LogEvent[] {
  const sorted = events.every((event, index) => byTime(events[index - 1] ?? event, event) <= 0);
  return sorted ? events : [...events].sort(byTime);
}

/** Without those that came twice: what is the same event has the same time. */
function distinct(ascending: readonly LogEvent[]): readonly LogEvent[] {
  const nameOf = ({ logGroup, eventId }: LogEvent) => `${logGroup}\u0000${eventId}`;
  const ofSameTime = new Set<string>();
  return ascending.filter((event, index) => {
    const last = ascending[index - 1];
    if (last?.timestampMs !== event.timestampMs) {
      ofSameTime.clear();
      return true;
    }
    if (ofSameTime.size === 0) ofSameTime.add(nameOf(last));
    return ofSameTime.size < ofSameTime.add(nameOf(event)).size;
  });
}

function byTime(a: { readonly timestampMs: number }, b: { readonly timestampMs: number }): number {
  return a.timestampMs - b.timestampMs;
}

/** One group an error; errors and warnings apart. */
function group(sketches: readonly Sketch[], circumstances: Circumstances): OccurrenceGroup[] {
  const groups = new Map<string, Gathered>();
  for (const { sketch, key, template, crowdedPlace } of knownBy(sketches, circumstances)) {
    const at = `${sketch.severity}\u0000${key}`;
    const own = groups.get(at) ?? { key, members: [], templates: [], crowded: new Set() };
    groups.set(at, own);
    own.members.push(sketch);
    own.templates.push(template);
    if (crowdedPlace !== null) own.crowded.add(crowdedPlace);
  }
  const all = [...groups.values()].map(({ crowded, ...own }) => ({ ...own, places: crowded.size }));
  return (['error', 'warning'] as const).flatMap((severity) =>
    folded(all.filter(({ members }) => members[0]?.severity === severity)),
  );
}

/** Beyond MAX_FINDINGS the rarest errors become one finding that says how many it stands for. */
function folded(groups: readonly OccurrenceGroup[]): OccurrenceGroup[] {
  if (groups.length <= MAX_FINDINGS) return [...groups];
  const byCount = [...groups].sort(
    (a, b) => b.members.length - a.members.length || (a.key < b.key ? -1 : 1),
  );
  const rest = byCount.slice(MAX_FINDINGS - 1);
  const members = rest
    .flatMap((group) => group.members)
    .sort((a, b) => a.timestampMs - b.timestampMs);
  const title = `${grouped(rest.length)} further distinct messages`;
  return [
    ...byCount.slice(0, MAX_FINDINGS - 1),
    { key: '<*>', title, members, templates: ['<*>'], kinds: rest.length },
  ];
}

function fieldsOfSome(members: readonly Sketch[]): Fields[] {
  return evenly(members, MAX_CONTRASTED).map(({ block }) => fieldsOf(peel(block.message), block));
}

interface Background {
  readonly writer: string;
  readonly fields: Fields;
}

function backgroundOf(blocks: readonly Block[], writerOf: WriterOf): Background[] {
  return blocks.flatMap((block) => {
    const [event] = block.events;
    if (event === undefined) return [];
    return [{ writer: writerOf(event), fields: fieldsOf(peel(block.message), block) }];
  });
}

/** Fields of the background events of those who write of the finding: other services log other things. */
function fieldsIn(
  { logStreams = [] }: Pick<Finding, 'logStreams'>,
  background: readonly Background[],
  writerOf: WriterOf,
): Fields[] {
  const writers = new Set(logStreams.map(writerOf));
  const own = background.filter(({ writer }) => writers.has(writer));
  return evenly(own, MAX_CONTRASTED).map(({ fields }) => fields);
}

/** When the errors of each log group came, that with the most of them first; each time stands for so many. */
function timesOfLogGroups(errors: readonly FindingDraft[], standsFor: number) {
  const lists = new Map<string, (readonly number[])[]>();
  const counts = new Map<string, number>();
  for (const { timesByLogGroup, logGroups, standsFor: own = 1 } of errors) {
    for (const [name, times] of timesByLogGroup)
      lists.set(name, [...(lists.get(name) ?? []), thinned(times, standsFor / own)]);
    for (const { name, count } of logGroups) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...lists]
    .map(([name, times]) => ({ name, count: counts.get(name) ?? 0, timesMs: inTime(times) }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
