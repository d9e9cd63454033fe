// The sentences of an explanation that tell the course in time: extent, the step before, trigger, end, consequences.

import { cutWords } from '../base/cut-words.ts';
import { grouped } from '../base/grouped.ts';
import type { LogEvent } from '../base/log-event.ts';
import { percent } from '../base/percent.ts';
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import type { Burst, Dimension, Finding } from '../evidence/types.ts';
import { sourceOf, sourceWithin } from './account/words.ts';
import { calendarSentences } from './calendar.ts';
import { clip, clipMessage } from './clip.ts';
import { companionSentences } from './companions.ts';
import { consequenceSentences } from './consequence-sentences.ts';
import { type DriftSeen, driftTimes, driftWords, seenOf } from './drift-seen.ts';
import { foretoldBy } from './foretold.ts';
import { countedOf, markOf, markOfAll } from './mark.ts';
import { RECURRING } from './novel-kinds.ts';
import { baselineSentences, behindSentences } from './outside-sentences.ts';
import { ownWords } from './own-words.ts';
import type { Precursor } from './precursor.ts';
import { quoteAround } from './quotes.ts';
import type { Ranked } from './rank.ts';
import { similarBursts } from './scattered.ts';
import { clock, distance, endedMs, plural } from './times.ts';
import { leadOf, MAX_TITLE_CHARS } from './title.ts';
import { tieWords } from './trigger-tie.ts';
import { announcedBy, momentOf } from './trigger-words.ts';
import type { Case } from './types.ts';
import { undoneBy } from './undone.ts';
import { confidenceOf, isTriggerFirm } from './verdict.ts';

const MAX_END_CHARS = 120;
const MAX_LINE_CHARS = 140;
/** An end so long after a change was taken back is told by its time. */
const END_TOLERANCE_MS = 30 * SECOND_MS;
/** So near to a burst an error is one of its edge, no background. */
const MAX_EDGE_MS = 5 * MINUTE_MS;
/** Causes that use memory up. */
const MEMORY = /\b(?:memory|heap)\b/;

/** All of them, in the order in which they are told. */
export function courseSentences(cause: Ranked, input: Case): string[] {
  return [
    extent(cause, input),
    ...baselineSentences(cause, input),
    ...behindSentences(cause, input),
    ...precursorSentences(cause.precursor, leadOf(cause)),
    ...triggerSentences(cause, input),
    ...calendarSentences(cause, input),
    ...endSentences(cause, input),
    ...driftSentences(cause, input),
    ...consequenceSentences(cause, input),
    ...companionSentences(cause, input),
    ...markSentences(cause),
  ];
}

function extent(cause: Ranked, input: Case): string {
  const { totalErrors } = input.analysis;
  const own = cause.own.filter(({ severity }) => severity === 'error');
  const count = own.reduce((sum, finding) => sum + finding.count, 0);
  const groups = new Set(cause.own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name)));
  const { burst, rhythm } = leadOf(cause);
  const peak =
    burst === null || rhythm === 'periodic' ? '' : burstSentence(leadOf(cause), burst, input);
  const where = `in ${plural(groups.size, 'log group')}`;
  return count === 0
    ? `It shows only in warnings ${where}.`
    : `It shows in ${shareInWords(count, totalErrors)}${known(cause)} ${where}.${peak}`;
}

/** Of what was read in part there may be more. */
const known = (cause: Ranked) => (leadOf(cause).readInPart === true ? ' that were counted' : '');

function shareInWords(count: number, all: number): string {
  if (count === all) return all === 1 ? 'the only error' : `all ${plural(all, 'error')}`;
  const share = percent(count / Math.max(1, all));
  return `${grouped(count)} of ${plural(all, 'error')} (${share})`;
}

