// The H3s "Coverage" and "Gaps": how much of what was asked for was seen, and what was not.
import { grouped } from '../../base/grouped.ts';
import { MINUTE_MS } from '../../base/time-range.ts';
import { capitalized, count, duration, period, sentence } from '../format.ts';
import {
  failedInWords,
  hadNoEvents,
  isFailed,
  isLeftOut,
  isUnread,
  unreadInWords,
} from '../not-done.ts';
import { scanInWords } from '../scan-words.ts';
import { list, prose } from '../text.ts';
import type { Report, ReportRange } from '../types.ts';
import type { View } from '../view.ts';
import { normalTimeItem } from './normal-time.ts';

export function coverage(view: View): string[] {
  const { report } = view;
  const { requested, analyzed, adjustments, outside, clock } = report.window;
  const scanned = scanInWords(report);
  const items = [
    `**Requested:** ${measured(requested)}`,
    `**Analyzed:** ${analyzedWords(report)}`,
    ...(clock === undefined ? [] : [`**Clock:** ${prose(clock)}`]),
    ...(isTrivial(requested, analyzed) ? [] : adjustments).map(
      (adjustment) => `**Adjusted:** ${prose(adjustment)}`,
    ),
    ...(outside === null ? [] : [`**Outside the window:** ${prose(outside)}`]),
    `**Counts:** ${countsWords(report)}`,
    ...kindsItems(report),
    ...(scanned === null ? [] : [`**Scanned:** ${scanned}`]),
    normalTimeItem(view),
  ];
  return ['### Coverage', list(items)];
}

function analyzedWords(report: Report): string {
  const { requested, analyzed } = report.window;
  if (isLeftOut(report, 'errors'))
    return report.queries.length === 0
      ? 'nothing; no step of the SOP analyzes errors, and it has no query of its own'
      : "by the SOP's own queries alone; no step of the SOP analyzes errors";
  const unread = unreadInWords(report);
  const failed = failedInWords(report);
  if (!report.totals.searched)
    return unread === '' ? `not to the end${lost(failed)}` : `not to the end; ${cutOff(unread)}`;
  const same = requested.start === analyzed.start && requested.end === analyzed.end;
  const span = same ? ALL : measured(analyzed);
  if (hadNoEvents(report)) return `${span}; it holds no event`;
  if (unread === '') return spanWithout(report, span, failed);
  return isUnread(report, 'candidates')
    ? `${span}, but not to the end; ${cutOff(unread)}`
    : `${span} for errors, but not the rest; ${cutOff(unread)}`;
}

/** What was analyzed but for what failed. */
function spanWithout(report: Report, span: string, failed: string): string {
  if (failed === '') return span;
  if (!isFailed(report, 'candidates')) return `${span} for errors, but not the rest${lost(failed)}`;
  return span === ALL
    ? `not all of it${lost(failed)}`
    : `${span}, but not all of it${lost(failed)}`;
}

const ALL = 'all of it';

const lost = (failed: string): string =>
  failed === '' ? '' : `; could not be read, see Gaps: ${prose(failed)}`;

const cutOff = (unread: string): string =>
  `the run was interrupted; not read to the end: ${unread}`;

function countsWords(report: Report): string {
  if (isLeftOut(report, 'errors')) return 'none; no step of the SOP analyzes errors';
  if (!report.totals.searched) return 'none; errors were not looked for to the end';
  if (hadNoEvents(report)) return 'none; there is no event to count';
  const { placed } = report.totals;
  const words = `${boundWords(report)}${byQueryWords(report)}`;
  if (placed === undefined) return words;
  const { every, limit } = placed;
  return `${words}; about ${grouped(limit)} errors at most have a place in time, here one in ${every}: figures of peaks, bursts and other intervals are good to about ${every}`;
}

function boundWords({ totals: { exact, miscounted } }: Report): string {
  if (exact) return 'exact';
  return miscounted === undefined
    ? 'lower bounds; the gaps below say what was not counted'
    : `good to ${grouped(miscounted)} events; the gaps below say why`;
}

/** What the counts by query rest on: an event of a kind that nobody read may look like one that is counted. */
function byQueryWords({ totals: { counted } }: Report): string {
  if (counted === undefined) return '';
  const { kinds, triedOn } = counted;
  return `; ${count(kinds, 'kind')} of errors and warnings ${kinds === 1 ? 'was' : 'were'} counted by query, with patterns that were tried on ${count(triedOn, 'event')} that were read`;
}

/** Kinds that are too many to be listed one by one. */
function kindsItems({ findings }: Report): string[] {
  return findings.flatMap(({ id, kinds, severity, count: events }) =>
    kinds === undefined
      ? []
      : [
          `**Not listed one by one:** ${count(kinds.count, 'distinct message')} of ${severity}s, ${grouped(events)} in count and together ${id}: no more than ${grouped(kinds.limit)} findings of a severity are told apart, and no cause is sought in what is not`,
        ],
  );
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
  return [
    '### Gaps',
    items.length === 0 ? noGaps(report) : `${count(items.length, 'gap')}.`,
    ...(items.length === 0 ? [] : [list(items)]),
  ];
}

function noGaps(report: Report): string {
  if (isLeftOut(report, 'errors'))
    return "There are none: all that the SOP's steps ask for was seen.";
  return hadNoEvents(report)
    ? 'There are none: all that was asked for was looked at, but it holds no event.'
    : 'There are none: all that was asked for was seen and counted.';
}
