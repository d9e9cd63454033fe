// The plan in words, for the width of a terminal: each query by name with what it does, where and how much; long regular
// expressions only with --verbose.
import { inSentences } from '../base/in-sentences.ts';
import { sanitize } from '../base/sanitize.ts';
import { durationMs, isoTime, type TimeRange } from '../base/time-range.ts';
import { count, duration, number, size } from '../report/format.ts';
import { dollars, SCAN_PRICE, scanDollars } from '../report/scan-price.ts';
import type { PreviewedQuery } from '../run/preview.ts';
import type { ScanEstimate } from '../run/scan-estimate.ts';
import { MAX_WHOLE_EVENTS } from '../run/whole-window.ts';
import { wrapToColumns } from '../terminal/columns.ts';
import { modelInWords, requestInWords } from './dry-run-model.ts';
import { assumptionsOf, type Plan } from './plan.ts';
import { shortRegexes } from './short-regexes.ts';

export interface PlanWording {
  readonly columns: number;
  /** Long regular expressions are printed whole. */
  readonly whole: boolean;
}

export function planInWords(plan: Plan, { columns, whole }: PlanWording): string {
  const { request, model, preview } = plan;
  const lines = [
    ...headOf(plan),
    ...groupsInWords(plan),
    ...preview.gaps.map(({ what, why }) => `Gap: ${inSentences([what, why])}`),
    '',
    'Steps:',
    ...request.sop.steps.map(
      ({ number, name, procedure }) => `  ${number}. ${name} (${procedure ?? 'no procedure'})`,
    ),
    '',
    ...queriesInWords(plan, whole),
    ...besideInWords(plan),
    ...estimateInWords(plan),
    '',
    ...(request.local ? (model === null ? SENT_NOWHERE : SENT_TO_MODEL) : SENT_TO_AWS),
    ...(model === null ? [] : modelInWords(model)),
  ];
  const wrapped = lines
    .map(sanitize)
    .flatMap((line) => wrapToColumns(line, columns, hangingOf(line)));
  // What would be sent is shown as it would be sent: no line of it is broken.
  const requests = (model?.requests ?? []).flatMap(requestInWords).map(sanitize);
  return [...wrapped, ...requests].join('\n');
}

/** Lines after the first stand further in; of a numbered or listed line under its text. */
function hangingOf(line: string): string {
  const [indent = ''] = /^ */.exec(line) ?? [];
  return line.trim() === '' ? '' : `${indent}  `;
}

function headOf(plan: Plan): string[] {
  const { request, logs, preview } = plan;
  const { sop, parameters, local, regions } = request;
  return [
    `Plan for ${request.application}, by the SOP ${sop.name}`,
    `(${sop.path})`,
    '',
    'Parameters:',
    ...Object.entries(parameters).map(([name, value]) => `  ${name} = ${value}`),
    `Window: ${rangeInWords(preview.window.analyzed)}`,
    ...preview.window.adjustments.map((sentence) => `  ${sentence}`),
    `Logs:   ${local ? logs.join(', ') : `CloudWatch Logs in ${regions.join(', ')}`}`,
    `Normal: ${baselineInWords(plan)}`,
    '',
  ];
}

const timeInWords = (ms: number) => isoTime(ms).slice(0, 19).replace('T', ' ');

const rangeInWords = (range: TimeRange) =>
  `${timeInWords(range.startMs)} to ${timeInWords(range.endMs)} UTC (${duration(durationMs(range))})`;

function baselineInWords({ request: { baseline } }: Plan): string {
  if (baseline === null)
    return 'the time of equal length just before the window, where there is data';
  return baseline.kind === 'path' ? `the logs ${baseline.path}` : rangeInWords(baseline);
}

function groupsInWords({ nameForms, preview }: Plan): string[] {
  const how = nameForms.length === 0 ? 'named by hand' : `sought as ${nameForms.join(', ')}`;
  return [
    `Log groups (${how}):`,
    ...preview.logGroups.flatMap((group) => [
      `  ${group.name}${group.region === 'local' ? '' : ` (${group.region})`}`,
      `    ${group.status === 'excluded' ? `left out: ${group.relevance}` : groupFacts(group)}`,
    ]),
  ];
}

function groupFacts(group: Plan['preview']['logGroups'][number]): string {
  const { status, logClass, retentionDays, storedBytes, bytesInWindow, relevance } = group;
  if (status === 'failed') return `not asked: ${relevance}`;
  if (status === 'empty') return 'empty: it has no log stream';
  const stored = storedBytes === null ? 'stored bytes unknown' : `${size(storedBytes)} stored`;
  const within = bytesInWindow === null ? 'unknown bytes' : `about ${size(bytesInWindow)}`;
  const kept =
    retentionDays === null ? 'no retention limit' : `kept ${count(retentionDays, 'day')}`;
  return `${logClass ?? 'class unknown'}, ${kept}; ${stored}, ${within} in the window`;
}