function burstSentence(lead: Finding, burst: Burst, input: Case): string {
  const alike = similarBursts(lead, input.window);
  if (alike.length > 0) {
    const [first, last] = [alike[0]?.startMs ?? 0, alike.at(-1)?.endMs ?? 0];
    return ` ${lead.id} comes in ${alike.length} similar bursts between ${clock(first, input.window)} and ${clock(last, input.window)}, none of which stands out.`;
  }
  const { timesMs: times, standsFor = 1 } = lead;
  const before = times.filter((ms) => ms < burst.startMs).length * standsFor;
  const after = times.filter((ms) => ms >= burst.endMs).length * standsFor;
  if (before === 0 && after === 0) {
    const [first, last] = [burst.startMs, burst.endMs].map((ms) => clock(ms, input.window));
    if (first === last) return lead.count < 2 ? '' : ` All of ${lead.id} come at ${first}.`;
    return ` All of ${lead.id} fall between ${clock(burst.startMs, input.window)} and ${clock(burst.endMs, input.window)}.`;
  }
  const whole = `the ${grouped(lead.count)} of ${lead.id}`;
  const rest = [
    before > 0 ? `${grouped(before)} came before it` : '',
    after > 0 ? `${grouped(after)} after it` : '',
  ].filter((part) => part !== '');
  const isApart = times.some(
    (ms) => ms < burst.startMs - MAX_EDGE_MS || ms >= burst.endMs + MAX_EDGE_MS,
  );
  const background =
    rest.length === 0 ? '' : `; ${rest.join(' and ')}${isApart ? ', as background' : ''}`;
  return ` ${grouped(burst.errors)} of ${whole} are the burst between ${clock(burst.startMs, input.window)} and ${clock(burst.endMs, input.window)}${background}.`;
}

function precursorSentences(precursor: Precursor | null, lead: Finding): string[] {
  if (precursor === null) return [];
  const { warning, matched, leadMs, shared } = precursor;
  const place =
    shared === 'request'
      ? ' with the same request id'
      : shared === 'stream'
        ? ' in the same log stream'
        : '';
  return [
    `The step before it is a warning: ${warning.id} ("${cutWords(ownWords(warning), MAX_TITLE_CHARS)}") comes before ${grouped(matched)} of the ${plural(lead.count, 'error')} of ${lead.id}, typically ${distance(leadMs)} earlier${place}.`,
  ];
}

function triggerSentences(cause: Ranked, input: Case): string[] {
  if (!cause.change && cause.trigger === null)
    return cause.precursor === null ? unbegun(cause) : [];
  if (cause.trigger === null) return withoutTrigger(cause, input);
  const moment = momentOf(cause.trigger, cause.range.startMs);
  const told = announcedBy(cause.trigger, moment, input.window);
  if (moment !== null) return [`${told}; that it sets in at that very moment speaks for it.`];
  return [`${told}; ${weightOf(cause, input)}.`];
}

const OVER_TOO = 'what it began was over when they ended';

function weightOf(cause: Ranked, input: Case): string {
  const tie = tieWords(cause.trigger?.tie ?? null);
  const isOverToo = tie === '' && cause.end?.kind === 'explained';
  if (isTriggerProven(cause, input))
    return `${tie === '' ? OVER_TOO : tie}, and the order in time speaks for it; a proof would be to undo it`;
  if (cause.trigger?.kind.name === RECURRING.name)
    return 'it is a possible trigger: that such a line comes before each burst speaks for it';
  if (isOverToo) return `it is a possible trigger: ${OVER_TOO}`;
  return tie === ''
    ? 'it is a possible trigger, no more: only the order in time speaks for it, nothing in the line ties it to these errors'
    : `it is a possible trigger: ${tie}`;
}

/** Where no moment stands out; of what fills up it says nothing that it comes again and again. */
function unbegun(cause: Ranked): string[] {
  return foretoldBy(cause) === null ? [courseOf(cause)] : [];
}

function courseOf(cause: Ranked): string {
  if (leadOf(cause).readInPart === true)
    return 'Only a part of these lines was read, so when it set in, and whether it goes on, is not known.';
  if (leadOf(cause).rhythm === 'periodic') {
    return MEMORY.test(cause.signature?.name ?? '')
      ? 'It recurs, as it does where memory fills up anew after each restart, and where a scheduled job needs much of it.'
      : 'It recurs like a timer or a scheduled job; which one, these errors do not say.';
  }
  return 'It does not set in at a certain moment, so the logs do not show what began it.';
}

function withoutTrigger(cause: Ranked, { context, isCutOff = false }: Case): string[] {
  const announces =
    cause.otherChanges.length === 0
      ? 'announces a change'
      : 'announces a change that could have set it off';
  const known =
    context.length === 0 || isCutOff
      ? `${isCutOff ? 'Not all' : 'No'} events from before the onset were read, so a trigger is not known.`
      : `Among the events read from the ten minutes before the onset none ${announces}.`;
  return leadOf(cause).rhythm === 'periodic' ? [known, ...unbegun(cause)] : [known];
}

