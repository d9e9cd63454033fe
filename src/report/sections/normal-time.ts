// The errors against a normal time: what is new, what has risen and what is as usual, with both rates.
import { behindClaim } from '../evidence-words.ts';
import { type Clock, count, enumeration, period, rate, size } from '../format.ts';
import { isFailed, isLeftOut, isUnread } from '../not-done.ts';
import { code, inline, prose, table } from '../text.ts';
import type { ReportBaseline, ReportComparison } from '../types.ts';
import type { View } from '../view.ts';

/** More rows are left to report.json. */
const MAX_ROWS = 20;
const MAX_TITLE_CHARS = 80;
const STANDINGS = ['new', 'risen', 'background', 'rare'] as const;
const WORDS: Readonly<Record<(typeof STANDINGS)[number], string>> = {
  new: 'new',
  risen: 'risen',
  background: 'background, as usual',
  rare: 'too rare to tell',
};

const FALLEN = 'background, fewer than before';

/** The H3 "Against the Normal Time"; nothing where there is none. */
export function normalTime({ report, errors, clock }: View): string[] {
  const { baseline } = report;
  if (baseline === null || baseline.comparisons.length === 0) return [];
  const titles = new Map(errors.map(({ id, title }) => [id, title]));
  const rows = STANDINGS.flatMap((standing) =>
    baseline.comparisons.filter(
      (comparison) => comparison.standing === standing && titles.has(comparison.finding),
    ),
  ).map(({ finding, standing, perHour, baselinePerHour, kindPerHour, count: before, fallen }) => [
    finding,
    inline(titles.get(finding) ?? '', MAX_TITLE_CHARS),
    fallen === true ? FALLEN : WORDS[standing],
    rate(perHour),
    rate(baselinePerHour),
    standing === 'background' && before === 0 ? rate(kindPerHour) : '–',
  ]);
  const head = ['Id', 'Error', 'Standing', 'An hour now', 'An hour then', 'Its kind then'];
  const rest = rows.length - MAX_ROWS;
  return [
    '### Against the Normal Time',
    `Held against ${where(baseline)}${behindClaim(baseline.evidence)}. "Its kind" is the same words about something else.`,
    table(head, rows.slice(0, MAX_ROWS)),
    ...begunBefore(
      baseline.comparisons.filter(({ finding }) => titles.has(finding)),
      clock,
    ),
    ...(rest > 0 ? [`${count(rest, 'more error')} in report.json.`] : []),
  ];
}

/** What had begun before the window: its normal time ends there. */
function begunBefore(comparisons: readonly ReportComparison[], clock: Clock): readonly string[] {
  const begun = comparisons.flatMap(({ finding, begun: since }) =>
    since === undefined ? [] : [`${finding} at ${clock.at(since)}`],
  );
  if (begun.length === 0) return [];
  return [
    `Begun before the window: ${enumeration(begun)}. What counts as normal for it ends there; an earlier ${code('--start')} shows it whole.`,
  ];
}

/** One line for the coverage: what the normal time is, or how to name one. */
export function normalTimeItem({ report, errors }: View): string {
  const { baseline } = report;
  if (baseline !== null) {
    const part =
      baseline.readShare < 1
        ? `; ${Math.round(baseline.readShare * 100)} % of its candidates were read, an even sample`
        : '';
    return `**Normal time:** ${where(baseline)}; ${events(baseline)}${size(baseline.bytesScanned)} scanned for it${part}`;
  }
  const isCutOff = errors.length === 0 && isUnread(report, 'candidates');
  if (isCutOff || isUnread(report, 'baseline'))
    return '**Normal time:** none was read, the run was interrupted before it';
  if (isLeftOut(report, 'errors')) return '**Normal time:** none was read';
  if (isFailed(report, 'baseline')) return '**Normal time:** none, it could not be read, see Gaps';
  return errors.length === 0
    ? '**Normal time:** none was read, there is no error to hold against one'
    : `**Normal time:** none; ${code('--baseline START/END')} or ${code('--baseline PATH')} names one`;
}

function where({ range, source, logs }: ReportBaseline): string {
  const asked = source === 'before' ? 'the time just before the window' : 'as asked for';
  return `${period(range)}, ${logs === null ? asked : prose(logs)}`;
}

function events({ events: seen }: ReportBaseline): string {
  return seen === null ? '' : `${count(seen, 'event')}, `;
}
