// `troubleshoot logs groups`: log groups with their age and size.

import { didYouMean } from '../base/did-you-mean.ts';
import { Failure } from '../base/failure.ts';
import { grouped } from '../base/grouped.ts';
import { sanitize } from '../base/sanitize.ts';
import { isoTime } from '../base/time-range.ts';
import { visibleJson } from '../base/visible-json.ts';
import type { CliProcess } from './cli-process.ts';
import { EXIT, signalExitCode } from './exit-code.ts';
import { type ListedGroup, listGroups, openSource, type SourceOptions } from './logs-source.ts';
import { fitsIn, tableText } from './rows-text.ts';
import { listenForSignals } from './signals.ts';
import { terminalColumns } from './terminal-lines.ts';
import type { Wired } from './wiring.ts';

export interface GroupsOptions extends SourceOptions {
  readonly json?: boolean;
}

export async function groupsCommand(
  part: string | null,
  options: GroupsOptions,
  cli: CliProcess,
): Promise<number> {
  const interruption = listenForSignals(cli, 'Stopped.');
  const wired = await openSource(options, cli);
  try {
    const groups = await listGroups(wired.tools, part, interruption.signal);
    const stopped = signalExitCode(interruption.received());
    if (groups.length === 0 && stopped === null)
      throw noneFound(part, await othersOf(part, options, wired, interruption.signal));
    cli.stdout.write(
      options.json === true ? jsonLines(groups) : groupsTable(groups, terminalColumns(cli.stdout)),
    );
    return stopped ?? EXIT.ok;
  } finally {
    interruption.dispose();
    await wired.close();
  }
}

/** Names to choose from where the part is in none: those of files are all there; AWS is asked for no more. */
async function othersOf(
  part: string | null,
  { logs }: SourceOptions,
  { tools }: Wired,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (part === null || logs === undefined) return [];
  return (await listGroups(tools, null, signal)).map(({ logGroupName }) => logGroupName);
}

function noneFound(part: string | null, others: readonly string[]): Failure {
  if (part === null) return new Failure('no-log-group', 'There is no log group.');
  const near = nearPart(part, others);
  const again = { keep: ['--logs', '--region'], first: ['logs', 'groups'] };
  return new Failure(
    'no-log-group',
    `No log group has "${part}" in its name; capitals count.`,
    others.length === 0 ? [] : [`There are: ${firstOf(others)}`],
    [
      near === null
        ? { ...again, label: 'To list all' }
        : { ...again, label: 'Type', first: [...again.first, near] },
    ],
  );
}

const firstOf = (names: readonly string[]): string => {
  const more = names.length > MAX_SHOWN ? ` and ${names.length - MAX_SHOWN} more` : '';
  return `${names.slice(0, MAX_SHOWN).join(', ')}${more}`;
};

/** Names that an error lists. */
const MAX_SHOWN = 5;

/** The part in other capitals, or what of a name is nearly the part. */
function nearPart(part: string, names: readonly string[]): string | null {
  const at = (name: string) => name.toLowerCase().indexOf(part.toLowerCase());
  const cased = names.find((name) => at(name) !== -1);
  if (cased !== undefined) return cased.slice(at(cased), at(cased) + part.length);
  return didYouMean(part, names.flatMap(partsOf));
}

const partsOf = (name: string): readonly string[] => [
  name,
  ...(name.match(/[^/]+/g) ?? []),
  ...(name.match(/[\p{L}\p{N}]+/gu) ?? []),
];

function jsonLines(groups: readonly ListedGroup[]): string {
  return groups.map((group) => `${visibleJson(JSON.stringify(group))}\n`).join('');
}

/** On a narrow terminal with the day alone, then without sizes, then the names alone; `columns` is null where it is none. */
export function groupsTable(groups: readonly ListedGroup[], columns: number | null): string {
  const table = (count: number, timeChars?: number) =>
    tableText(
      ['log group', 'since', 'bytes'].slice(0, count),
      groups.map(({ logGroupName, creationTime, storedBytes }) =>
        [
          sanitize(logGroupName),
          creationTime === undefined ? '' : isoTime(creationTime).slice(0, timeChars),
          storedBytes === undefined ? '' : grouped(storedBytes),
        ].slice(0, count),
      ),
    );
  const whole = table(3);
  if (columns === null || fitsIn(whole, columns)) return whole;
  const shorter = [table(3, DAY_CHARS), table(2, DAY_CHARS)].find((text) => fitsIn(text, columns));
  return shorter ?? table(1);
}

/** Characters of a time to its day. */
const DAY_CHARS = 10;