/** The trigger is worded as one only where it is firm and the cause confirmed. */
export function isTriggerProven(cause: Ranked, input: Case): boolean {
  return confidenceOf(cause, input) === 'confirmed' && isTriggerFirm(cause);
}

function endSentences(cause: Ranked, input: Case): string[] {
  const { end } = cause;
  if (end === null || end.kind === 'none') return undoneSentences(cause, input);
  const time = clock(end.endMs, input.window);
  return end.kind === 'explained'
    ? [
        `The burst ended at ${time}; at ${clock(end.event.timestampMs, input.window)} ${sourceWithin(end.event.logGroup)} announces an end that fits ("${end.words.slice(0, MAX_END_CHARS)}").`,
      ]
    : [
        `Against it: the burst ended at ${time} although among the events read none is recognised as its undoing, so the change alone does not explain it.`,
      ];
}

/** It was taken back, and what became of the errors. */
function undoneSentences(cause: Ranked, input: Case): string[] {
  const { trigger, end } = cause;
  const undone = trigger === null ? null : undoneBy(trigger, end, input);
  if (undone === null) return [];
  const line = clipMessage(undone.message, MAX_LINE_CHARS);
  return [
    `${sourceOf(undone.logGroup)} says at ${clock(undone.timestampMs, input.window)} that it was taken back ("${line}"), and ${courseAfter(undone.timestampMs, cause, input)}.`,
  ];
}

/** They go on only where some follow; of what ended long after it was taken back, until when they did. */
function courseAfter(undoneMs: number, { own, range }: Ranked, { window }: Case): string {
  const time = clock(range.endMs, window);
  if (own.some((finding) => endedMs(finding, window) === null)) {
    return range.endMs > undoneMs ? 'the errors go on' : `the errors were last seen at ${time}`;
  }
  const isLate = range.endMs - undoneMs > END_TOLERANCE_MS;
  return isLate ? `the errors went on until ${time}` : `the errors ended at ${time}`;
}

/** What drifts, in order of time; the line that shows the most telling one. */
function driftSentences({ drift, around }: Ranked, input: Case): string[] {
  if (drift === null) return [];
  const told = around.drifts.length > 0 ? around.drifts.map(seenOf) : [drift];
  const [only] = told;
  // The first sentence has told the course of a single one already.
  if (only !== undefined && told.length === 1 && isPlain(only) && around.outlier === null)
    return [`A line shows ${only.name} ${lineOf(only, input)}.`];
  const parts = told.map((seen) => {
    const line = seen.event === drift.event && seen.name === drift.name;
    const shown = line ? `; ${lineOf(seen, input)}` : '';
    return `${driftWords(seen)} (${driftTimes(seen, input.window)}${shown})`;
  });
  const order = parts.length > 1 ? ', in order of time' : '';
  return [`In lines of any level${order}: ${parts.join('; ')}.`];
}

/** Without a way back. */
const isPlain = ({ resetsMs, untilMs }: DriftSeen) => resetsMs.length === 0 && untilMs === null;

function lineOf({ event, name }: DriftSeen, { window }: Case): string {
  const said = clipMessage(event.message, MAX_LINE_CHARS);
  return `at ${clock(event.timestampMs, window)}: "${said.includes(name) ? said : around(event, name)}"`;
}

/** Of a structured line the message alone may lack the number. */
function around(event: LogEvent, name: string): string {
  const { quote } = quoteAround(event, name);
  const at = quote.indexOf(name);
  return clip(at > MAX_LINE_CHARS / 2 ? `…${quote.slice(at)}` : quote, MAX_LINE_CHARS);
}

/** Of all of the cause where it holds for all of it, else of the finding that it holds for. */
function markSentences({ own, consequences }: Ranked): string[] {
  const counted = countedOf(own);
  const whole = markOfAll(counted);
  if (whole !== null) {
    const least = whole.known === 'least' ? 'At least ' : '';
    const all = consequences.length === 0 ? 'these errors' : enumerated(counted);
    return [`${least}${markWords(whole, all)}`];
  }
  const [lead] = counted;
  const mark = lead === undefined ? null : markOf(lead);
  return lead === undefined || mark === null ? [] : [markWords(mark, lead.id)];
}

const markWords = ({ field, value, share, baselineShare }: Dimension, of: string): string =>
  `${percent(share)} of ${of} carry ${field}=${value}, of the other events ${percent(baselineShare)}.`;

function enumerated(findings: readonly Finding[]): string {
  const ids = findings.map(({ id }) => id);
  return ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;
}
