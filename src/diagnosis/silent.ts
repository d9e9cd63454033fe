// An incident that no error and no warning tells of: a number that users feel turned much for the worse, or one of
// several alike lies far behind the others. Never more than likely, and likely only after a change tied to it.
import { cutWords } from '../base/cut-words.ts';
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS } from '../base/time-range.ts';
import { type Drift, isSaw } from '../evidence/survey/drift.ts';
import { areSiblings } from '../evidence/survey/grouping.ts';
import type { Outlier } from '../evidence/survey/outlier.ts';
import type { Silence } from '../evidence/survey/shift.ts';
import { clip } from './clip.ts';
import { driftWords, seenOf } from './drift-seen.ts';
import { fellSilentMs } from './fell-silent.ts';
import { isFelt, isForWorse, timesOf } from './measure-words.ts';
import { distinctQuotes, quoteAround } from './quotes.ts';
import { ownWordsOf, wordsOf } from './ties.ts';
import { clock } from './times.ts';
import { findTriggers } from './trigger.ts';
import { isTied, type TriggerFound } from './trigger-found.ts';
import { afterTrigger } from './trigger-words.ts';
import type { Case, RootCause } from './types.ts';

const MIN_READINGS = 20;
const MIN_TIMES = 3;
const MIN_POINTS = 40;
const MIN_SHARE_POINTS = 0.4;
const MIN_OUTLIER_TIMES = 5;
const MIN_OUTLIER_READINGS = 10;
/** What stopped is last heard of at most so long before or after. */
const GONE_MS = 5 * MINUTE_MS;
const MAX_TITLE_CHARS = 120;
const MAX_SUBJECT_CHARS = 50;

/** The cause that the numbers alone show, or null. */
export function silentCause(input: Case): RootCause | null {
  const { drifts, outliers, silences } = input.survey;
  const drift = [...drifts].sort((a, b) => timesOf(b) - timesOf(a)).find(isIncident);
  if (drift !== undefined) return causeOfDrift(drift, input);
  const outlier = outliers.find(isBehind);
  if (outlier !== undefined) return causeOfOutlier(outlier, input);
  const [silence] = silences;
  return silence === undefined ? null : causeOfSilence(silence, input);
}

function isIncident(drift: Drift): boolean {
  if (isForWorse(drift) !== true || drift.readings < MIN_READINGS || isSaw(drift)) return false;
  if (drift.limit !== null && drift.unit !== 'percent') return true;
  if (!isFelt(drift)) return false;
  const points = Math.abs(drift.toValue - drift.fromValue);
  if (drift.unit === 'percent') return points >= MIN_POINTS;
  const isShare = Math.max(drift.fromValue, drift.toValue) <= 1;
  return isShare ? points >= MIN_SHARE_POINTS : timesOf(drift) >= MIN_TIMES;
}

/** One of several that differ by a number only, as hosts, consumers and partitions do; routes and jobs may differ. */
function isBehind({ kind, field, name, unit, ownValue, othersValue, readings }: Outlier): boolean {
  return (
    areSiblings(kind.lines, field) &&
    isForWorse({ name, unit, rises: true }) === true &&
    ownValue >= othersValue * MIN_OUTLIER_TIMES &&
    readings >= MIN_OUTLIER_READINGS
  );
}

function causeOfDrift(drift: Drift, input: Case): RootCause {
  const turnMs = drift.turn.timestampMs;
  const words = new Set([...ownWordsOf(drift.kind, input.survey), ...wordsOf(drift.to)]);
  const trigger = triggerOf(turnMs, drift.slackMs, words, input);
  const title = `${subjectOf(drift.kind.template, drift.name)}${driftWords(seenOf(drift))}`;
  const since = `, from ${clock(turnMs, input.window)} on${afterWords(trigger, turnMs, input)}`;
  const member = drift.member?.value ?? null;
  return silent(title, since, [drift.turn, drift.last], drift.name, member, trigger, input);
}

