// "Error Messages and Stack Traces": one sample of each of the first findings, with where and when it was seen.
import { evidenceWords } from '../evidence-words.ts';
import { count, enumeration, number, sum } from '../format.ts';
import { leastOf } from '../not-done.ts';
import { findingsIn, isRead, regionsIn } from '../regions.ts';
import { code, fence, inline, list } from '../text.ts';
import type { ReportFinding } from '../types.ts';
import type { View } from '../view.ts';
import { onlyIn, UNREAD } from './by-region.ts';

/** Findings shown in full; the rest is named with its count. */
const MAX_FINDINGS = 10;
const MAX_SAMPLE_LINES = 30;
const MAX_SAMPLE_CHARS = 4_000;
const MAX_FRAMES = 6;
const MAX_LOG_GROUPS = 5;
const MAX_TITLE_CHARS = 120;

export function errorMessages(view: View): readonly string[] {
  if (view.errors.length === 0) return ['No error message to show.'];
  const rest = view.errors.slice(MAX_FINDINGS);
  const errors = sum(rest.map((finding) => finding.count));
  return [
    ...arranged(view, view.errors.slice(0, MAX_FINDINGS)),
    ...(rest.length === 0
      ? []
      : [`${count(rest.length, 'more finding')} (${count(errors, 'error')}) in report.json.`]),
  ];
}

/** Of several regions, first what more than one has, then what each has alone. */
function arranged(view: View, shown: readonly ReportFinding[]): string[] {
  if (regionsIn(view.report).length < 2)
    return shown.flatMap((finding) => details(view, finding, '###'));
  const alone = (region: string) => shown.filter(({ id }) => new Set(onlyIn(view, region)).has(id));
  const own = new Set(regionsIn(view.report).flatMap(alone));
  const shared = shown.filter((finding) => !own.has(finding));
  return [
    ...(shared.length === 0
      ? []
      : ['### Across Regions', ...shared.flatMap((one) => details(view, one, '####'))]),
    ...regionsIn(view.report).flatMap((region) => [
      `### ${inline(region)}`,
      ...sharedIn(view, region, shared),
      ...alone(region).flatMap((one) => details(view, one, '####')),
    ]),
  ];
}

/** What is told across regions already. */
function sharedIn({ report }: View, region: string, shared: readonly ReportFinding[]): string[] {
  const found = findingsIn(report, shared, region);
  if (found.length > 0)
    return [
      `Told across regions: ${found.map(({ id, count: times }) => `${id} (${count(times, 'time')} here)`).join(', ')}.`,
    ];
  if (!isRead(report, region)) return [UNREAD];
  const isEmpty = findingsIn(report, report.findings, region).length === 0;
  return isEmpty ? ['No error message was seen here.'] : [];
}

function details({ shares, clock }: View, finding: ReportFinding, level: string): string[] {
  const { sample } = finding;
  const items = [
    `**${finding.readInPart === true ? 'First read' : 'First'}:** ${clock.at(sample.timestamp)}, ${code(sample.logGroup)}, stream ${code(sample.logStream)}`,
    ...(finding.location === null ? [] : [`**Location:** ${place(finding.location)}`]),
    ...(finding.places === undefined ? [] : [`**Thrown at:** ${placesIn(finding.places)}`]),
    ...(hasOwnPath(finding) ? [`**Call path:** ${callPath(finding)}`] : []),
    `**Log groups:** ${groupsOf(finding)}`,
    `**Evidence:** ${evidenceOf(finding)}`,
  ];
  return [
    `${level} ${finding.id}: ${inline(finding.title, MAX_TITLE_CHARS)} – ${leastOf(finding.readInPart === true)}${count(finding.count, 'error')} (${shares.get(finding.id) ?? ''})`,
    list(items),
    ...sampleBlock(sample.message),
  ];
}

const placesIn = (places: number) =>
  `${count(places, 'different place')} in the traces that were read, too many to tell errors apart by them`;

/** That of the sample first. */
function evidenceOf({ evidence: [first, ...rest] }: ReportFinding): string {
  if (first === undefined) return '–';
  return rest.length === 0 ? inline(first) : `${inline(first)}, ${evidenceWords(rest)}`;
}

/** `ConnectionManager.java:45` in `getConnection`. */
export function place({
  file,
  line,
  function: name,
}: NonNullable<ReportFinding['location']>): string {
  const where = code(line === null ? file : `${file}:${line}`);
  return name === null ? where : `${where} in ${code(name)}`;
}

/** Whether the sample shows the frames by itself, line by line. */
function hasOwnPath({ stackTrace, sample, places }: ReportFinding): boolean {
  const [, caller] = stackTrace;
  if (caller === undefined || places !== undefined) return false;
  return !(sample.message.includes('\n') && sample.message.includes(caller.file));
}

function callPath({ stackTrace }: ReportFinding): string {
  const frames = stackTrace
    .slice(0, MAX_FRAMES)
    .map(({ file, line }) => code(line === null ? file : `${file}:${line}`));
  const rest = stackTrace.length - frames.length;
  return frames.join(' ← ') + (rest > 0 ? ` ← ${count(rest, 'more frame')}` : '');
}

function groupsOf({ logGroups, readInPart }: ReportFinding): string {
  const named = logGroups
    .slice(0, MAX_LOG_GROUPS)
    .map((group) => `${code(group.name)} (${leastOf(readInPart === true)}${number(group.count)})`);
  const rest = logGroups.length - named.length;
  return enumeration(rest > 0 ? [...named, `${number(rest)} more`] : named);
}

function sampleBlock(message: string): string[] {
  const all = message.trimEnd().split('\n');
  const shown = all.slice(0, MAX_SAMPLE_LINES).join('\n').slice(0, MAX_SAMPLE_CHARS);
  const shownLines = shown.split('\n').length;
  const cutLines = all.length - shownLines;
  const cutChars = message.trimEnd().length - shown.length;
  const cut =
    cutLines > 0
      ? `Cut: ${number(shownLines)} of ${count(all.length, 'line')} shown; all of it in report.json.`
      : `Cut: ${number(shown.length)} of ${count(message.trimEnd().length, 'character')} shown; all of it in report.json.`;
  return [fence(shown), ...(cutChars > 0 ? [cut] : [])];
}
