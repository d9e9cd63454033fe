// The commands about runs that there are already: list, show, prune, resume.
import type { Command } from 'commander';
import type { CliProcess } from './cli-process.ts';
import type { ResumeOptions } from './resume-command.ts';
import type { ListRunsOptions } from './runs-command.ts';
import type { PruneOptions } from './runs-prune-command.ts';

type SetExitCode = (code: number) => void;

const OUT = ['--out <dir>', 'where run folders are written', 'reports'] as const;

export function addRuns(program: Command, cli: CliProcess, setExitCode: SetExitCode): void {
  const runs = program.command('runs').description('list, show and remove runs');
  runs
    .command('list', { isDefault: true })
    .description('the runs of a folder, the latest first')
    .option(...OUT)
    .option('--limit <n>', 'how many', '20')
    .option('--json', 'print it as one JSON object')
    .action(async (options: ListRunsOptions) =>
      setExitCode(await (await import('./runs-command.ts')).listRunsCommand(options, cli)),
    );
  runs
    .command('show')
    .description('what is known of a run, and how to go on with it')
    .argument('<run>', 'run folder, or run id')
    .option(...OUT)
    .option('--json', 'print it as one JSON object')
    .action(async (run: string, options: { out: string; json?: boolean }) =>
      setExitCode(await (await import('./runs-command.ts')).showRunCommand(run, options, cli)),
    );
  runs
    .command('prune')
    .description('remove old runs, after a question; one under way stays')
    .option('--keep <n>', 'the latest so many stay')
    .option('--older-than <age>', 'younger ones stay: 30d, 12h')
    .option('--yes', 'do not ask')
    .option(...OUT)
    .action(async (options: PruneOptions) =>
      setExitCode(await (await import('./runs-prune-command.ts')).pruneRunsCommand(options, cli)),
    );
}

export function addResume(program: Command, cli: CliProcess, setExitCode: SetExitCode): void {
  program
    .command('resume')
    .description('go on with a run that was killed or interrupted, asking nothing twice')
    .argument('<run>', 'run folder, or run id')
    .option('--yes', 'confirm the log groups that were found')
    .option('--no-input', 'never ask')
    .option(...OUT)
    .option('--json', 'print one event a line on stdout')
    .option('--quiet', 'no progress')
    .option('--verbose', 'show every call')
    .option('--no-color', 'no colour')
    .action(async (run: string, options: ResumeOptions) =>
      setExitCode(await (await import('./resume-command.ts')).resumeCommand(run, options, cli)),
    );
}
