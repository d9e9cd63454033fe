// Counts by query in place of counts by reading, for windows with more candidates than are read one by one: a finding's
// occurrences as they were counted in narrow bins, from which its course follows as from times that were read.
import type { TimeRange } from '../base/time-range.ts';
import type { Prepared } from './analyze.ts';
import {
  courseFacts,
  eachPlaced,
  type FindingDraft,
  inOrderOfImportance,
  inTime,
  type Placed,
  type TimesByLogGroup,
  thinned,
  timesByLogGroup,
} from './finding.ts';

/** A finding as a query counted it: how many occurrences, by log group and by start of the bin in UTC ms. */
export type BinCounts = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Counted occurrences that have a place in time each; of more than so many it is every second one, third, and so on. */
export const MAX_PLACED = 1_000_000;
/** All of a finding's have one where they are fewer than this. */
const MIN_THINNED = 5_000;

/** How many occurrences of a finding a time stands for, by its count; `counts`: those of all findings. */
export function placing(counts: readonly number[]): (count: number) => number {
  const every = Math.ceil(counts.reduce((sum, count) => sum + count, 0) / MAX_PLACED);
  return (count) => (count < MIN_THINNED ? 1 : Math.max(1, every));
}

/** How occurrences are placed in time. */
export interface Placing {
  readonly binMs: number;
  readonly window: TimeRange;
  /** How many occurrences each time is to stand for. */
  readonly standsFor: number;
}

/**
 * An occurrence for each that was counted, or for every so many: at their own times in bins all of whose occurrences were
 * read, spread evenly over the bin in others.
 */
export function timesIn(
  counts: BinCounts,
  read: TimesByLogGroup,
  { binMs, window, standsFor }: Placing,
): TimesByLogGroup {
  return new Map(
    [...counts].map(([name, bins]) => {
      const known = standsFor > 1 ? NONE_READ : byBin(read.get(name) ?? [], binMs);
      let sum = 0;
      const times = [...bins]
        .sort(([a], [b]) => a - b)
        .flatMap(([startMs, count]) => {
          const before = Math.round(sum / standsFor);
          sum += count;
          const own = known.get(startMs) ?? [];
          const wanted = Math.round(sum / standsFor) - before;
          return own.length === wanted ? own : spread(wanted, binAt(startMs, binMs, window));
        });
      return [name, times];
    }),
  );
}

const NONE_READ: ReadonlyMap<number, readonly number[]> = new Map();

/** The part of a bin that lies in the window. */
export function binAt(startMs: number, binMs: number, window: TimeRange): TimeRange {
  return {
    startMs: Math.max(startMs, window.startMs),
    endMs: Math.min(startMs + binMs, window.endMs),
  };
}

function spread(count: number, { startMs, endMs }: TimeRange): readonly number[] {
  const stepMs = (endMs - startMs) / count;
  return Array.from({ length: count }, (_, index) => Math.floor(startMs + (index + 0.5) * stepMs));
}

function byBin(timesMs: readonly number[], binMs: number): ReadonlyMap<number, readonly number[]> {
  const bins = new Map<number, number[]>();
  for (const ms of timesMs) {
    const startMs = Math.floor(ms / binMs) * binMs;
    const known = bins.get(startMs);
    if (known === undefined) bins.set(startMs, [ms]);
    else known.push(ms);
  }
  return bins;
}

/** What is known of a finding that was counted. */
export interface Counted {
  /** Of the finding, with `severity`. */
  readonly templateId: string;
  readonly severity: FindingDraft['severity'];
  readonly placed: Placed;
}

/** A finding by itself, whatever was found of it. */
export type Named = Pick<Counted, 'templateId' | 'severity'>;

/** What was counted by query. */
export interface Counting {
  /** For which finding an event was counted, so that it does not come on top; null: for none. */
  readonly countedFor: (message: string) => Named | null;
  /** Ids of the counts. */
  readonly evidence: readonly string[];
}

/**
 * The findings with what was counted in the places of what was read; `housed`: how many of the counts have one. A finding
 * that fell into another one, with what was read beside it, takes its count along.
 */
export function withCounted(
  prepared: Prepared,
  counted: readonly Counted[],
  { countedFor, evidence }: Counting,
): { readonly prepared: Prepared; readonly housed: number } {
  const { window, drafts } = prepared;
  const holdings = drafts.map((draft) => holdingOf(draft, countedFor));
  const homes = counted.map((one) => homeOf(one, drafts, holdings));
  const recounted = drafts.map((draft, index) => {
    const own = counted.filter((_, at) => homes[at] === draft).map(({ placed: one }) => one);
    if (own.length === 0) return draft;
    const beside = eachPlaced(timesByLogGroup(holdings[index]?.beside ?? []));
    const facts = courseFacts([...own, beside].reduce(together), window);
    return { ...draft, ...facts, evidence: [...draft.evidence, ...evidence] };
  });
  return {
    prepared: { ...prepared, drafts: inOrderOfImportance(recounted) },
    housed: homes.filter((home) => home !== null).length,
  };
}

interface Holding {
  /** Names of the counts that hold some of its occurrences. */
  readonly counts: ReadonlySet<string>;
  /** The occurrences that none holds. */
  readonly beside: FindingDraft['members'];
}

/** Equal for the same finding. */
export const nameOf = ({ templateId, severity }: Named) => `${severity} ${templateId}`;

function holdingOf(draft: FindingDraft, countedFor: Counting['countedFor']): Holding {
  const counts = new Set<string>();
  const beside = draft.members.filter(({ block }) => {
    const names = block.events.flatMap(({ message }) => countedFor(message) ?? []).map(nameOf);
    for (const name of names) counts.add(name);
    return names.length === 0;
  });
  return { counts, beside };
}

/** The finding itself, else the only one that its occurrences fell into. */
function homeOf(
  counted: Counted,
  drafts: readonly FindingDraft[],
  holdings: readonly Holding[],
): FindingDraft | null {
  const name = nameOf(counted);
  const itself = drafts.find((draft) => nameOf(draft) === name);
  if (itself !== undefined) return itself;
  const [only, ...others] = drafts.filter(
    ({ severity }, index) => severity === counted.severity && holdings[index]?.counts.has(name),
  );
  return only === undefined || others.length > 0 ? null : only;
}

function together(a: Placed, b: Placed): Placed {
  const standsFor = Math.max(a.standsFor, b.standsFor);
  const names = [...new Set([...a.counts.keys(), ...b.counts.keys()])];
  const timesOf = (one: Placed, name: string) =>
    thinned(one.times.get(name) ?? [], standsFor / one.standsFor);
  return {
    standsFor,
    binMs: Math.max(a.binMs, b.binMs),
    times: new Map(names.map((name) => [name, inTime([timesOf(a, name), timesOf(b, name)])])),
    counts: new Map(
      names.map((name) => [name, (a.counts.get(name) ?? 0) + (b.counts.get(name) ?? 0)]),
    ),
  };
}
