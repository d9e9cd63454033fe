// What the other lines show around a candidate: the number that drifts towards it, the one member that stands out,
// the moments at which something turned, and the words by which a line can be tied to it.
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS, type TimeRange } from '../base/time-range.ts';
import { holdsBetween } from '../evidence/moments.ts';
import { type Drift, isSaw } from '../evidence/survey/drift.ts';
import type { Outlier } from '../evidence/survey/outlier.ts';
import type { Shift, Silence } from '../evidence/survey/shift.ts';
import type { Finding } from '../evidence/types.ts';
import { markOfAll } from './mark.ts';
import { isFelt, isForWorse, timesOf } from './measure-words.ts';
import { namesOfServiceOf } from './service-name.ts';
import { ownWordsOf, tellingWords, wordsOf } from './ties.ts';
import type { Case } from './types.ts';

export interface Moment {
  readonly ms: number;
  /** So much later it may have been. */
  readonly slackMs: number;
}

export interface Surroundings {
  /** The most telling one. */
  readonly drift: Drift | null;
  /** The one that leads to the failure: it reaches its limit, or names what fails, and turns first. */
  readonly leading: Drift | null;
  /** This and others for the worse that turn with it, a few, in order of time. */
  readonly drifts: readonly Drift[];
  readonly outlier: Outlier | null;
  /** A value that came to fill lines at that time. */
  readonly shift: Shift | null;
  /** A member that fell silent at that time. */
  readonly silence: Silence | null;
  /** The onset and the turning points of what drifts with it, ascending. */
  readonly moments: readonly Moment[];
  /** Words that tie a line to it. */
  readonly words: ReadonlySet<string>;
}

/** A drift that turns so much later than the onset is no part of the cause. */
const MAX_TURN_AFTER_MS = 2 * MINUTE_MS;
/** And one that turned so much earlier is another story, unless words tie it. */
const MAX_TURN_BEFORE_MS = 30 * MINUTE_MS;
/** A climb between two resets is at its top from so much of its time on. */
const HIGH_SHARE = 0.7;
/** What shifts or stops this near to the onset belongs to it. */
const MAX_SHIFT_BEFORE_MS = 5 * MINUTE_MS;
const MAX_SHIFT_AFTER_MS = MINUTE_MS;
const MAX_STRENGTH = 3;
/** Drifts that are told of one candidate. */
const MAX_TOLD = 4;
const LOG_BASE = 3;
/** A number that is read now and then shows a reset so long behind it at most; one reset may be there by chance. */
const MAX_RESET_LAG_MS = 5 * MINUTE_MS;
const MIN_RESETS = 2;

export function surroundingsOf(
  own: readonly Finding[],
  range: TimeRange,
  change: boolean,
  input: Case,
): Surroundings {
  const [lead] = own;
  const saysWho = namesWho(own, input);
  const telling = lead === undefined ? [] : [...tellingWords(lead, input.survey)];
  const words = new Set(telling.filter((word) => !saysWho.has(word)));
  const drifts = driftsNear(range, change, words, own, input);
  const outlier =
    input.survey.outliers.find((each) => isTiedOutlier(each, words, lead)) ??
    (input.survey.outliers.length === 1 ? input.survey.outliers[0] : null) ??
    null;
  const drift = drifts[0] ?? null;
  const near = ({ timestampMs }: LogEvent) => change && turnsAt(timestampMs, range.startMs);
  const templates = new Set(own.map(({ template }) => template));
  const leading = change ? drifts.find((each) => leadsTo(each, range.startMs, words)) : null;
  const shift =
    input.survey.shifts.find(
      ({ turn, kind }) => near(turn) && !templates.has(kind.template) && !isError(turn, input),
    ) ?? null;
  const silence = input.survey.silences.find(({ last }) => near(last)) ?? null;
  const mark = markOfAll(own);
  return {
    drift,
    leading: leading ?? null,
    drifts: drifts.slice(0, MAX_TOLD).sort((a, b) => a.turn.timestampMs - b.turn.timestampMs),
    outlier,
    shift,
    silence,
    moments: [
      { ms: range.startMs, slackMs: 0 },
      ...drifts.filter((each) => !isSaw(each)).map(momentOf),
    ].sort((a, b) => a.ms - b.ms),
    words: new Set(
      [
        ...words,
        ...(mark === null ? [] : wordsOf(mark.value)),
        ...(drift === null ? [] : driftOwnWords(drift, input)),
        ...[outlier, shift, silence].flatMap((each) =>
          each === null ? [] : [...wordsOf(each.value)],
        ),
      ].filter((word) => !saysWho.has(word)),
    ),
  };
}

/** A line that is told as an error already: that such lines come to be many is no other sign. */
function isError({ timestampMs, logGroup }: LogEvent, { analysis }: Case): boolean {
  return analysis.findings.some(
    ({ severity, logGroups, timesMs }) =>
      severity === 'error' &&
      logGroups.some(({ name }) => name === logGroup) &&
      timesMs.includes(timestampMs),
  );
}

/** The names of the failing service and of the application, and the words they are made of. */
function namesWho(own: readonly Finding[], { application }: Case): ReadonlySet<string> {
  const names = [...namesOfServiceOf(own), application];
  return new Set(names.flatMap((name) => [name.toLowerCase(), ...wordsOf(name)]));
}

