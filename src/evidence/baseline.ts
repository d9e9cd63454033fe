// The findings of a window held against a normal time: what is new there, what has risen, and what is as usual.
// Counts are compared by the exact binomial over time and over traffic, whichever makes less of the difference,
// and corrected for the number of findings; errors that come in clumps count for less.
import type { LogEvent } from '../base/log-event.ts';
import { durationMs, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { type Prepared, prepare } from './analyze.ts';
import { upperTail } from './binomial.ts';
import { begunBefore } from './calm.ts';
import { clumpOf } from './clumps.ts';
import { type FindingDraft, logGroupCounts } from './finding.ts';
import type { Sketch } from './sketch.ts';
import { kindOf } from './template.ts';
import { templatesByGroup } from './template-by-group.ts';
import type { Comparison, Severity, Standing } from './types.ts';

/** What was read of a stretch of time. */
export interface Exposure {
  readonly range: TimeRange;
  /** Events of any level; null where they were not counted. */
  readonly events: number | null;
  /** Of the candidates that no query counts, how many were read, 0..1. */
  readonly readShare: number;
}

/** A difference that chance brings about more often than this, all findings together, is none. */
const SIGNIFICANCE = 0.005;
/** A difference lies in one log group where so much of it does. */
const GROWN_SHARE = 0.7;
/** So many times the rate before is no mere drift of what is usual. */
const MIN_FALL = 2;
/** The share of the window is kept off 1, where the baseline is next to nothing. */
const MAX_SHARE = 0.999;

/** One comparison for each finding of the prepared window, in its order: errors with errors, warnings with warnings. */
export function compareWithBaseline(
  { drafts }: Prepared,
  window: Exposure,
  baselineEvents: readonly LogEvent[],
  baseline: Exposure,
): readonly Comparison[] {
  const normal = prepare(baselineEvents, baseline.range);
  const [now, then] = [drafts, normal.drafts].map((some) => some.flatMap(({ members }) => members));
  const sketches = [...(now ?? []), ...(then ?? [])];
  const apart = drafts.filter(({ places = 0 }) => places === 0).flatMap(({ members }) => members);
  const [bySite, byMessage] = [lexiconOf(sketches, null), lexiconOf(sketches, apart)];
  const ofSeverity = (severity: Severity): Omit<Scene, 'lexicon'> => {
    const same = (some: readonly Sketch[] | undefined) =>
      (some ?? []).filter((sketch) => sketch.severity === severity);
    const compared = drafts.filter((draft) => draft.severity === severity).length;
    return { window, baseline, now: same(now), normal: same(then), compared };
  };
  const scenes = { error: ofSeverity('error'), warning: ofSeverity('warning') };
  return drafts.map((draft, index) => {
    const { severity, members, places = 0 } = draft;
    const lexicon = places > 0 ? byMessage : bySite;
    const own = { ...window, readShare: shareRead(draft, window) };
    return comparisonOf(`F${index + 1}`, members, { ...scenes[severity], window: own, lexicon });
  });
}

/** Of a finding that was counted by query a part of its own was read; of all others as much as of the window. */
const shareRead = ({ count, members }: FindingDraft, { readShare }: Exposure) =>
  count > members.length ? members.length / count : readShare;

interface Scene {
  readonly window: Exposure;
  readonly baseline: Exposure;
  readonly lexicon: Lexicon;
  /** Everything of one severity in the window, and in the normal time. */
  readonly now: readonly Sketch[];
  readonly normal: readonly Sketch[];
  /** Findings that are compared: what the significance is corrected for. */
  readonly compared: number;
}

/** Against the calm part of the normal time only where the window carries on what had begun; else against all of it. */
function comparisonOf(finding: string, members: readonly Sketch[], whole: Scene): Comparison {
  const keys = new Set(members.map(whole.lexicon.keyOf));
  const isSame = (sketch: Sketch) => keys.has(whole.lexicon.keyOf(sketch));
  const calm = calmScene(whole, whole.normal.filter(isSame));
  if (calm !== null) {
    const comparison = comparedIn(finding, members, calm.scene);
    const isUp = comparison.standing === 'new' || comparison.standing === 'risen';
    if (isUp && isSureOfCut(members, whole, calm.scene, calm.begunMs))
      return { ...comparison, begunMs: calm.begunMs };
  }
  return comparedIn(finding, members, whole);
}

function comparedIn(finding: string, members: readonly Sketch[], scene: Scene): Comparison {
  const { lexicon, now, normal, window, baseline } = scene;
  const keys = new Set(members.map(lexicon.keyOf));
  const kinds = new Set(members.map(lexicon.kindOf));
  const before = normal.filter((sketch) => keys.has(lexicon.keyOf(sketch)));
  const kin = normal.filter((sketch) => kinds.has(lexicon.kindOf(sketch)));
  const chance = chanceOf(members, before, scene);
  const kinNow = now.filter((sketch) => kinds.has(lexicon.kindOf(sketch)));
  const isKinUsual = kin.length > before.length && riseChance(kinNow, kin, scene) >= SIGNIFICANCE;
  const surprise = before.length === 0 ? surpriseOf(members, kin, scene) : 0;
  const standing = standingOf({ chance, before, kin, isKinUsual, surprise });
  return {
    finding,
    standing,
    count: before.length,
    kindCount: kin.length,
    perHour: perHour(members.length, window),
    baselinePerHour: perHour(before.length, baseline),
    kindPerHour: perHour(kin.length, baseline),
    grownIn: grownIn(members, before, shareOf(window.range, window, baseline)),
    chance,
    ...(hasFallen(members, before, scene) ? { fallen: true } : {}),
  };
}

/**
 * What was cut off was chosen among all moments at which an error came: what began there – its end in the normal time
 * and the window – has to have risen for as many cuts.
 */
function isSureOfCut(
  members: readonly Sketch[],
  whole: Scene,
  calm: Scene,
  begunMs: number,
): boolean {
  const keys = new Set(members.map(whole.lexicon.keyOf));
  const same = whole.normal.filter((sketch) => keys.has(whole.lexicon.keyOf(sketch)));
  const [before, begun] = [
    same.filter(({ timestampMs }) => timestampMs < begunMs),
    same.filter(({ timestampMs }) => timestampMs >= begunMs),
  ];
  const { window, baseline } = whole;
  const part = (baseline.range.endMs - begunMs) / durationMs(baseline.range);
  const events =
    window.events === null || baseline.events === null
      ? null
      : window.events + baseline.events * part;
  const range = { startMs: begunMs, endMs: window.range.endMs };
  const scene = { ...calm, window: { ...window, range, events } };
  return riseChance([...begun, ...members], before, scene) * same.length < SIGNIFICANCE;
}

/** The scene without the end of the normal time, where this error's incident had begun by then. */
function calmScene(scene: Scene, before: readonly Sketch[]) {
  const { baseline, window } = scene;
  const timesMs = before.map(({ timestampMs }) => timestampMs).sort((a, b) => a - b);
  const begunMs = begunBefore(timesMs, baseline.range, window.range);
  if (begunMs === null) return null;
  const range = { ...baseline.range, endMs: begunMs };
  const part = durationMs(range) / durationMs(baseline.range);
  const events = baseline.events === null ? null : baseline.events * part;
  const normal = scene.normal.filter(({ timestampMs }) => timestampMs < begunMs);
  return { scene: { ...scene, normal, baseline: { ...baseline, range, events } }, begunMs };
}

interface Facts {
  readonly chance: number;
  readonly before: readonly Sketch[];
  readonly kin: readonly Sketch[];
  readonly isKinUsual: boolean;
  readonly surprise: number;
}

function standingOf({ chance, before, kin, isKinUsual, surprise }: Facts): Standing {
  const differs = chance < SIGNIFICANCE;
  if (before.length === 0 && kin.length === 0) return differs ? 'new' : 'rare';
  if (before.length > 0) return differs && !isKinUsual ? 'risen' : 'background';
  if (differs && surprise < SIGNIFICANCE) return 'new';
  return differs && !isKinUsual ? 'risen' : 'background';
}

/** Where the occurrences beyond what the normal time lets expect are. */
function grownIn(
  now: readonly Sketch[],
  before: readonly Sketch[],
  windowShare: number,
): string | null {
  const usual = new Map(logGroupCounts(before).map(({ name, count }) => [name, count]));
  const factor = windowShare / (1 - windowShare);
  const excesses = logGroupCounts(now)
    .map(({ name, count }) => ({ name, excess: count - (usual.get(name) ?? 0) * factor }))
    .filter(({ excess }) => excess > 0)
    .sort((a, b) => b.excess - a.excess);
  const total = excesses.reduce((sum, { excess }) => sum + excess, 0);
  const [most] = excesses;
  return most !== undefined && most.excess >= total * GROWN_SHARE ? most.name : null;
}

/** Corrected probability that chance alone brings so many into the window. */
function chanceOf(now: readonly Sketch[], before: readonly Sketch[], scene: Scene): number {
  if (before.length > 0) return riseChance(now, before, scene);
  const { window, baseline, compared } = scene;
  const firstMs = now.reduce(
    (least, { timestampMs }) => Math.min(least, timestampMs),
    Number.POSITIVE_INFINITY,
  );
  const since = { ...window.range, startMs: Math.max(window.range.startMs, firstMs) };
  const seconds = new Set(now.map(({ timestampMs }) => Math.floor(timestampMs / SECOND_MS)));
  const share = shareOf(since, window, baseline);
  return Math.min(1, share ** seconds.size * compared);
}

/** The same for what was there before: by its rate, clumps taken as one. */
function riseChance(now: readonly Sketch[], before: readonly Sketch[], scene: Scene): number {
  const { window, baseline, compared } = scene;
  const times = (some: readonly Sketch[]) => some.map(({ timestampMs }) => timestampMs);
  const clump = clumpOf(
    { timesMs: times(now), range: window.range },
    { timesMs: times(before), range: baseline.range },
  );
  const inWindow = Math.floor(now.length / clump);
  const inAll = Math.max(inWindow, Math.round((now.length + before.length) / clump));
  const share = shareOf(window.range, window, baseline);
  return Math.min(1, upperTail(inWindow, inAll, share) * compared);
}

/** The other way round: more in the normal time than chance allows, so that it is no measure of what is usual. */
function hasFallen(now: readonly Sketch[], before: readonly Sketch[], scene: Scene): boolean {
  const { window, baseline } = scene;
  if (perHour(before.length, baseline) < MIN_FALL * perHour(now.length, window)) return false;
  const exchanged = { ...scene, window: baseline, baseline: window };
  return riseChance(before, now, exchanged) < SIGNIFICANCE;
}

/** The share of a part of the window in all that was looked at: by time or by traffic, the larger one. */
function shareOf(part: TimeRange, window: Exposure, baseline: Exposure): number {
  const partOfWindow = durationMs(part) / Math.max(1, durationMs(window.range));
  const weigh = (inWindow: number, inBaseline: number) => {
    const here = inWindow * window.readShare;
    return (here * partOfWindow) / Math.max(1, here + inBaseline * baseline.readShare);
  };
  const byTime = weigh(durationMs(window.range), durationMs(baseline.range));
  const byTraffic =
    window.events === null || baseline.events === null ? 0 : weigh(window.events, baseline.events);
  return Math.min(MAX_SHARE, Math.max(byTime, byTraffic));
}

/**
 * How surprising it is that a message of a known kind names something else: with the names in the baseline changing
 * from minute to minute it is no surprise, with always the same name it is (Good and Turing's estimate).
 */
function surpriseOf(now: readonly Sketch[], kin: readonly Sketch[], scene: Scene): number {
  if (kin.length === 0) return 0;
  const { lexicon, compared } = scene;
  const bins = (members: readonly Sketch[]) =>
    members.map((sketch) => `${lexicon.keyOf(sketch)} ${Math.floor(sketch.timestampMs / NAME_MS)}`);
  const pairs = new Set(bins(kin));
  const perName = new Map<string, number>();
  for (const pair of pairs) {
    const name = pair.slice(0, pair.lastIndexOf(' '));
    perName.set(name, (perName.get(name) ?? 0) + 1);
  }
  const once = [...perName.values()].filter((count) => count === 1).length;
  const unseen = (once + 1) / (pairs.size + 1);
  return Math.min(1, unseen ** new Set(bins(now)).size * compared);
}

/** Names are counted once in so long. */
const NAME_MS = 60 * SECOND_MS;

const perHour = (count: number, { range, readShare }: Exposure) =>
  (count * 60 * 60 * SECOND_MS) / Math.max(1, durationMs(range) * readShare);

interface Lexicon {
  /** What makes two occurrences the same error, in the window and in the baseline. */
  readonly keyOf: (sketch: Sketch) => string;
  /** The same words, whatever they name. */
  readonly kindOf: (sketch: Sketch) => string;
}

/**
 * Keys from the templates of all texts together, so that both times are cut alike, and from the sites of traces: of all,
 * or of those alone that findings tell `apart`.
 */
function lexiconOf(sketches: readonly Sketch[], apart: readonly Sketch[] | null): Lexicon {
  const templates = templatesByGroup(sketches);
  const keys = new Map(sketches.map(({ masked }, index) => [masked, templates[index] ?? '']));
  const kinds = new Map([...keys.keys()].map((text) => [text, kindOf(text)]));
  const sites = apart === null ? null : new Set(apart.map(({ siteKey }) => siteKey));
  const isTold = (siteKey: string) => sites === null || sites.has(siteKey);
  return {
    keyOf: ({ siteKey, masked }) =>
      siteKey !== null && isTold(siteKey) ? siteKey : (keys.get(masked) ?? masked),
    kindOf: ({ masked }) => kinds.get(masked) ?? masked,
  };
}
