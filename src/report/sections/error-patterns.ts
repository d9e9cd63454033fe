// "Error Pattern Analysis": how often, when, of which kind, and which errors go together.
import { withoutMasks } from '../../base/masks.ts';
import { percent } from '../../base/percent.ts';
import { SECOND_MS } from '../../base/time-range.ts';
import type { Category, Rhythm } from '../../evidence/types.ts';
import { isMostOf } from '../cause-figures.ts';
import { behindClaim, evidenceWords } from '../evidence-words.ts';
import {
  type Clock,
  count,
  duration,
  enumeration,
  number,
  percentOf,
  rate,
  sum,
} from '../format.ts';
import { boundOf, hadNoEvents, isLeftOut, isUnread, leastOf, partInWords } from '../not-done.ts';
import { peakTrends } from '../peak-words.ts';
import { labelIn } from '../regions.ts';
import { code, inline, list, table } from '../text.ts';
import type { Report, ReportBurst, ReportFinding } from '../types.ts';
import type { View } from '../view.ts';
import { accountSignals } from './account-signals.ts';
import { errorsByRegion } from './by-region.ts';
import { correlations } from './correlations.ts';
import { normalTime } from './normal-time.ts';
import { queryResults } from './query-results.ts';
import { timelineChart } from './timeline-chart.ts';

/** More findings are left to report.json. */
const MAX_FINDINGS = 20;
const MAX_WARNINGS = 10;
const MAX_DIMENSIONS = 3;
const MAX_TITLE_CHARS = 120;
/** Bursts of one finding that are told beside its largest. */
const MAX_BURSTS = 4;

export function errorPatterns(view: View): readonly string[] {
  return [
    ...frequency(view),
    ...timelineChart(view),
    ...accountSignals(view),
    ...findings(view),
    ...errorsByRegion(view),
    ...normalTime(view),
    ...categories(view),
    ...rhythms(view),
    ...correlations(view),
    ...dimensions(view),
    ...warnings(view),
    ...queryResults(view),
  ];
}

function frequency(view: View): string[] {
  const { report, clock, errors } = view;
  const { totals, logGroups } = report;
  const none = withoutErrors(report);
  if (none !== null) return [none];
  const [most] = logGroups.toSorted((a, b) => b.errors - a.errors);
  const last = errors
    .map(({ lastSeen }) => lastSeen)
    .sort()
    .at(-1);
  const course = unknownCourse(report);
  const items = [
    `**Total:** ${boundOf(report)}${count(totals.errors, 'error')}${behindClaim(view.errors.flatMap(({ evidence }) => evidence))}`,
    ...(course === null ? peakTrends(view) : [course]),
    ...(most === undefined || most.errors === 0
      ? []
      : [
          `**Most affected:** ${code(labelIn(report, most))}, ${leastOf(course !== null)}${count(most.errors, 'error')} (${percent(most.errors / totals.errors)})`,
        ]),
    ...(last === undefined || course !== null ? [] : [`**Last error:** ${clock.at(last)}`]),
    ...(isUnread(report, 'candidates') && course === null
      ? [
          '**Cut off:** the run was interrupted; times with few errors or none may lack those that were not read',
        ]
      : []),
  ];
  return ['### Frequency and Trends', list(items)];
}

/** Instead of peaks and a chart, where these would show what was read when; null where the course is known. */
function unknownCourse(report: Report): string | null {
  const part = partInWords(report);
  return part === null
    ? null
    : `**Course:** not known; ${part}, so neither peaks nor a usual rate nor the last error can be told, and there is no chart`;
}

/** Why there is no error to tell of; null where there is one. */
function withoutErrors(report: Report): string | null {
  if (isLeftOut(report, 'errors'))
    return 'No step of the SOP analyzes errors: none is counted here.';
  const { errors, searched } = report.totals;
  if (!searched) return 'Errors were not looked for to the end: none is counted here.';
  if (errors > 0) return null;
  return hadNoEvents(report)
    ? 'No log event was seen in the window, so nothing can be said of errors.'
    : 'No error was found in the window.';
}

