// `troubleshoot runs prune`: removes old runs by count or age, after a question. Only files that the program wrote go; a
// run that is under way stays.
import { Failure, withValue } from '../base/failure.ts';
import { DAY_MS, HOUR_MS } from '../base/time-range.ts';
import { size } from '../report/format.ts';
import { foreignFiles, removeRun } from '../run/run-files.ts';
import { listRuns, type RunSummary } from '../run/run-summary.ts';
import { confirm } from '../terminal/form.ts';
import type { CliProcess } from './cli-process.ts';
import { readConfig } from './config.ts';
import { EXIT } from './exit-code.ts';
import { createFaces } from './faces.ts';
import { runsTable } from './runs-command.ts';
import { terminalColumns } from './terminal-lines.ts';
import { wholeNumber } from './whole-number.ts';

export interface PruneOptions {
  readonly out: string;
  readonly keep?: string;
  readonly olderThan?: string;
  readonly yes?: boolean;
}

export async function pruneRunsCommand(options: PruneOptions, cli: CliProcess): Promise<number> {
  const chosen = chosenRuns(listRuns(options.out), options, Date.now());
  if (chosen.length === 0) {
    cli.stderr.write('No run is to be removed.\n');
    return EXIT.ok;
  }
  cli.stdout.write(runsTable(chosen, terminalColumns(cli.stdout)));
  const bytes = chosen.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const what = `${chosen.length} ${chosen.length === 1 ? 'run' : 'runs'}, ${size(bytes)}`;
  if (options.yes !== true && !(await mayRemove(what, cli))) {
    cli.stderr.write('Nothing was removed.\n');
    return EXIT.ok;
  }
  for (const { folder } of chosen) remove(folder);
  cli.stderr.write(`Removed: ${what}.\n`);
  const left = chosen.filter(({ folder }) => foreignFiles(folder).length > 0);
  for (const { folder } of left)
    cli.stderr.write(`Files of others stay in ${folder}: ${foreignFiles(folder).join(', ')}\n`);
  return EXIT.ok;
}

function remove(folder: string): void {
  try {
    removeRun(folder);
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new Failure('failed', `Cannot remove ${folder}: ${reason}`);
  }
}

/** Those that neither the count nor the age keeps. Throws Failure `usage` where neither was given. */
function chosenRuns(
  runs: readonly RunSummary[],
  { keep, olderThan }: PruneOptions,
  nowMs: number,
): readonly RunSummary[] {
  if (keep === undefined && olderThan === undefined)
    throw new Failure(
      'usage',
      'What is to stay was not said.',
      ['Runs are kept by their number (--keep 20) or by their age (--older-than 30d).'],
      [{ label: 'For example', add: ['--keep', '20'] }],
    );
  const kept = keep === undefined ? 0 : wholeNumber('--keep', keep, 0);
  const age = olderThan === undefined ? 0 : readAge(olderThan);
  return runs.slice(kept).filter(({ status, startedMs, endedMs }) => {
    const lastMs = endedMs ?? startedMs ?? 0;
    return status !== 'running' && nowMs - lastMs >= age;
  });
}

/** `30d` or `12h`, in milliseconds. */
function readAge(text: string): number {
  const [, number, unit] = /^(\d{1,6})([dh])$/.exec(text.trim()) ?? [];
  if (number === undefined)
    throw new Failure(
      'usage',
      `--older-than "${text}" is not a number of days or hours.`,
      [],
      [withValue('--older-than', '30d')],
    );
  return Number(number) * (unit === 'd' ? DAY_MS : HOUR_MS);
}

/** Throws Failure `usage` where nobody can be asked. */
async function mayRemove(what: string, cli: CliProcess): Promise<boolean> {
  const signal = new AbortController().signal;
  const options = { color: true, input: true };
  const faces = createFaces({ cli, config: readConfig(), options, signal });
  try {
    if (faces.form === null)
      throw new Failure(
        'usage',
        `Nothing was removed: nobody can be asked whether ${what} are to go.`,
        [],
        [{ label: 'To remove them', add: ['--yes'] }],
      );
    return (await confirm(`Remove ${what}?`, false, faces.form)) === true;
  } finally {
    faces.close();
  }
}
