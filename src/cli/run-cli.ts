// The program: argv to a command, faults of the world to a message with the next thing to type, both to an exit code.
import { setImmediate as turn } from 'node:timers/promises';
import { getSystemErrorMap } from 'node:util';
import { CommanderError } from 'commander';
import { Failure } from '../base/failure.ts';
import { sanitize } from '../base/sanitize.ts';
import { usableColumns } from '../terminal/columns.ts';
import type { CliProcess } from './cli-process.ts';
import { EXIT, exitCodeOfFailure } from './exit-code.ts';
import { failureText } from './failure-text.ts';
import { commandMeant, refuseEmpty, refuseTwice } from './misuse.ts';
import { createProgram } from './program.ts';
import { isReaderGone } from './reader-gone.ts';

/** Runs one command and resolves to its exit code; everything said goes to the process's streams. */
export async function runCli(argv: readonly string[], cli: CliProcess): Promise<number> {
  const output = outliveReaders(cli);
  const exitCode = await runCommand(argv, cli);
  // What could not be written last is known a turn later.
  await turn();
  return output.isLost() ? EXIT.failed : exitCode;
}

async function runCommand(argv: readonly string[], cli: CliProcess): Promise<number> {
  let exitCode: number = EXIT.ok;
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  try {
    refuseTwice(argv);
    refuseEmpty(argv);
    const program = createProgram(cli, setExitCode, argv);
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (fault) {
    return explain(fault, cli, argv);
  }
}

/**
 * A reader that went away (`| head`, a closed terminal) is no fault: what is still said is lost, the work goes on to its
 * end. So it does where a stream cannot be written otherwise, as on a full disk; of stdout that is told, once.
 */
function outliveReaders({ stdout, stderr }: CliProcess): { isLost(): boolean } {
  let lost = false;
  stderr.on('error', () => {});
  stdout.on('error', (fault: NodeJS.ErrnoException) => {
    if (lost || isReaderGone(fault)) return;
    lost = true;
    stderr.write(`troubleshoot: Cannot write to stdout: ${reasonOf(fault)}.\n`);
  });
  return { isLost: () => lost };
}

/** `no space left on device`. */
const reasonOf = ({ errno, message }: NodeJS.ErrnoException) =>
  getSystemErrorMap().get(errno ?? 0)?.[1] ?? message;

function explain(fault: unknown, cli: CliProcess, argv: readonly string[]): number {
  // Commander has printed its own message already.
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (fault instanceof Failure) {
    const { kind, message, again } = fault;
    const isNamed = kind === 'usage' || kind === 'no-log-group';
    const meant = isNamed
      ? commandMeant(
          createProgram(cli, () => {}, argv),
          argv,
        )
      : [];
    const setting = { columns: usableColumns(cli.stderr.columns), argv };
    cli.stderr.write(failureText({ message, help: [...fault.help, ...meant], again }, setting));
    return exitCodeOfFailure(fault.kind, null);
  }
  const text = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
  cli.stderr.write(`troubleshoot: a fault of the program, please report it:\n${sanitize(text)}\n`);
  return EXIT.failed;
}