function findings({ errors, shares, places, clock }: View): string[] {
  if (errors.length === 0) return [];
  const rows = errors
    .slice(0, MAX_FINDINGS)
    .map((finding) => [
      finding.id,
      `${inline(finding.title, MAX_TITLE_CHARS)}${places.get(finding.id) ?? ''}`,
      CATEGORY[finding.category],
      `${leastOf(finding.readInPart === true)}${number(finding.count)}`,
      shares.get(finding.id) ?? '',
      clock.short(finding.firstSeen),
      clock.short(finding.lastSeen),
      finding.readInPart === true ? 'not known' : finding.rhythm,
    ]);
  const read = errors.some(({ readInPart }) => readInPart === true) ? ' read' : '';
  const times = [`First${read} (UTC)`, `Last${read} (UTC)`];
  const head = ['Id', 'Error', 'Category', 'Count', 'Share', ...times, 'Rhythm'];
  return [
    '### Findings',
    table(head, rows),
    `Counted: ${countedFrom(errors.slice(0, MAX_FINDINGS))}.`,
    ...restOf(errors, MAX_FINDINGS),
  ];
}

/** `F1 from E12–E14; F2 from E13`. */
function countedFrom(some: readonly ReportFinding[]): string {
  return some.map(({ id, evidence }) => `${id} from ${evidenceWords(evidence)}`).join('; ');
}

/** The findings that a bound cut off, with their errors. */
function restOf(all: readonly ReportFinding[], shown: number): string[] {
  const rest = all.slice(shown);
  if (rest.length === 0) return [];
  return [
    `${count(rest.length, 'more finding')} in report.json, ${number(sum(rest.map((finding) => finding.count)))} in count.`,
  ];
}

const CATEGORY: Readonly<Record<Category, string>> = {
  'application-exception': 'Application exception',
  connection: 'Connection',
  'authentication-authorization': 'Authentication or authorization',
  resource: 'Resource',
  'external-service': 'External service',
  configuration: 'Configuration',
  uncategorized: 'Uncategorized',
};

function categories({ errors, report }: View): string[] {
  if (errors.length === 0) return [];
  const counts = new Map<Category, ReportFinding[]>();
  for (const finding of errors)
    counts.set(finding.category, [...(counts.get(finding.category) ?? []), finding]);
  const sorted = [...counts]
    .map(([category, members]) => ({
      category,
      members,
      errors: sum(members.map((finding) => finding.count)),
    }))
    .sort((a, b) => b.errors - a.errors);
  const rows = sorted.map((row) => [
    CATEGORY[row.category],
    `${leastOf(report.totals.part !== undefined)}${number(row.errors)}`,
    percentOf(row.errors, report.totals.errors),
    row.members
      .slice(0, MAX_FINDINGS)
      .map(({ id }) => id)
      .join(', '),
  ]);
  return ['### Categories', table(['Category', 'Errors', 'Share', 'Findings'], rows)];
}

const RHYTHM: Readonly<Record<Rhythm, string>> = {
  burst: 'came in a burst',
  onset: 'began within the window',
  periodic: 'recurs in clusters',
  rising: 'is rising',
  consistent: 'runs through the whole window',
  sporadic: 'occurs now and then',
};

function rhythms({ report, errors, clock }: View): string[] {
  if (errors.length === 0) return [];
  const shown = errors.slice(0, MAX_FINDINGS);
  const unknown = shown.filter(({ readInPart }) => readInPart === true).map(({ id }) => id);
  const known = shown.filter(({ id }) => !unknown.includes(id));
  const items = known.map((finding) => {
    const { periodSeconds } = finding;
    const every =
      periodSeconds === null ? '' : `, about every ${duration(periodSeconds * SECOND_MS)}`;
    return `${finding.id} ${courseOf(finding)}${reachesEnd(finding, report)}${every}${crowding(finding, clock)}.`;
  });
  const open =
    unknown.length === 0
      ? []
      : [`When ${enumeration(unknown)} came is not known: only a part of these errors was read.`];
  return ['### Timing', list([...items, ...open])];
}

