// `troubleshoot logs groups`: log groups with their age and size.
import { grouped } from '../base/grouped.ts';
import { sanitize } from '../base/sanitize.ts';
import { isoTime } from '../base/time-range.ts';
import type { CliProcess } from './cli-process.ts';
import { EXIT, signalExitCode } from './exit-code.ts';
import { type ListedGroup, listGroups, openSource, type SourceOptions } from './logs-source.ts';
import { tableText } from './rows-text.ts';
import { listenForSignals } from './signals.ts';

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
    cli.stdout.write(options.json === true ? jsonLines(groups) : table(groups));
    if (groups.length === 0) cli.stderr.write('No log group.\n');
    return signalExitCode(interruption.received()) ?? (groups.length > 0 ? EXIT.ok : EXIT.noData);
  } finally {
    interruption.dispose();
    await wired.close();
  }
}

function jsonLines(groups: readonly ListedGroup[]): string {
  return groups.map((group) => `${JSON.stringify(group)}\n`).join('');
}

function table(groups: readonly ListedGroup[]): string {
  const rows = groups.map(({ logGroupName, creationTime, storedBytes }) => [
    sanitize(logGroupName),
    creationTime === undefined ? '' : isoTime(creationTime),
    storedBytes === undefined ? '' : grouped(storedBytes),
  ]);
  return groups.length === 0 ? '' : tableText(['log group', 'since', 'bytes'], rows);
}
