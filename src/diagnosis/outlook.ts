// Whether it goes on at the end of the window: the primary cause by its own findings, all other errors by their rate.
// "No" is said only where it was quiet for longer than it usually is, and where the logs show that time at all.
import { HOUR_MS, MINUTE_MS } from '../base/time-range.ts';
import { countBefore } from '../evidence/moments.ts';
import type { Finding } from '../evidence/types.ts';
import { fellSilentMs } from './fell-silent.ts';
import { countedOf } from './mark.ts';
import { activeRange, endedMs, isQuietAtEnd, spoken, tailMsOf, usualGapMs } from './times.ts';
import type { Case, LogGroupPlace, Outlook, RootCause } from './types.ts';

/** Up to this many times the baseline still counts as the level before. */
const BASELINE_FACTOR = 1.5;
/** A log group that ended with its errors held so many lines an error. */
const MIN_LINES_PER_ERROR = 2;
/** Of what comes more often than this nobody waits for the next one. */
const MIN_DUE_MS = MINUTE_MS;

/** How things stood; null where there is neither an error nor a cause. */
export function outlookOf(causes: readonly RootCause[], input: Case): Outlook | null {
  const { findings } = input.analysis;
  const errors = findings.filter(({ severity }) => severity === 'error');
  const primary = causes[0]?.findings ?? [];
  const explained = countedOf(findings.filter(({ id }) => primary.includes(id)));
  const own = explained.length > 0 ? explained : errors;
  const all = errors.length > 0 ? errors : own;
  if (own.length === 0) return null;
  if (input.analysis.part !== undefined) return unknownOf(all, input);
  const state = stateOf(own, input);
  const tail = tailOf(all, input);
  const lastMs = lastOf(all);
  const isUsual = isUsualRate(tail, input);
  return {
    kind: kindOf(state.kind, quietMs(lastMs, input), tail.tailMs, isUsual, input),
    severity: errors.length > 0 ? 'error' : 'warning',
    lastMs,
    lastOfCauseMs: explained.length > 0 ? lastOf(own) : null,
    ...tail,
    isUsual,
    recurs: recurrenceOf(dueOf(own, state.kind, input), state.kind === 'over', input),
    unseen: state.unseen,
  };
}

/** The last one that was read says nothing of those that were not. */
function unknownOf(all: readonly Finding[], { window }: Case): Outlook {
  return {
    kind: 'unseen',
    severity: all.some(({ severity }) => severity === 'error') ? 'error' : 'warning',
    lastMs: lastOf(all),
    lastOfCauseMs: null,
    tailErrors: 0,
    tailMs: tailMsOf(window),
    isUsual: false,
    recurs: null,
    unseen: 'only a part of what may tell of errors was read',
  };
}

/** When the last of the cause's errors ended, or their burst; null where any goes on, or may go on unseen. */
export function causeEndedMs({ findings }: RootCause, input: Case): number | null {
  const own = countedOf(input.analysis.findings.filter(({ id }) => findings.includes(id)));
  return own.length === 0 || unseenOf(own, input) !== null ? null : endOf(own, input);
}

interface State {
  readonly kind: 'over' | 'burst-over' | 'due' | 'unseen' | 'ongoing';
  readonly unseen: string | null;
}

function stateOf(own: readonly Finding[], input: Case): State {
  const isQuiet = quietMs(lastOf(own), input) > tailMsOf(input.window);
  const unseen = isQuiet ? unseenOf(own, input) : null;
  if (unseen !== null) return { kind: 'unseen', unseen };
  if (isQuiet) return { kind: own.every((one) => isOver(one, input)) ? 'over' : 'due', unseen };
  return { kind: endOf(own, input) === null ? 'ongoing' : 'burst-over', unseen };
}

/** Those of which the next one may come yet, where any is over: what is said of them is said of no other. */
function dueOf(own: readonly Finding[], kind: State['kind'], input: Case): readonly Finding[] {
  return kind === 'due' ? own.filter((one) => !isOver(one, input)) : own;
}

/** Quiet for longer than it usually is; of a single one nothing is usual. */
function isOver(finding: Finding, { window }: Case): boolean {
  return finding.count < 2 || isQuietAtEnd(finding, window);
}

function endOf(own: readonly Finding[], { window }: Case): number | null {
  return own
    .map((finding) => endedMs(finding, window))
    .reduce((latest, end) => (latest === null || end === null ? null : Math.max(latest, end)), 0);
}

