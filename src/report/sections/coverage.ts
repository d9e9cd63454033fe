// The H3s "Coverage" and "Gaps": how much of what was asked for was seen, and what was not.
import { MINUTE_MS } from '../../base/time-range.ts';
import { capitalized, count, duration, period, sentence } from '../format.ts';
import { list, prose } from '../text.ts';
import type { ReportRange } from '../types.ts';
import type { View } from '../view.ts';
import { normalTimeItem } from './normal-time.ts';

export function coverage(view: View): string[] {
  const { report } = view;
  const { requested, analyzed, adjustments, outside } = report.window;
  const same = requested.start === analyzed.start && requested.end === analyzed.end;
  const items = [
    `**Requested:** ${measured(requested)}`,
    `**Analyzed:** ${report.totals.searched ? (same ? 'all of it' : measured(analyzed)) : 'not to the end'}`,
    ...(isTrivial(requested, analyzed) ? [] : adjustments).map(
      (adjustment) => `**Adjusted:** ${prose(adjustment)}`,
    ),
    ...(outside === null ? [] : [`**Outside the window:** ${prose(outside)}`]),
    report.totals.exact
      ? '**Counts:** exact'
      : '**Counts:** lower bounds; the gaps below say what was not counted',
    normalTimeItem(view),
  ];
  return ['### Coverage', list(items)];
}

/** Less than a minute at either end is no news; report.json tells it. */
function isTrivial(requested: ReportRange, analyzed: ReportRange): boolean {
  const moved = [
    Date.parse(analyzed.start) - Date.parse(requested.start),
    Date.parse(analyzed.end) - Date.parse(requested.end),
  ];
  return moved.some((ms) => ms !== 0) && moved.every((ms) => Math.abs(ms) < MINUTE_MS);
}

const measured = (range: ReportRange): string =>
  `${period(range)} (${duration(Date.parse(range.end) - Date.parse(range.start))})`;

export function gaps({ report }: View): string[] {
  const items = report.gaps.map(
    ({ what, why, remedy }) =>
      `**${sentence(prose(what))}** ${capitalized(sentence(prose(why)))} To close it: ${sentence(prose(remedy))}`,
  );
  const none = 'There are none: all that was asked for was seen and counted.';
  return [
    '### Gaps',
    items.length === 0 ? none : `${count(items.length, 'gap')}.`,
    ...(items.length === 0 ? [] : [list(items)]),
  ];
}