/** What has no course but crowds in one long interval neither runs through nor comes now and then. */
function courseOf(finding: ReportFinding): string {
  const { rhythm, burst } = finding;
  const hasNoCourse = rhythm === 'consistent' || rhythm === 'sporadic';
  const isLongBurst = hasNoCourse && burst !== null && isMostOf(burst, finding);
  return isLongBurst ? 'came mostly within one interval' : RHYTHM[rhythm];
}

/** Of what set in: whether it lasts up to the end, but for so much of the window. */
const MAX_TAIL_SHARE = 0.05;

function reachesEnd({ rhythm, lastSeen }: ReportFinding, { window: { analyzed } }: Report): string {
  if (rhythm !== 'onset') return '';
  const endMs = Date.parse(analyzed.end);
  const tailMs = (endMs - Date.parse(analyzed.start)) * MAX_TAIL_SHARE;
  return endMs - Date.parse(lastSeen) <= tailMs ? ' and reaches its end' : '';
}

/** Where it crowds, and how often it comes otherwise. */
function crowding(finding: ReportFinding, clock: View['clock']): string {
  const { burst, bursts = [], baselinePerHour = 0 } = finding;
  if (burst === null) return '';
  const inside = `${number(burst.errors)} of its ${count(finding.count, 'error')} lie in ${clock.span(burst)}`;
  const more = otherBursts(burst, bursts, clock);
  const outside = baselinePerHour > 0 ? `, about ${rate(baselinePerHour)} an hour outside` : '';
  return `: ${inside}${more}${outside}`;
}

/** Where the others lie, the largest of them in order of time, and how many there are beyond. */
function otherBursts(
  burst: ReportBurst,
  bursts: readonly ReportBurst[],
  clock: View['clock'],
): string {
  const others = bursts
    .filter(({ start }) => start !== burst.start)
    .sort((a, b) => b.errors - a.errors || (a.start < b.start ? -1 : 1));
  const shown = others
    .slice(0, MAX_BURSTS)
    .sort((a, b) => (a.start < b.start ? -1 : 1))
    .map((each) => `${number(each.errors)} in ${clock.span(each)}`);
  const rest = others.length - shown.length;
  const more = rest > 0 ? [`the rest in ${count(rest, 'smaller burst')}`] : [];
  return [...shown, ...more].map((part) => `, ${part}`).join('');
}

/** Field values that stand out: the shortest way to what the failures share. */
function dimensions({ errors }: View): string[] {
  const items = errors.slice(0, MAX_FINDINGS).flatMap((finding) =>
    telling(finding)
      .slice(0, MAX_DIMENSIONS)
      .map(
        ({ field, value, share, baselineShare }) =>
          `${finding.id}: ${code(`${field}=${value}`)} in ${percent(share)} of them, in ${percent(baselineShare)} of the other events.`,
      ),
  );
  return items.length === 0 ? [] : ['### What the Failures Share', list(items)];
}

/** What a title says already is not repeated, nor a value that stands under two names; `#` is an id left out of a path. */
function telling({ title, dimensions: all }: ReportFinding): ReportFinding['dimensions'] {
  const said = [title, withoutMasks(title).replaceAll('…', '#')];
  return all.filter(
    ({ value }, index) =>
      !said.some((words) => words.includes(value)) &&
      all.findIndex((other) => other.value === value) === index,
  );
}

/** When it came; nothing where only a part of it was read. */
const spanOf = ({ readInPart, firstSeen: start, lastSeen: end }: ReportFinding, clock: Clock) =>
  readInPart === true ? '' : `, ${clock.span({ start, end })}`;

function warnings({ warnings: all, clock }: View): string[] {
  if (all.length === 0) return [];
  const items = all
    .slice(0, MAX_WARNINGS)
    .map(
      (finding) =>
        `${finding.id}: ${inline(finding.title, MAX_TITLE_CHARS)} – ${leastOf(finding.readInPart === true)}${count(finding.count, 'time')}${spanOf(finding, clock)}${behindClaim(finding.evidence)}`,
    );
  return ['### Warnings', 'Outside all figures above.', list(items), ...restOf(all, MAX_WARNINGS)];
}
