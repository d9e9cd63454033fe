// "Executive Summary": what happened, how bad, why, whether it goes on, and what to do first, in ten lines.
import { withoutMasks } from '../../base/masks.ts';
import { percent } from '../../base/percent.ts';
import { figuresOf, isTriggerSure, partialBurstOf, sinceWords } from '../cause-figures.ts';
import {
  capitalized,
  count,
  enumeration,
  number,
  rankWord,
  rate,
  sentence,
  sum,
} from '../format.ts';
import {
  boundInWords,
  boundOf,
  hadNoEvents,
  isLeftOut,
  leastOf,
  partInWords,
  unreadInWords,
} from '../not-done.ts';
import { outlookItem } from '../outlook-words.ts';
import { burstSummary, peakSummary } from '../peak-words.ts';
import { saidWithin } from '../shipped-line.ts';
import { code, inline, lines, list, prose } from '../text.ts';
import type { Report, ReportBurst, ReportComparison, ReportRootCause } from '../types.ts';
import type { CauseView, View } from '../view.ts';
import { regionsItem, summaryByRegion } from './by-region.ts';
import { kindOf } from './cause-words.ts';

/** More causes are left to "Root Cause Analysis". */
const MAX_CAUSES = 3;
const MAX_TITLE_CHARS = 160;
/** Steps of a model that are told here. */
const MAX_STEPS = 3;
/** Errors that were more before, in the sentence that tells of them. */
const MAX_FALLEN = 3;

export function executiveSummary(view: View): readonly string[] {
  const items = [
    errorsItem(view),
    regionsItem(view),
    warningsItem(view),
    peakSummary(view) ?? burstSummary(view),
    ...causeItems(view),
    markItem(view),
    ...stepItems(view),
    outlookItem(view),
    outsideItem(view),
    gapsItem(view),
    actionItem(view),
  ];
  return [
    verdictLines(view),
    list(items.filter((item) => item !== null)),
    ...summaryByRegion(view),
  ];
}

/** What a model found where the SOP asks for something else than errors; the rest stands under "Procedure". */
function stepItems({ report }: View): string[] {
  const steps = report.steps.filter(({ note }) => note !== undefined);
  const grounded = steps.flatMap(({ number: at, name, note }) => {
    const claim = (note?.claims ?? []).find(({ standing }) => standing === 'grounded');
    return claim === undefined
      ? []
      : [
          `**Step ${at}, ${prose(name)}, as the model judges:** ${sentence(inline(claim.text, MAX_TITLE_CHARS))}`,
        ];
  });
  const shown = grounded.slice(0, MAX_STEPS);
  const whose = `**Steps of the model:** ${count(steps.length, 'step')} carried out by it, told under Procedure`;
  return steps.length === 0 ? [] : [...shown, whose];
}

/** Where no cause stands out, it may lie in what was handed over but not analyzed. */
function outsideItem({ report }: View): string | null {
  const { outside } = report.window;
  if (outside === null || report.verdict === 'confirmed' || report.verdict === 'likely')
    return null;
  return `**Not analyzed:** ${prose(outside)}`;
}

function verdictLines(view: View): string {
  const unread = unreadInWords(view.report);
  const left = unread === '' ? '' : ` Not read to the end: ${unread}.`;
  const stopped = `**The run was interrupted.** This is what had been found by then.${left}`;
  return lines([verdict(view), ...(view.report.run.interrupted ? [stopped] : [])]);
}

function verdict(view: View): string {
  const { report, causes } = view;
  const words = withoutMasks(causes[0]?.cause.title ?? '');
  const title = inline(words, MAX_TITLE_CHARS).replace(/\.$/, '');
  const named = title === '' ? '.' : `: ${sentence(title)}`;
  switch (report.verdict) {
    case 'confirmed':
      return `**Confirmed${named}** ${explained(view)}`.trimEnd();
    case 'likely':
      return `**Likely${named}** The logs point to it but do not prove it. ${explained(view)}`.trimEnd();
    case 'inconclusive':
      return `**Inconclusive.** ${undecided(view, title)}`;
    case 'no-incident':
      return `**No incident.** ${capitalized(errorsOf(view))} among ${eventsOf(view)}.${aside(view)}`;
  }
}

/** How much it explains and since when: in one sentence, two where only a part of it is the incident. */
function explained(view: View): string {
  const { report, causes } = view;
  const [primary] = causes;
  if (primary === undefined) return '';
  const burst = partialBurstOf(primary);
  const since = burst === null && !primary.isInPart ? sinceWords(view, primary) : '';
  const inBurst =
    burst === null
      ? []
      : [
          `${number(burst.errors)} of ${burstOwner(primary)} came in a burst, ${view.clock.span(burst)}.`,
        ];
  const what = extentOf(primary, report.totals);
  return [
    ...(what === null ? [] : [`${what}${since === '' ? '' : `, ${since}`}.`]),
    ...inBurst,
    ...triggered(view, primary, burst),
  ].join(' ');
}