function queriesInWords(plan: Plan, whole: boolean): string[] {
  const { preview, request } = plan;
  return [
    headingOf(plan, whole),
    ...preview.queries.flatMap((query) => queryInWords(query, plan, request.local, whole)),
  ];
}

function besideInWords({ preview: { beside } }: Plan): string[] {
  return beside.length === 0
    ? []
    : ['', 'Asked beside the logs, where errors are found:', `  ${beside.join(', ')}`];
}

function headingOf({ preview }: Plan, whole: boolean): string {
  if (preview.queries.length === 0) return 'Queries: none';
  const isCut = preview.queries.some(({ text }) => text !== null && shortRegexes(text) !== text);
  return isCut && !whole
    ? 'Queries (regular expressions are cut short; --verbose shows them whole):'
    : 'Queries:';
}

function queryInWords(query: PreviewedQuery, plan: Plan, local: boolean, whole: boolean): string[] {
  const { name, starts } = query;
  // The search over the normal time reads as the one over the window.
  const text = query.purpose === 'baseline' ? null : query.text;
  const asked = starts === null ? '' : `${count(starts, 'query', 'queries')}, `;
  const shown = text === null ? null : whole ? text : shortRegexes(text);
  return [
    `  ${name}: ${doesInWords(query)}`,
    `    ${asked}${whereInWords(query, plan)}`,
    `    ${whenInWords(query, plan)}: ${amountInWords(query.estimate, local)}`,
    ...(shown ?? '').split('\n').flatMap((line) => (line === '' ? [] : [`      ${line}`])),
  ];
}

/** All of them by number, others by name. */
function whereInWords({ logGroups }: PreviewedQuery, { preview }: Plan): string {
  const asked = preview.logGroups.filter(
    ({ status }) => status === 'confirmed' || status === 'analyzed',
  );
  if (logGroups.length === asked.length && logGroups.length > 1)
    return `over the ${logGroups.length} log groups that are asked`;
  return `over ${logGroups.map(({ name }) => name).join(', ')}`;
}

function whenInWords({ window, purpose }: PreviewedQuery, { preview }: Plan): string {
  if (purpose === 'edges') return 'single seconds';
  if (purpose === 'survey' || purpose === 'context') return 'some minutes of the window';
  const { startMs, endMs } = preview.window.analyzed;
  return window.startMs === startMs && window.endMs === endMs
    ? 'the whole window'
    : rangeInWords(window);
}

const DOES: Readonly<Record<PreviewedQuery['purpose'], string>> = {
  size: 'how long events are: where they are few, one query reads all of them instead of those below',
  events: `all events of the window, in order of time; should they be more than ${number(MAX_WHOLE_EVENTS)}, the errors alone`,
  search: 'events that may be errors or warnings, in order of time',
  volume: 'how many events there are, by log group and time',
  edges: 'events of the seconds at the ends of the window, so that counts are exact',
  sop: 'a query of the SOP',
  'sop-for-model': 'a query of the SOP that a model may run',
  survey: 'events of any level in parts of the window, to see what is usual',
  context: 'events of any level around the first errors, and what changed before them',
  baseline: 'the same search over the normal time, where errors were found',
};

export function doesInWords({ purpose, step }: PreviewedQuery): string {
  return `${DOES[purpose]}${step === null ? '' : `, step ${step}`}`;
}

function amountInWords({ bytes, unknown }: ScanEstimate, local: boolean): string {
  if (bytes === 0) return unknown.length > 0 ? 'bytes unknown' : 'next to nothing';
  const more =
    unknown.length === 0 ? '' : `, and ${count(unknown.length, 'log group')} of unknown size`;
  const cost = local ? '' : `, ${dollars(scanDollars(bytes))}`;
  return `about ${size(bytes)}${cost}${more}`;
}

function estimateInWords(plan: Plan): string[] {
  const { local } = plan.request;
  const { dollarsPerGb, region, asOf } = SCAN_PRICE;
  const price = local
    ? ['Local logs: no charge.']
    : [
        `Price: $${dollarsPerGb} per GB scanned, ${region}, list price of ${asOf}; other regions differ.`,
      ];
  return [
    '',
    `Estimate, all of them together: ${amountInWords(plan.preview.estimate, local)}`,
    ...price.map((line) => `  ${line}`),
    ...assumptionsOf(plan).map((line) => `  ${line}.`),
  ];
}

const SENT_NOWHERE = ['Nothing is sent anywhere: local files are read by this process.'];
const SENT_TO_MODEL = [
  'Local files are read by this process; a digest of them and what tools show goes to the model.',
];
const SENT_TO_AWS = [
  'This dry run asked AWS to describe log groups and streams, which costs nothing. The run itself only reads, too.',
];
