// "Changes in the Account": who changed what in the hours before the onset, the nearest first, with the way back.

import type { ReportChange } from '../account-types.ts';
import { enumeration, number } from '../format.ts';
import { regionsIn } from '../regions.ts';
import { charsOf, code, inline, list, table } from '../text.ts';
import type { View } from '../view.ts';

/** Rows of the table, and of these so many with their commands. */
const MAX_ROWS = 8;
const MAX_COMMANDS = 4;
const MAX_SETTINGS = 3;

/** Nothing where nobody was asked; as many of them as the characters allow, the latest in any case. */
export function accountChanges(view: View, maxChars: number): string[] {
  const { changes } = view.report;
  if (changes === undefined) return [];
  if (changes.length === 0) return [HEADING, NONE, ...notAsked(view)];
  const latest = changes.toReversed();
  for (let rows = MAX_ROWS; rows > 1; rows--) {
    const blocks = changesInWords(view, latest.slice(0, rows), changes.length, MAX_COMMANDS);
    if (charsOf(blocks) <= maxChars) return blocks;
  }
  return changesInWords(view, latest.slice(0, 1), changes.length, 0);
}

const HEADING = '### Changes in the Account';
const NONE = 'Nobody who was asked tells of a change in the three hours before the onset.';

function changesInWords(
  view: View,
  shown: readonly ReportChange[],
  all: number,
  maxCommands: number,
): string[] {
  const { clock, report } = view;
  const isSpread = regionsIn(report).length > 1;
  const rows = shown.map((change) => [
    clock.at(change.timestamp),
    ...(isSpread ? [inline(change.region, 30)] : []),
    change.who === null ? '–' : inline(change.who, 60),
    code(change.action, 80),
    change.resource === null ? '–' : code(change.resource, 80),
    settingsOf(change),
    evidenceOf(change),
  ]);
  const ways = waysBack(shown, maxCommands).map(
    ({ command, timestamp }) => `${clock.at(timestamp)}: ${code(command)}`,
  );
  const left = all - shown.length;
  return [
    HEADING,
    `Told by ${sourcesOf(shown)}, the latest first. That one came before the onset makes it no cause.`,
    table(
      ['Time', ...(isSpread ? ['Region'] : []), 'Who', 'What', 'Resource', 'Set', 'Evidence'],
      rows,
    ),
    ...(left > 0 ? [`${number(left)} earlier ones in report.json.`] : []),
    ...sameAsTrigger(shown, clock),
    ...notAsked(view),
    ...(ways.length > 0 ? ['To see what was before, and to go back:', list(ways)] : []),
  ];
}

/** Each account keeps its own record. */
function notAsked({ report }: View): string[] {
  const accounts = [...new Set(report.logGroups.flatMap(({ account }) => account ?? []))];
  return accounts.length === 0
    ? []
    : [
        `Only the account in use was asked; log groups of ${enumeration(accounts.map((one) => inline(one)))} were read by their ARN.`,
      ];
}

const sourcesOf = (shown: readonly ReportChange[]) =>
  enumeration([...new Set(shown.flatMap(({ sources }) => sources))].map((one) => inline(one)));

const evidenceOf = ({ evidence, moreEvidence }: ReportChange) =>
  inline(moreEvidence === undefined ? evidence : `${evidence}, ${moreEvidence}`);

/** Each command once, with the latest change that it takes back. */
function waysBack(shown: readonly ReportChange[], most: number) {
  const ways = shown.flatMap(({ rollback, timestamp }) =>
    rollback.map((command) => [command, { command, timestamp }] as const),
  );
  return [...new Map(ways.toReversed()).values()].toReversed().slice(0, most);
}

/** Who is behind a trigger that the logs announce without a name. */
function sameAsTrigger(shown: readonly ReportChange[], clock: View['clock']): string[] {
  const same = shown.filter(({ sharedWithTrigger = [] }) => sharedWithTrigger.length > 0);
  const words = [...new Set(same.flatMap(({ sharedWithTrigger = [] }) => sharedWithTrigger))];
  if (same.length === 0) return [];
  const each = same.map(
    ({ timestamp, who, evidence }) =>
      `of ${clock.at(timestamp)}${who === null ? '' : ` by ${inline(who, 60)}`} (${inline(evidence)})`,
  );
  const held = enumeration(words.map((word) => code(word, 40)));
  const [subject, fit, after, hold] =
    same.length === 1
      ? ['change', 'fits', 'it', 'both hold']
      : ['changes', 'fit', 'them', 'they share'];
  return [
    `The ${subject} ${enumeration(each)} ${fit} the trigger of the primary cause, which was logged just after ${after}: ${hold} ${held}.`,
  ];
}

function settingsOf({ settings }: ReportChange): string {
  if (settings.length === 0) return '–';
  const more = settings.length - MAX_SETTINGS;
  const shown = settings.slice(0, MAX_SETTINGS).map((setting) => code(setting, 60));
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
