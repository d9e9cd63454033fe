// "Executive Summary": what happened, how bad, why, whether it goes on, and what to do first, in ten lines.
import { capitalized, count, duration, number, period, rankWord, rate, sum } from '../format.ts';
import { code, inline, lines, list, prose } from '../text.ts';
import type { CauseView, View } from '../view.ts';

/** More causes are left to "Root Cause Analysis". */
const MAX_CAUSES = 3;
const MAX_TITLE_CHARS = 160;

export function executiveSummary(view: View): readonly string[] {
  const items = [
    errorsItem(view),
    peakItem(view),
    ...view.causes.slice(0, MAX_CAUSES).map(causeItem),
    stateItem(view),
    gapsItem(view),
    actionItem(view),
  ];
  return [verdictLines(view), list(items.filter((item) => item !== null))];
}

function verdictLines(view: View): string {
  const stopped = '**The run was interrupted.** This is what had been found by then.';
  return lines([verdict(view), ...(view.report.run.interrupted ? [stopped] : [])]);
}

function verdict(view: View): string {
  const { report, causes } = view;
  const title = inline(causes[0]?.cause.title ?? '', MAX_TITLE_CHARS).replace(/\.$/, '');
  switch (report.verdict) {
    case 'confirmed':
      return `**Confirmed${title === '' ? '' : `: ${title}`}.** ${explained(view)}`;
    case 'likely':
      return `**Likely${title === '' ? '' : `: ${title}`}.** The logs point to it but do not prove it. ${explained(view)}`;
    case 'inconclusive':
      return `**Inconclusive.** ${undecided(view, title)}`;
    case 'no-incident':
      return `**No incident.** ${capitalized(errorsOf(view))} among ${eventsOf(view)}.`;
  }
}

function explained(view: View): string {
  const { report, causes } = view;
  const [primary] = causes;
  if (primary === undefined) return '';
  const total = count(report.totals.errors, 'error');
  const all = primary.errors === report.totals.errors;
  const part = all ? `all ${total}` : `${number(primary.errors)} of ${total} (${primary.share})`;
  return [
    ...(primary.errors === 0 ? [] : [`It explains ${part}.`]),
    ...triggered(view, primary),
  ].join(' ');
}

function triggered({ clock }: View, { cause: { trigger } }: CauseView): string[] {
  if (trigger === null) return [];
  return [`Set off at ${clock.at(trigger.timestamp)}: ${code(trigger.message, MAX_TITLE_CHARS)}`];
}

function undecided(view: View, title: string): string {
  if (sum(view.report.logGroups.map(({ events }) => events ?? 0)) === 0 && view.errors.length === 0)
    return 'No log event was seen in the window, so nothing can be said of its health.';
  if (view.errors.length === 0)
    return `No error was seen among ${eventsOf(view)}, but not all of it could be seen.`;
  const best = title === '' ? '' : ` The best candidate is: ${title}.`;
  return `${capitalized(errorsOf(view))}, and the logs do not show why.${best}`;
}

const errorsOf = ({ report }: View): string =>
  `${report.totals.exact ? '' : 'at least '}${count(report.totals.errors, 'error')}`;

function eventsOf({ report }: View): string {
  const groups = report.logGroups.filter(({ status }) => status === 'analyzed');
  const events = sum(groups.map((group) => group.events ?? 0));
  return `${count(events, 'log event')} of ${count(groups.length, 'log group')}`;
}

function errorsItem(view: View): string {
  const { report } = view;
  const groups = report.logGroups.filter(({ errors }) => errors > 0).length;
  const where = groups === 0 ? '' : ` in ${count(groups, 'log group')}`;
  const { errors, exact } = report.totals;
  const total = errors === 0 ? 'none' : `${exact ? '' : 'at least '}${number(errors)}`;
  return `**Errors:** ${total}${where}, ${period(report.window.analyzed)}`;
}

function peakItem({ report, clock }: View): string | null {
  const { peak, baselinePerHour } = report.timeline;
  if (peak === null) return null;
  const length = duration(Date.parse(peak.end) - Date.parse(peak.start));
  return `**Peak:** ${clock.span(peak)}, ${count(peak.errors, 'error')} in ${length}; about ${rate(baselinePerHour)} an hour outside it`;
}

function causeItem({ cause, errors, share }: CauseView): string {
  const figures = errors === 0 ? 'no error of its own' : `${count(errors, 'error')}, ${share}`;
  return `**${rankWord(cause.rank)} cause:** ${inline(cause.title, MAX_TITLE_CHARS)} (${figures}; ${cause.confidence})`;
}

function stateItem({ state, clock }: View): string | null {
  if (state.lastError === null) return null;
  const last = `last error ${clock.at(state.lastError)}`;
  const tail = `${count(state.tailErrors, 'error')} in the last ${duration(state.tailMs)}`;
  switch (state.kind) {
    case 'over':
      return `**Still going on:** no; ${last}, ${duration(state.quietMs)} before the end of the window`;
    case 'baseline':
      return `**Still going on:** yes, but the peak is over; ${tail}, ${last}`;
    default:
      return `**Still going on:** yes; ${tail}, ${last}`;
  }
}

function gapsItem({ report }: View): string | null {
  if (report.gaps.length === 0) return null;
  const bound = report.totals.exact ? '' : '; counts are lower bounds';
  return `**Not seen:** ${count(report.gaps.length, 'gap')}, listed under Log Groups Analyzed${bound}`;
}

function actionItem({ report }: View): string | null {
  const action = report.actions.find(({ horizon }) => horizon === 'immediate') ?? report.actions[0];
  if (action !== undefined) return `**First action:** ${prose(action.title)}`;
  const [next] = report.nextSteps;
  return next === undefined ? null : `**Next:** ${prose(next)}`;
}
