// How many times the bytes of the window were scanned, and what for, where that is clearly more than one pass over it.
import { enumeration, number, size, sum } from './format.ts';
import { type QueriesByName, queriesByName } from './queries-by-name.ts';
import type { Report, ReportEvidence } from './types.ts';

/** So many passes need no reason: beside the search for errors a run looks at some lines of any level. */
const PLAIN_PASSES = 1.3;
/** What took less than this of a pass is not told by itself. */
const MIN_TOLD_PASSES = 0.05;

/** `86.7 MB, 13 times one pass over the window (6.6 MB): 72.1 MB to count 299 kinds exactly and …`; null where it was about one pass, or is not known. */
export function scanInWords(report: Report): string | null {
  const pass = report.usage.onePassBytes ?? 0;
  if (pass === 0) return null;
  const scanned = inWindow(report);
  const all = sum([...scanned.values()].map(bytesOf));
  if (all <= PLAIN_PASSES * pass) return null;
  const purposes = [...bytesByPurpose(report, scanned, pass)]
    .sort(([, a], [, b]) => b - a)
    .filter(([, bytes], rank) => rank === 0 || bytes >= MIN_TOLD_PASSES * pass)
    .map(([purpose, bytes]) => `${size(bytes)} ${purpose}`);
  const times = number(Math.round((all / pass) * 10) / 10);
  return `${size(all)}, ${times} times one pass over the window (${size(pass)}); beside that pass ${enumeration(purposes)}`;
}

/** What was asked of the window itself, and not of a normal time. */
function inWindow(report: Report): QueriesByName {
  const { start, end } = report.window.analyzed;
  const isWithin = ({ arguments: { startTime, endTime } }: ReportEvidence) =>
    Number(endTime) > Math.ceil(Date.parse(start) / 1_000) &&
    Number(startTime) <= Date.parse(end) / 1_000;
  return new Map(
    [...queriesByName(report)].map(([name, answers]) => [name, answers.filter(isWithin)]),
  );
}

const bytesOf = (answers: readonly ReportEvidence[]) =>
  sum(answers.map(({ statistics }) => statistics?.bytesScanned ?? 0));

function bytesByPurpose(report: Report, scanned: QueriesByName, pass: number) {
  const search = SEARCHES.find((name) => scanned.has(name));
  const purposes = new Map<string, number>();
  for (const [name, answers] of scanned) {
    // The search itself is the pass; what its parts took when they were asked for again is not.
    const bytes = bytesOf(answers) - (name === search ? pass : 0);
    const purpose = purposeOf(name, report);
    purposes.set(purpose, (purposes.get(purpose) ?? 0) + bytes);
  }
  return purposes;
}

/** Where all events were too many to be read whole, the candidates are asked for by themselves. */
const SEARCHES = ['candidates', 'events'];
const OTHERS: readonly (readonly [name: RegExp, purpose: string])[] = [
  [/^candidates$/, 'to read the candidates in parts'],
  [/^other candidates$/, 'to read what no query counts'],
  [/^bins that do not add up$/, 'to mend counts that do not add up'],
  [/^(?:ends of findings$|(?:first|last) of )/, 'for first and last times'],
  [/^(?:volume|edges)$/, 'to count all events'],
  [/^size$/, 'to see how long events are'],
  [/^events$/, 'to read all events, in vain'],
  [/^survey$/, 'to look at lines of any level'],
  [/^(?:context|changes|unusual)$/, 'to look around the errors'],
];

function purposeOf(name: string, { totals, queries }: Report): string {
  if (name === 'count findings') {
    const { counted } = totals;
    const kinds = counted === undefined ? 'kinds' : `${number(counted.kinds)} kinds`;
    return `to count ${kinds} ${totals.exact ? 'exactly' : 'by query'}`;
  }
  const [, purpose] = OTHERS.find(([known]) => known.test(name)) ?? [];
  if (purpose !== undefined) return purpose;
  return queries.some((query) => query.name === name)
    ? "for the SOP's own queries"
    : 'for other queries';
}
