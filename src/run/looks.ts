// Where lines of any level are looked at around the errors: before and after the onsets, around the first occurrences and
// the ends. Of a window that is not read whole they are shortened until they scan no more than a share of it, but for the
// ten minutes before each onset in which changes are sought.
import { durationMs, MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { activeRange, isChange } from '../diagnosis/times.ts';
import type { Finding } from '../evidence/types.ts';

/** One look at the logs: where, in which order, and its share of the rows beside the others'. */
export interface Look {
  readonly name: 'changes' | 'unusual' | 'context';
  readonly order: 'asc' | 'desc';
  /** What a look leaves over falls to those after it. */
  readonly weight: number;
  readonly window: TimeRange;
}

type Kind = Omit<Look, 'window'>;
const CHANGES: Kind = { name: 'changes', order: 'desc', weight: 4 };
const UNUSUAL: Kind = { name: 'unusual', order: 'desc', weight: 4 };
const BEFORE_ONSET: Kind = { name: 'context', order: 'desc', weight: 4 };
const AFTER_ONSET: Kind = { name: 'context', order: 'asc', weight: 1 };
const BEFORE_END: Kind = { name: 'context', order: 'desc', weight: 2 };
const AFTER_END: Kind = { name: 'context', order: 'asc', weight: 1 };
const BEFORE_FIRST: Kind = { name: 'context', order: 'desc', weight: 1 };

/**
 * Of one pass over the window, what lines of any level may scan beside it, looks and the survey together: with the size
 * of events and what StartQuery's whole seconds add it is less than 0.3. Changes before several onsets may take more.
 */
export const MAX_ANY_LEVEL_SHARE = 0.26;
/** Onsets that are looked at, those of the most important findings. */
const MAX_ONSETS = 3;
/** Where looks are shortened, how far what is unusual is sought beside what announces a change. */
const SHORT_UNUSUAL = 0.5;
/** How far what announces a change is sought whatever that scans: as far as a cause acts by the rules. */
const MIN_CHANGES_MS = 10 * MINUTE_MS;
/** How short looks become at most. */
const MIN_REACH = 0.1;
/** How often looks are shortened until they fit. */
const MAX_FITTINGS = 10;
/** Moments nearer to each other than this are one. */
const SAME_MOMENT_MS = MINUTE_MS;

/** How far looks reach from their moments, in milliseconds. */
interface Reach {
  /** Changes are sought further back than a cause acts: what is routine shows by coming again. */
  readonly beforeChangesMs: number;
  readonly beforeUnusualMs: number;
  readonly beforeOnsetMs: number;
  readonly afterOnsetMs: number;
  readonly beforeFirstMs: number;
  readonly aroundEndMs: number;
  /** What ends a failure may be logged a little after the last error. */
  readonly atEndMs: number;
}

const FULL_REACH: Reach = {
  beforeChangesMs: 30 * MINUTE_MS,
  beforeUnusualMs: 30 * MINUTE_MS,
  beforeOnsetMs: 10 * MINUTE_MS,
  afterOnsetMs: MINUTE_MS,
  beforeFirstMs: MINUTE_MS,
  aroundEndMs: MINUTE_MS,
  atEndMs: 10 * SECOND_MS,
};

/** What bounds looks that scan. */
export interface Room {
  /** How much time of each log group they look at together, in milliseconds. */
  readonly mostMs: number;
  /** How long a look at all lines has rows for, in milliseconds. */
  readonly allLinesMs: number;
}

/** `usual` says whether it is known what is; without room nothing is scanned for them. */
export function looksAt(
  errors: readonly Finding[],
  analyzed: TimeRange,
  usual: boolean,
  room: Room | null,
): readonly Look[] {
  const looksOf = (reach: Reach) => lookedAt(momentsOf(errors), analyzed, usual, reach);
  if (room === null) return looksOf(FULL_REACH);
  const full = shortened(FULL_REACH, room.allLinesMs);
  const looks = looksOf(full);
  return lengthOf(looks) <= room.mostMs
    ? looks
    : fitted((share) => looksOf(scaled(full, share)), room.mostMs);
}

/** How much time of each log group looks that scan take together at most, in milliseconds. */
export function longestLooksMs(analyzed: TimeRange): number {
  const spanMs = durationMs(analyzed);
  const least = scaled(FULL_REACH, MIN_REACH);
  const eachMs = Object.values(least).reduce((sum, ms) => sum + ms, 2 * SECOND_MS);
  return Math.max(spanMs * MAX_ANY_LEVEL_SHARE, MAX_ONSETS * Math.min(2 * spanMs, eachMs));
}

/** Shortened as far as they may be until they fit: windows that overlap are looked at once, and shorter ones may overlap no more. */
function fitted(looksOf: (share: number) => readonly Look[], mostMs: number): readonly Look[] {
  let share = 1;
  let looks = looksOf(share);
  for (let tries = 0; tries < MAX_FITTINGS && lengthOf(looks) > mostMs; tries++) {
    share = Math.max(MIN_REACH, (share * mostMs) / lengthOf(looks));
    looks = looksOf(share);
  }
  return looks;
}

const lengthOf = (looks: readonly Look[]) =>
  looks.reduce((sum, { window }) => sum + durationMs(window), 0);

function shortened(reach: Reach, allLinesMs: number): Reach {
  const within = (ms: number) => Math.min(ms, allLinesMs);
  return {
    beforeChangesMs: reach.beforeChangesMs,
    beforeUnusualMs: reach.beforeUnusualMs,
    beforeOnsetMs: within(reach.beforeOnsetMs),
    afterOnsetMs: within(reach.afterOnsetMs),
    beforeFirstMs: within(reach.beforeFirstMs),
    aroundEndMs: within(reach.aroundEndMs),
    atEndMs: within(reach.atEndMs),
  };
}

const scaled = (reach: Reach, share: number): Reach => ({
  beforeChangesMs: Math.max(MIN_CHANGES_MS, reach.beforeChangesMs * share),
  // An announced change is told from a routine by what came long before it, any other line by its nearness.
  beforeUnusualMs: reach.beforeUnusualMs * share * SHORT_UNUSUAL,
  beforeOnsetMs: reach.beforeOnsetMs * share,
  afterOnsetMs: reach.afterOnsetMs * share,
  beforeFirstMs: reach.beforeFirstMs * share,
  aroundEndMs: reach.aroundEndMs * share,
  atEndMs: reach.atEndMs * share,
});

/** What is looked around, most important first. */
interface Moments {
  readonly onsets: readonly number[];
  readonly firsts: readonly number[];
  readonly ends: readonly number[];
}

function momentsOf(errors: readonly Finding[]): Moments {
  const onsets = distinct(onsetsOf(errors), []).slice(0, MAX_ONSETS);
  const firstTimes = errors.map(({ firstSeenMs }) => firstSeenMs);
  const firsts = distinct(firstTimes, onsets).slice(0, MAX_ONSETS);
  return { onsets, firsts, ends: endsOf(errors) };
}

function lookedAt(
  { onsets, firsts, ends }: Moments,
  analyzed: TimeRange,
  usual: boolean,
  reach: Reach,
): readonly Look[] {
  const around = (moments: readonly number[], beforeMs: number, afterMs: number) =>
    moments.map((ms) => ({
      startMs: Math.max(analyzed.startMs, Math.floor(ms - beforeMs)),
      endMs: Math.min(analyzed.endMs, Math.ceil(ms + afterMs)),
    }));
  const looks = (kind: Kind, windows: readonly TimeRange[]): Look[] =>
    windows.map((window) => ({ ...kind, window }));
  const { atEndMs, aroundEndMs } = reach;
  return [
    ...looks(CHANGES, joined(around(onsets, reach.beforeChangesMs, 1))),
    ...looks(UNUSUAL, usual ? joined(around(onsets, reach.beforeUnusualMs, 1)) : []),
    ...looks(AFTER_ONSET, around(onsets, 0, reach.afterOnsetMs)),
    ...looks(BEFORE_END, around(ends, aroundEndMs, atEndMs)),
    ...looks(AFTER_END, around(ends, -atEndMs, aroundEndMs)),
    ...looks(BEFORE_FIRST, around(firsts, reach.beforeFirstMs, SECOND_MS)),
    // The most important onset last: it gets what the others left over.
    ...looks(BEFORE_ONSET, around(onsets, reach.beforeOnsetMs, 1).reverse()),
  ].filter(({ window }) => window.startMs < window.endMs);
}

/** Onsets as the rules take them, most important first; of errors that ran through the window they come last. */
function onsetsOf(errors: readonly Finding[]): readonly number[] {
  const sorted = [...errors].sort((a, b) => Number(isChange(b)) - Number(isChange(a)));
  return sorted.map((finding) => activeRange(finding).startMs);
}

/** Where bursts end: what ended there, or was undone, shows what had set them off. */
function endsOf(errors: readonly Finding[]): readonly number[] {
  const ends = errors.filter(isChange).map((finding) => activeRange(finding).endMs);
  return distinct(ends, []).slice(0, MAX_ONSETS);
}

/** Those that lie apart from each other and from the known ones, in their order. */
function distinct(moments: readonly number[], known: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (const ms of moments) {
    if ([...known, ...kept].every((other) => Math.abs(other - ms) > SAME_MOMENT_MS)) kept.push(ms);
  }
  return kept;
}

/** Windows that overlap as one, ascending. */
function joined(windows: readonly TimeRange[]): readonly TimeRange[] {
  const kept: TimeRange[] = [];
  for (const window of [...windows].sort((a, b) => a.startMs - b.startMs)) {
    const last = kept.at(-1);
    if (last === undefined || window.startMs > last.endMs) kept.push(window);
    else kept[kept.length - 1] = { ...last, endMs: Math.max(last.endMs, window.endMs) };
  }
  return kept;
}