function driftOwnWords({ kind, to, member }: Drift, { survey }: Case): string[] {
  return [...ownWordsOf(kind, survey), ...wordsOf(to), ...wordsOf(member?.value ?? '')];
}

const momentOf = ({ turn, slackMs }: Drift): Moment => ({ ms: turn.timestampMs, slackMs });

/** The failing lines name the one that stands out. */
function isTiedOutlier(
  { value }: Outlier,
  words: ReadonlySet<string>,
  lead: Finding | undefined,
): boolean {
  const texts = lead?.samples.map(({ block }) => block.message) ?? [];
  return (
    [...wordsOf(value)].some((word) => words.has(word)) || texts.some((text) => holds(text, value))
  );
}

function holds(text: string, value: string): boolean {
  const at = text.indexOf(value);
  if (at < 0 || value.length < 2) return false;
  return !/[\w-]/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + value.length] ?? '');
}

/** Drifts for the worse that turn before or with the onset, the most telling first. */
function driftsNear(
  range: TimeRange,
  change: boolean,
  words: ReadonlySet<string>,
  own: readonly Finding[],
  input: Case,
): readonly Drift[] {
  const groups = new Set(own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name)));
  const templates = new Set(own.map(({ template }) => template));
  const merit = (drift: Drift) =>
    Math.min(MAX_STRENGTH, Math.log(timesOf(drift)) / Math.log(LOG_BASE)) +
    (drift.limit === null ? 0 : 2) +
    (tied(drift, words) ? 2 : 0) +
    (groups.has(drift.kind.logGroup) ? 0.5 : 0) +
    (isFelt(drift) ? 0 : 1) -
    (templates.has(drift.kind.template) ? 2 : 0);
  return input.survey.drifts
    .filter((drift) => drift.limit !== null || isForWorse(drift) === true)
    .filter(
      (drift) =>
        endsWithEach(drift, own) ||
        ((change ? turnsWith(drift, range.startMs) : goesWithSteady(drift, words)) &&
          (!isSaw(drift) || isHighSaw(drift, range.startMs, words, own))),
    )
    .sort((a, b) => merit(b) - merit(a) || (a.name < b.name ? -1 : 1));
}

function turnsAt(ms: number, onsetMs: number): boolean {
  return ms >= onsetMs - MAX_SHIFT_BEFORE_MS && ms <= onsetMs + MAX_SHIFT_AFTER_MS;
}

function turnsWith({ turn, until, shape }: Drift, onsetMs: number): boolean {
  const lagMs = turn.timestampMs - onsetMs;
  if (lagMs > MAX_TURN_AFTER_MS || isOverBefore(until, onsetMs)) return false;
  return shape === 'climb' || -lagMs <= MAX_TURN_BEFORE_MS;
}

/** What came and went while errors without an onset went on is another story, and so is what no word ties to them. */
function goesWithSteady(drift: Drift, words: ReadonlySet<string>): boolean {
  return drift.until === null && tied(drift, words);
}

/** Each of several climbs of what is used up ends in a reset right behind one of these errors, and hardly one comes without. */
function endsWithEach({ resets, until, shape, rises }: Drift, own: readonly Finding[]): boolean {
  const ends = [...resets, ...(until === null ? [] : [until])].map(
    ({ timestampMs }) => timestampMs,
  );
  if (shape !== 'climb' || !rises || until === null || ends.length < MIN_RESETS) return false;
  if (own.some(({ category }) => category !== 'resource')) return false;
  const errors = own.flatMap(({ timesMs }) => timesMs).sort((a, b) => a - b);
  const isReset = (ms: number) => holdsBetween(errors, ms - MAX_RESET_LAG_MS, ms);
  const isEnd = (ms: number) => ends.some((end) => end >= ms && end <= ms + MAX_RESET_LAG_MS);
  return ends.every(isReset) && errors.every(isEnd);
}

function isOverBefore(until: LogEvent | null, onsetMs: number): boolean {
  return until !== null && until.timestampMs < onsetMs - MAX_TURN_AFTER_MS;
}

/** A climb between two resets matters where the failure comes at its top, and is one of what is used up. */
function isHighSaw(
  drift: Drift,
  onsetMs: number,
  words: ReadonlySet<string>,
  own: readonly Finding[],
): boolean {
  const { turn, last, until, limit } = drift;
  const heightMs = (last.timestampMs - turn.timestampMs) * HIGH_SHARE;
  if (isOverBefore(until, onsetMs) || onsetMs < turn.timestampMs + heightMs) return false;
  return (
    limit !== null || tied(drift, words) || own.some(({ category }) => category === 'resource')
  );
}

function leadsTo(drift: Drift, onsetMs: number, words: ReadonlySet<string>): boolean {
  const isAhead = drift.turn.timestampMs <= onsetMs && !isSaw(drift);
  return isAhead && (drift.limit !== null || tied(drift, words));
}

function tied({ name, kind, member }: Drift, words: ReadonlySet<string>): boolean {
  const own = [name, member?.value ?? '', kind.template.replace(/<[^>]*>/g, ' ')].flatMap(
    (text) => [...wordsOf(text)],
  );
  return own.some((word) => words.has(word));
}
