// What of a whole analysis a run did not do, in words: what no step of its SOP does, and what an interruption cut off.
import { grouped } from '../base/grouped.ts';
import type { LeftOut, Report, Unread } from './types.ts';

type Parts = Pick<Report, 'notDone'>;

/** Whether no step of the SOP does it. */
export function isLeftOut({ notDone = [] }: Parts, part: LeftOut): boolean {
  return notDone.some((one) => one.why === 'no-step' && one.part === part);
}

/** Whether an interruption kept it from being read. */
export function isUnread({ notDone = [] }: Parts, part: Unread): boolean {
  return notDone.some((one) => one.why === 'interrupted' && one.part === part);
}

const WORDS: Readonly<Record<Unread, string>> = {
  'log-groups': 'the list of log groups',
  'log-streams': 'the log streams of each log group',
  candidates: 'the lines that may tell of errors',
  events: 'how many events there are',
  queries: "the SOP's own queries",
  counts: 'the counts of what is too much to read',
  survey: 'the other lines of the window (survey)',
  context: 'the lines around first occurrences and onsets',
  baseline: 'a normal time to hold the errors against',
  model: 'the judgement of the model',
};

const inOrder = (parts: ReadonlySet<string>) =>
  (Object.keys(WORDS) as Unread[]).filter((part) => parts.has(part));

/** In the order in which a run comes to them; empty where nothing was cut off. */
export function unreadInWords({ notDone = [] }: Parts): string {
  const cutOff = notDone.filter(({ why }) => why === 'interrupted');
  return inOrder(new Set(cutOff.map(({ part }) => part)))
    .map((part) => WORDS[part])
    .join('; ');
}

/** Whether a query for it failed, at least in one log group. */
export function isFailed({ notDone = [] }: Parts, part: Unread): boolean {
  return notDone.some((one) => one.why === 'failed' && one.part === part);
}

/** What queries failed to give, with the log groups where these are not all; empty where none failed. */
export function failedInWords(report: Pick<Report, 'notDone' | 'logGroups'>): string {
  const failed = (report.notDone ?? []).filter((one) => one.why === 'failed');
  const asked = report.logGroups.filter(({ status }) => status !== 'excluded').length;
  return inOrder(new Set(failed.map(({ part }) => part)))
    .map((part) => {
      const names = failed.find((one) => one.part === part)?.logGroups ?? [];
      if (names.length >= asked) return WORDS[part];
      const rest = names.length - MAX_NAMES;
      const more = rest > 0 ? ` and ${rest} more` : '';
      return `${WORDS[part]} of ${names.slice(0, MAX_NAMES).join(', ')}${more}`;
    })
    .join('; ');
}

/** Log groups that are named with a part; the gaps name all. */
const MAX_NAMES = 3;

/** Whether every log group that was looked at holds no event in the window: then nothing can be said of it. */
export function hadNoEvents({ logGroups }: Pick<Report, 'logGroups'>): boolean {
  const looked = logGroups.filter(({ status }) => status === 'analyzed' || status === 'empty');
  return (
    looked.length > 0 && looked.every(({ events, status }) => status === 'empty' || events === 0)
  );
}

/** What is said of the counts as a whole where they are not exact; null where they are, or nothing was counted. */
export function boundInWords(report: Pick<Report, 'logGroups' | 'totals'>): string | null {
  const { exact, searched, miscounted } = report.totals;
  if (!searched || exact || hadNoEvents(report)) return null;
  return miscounted === undefined
    ? 'counts are lower bounds'
    : `counts may be off by ${grouped(miscounted)}`;
}

/** How much of what may tell of errors was read; null where all of it was read or counted. */
export function partInWords({ totals: { part } }: Pick<Report, 'totals'>): string | null {
  if (part === undefined) return null;
  return `only ${grouped(part.read)} of the ${grouped(part.matched)} events that the search for errors asked for were read`;
}

/** Before a number of what was read in part. */
export const leastOf = (isInPart: boolean): string => (isInPart ? 'at least ' : '');

/** Before the number of all errors: they are at least so many, or about so many where some were counted twice or not at all. */
export function boundOf({ totals }: Pick<Report, 'totals'>): string {
  if (totals.exact || totals.errors === 0) return '';
  return totals.miscounted === undefined ? 'at least ' : 'about ';
}
