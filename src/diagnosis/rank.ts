// Which candidate is the cause. Not by the number of errors alone: a failure that set in
// beats one that runs through the window, unless the latter clearly dominates.
import { durationMs, HOUR_MS, type TimeRange } from '../base/time-range.ts';
import { countBefore } from '../evidence/moments.ts';
import type { Burst, Finding, Severity } from '../evidence/types.ts';
import type { Candidate } from './candidates.ts';
import { type DriftSeen, driftSeenBy } from './drift-seen.ts';
import { type Precursor, precursorOf } from './precursor.ts';
import { type Surroundings, surroundingsOf } from './surroundings.ts';
import { endedMs } from './times.ts';
import { findTriggers } from './trigger.ts';
import { type TriggerEnd, triggerEndOf } from './trigger-end.ts';
import type { TriggerFound } from './trigger-found.ts';
import { isFirm } from './trigger-tie.ts';
import type { Case, RootCause } from './types.ts';
import { isUnfit } from './unfit.ts';

/** A candidate with what was found around it. */
export interface Ranked extends Candidate {
  readonly trigger: TriggerFound | null;
  /** What else was changed shortly before, the more telling first. */
  readonly otherChanges: readonly TriggerFound[];
  /** How the end of its errors fits the trigger; null without one. */
  readonly end: TriggerEnd | null;
  /** The warning that comes before nearly each of its errors. */
  readonly precursor: Precursor | null;
  readonly drift: DriftSeen | null;
  readonly around: Surroundings;
  /** Errors that it explains: its own and its consequences. */
  readonly count: number;
  /** Of all errors, 0..1. */
  readonly share: number;
  /** The same; of what set in, its share of the peak where that is more: it does not matter how long the window is. */
  readonly weight: number;
  readonly score: number;
}

/** So much of the share of errors does each property weigh. A share of 1 weighs 1. */
const CHANGE_WEIGHT = 0.5;
const PERIODIC_WEIGHT = 0.25;
const TRIGGER_WEIGHT = 0.35;
const CONSEQUENCE_WEIGHT = 0.15;
const SIGNATURE_WEIGHT = 0.1;
const SURFACE_WEIGHT = -0.1;
/** More than all else together. */
const BACKGROUND_WEIGHT = -3;
/** A change smaller than this is noise. */
const MIN_CHANGE_COUNT = 5;
/** Of all errors; a smaller peak is no incident of its own. */
const MIN_PEAK_SHARE = 0.02;
/** As often as this against the rate outside of peaks: less is a failure that runs through, with something beside it. */
const MIN_PEAK_FACTOR = 3;
const HIGH_IMPACT_SHARE = 0.5;
const MEDIUM_IMPACT_SHARE = 0.15;
const MIN_HIGH_IMPACT_COUNT = 10;
const MIN_MEDIUM_IMPACT_COUNT = 3;

/** Best first; ties go to the one that began earlier. */
export function ranked(candidates: readonly Candidate[], input: Case): readonly Ranked[] {
  return candidates
    .map((candidate) => weighed(candidate, input))
    .sort((a, b) => b.score - a.score || a.range.startMs - b.range.startMs || b.count - a.count);
}

function weighed(candidate: Candidate, input: Case): Ranked {
  const count = occurrencesOf(candidate);
  const share = count / Math.max(1, allOf(candidate, input));
  const around = surroundingsOf(candidate.own, candidate.range, candidate.change, input);
  const changes = findTriggers(candidate, input, around);
  const trigger = changes.find((found) => mayConcern(found, candidate)) ?? null;
  const otherChanges = changes.filter((found) => found !== trigger);
  const drift = driftSeenBy(candidate, around, input);
  const ofPeak = shareOfPeak(candidate, share, input);
  const weight = candidate.change ? Math.max(share, ofPeak) : share;
  const setOff = trigger !== null || drift !== null;
  const score = (share + ofPeak) / 2 + merits(candidate, count, setOff);
  const end = trigger === null ? null : triggerEndOf(candidate, trigger, input);
  const [lead] = candidate.own;
  const precursor = lead?.severity === 'error' ? precursorOf(lead, input.analysis.findings) : null;
  const found = { trigger, otherChanges, end, precursor, drift, around };
  return { ...candidate, ...found, count, share, weight, score };
}

/** What is about another service, or cannot bring about such a failure, is told beside the cause, not as what set it off. */
function mayConcern(found: TriggerFound, candidate: Candidate): boolean {
  return isFirm(found.tie) || !(found.foreign || isUnfit(found, candidate));
}

