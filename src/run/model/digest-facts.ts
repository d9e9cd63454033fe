// Sections of the digest that code has counted: the case, the findings, what goes together.
import { HOUR_MS, isoTime, SECOND_MS } from '../../base/time-range.ts';
import type { Analysis, Burst, Finding } from '../../evidence/types.ts';
import { labelOf } from '../case-file.ts';
import type { RunContext } from '../context.ts';
import { ensureWindow } from '../plan.ts';
import { foreignLine, foreignLines } from './data-block.ts';
import type { Section } from './digest-section.ts';

const CASE_BYTES = 3_500;
const FINDINGS_BYTES = 8_000;
const TOGETHER_BYTES = 1_200;
const MAX_SAMPLE_LINES = 8;
const MAX_LINE_CHARS = 300;
const MAX_NAME_CHARS = 120;

const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 1 });
const clock = (ms: number) => isoTime(ms).slice(0, 19).replace('T', ' ');
const name = (text: string) => foreignLine(text, MAX_NAME_CHARS);

export function caseSection(context: RunContext): Section {
  const { file, request } = context;
  const { analyzed, adjustments } = ensureWindow(context);
  const errors = file.analysis?.totalErrors ?? 0;
  const groups = (file.logGroups ?? [])
    .filter(({ status }) => status !== 'excluded')
    .map((group) => {
      const label = labelOf(file, group);
      const own = file.analysis?.errorsByLogGroup[label] ?? 0;
      const events =
        group.events === null ? 'events not counted' : `${number(group.events)} events`;
      return `log group ${name(label)}: ${events}, ${number(own)} errors, ${group.status}`;
    });
  return {
    heading: 'Case',
    maxBytes: CASE_BYTES,
    items: [
      `application ${name(request.application)}, region ${request.regions.join(', ')}`,
      `window ${isoTime(analyzed.startMs)} to ${isoTime(analyzed.endMs)}, all times UTC`,
      ...adjustments.map((text) => name(text)),
      `${file.exact ? '' : 'at least '}${number(errors)} errors${file.totalEvents === null ? '' : ` among ${number(file.totalEvents)} events`}`,
      ...(file.analysis === null ? [] : [timelineOf(file.analysis)]),
      ...groups,
      ...file.gaps.map(({ what }) => `gap: ${foreignLine(what, MAX_LINE_CHARS)}`),
    ],
  };
}

/** Bins with their errors, empty ones in a row as one. */
function timelineOf({ timeline, part }: Analysis): string {
  if (part !== undefined)
    return `course of the errors not known: ${number(part.read)} of ${number(part.matched)} events that the search for errors asked for were read`;
  const { bins, binSeconds, peak } = timeline;
  const figures = bins.map(({ errors }) => errors).join(' ');
  const start = bins[0] === undefined ? '' : ` from ${clock(bins[0].startMs)}`;
  const top = peak === null ? 'no peak' : `peak ${span(peak)}`;
  const edges =
    timeline.edgeErrors === undefined ? '' : ` and ${number(timeline.edgeErrors)} at its edges`;
  return `errors by ${number(binSeconds)} seconds${start}: ${figures.slice(0, MAX_FIGURE_CHARS)}; ${top}${edges}; ${number(timeline.baselinePerHour)} an hour outside`;
}

const MAX_FIGURE_CHARS = 900;

const span = ({ startMs, endMs, errors }: Burst) =>
  `${clock(startMs)} to ${isoTime(endMs).slice(11, 19)} with ${number(errors)}`;

export function findingsSection({ findings }: Analysis): Section {
  return { heading: 'Findings', maxBytes: FINDINGS_BYTES, items: findings.map(findingItem) };
}

function findingItem(finding: Finding): string {
  const { id, severity, category, count, share, firstSeenMs, lastSeenMs, sample } = finding;
  const [event] = sample.block.events;
  const spread = finding.logGroups.map((group) => `${name(group.name)} ${number(group.count)}`);
  const { message } = sample.block;
  return [
    `${id} ${severity}, ${category}, ${number(count)} times (${number(share * 100)} %), ${clock(firstSeenMs)} to ${clock(lastSeenMs)}, ${course(finding)}`,
    `  title: ${name(finding.title)}`,
    `  in: ${spread.slice(0, MAX_SPREAD).join('; ')}`,
    ...finding.dimensions
      .slice(0, MAX_DIMENSIONS)
      .map(
        ({ field, value, share: own, baselineShare }) =>
          `  stands out: ${name(field)}=${name(value)} in ${number(own * 100)} % of these, ${number(baselineShare * 100)} % of others`,
      ),
    ...(finding.location === null
      ? []
      : [`  at ${name(`${finding.location.file}:${finding.location.line ?? '?'}`)}`]),
    ...(finding.places === undefined
      ? []
      : [`  thrown at ${number(finding.places)} different places`]),
    `  first, ${event?.evidenceId ?? ''} ${clock(sample.timestampMs)}:`,
    foreignLines(message, MAX_SAMPLE_LINES, MAX_LINE_CHARS),
  ].join('\n');
}

const MAX_SPREAD = 4;
const MAX_DIMENSIONS = 3;

function course({ rhythm, burst, periodMs, baselinePerHour, readInPart }: Finding): string {
  if (readInPart === true) return 'at least; when it came is not known, only a part was read';
  const period = periodMs === null ? '' : ` every ${number(periodMs / SECOND_MS)} s`;
  const most = burst === null ? '' : `, most in ${span(burst)}`;
  const outside = burst === null ? '' : `, ${number(baselinePerHour ?? 0)} an hour outside`;
  return `${rhythm}${period}${most}${outside}`;
}

export function togetherSection({ correlations, logGroupCorrelations }: Analysis): Section {
  const all = [...correlations, ...(logGroupCorrelations ?? [])];
  return {
    heading: 'Together in time',
    maxBytes: TOGETHER_BYTES,
    items: all.map(
      ({ first, second, share, lagMs }) =>
        `${name(first)} leads, ${name(second)} follows ${lagMs < HOUR_MS ? `${number(lagMs / SECOND_MS)} s` : `${number(lagMs / HOUR_MS)} h`} later (${number(share * 100)} % of the rarer)`,
    ),
  };
}