/** Whose burst it is: all that was told before, or the first of several findings. */
function burstOwner({ leads }: CauseView): string {
  return leads.length > 1 ? (leads[0]?.id ?? 'them') : 'them';
}

function extentOf(
  { errors, warnings, share }: CauseView,
  { errors: total, exact }: Report['totals'],
): string | null {
  if (errors === 0)
    return warnings === 0 ? null : `It shows in ${count(warnings, 'warning')} and in no error`;
  const counted = exact ? '' : ' that were counted';
  if (errors < total)
    return `It explains ${number(errors)} of ${count(total, 'error')}${counted} (${share})`;
  return `It explains ${errors === 1 ? 'the only error' : `all ${count(errors, 'error')}`}${counted.replace('were', errors === 1 ? 'was' : 'were')}`;
}

function triggered(
  { clock }: View,
  { cause, leads }: CauseView,
  ownBurst: ReportBurst | null,
): string[] {
  const { trigger } = cause;
  if (trigger === null) return [];
  const inBurst = ownBurst !== null && isNearer(trigger, ownBurst.start, leads[0]?.firstSeen);
  const sure = isTriggerSure(cause);
  const burst = sure ? 'The burst was set off' : 'The burst was possibly set off';
  const set = inBurst ? burst : sure ? 'Set off' : 'Possibly set off';
  const { timestamp, moment, message } = trigger;
  const line = clock.at(timestamp);
  const when = moment === undefined ? line : `${clock.at(moment)}, which a line of ${line} names`;
  return [`${set} at ${when}: ${code(saidWithin(message), MAX_TITLE_CHARS)}`];
}

type Trigger = NonNullable<ReportRootCause['trigger']>;

/** Whether the change lies by the burst, and not by the first of errors that were there before it. */
function isNearer(
  { timestamp, moment }: Trigger,
  burstStart: string,
  firstSeen = burstStart,
): boolean {
  const changeMs = Date.parse(moment ?? timestamp);
  const apartMs = (time: string) => Math.abs(Date.parse(time) - changeMs);
  return apartMs(burstStart) <= apartMs(firstSeen);
}

function undecided(view: View, title: string): string {
  const { report, errors } = view;
  if (isLeftOut(report, 'errors'))
    return `No step of this SOP analyzes errors, so nothing was counted and nothing can be said of them.${ownAnswers(report)}`;
  if (!report.totals.searched)
    return 'Errors were not looked for to the end, so nothing can be said of them.';
  if (hadNoEvents(report) && errors.length === 0)
    return 'No log event was seen in the window, so nothing can be said of its health.';
  if (errors.length === 0 && view.causes[0]?.cause.nothingFailed === true)
    return `Nothing failed yet: no error was seen among ${eventsOf(view)}, but warnings tell that something fills up: ${sentence(title)}`;
  if (errors.length === 0 && title !== '')
    return `No error was seen among ${eventsOf(view)}, but other lines show something that may be one: ${sentence(title)}`;
  if (errors.length === 0)
    return `No error was seen among ${eventsOf(view)}, but not all of it could be seen.`;
  if (isLeftOut(report, 'causes'))
    return `${capitalized(errorsOf(view))}; no step of this SOP looks for the cause.`;
  const best = title === '' ? '' : ` The best candidate is: ${sentence(title)}`;
  const why = unreadInWords(report) === '' ? 'the logs do' : 'what was read of the logs does';
  return `${capitalized(errorsOf(view))}, and ${why} not show why.${best}`;
}

function ownAnswers({ queries }: Report): string {
  return queries.length === 0
    ? ''
    : ' What its own queries found stands under Error Pattern Analysis.';
}

const errorsOf = ({ report }: View): string =>
  `${boundOf(report)}${count(report.totals.errors, 'error')}`;

function eventsOf({ report }: View): string {
  const groups = report.logGroups.filter(({ status }) => status === 'analyzed');
  const counts = groups.flatMap(({ events }) => events ?? []);
  const events = counts.length === 0 ? 'the log events' : count(sum(counts), 'log event');
  return `${events} of ${count(groups.length, 'log group')}`;
}

function errorsItem(view: View): string {
  const { report } = view;
  const groups = report.logGroups.filter(({ errors }) => errors > 0).length;
  const where = groups === 0 ? '' : ` in ${count(groups, 'log group')}`;
  const { errors, searched } = report.totals;
  if (isLeftOut(report, 'errors')) return '**Errors:** not counted; no step of the SOP does it';
  if (!searched) return '**Errors:** not counted';
  if (errors === 0 && hadNoEvents(report))
    return '**Errors:** nothing can be said, there is no event in the window';
  const total = errors === 0 ? 'none' : `${boundOf(report)}${number(errors)}`;
  const part = partInWords(report);
  return `**Errors:** ${total}${where}${part === null ? '' : `; ${part}`}`;
}