function causeOfOutlier(outlier: Outlier, input: Case): RootCause {
  const { field, value, name, own, others, kind, event } = outlier;
  const title = `${subjectOf(kind.template, name)}${field}=${value} has ${name}=${own}, the others ${others}`;
  const other = kind.lines.find(({ fields }) => fields[field] !== value)?.event ?? event;
  return silent(title, '', [event, other], name, value, null, input);
}

function triggerOf(
  turnMs: number,
  slackMs: number,
  words: ReadonlySet<string>,
  input: Case,
): TriggerFound | null {
  const range = { startMs: turnMs, endMs: input.window.endMs };
  const nobody = { signature: null, names: {}, component: null, own: [], consequences: [] };
  const around = { ...NOTHING, moments: [{ ms: turnMs, slackMs }], words };
  return findTriggers({ ...nobody, range, change: true }, input, around)[0] ?? null;
}

const NOTHING = {
  drift: null,
  leading: null,
  drifts: [],
  outlier: null,
  shift: null,
  silence: null,
};

function causeOfSilence(silence: Silence, input: Case): RootCause {
  const { field, value, last, kind, missed } = silence;
  const lastMs = last.timestampMs;
  const title = `${subjectOf(kind.template, field)}${field}=${value} falls silent`;
  const trigger = triggerOf(lastMs, 0, wordsOf(value), input);
  const since = ` after ${clock(lastMs, input.window)}, while its like go on: about ${Math.round(missed)} lines are missing${afterWords(trigger, lastMs, input)}`;
  const next = kind.lines.find(({ event }) => event.timestampMs > lastMs)?.event ?? last;
  return silent(title, since, [last, next], value, value, trigger, input);
}

/** The log groups that fell silent when it turned: the program that wrote them may have stopped. */
function goneWith(turn: LogEvent | undefined, { logGroups, window }: Case): string {
  const gone = logGroups.flatMap((place) => {
    const lastMs = fellSilentMs(place, window);
    const isNear = lastMs !== null && Math.abs(lastMs - (turn?.timestampMs ?? 0)) <= GONE_MS;
    return isNear
      ? [
          ` Log group ${place.name} holds nothing after ${clock(lastMs, window)}: what writes it may have stopped.`,
        ]
      : [];
  });
  return gone.join('');
}

function untold({ analysis }: Case): string {
  return analysis.findings.length === 0
    ? 'No error and no warning tells of it.'
    : 'No error and no warning sets in with it.';
}

/** The fixed words of the line in front of the number. */
function subjectOf(template: string, name: string): string {
  const [before = ''] = template.split(new RegExp(`\\b${name.replace(/[^\w]/g, '.')}\\b`));
  if (before.startsWith('{')) return '';
  const words = before
    .replace(/\S*<[^>]*>\S*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? '' : `${clip(words, MAX_SUBJECT_CHARS)} `;
}

function afterWords(trigger: TriggerFound | null, turnMs: number, { window }: Case): string {
  return trigger === null ? '' : afterTrigger(trigger, turnMs, false, window);
}

function silent(
  title: string,
  since: string,
  events: readonly LogEvent[],
  name: string,
  component: string | null,
  trigger: TriggerFound | null,
  input: Case,
): RootCause {
  const { window } = input;
  const quote = trigger === null ? null : quoteAround(trigger.event, trigger.words);
  const [first] = events;
  return {
    rank: 1,
    title: cutWords(title, MAX_TITLE_CHARS),
    component,
    type: 'infrastructure',
    confidence: trigger !== null && isTied(trigger) ? 'likely' : 'possible',
    impact: 'medium',
    urgency: 'medium',
    findings: [],
    explanation: `${title}${since}. ${untold(input)} It shows in the numbers of ordinary lines between ${clock(first?.timestampMs ?? window.startMs, window)} and the end of the window.${goneWith(first, input)} Whether users felt it, these logs do not say.`,
    evidence: distinctQuotes([quote, ...events.map((event) => quoteAround(event, name))]),
    trigger:
      trigger === null || quote === null
        ? null
        : {
            timestampMs: trigger.event.timestampMs,
            logGroup: trigger.event.logGroup,
            message: quote.quote,
            kind: trigger.kind,
            hold: isTied(trigger) ? 'tied' : 'loose',
          },
    location: null,
    signature: null,
  };
}
