// Counts by query in place of counts by reading, for windows with more candidates than are read one by one: a finding's
// occurrences as they were counted in narrow bins, from which its course follows as from times that were read.
import type { TimeRange } from '../base/time-range.ts';
import type { Prepared } from './analyze.ts';
import {
  courseFacts,
  type FindingDraft,
  inOrderOfImportance,
  inTime,
  type TimesByLogGroup,
  timesByLogGroup,
} from './finding.ts';

/** A finding as a query counted it: how many occurrences, by log group and by start of the bin in UTC ms. */
export type BinCounts = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * An occurrence for each that was counted: at their own times in bins all of whose occurrences were read, spread evenly
 * over the bin in others.
 */
export function timesIn(
  counts: BinCounts,
  read: TimesByLogGroup,
  binMs: number,
  window: TimeRange,
): TimesByLogGroup {
  return new Map(
    [...counts].map(([name, bins]) => {
      const known = byBin(read.get(name) ?? [], binMs);
      const times = [...bins]
        .sort(([a], [b]) => a - b)
        .flatMap(([startMs, count]) => {
          const own = known.get(startMs) ?? [];
          return own.length === count ? own : spread(count, binAt(startMs, binMs, window));
        });
      return [name, times];
    }),
  );
}

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
  readonly times: TimesByLogGroup;
}

/** What was counted by query. */
export interface Counting {
  /** Whether one of the counts holds an event: what was read beside them comes on top. */
  readonly isCounted: (message: string) => boolean;
  /** Ids of the counts. */
  readonly evidence: readonly string[];
}

/** The findings with what was counted in the places of what was read. */
export function withCounted(
  prepared: Prepared,
  counted: readonly Counted[],
  { isCounted, evidence }: Counting,
): Prepared {
  const { window, drafts } = prepared;
  const recounted = drafts.map((draft) => {
    const own = counted.find(
      ({ templateId, severity }) => templateId === draft.templateId && severity === draft.severity,
    );
    if (own === undefined) return draft;
    const beside = draft.members.filter(
      ({ block }) => !block.events.some(({ message }) => isCounted(message)),
    );
    const times = beside.length === 0 ? own.times : together(own.times, timesByLogGroup(beside));
    const facts = courseFacts(times, window);
    return { ...draft, ...facts, evidence: [...draft.evidence, ...evidence] };
  });
  return { ...prepared, drafts: inOrderOfImportance(recounted) };
}

function together(a: TimesByLogGroup, b: TimesByLogGroup): TimesByLogGroup {
  const names = new Set([...a.keys(), ...b.keys()]);
  return new Map([...names].map((name) => [name, inTime([a.get(name) ?? [], b.get(name) ?? []])]));
}
