// "Still going on": yes, no, or that the logs do not show it, with the figures that say so.
import { SECOND_MS } from '../base/time-range.ts';
import { count, duration } from './format.ts';
import { isUnread, partInWords } from './not-done.ts';
import { inline } from './text.ts';
import type { ReportOutlook } from './types.ts';
import type { View } from './view.ts';

/** The item of the summary; null where there is nothing that could go on. */
export function outlookItem(view: View): string | null {
  const { outlook = null } = view.report;
  if (outlook?.severity === 'error' && isUnread(view.report, 'candidates'))
    return '**Still going on:** not known; the run was interrupted before all lines were read that may tell of errors';
  const part = partInWords(view.report);
  if (outlook !== null && part !== null) return `**Still going on:** not known; ${part}`;
  return outlook === null ? null : `**Still going on:** ${words(outlook, view)}`;
}

function words(outlook: ReportOutlook, view: View): string {
  const { kind, last, lastOfCause, unseen } = outlook;
  const at = (time: string) => `last ${nounOf(outlook)} ${view.clock.at(time)}`;
  const cause = at(lastOfCause ?? last);
  switch (kind) {
    case 'over':
      return `no; ${at(last)}, ${quiet(last, view)}`;
    case 'others':
      return othersGoOn(outlook, view);
    case 'unseen':
      return `unknown; ${cause}, and ${inline(unseen ?? 'the logs do not show it')}`;
    case 'due':
      return `unknown; ${due(outlook, view)}${others(outlook)}`;
    case 'peak-over':
      return `yes, but the peak is over; ${tail(outlook)}, ${at(last)}`;
    case 'ongoing':
      return `yes; ${tail(outlook)}, ${at(last)}${recurrence(outlook, view)}`;
  }
}

const nounOf = ({ severity }: ReportOutlook) => (severity === 'warning' ? 'warning' : 'error');

function tail(outlook: ReportOutlook): string {
  const { tailErrors, tailSeconds } = outlook;
  return `${count(tailErrors, nounOf(outlook))} in the last ${lengthOf(tailSeconds * SECOND_MS)}`;
}

/** `25 minutes`, `minute`: behind "the last". */
const lengthOf = (ms: number): string => duration(ms).replace(/^1 (?=[a-z]+$)/, '');

const quiet = (last: string, view: View): string =>
  `${duration(endOf(view) - Date.parse(last))} before the end of the window`;
const endOf = ({ report }: View): number => Date.parse(report.window.analyzed.end);

/** It was quiet for no longer than it is between two of them. */
function due(outlook: ReportOutlook, view: View): string {
  const { recurs, last, lastOfCause } = outlook;
  const latest = lastOfCause ?? last;
  const told = `last ${nounOf(outlook)} ${view.clock.at(latest)}, ${quiet(latest, view)}`;
  if (recurs === null) return told;
  const { everySeconds, isPeriodic, next } = recurs;
  const every = duration(everySeconds * SECOND_MS);
  if (!isPeriodic) return `it comes about every ${every} on average; ${told}`;
  return next === null
    ? `it recurs every ${every} and was due again, but so short a pause may be chance; ${told}`
    : `it recurs every ${every}, next due at about ${view.clock.at(next)}; ${told}`;
}

/** When what recurs is to be expected again. */
function recurrence({ recurs }: ReportOutlook, { clock }: View): string {
  if (recurs === null || !recurs.isPeriodic) return '';
  const next = recurs.next === null ? '' : `, next due at about ${clock.at(recurs.next)}`;
  return `; it recurs every ${duration(recurs.everySeconds * SECOND_MS)}${next}`;
}

const others = (outlook: ReportOutlook): string =>
  outlook.tailErrors > 0 && outlook.last !== outlook.lastOfCause
    ? `; other errors: ${tail(outlook)}`
    : '';

/** The primary cause is over; what is left is called usual or not. */
function othersGoOn(outlook: ReportOutlook, { clock }: View): string {
  const { lastOfCause, isUsual } = outlook;
  const last = lastOfCause === null ? '' : `, the last one at ${clock.at(lastOfCause)}`;
  return isUsual
    ? `no${last}; other errors go on, ${tail(outlook)}`
    : `the primary cause no${last}; other errors yes, ${tail(outlook)}`;
}