const lastOf = (findings: readonly Finding[]): number =>
  Math.max(...findings.map(({ lastSeenMs }) => lastSeenMs));
const quietMs = (ms: number, { window }: Case): number => window.endMs - ms;

function kindOf(
  state: State['kind'],
  quiet: number,
  tailMs: number,
  isUsual: boolean,
  { analysis, window }: Case,
): Outlook['kind'] {
  if (state === 'over') return quiet > tailMs ? 'over' : 'others';
  if (state === 'due' || state === 'unseen') return state;
  const { peak } = analysis.timeline;
  const isPast = state === 'burst-over' || (peak !== null && peak.endMs <= window.endMs - tailMs);
  return isPast && isUsual ? 'peak-over' : 'ongoing';
}

type Tail = Pick<Outlook, 'tailMs' | 'tailErrors'>;

/** Counted back from the end by event times; by bins, and from where one begins, where only a query counted them. */
function tailOf(findings: readonly Finding[], { analysis, window }: Case): Tail {
  const tailMs = tailMsOf(window);
  const from = window.endMs - tailMs;
  const isCounted = findings.every(({ timesMs, count }) => timesMs.length >= count);
  const { bins } = analysis.timeline;
  const first = bins.find(({ startMs }) => startMs >= from);
  if (isCounted || first === undefined) {
    const late = findings.map(
      ({ timesMs, standsFor = 1 }) => (timesMs.length - countBefore(timesMs, from)) * standsFor,
    );
    return { tailMs, tailErrors: late.reduce((sum, count) => sum + count, 0) };
  }
  const late = bins.filter(({ startMs }) => startMs >= from);
  return {
    tailMs: window.endMs - first.startMs,
    tailErrors: late.reduce((sum, { errors }) => sum + errors, 0),
  };
}

function isUsualRate({ tailMs, tailErrors }: Tail, { analysis }: Case): boolean {
  return (tailErrors * HOUR_MS) / tailMs <= analysis.timeline.baselinePerHour * BASELINE_FACTOR;
}

/** Of the one that comes most often, where it comes back at all. */
function recurrenceOf(
  own: readonly Finding[],
  isOverNow: boolean,
  { window }: Case,
): Outlook['recurs'] {
  const [often] = own
    .filter(({ count, rhythm }) => count >= 2 && rhythm !== 'burst')
    .sort((a, b) => usualGapMs(a) - usualGapMs(b));
  if (often === undefined) return null;
  const { rhythm, periodMs, timesMs, lastSeenMs } = often;
  const isPeriodic = rhythm === 'periodic' && periodMs !== null;
  const everyMs = isPeriodic ? periodMs : usualGapMs(often);
  const nextMs = (isPeriodic ? clusterStartMs(timesMs, periodMs) : lastSeenMs) + everyMs;
  const isTold = everyMs >= MIN_DUE_MS && nextMs >= window.endMs && !isOverNow;
  return { everyMs, isPeriodic, nextMs: isTold ? nextMs : null };
}

/** When the last cluster of a period began. */
function clusterStartMs(timesMs: readonly number[], periodMs: number): number {
  const index = timesMs.findLastIndex((ms, at) => ms - (timesMs[at - 1] ?? 0) > periodMs / 2);
  return timesMs[Math.max(0, index)] ?? 0;
}

/** Why the logs do not show whether it went on; null where they do. */
function unseenOf(own: readonly Finding[], input: Case): string | null {
  if (input.unseenEnd !== undefined && input.unseenEnd !== null) return input.unseenEnd;
  const labels = own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name));
  const places = input.logGroups.filter(({ label }) => labels.includes(label));
  const ended = places.find((place) => endsBefore(place, own, input));
  if (ended === undefined) return null;
  const earlierMs = input.window.endMs - (ended.lastEventMs ?? 0);
  return `log group ${ended.name} ends ${spoken(earlierMs)} before the window does`;
}

/** It falls silent with the errors, although it held other lines before, and well before the end of the window. */
function endsBefore(place: LogGroupPlace, own: readonly Finding[], { analysis, window }: Case) {
  const silentMs = fellSilentMs(place, window);
  if (silentMs === null) return false;
  const errors = analysis.errorsByLogGroup[place.label] ?? 0;
  if ((place.events ?? 0) < errors * MIN_LINES_PER_ERROR) return false;
  const lastMs = Math.max(...own.map((finding) => activeRange(finding).endMs));
  return silentMs - lastMs <= tailMsOf(window);
}