/** Where there is no error, warnings are what there is to see. */
function warningsItem({ report, warnings }: View): string | null {
  if (warnings.length === 0 || report.totals.errors > 0) return null;
  return `**Warnings:** ${warningsIn(warnings)}, listed under Error Pattern Analysis`;
}

function warningsIn(warnings: View['warnings']): string {
  const times = sum(warnings.map((finding) => finding.count));
  const least = leastOf(warnings.some(({ readInPart }) => readInPart === true));
  return `${count(warnings.length, 'kind')} of warning, ${least}${count(times, 'occurrence')}`;
}

/** What "no incident" leaves to look at. */
function aside(view: View): string {
  const { report, warnings } = view;
  const usual = asUsual(view);
  if (usual !== null) return usual;
  const { errors } = report.totals;
  const few = [
    ...(errors === 0 ? [] : [errors === 1 ? 'the single error' : 'these few errors']),
    ...(warnings.length === 0 ? [] : [warningsIn(warnings)]),
  ];
  if (few.length === 0) return '';
  const still = errors === 0 ? 'There are' : 'No failure stands out, but look at';
  return ` ${still} ${few.join(' and ')}.`;
}

/** Errors that a normal time has too are no news, but that there were far more of them there is. */
function asUsual({ report, errors }: View): string | null {
  const ids = new Set(errors.map(({ id }) => id));
  const known = (report.baseline?.comparisons ?? []).filter(
    ({ finding, standing }) => standing === 'background' && ids.has(finding),
  );
  if (known.length === 0) return null;
  const others = errors.length - known.length;
  const rest =
    others === 0 ? '' : `; ${count(others, 'other kind')} of error came too seldom to tell`;
  const same = known.length === 1 ? 'the same' : `the same ${known.length} kinds`;
  const fallen = known.filter((one) => one.fallen === true);
  if (fallen.length === 0)
    return ` They are as usual: a normal time has ${same} at about the same rate${rest}.`;
  return ` None is new or has risen${rest}. ${fallenWords(fallen, report.baseline?.source === 'before')}`;
}

/** An incident that was over when the window began, and how to see it. */
function fallenWords(fallen: readonly ReportComparison[], isJustBefore: boolean): string {
  const some = fallen
    .slice(0, MAX_FALLEN)
    .map(
      (one) => `${one.finding} (${rate(one.baselinePerHour)} an hour, now ${rate(one.perHour)})`,
    );
  const more = fallen.length - some.length;
  const which = enumeration(more === 0 ? some : [...some, `${more} more`]);
  return isJustBefore
    ? `But just before the window there were far more of ${which}: an incident may have ended there; an earlier ${code('--start')} shows it.`
    : `But the normal time has far more of ${which}: it may not have been normal.`;
}

/** Several causes beside one another; of a single one, which the verdict names, who is at fault. */
function causeItems({ report, causes }: View): string[] {
  const [only, second] = causes;
  const isNamed = report.verdict === 'confirmed' || report.verdict === 'likely';
  if (only !== undefined && second === undefined && isNamed) {
    const { component } = only.cause;
    return component === null ? [] : [`**At fault:** ${code(component)} (${kindOf(only.cause)})`];
  }
  return causes.slice(0, MAX_CAUSES).map((view) => {
    const { rank, title, confidence } = view.cause;
    const figures = figuresOf(view).replace(/ \((.*)\)$/, ', $1');
    return `**${rankWord(rank)} cause:** ${inline(withoutMasks(title), MAX_TITLE_CHARS)} (${figures}; ${confidence})`;
  });
}

/** Whom it hits, where that is one tenant, host, zone or build among many. */
function markItem({ causes }: View): string | null {
  const { mark, component } = causes[0]?.cause ?? {};
  // Who is at fault stands above.
  if (mark === undefined || mark.value === component) return null;
  const { field, value, share, baselineShare, known } = mark;
  const least = known === 'least' ? 'at least ' : '';
  const whose = causes.length > 1 ? "the primary cause's errors" : 'these errors';
  return `**Where:** ${code(`${field}=${value}`)} on ${least}${percent(share)} of ${whose}, on ${percent(baselineShare)} of the other events`;
}

function gapsItem({ report }: View): string | null {
  if (report.gaps.length === 0) return null;
  const bound = boundInWords(report);
  return `**Not seen:** ${count(report.gaps.length, 'gap')}, listed under Log Groups Analyzed${bound === null ? '' : `; ${bound}`}`;
}

function actionItem({ report }: View): string | null {
  const action = report.actions.find(({ horizon }) => horizon === 'immediate') ?? report.actions[0];
  if (action !== undefined) return `**First action:** ${prose(withoutMasks(action.title))}`;
  const [next] = report.nextSteps;
  return next === undefined ? null : `**Next:** ${prose(withoutMasks(next))}`;
}