/**
 * How much of the peak is its errors: what makes it, counts as much as what most of a long window is. As its share of all
 * where there is no peak, or one that is little of all errors or hardly stands out.
 */
function shareOfPeak(candidate: Candidate, share: number, { analysis }: Case): number {
  const { timeline, totalErrors } = analysis;
  const { peak } = timeline;
  const isLittle = peak === null || peak.errors < MIN_PEAK_SHARE * totalErrors;
  if (isLittle || !standsOut(peak, timeline.baselinePerHour) || severityOf(candidate) === 'warning')
    return share;
  const errors = [...candidate.own, ...candidate.consequences]
    .filter(({ severity }) => severity === 'error')
    .reduce((sum, finding) => sum + within(finding, peak), 0);
  return Math.min(1, errors / peak.errors);
}

function standsOut({ errors, ...range }: Burst, baselinePerHour: number): boolean {
  return (errors * HOUR_MS) / durationMs(range) >= MIN_PEAK_FACTOR * baselinePerHour;
}

function within({ timesMs, standsFor = 1 }: Finding, { startMs, endMs }: TimeRange): number {
  return (countBefore(timesMs, endMs) - countBefore(timesMs, startMs)) * standsFor;
}

/** Errors; of an incident of warnings, warnings. */
function occurrencesOf(candidate: Candidate): number {
  const severity = severityOf(candidate);
  return sumOf([...candidate.own, ...candidate.consequences], severity);
}

function allOf(candidate: Candidate, { analysis }: Case): number {
  const severity = severityOf(candidate);
  return severity === 'error' ? analysis.totalErrors : sumOf(analysis.findings, severity);
}

function severityOf({ own, consequences }: Candidate): Severity {
  const errors = [...own, ...consequences].some(({ severity }) => severity === 'error');
  return errors ? 'error' : 'warning';
}

function sumOf(findings: readonly Finding[], of: Severity): number {
  return findings
    .filter(({ severity }) => severity === of)
    .reduce((sum, finding) => sum + finding.count, 0);
}

function merits(candidate: Candidate, count: number, setOff: boolean): number {
  const { signature, own, consequences, change } = candidate;
  const changed = change && count >= MIN_CHANGE_COUNT;
  const periodic = !changed && own.some(({ rhythm }) => rhythm === 'periodic');
  return (
    (changed ? CHANGE_WEIGHT : 0) +
    (periodic ? PERIODIC_WEIGHT : 0) +
    (changed && setOff ? TRIGGER_WEIGHT : 0) +
    (consequences.length > 0 ? CONSEQUENCE_WEIGHT : 0) +
    (signature === null ? 0 : SIGNATURE_WEIGHT) +
    (signature?.layer === 'surface' ? SURFACE_WEIGHT : 0) +
    (signature?.isBackground === true ? BACKGROUND_WEIGHT : 0)
  );
}

/** From the weight; a handful of errors, or what goes on as always, is never a high impact. */
export function impactOf(
  { weight, count }: Pick<Ranked, 'weight' | 'count'>,
  isNoise = false,
): RootCause['impact'] {
  if (!isNoise && weight >= HIGH_IMPACT_SHARE && count >= MIN_HIGH_IMPACT_COUNT) return 'high';
  return weight >= MEDIUM_IMPACT_SHARE && count >= MIN_MEDIUM_IMPACT_COUNT ? 'medium' : 'low';
}

/** From the impact, one step less where it ended before the end of the window; what is no news does not press. */
export function urgencyOf(
  cause: Pick<Ranked, 'weight' | 'count' | 'own'> & Partial<Pick<Ranked, 'consequences'>>,
  window: TimeRange,
  { isNoise = false, isSteady = false }: { isNoise?: boolean; isSteady?: boolean } = {},
): RootCause['urgency'] {
  const { own, consequences = [] } = cause;
  // A single line neither goes on nor ends; what it brought about does.
  const isLone = own.every(({ count }) => count === 1) && consequences.length > 0;
  const going = (isLone ? consequences : own).some((each) => endedMs(each, window) === null);
  const impact = impactOf(cause, isNoise);
  if (impact === 'high') return going ? 'critical' : 'high';
  if (impact === 'medium' && !isSteady) return going ? 'high' : 'medium';
  return going ? 'medium' : 'low';
}
