// The program: argv to a command, faults of the world to a message with the next thing to type, both to an exit code.
import { CommanderError } from 'commander';
import { Failure } from '../base/failure.ts';
import { sanitize } from '../base/sanitize.ts';
import { usableColumns } from '../terminal/columns.ts';
import type { CliProcess } from './cli-process.ts';
import { EXIT, exitCodeOfFailure } from './exit-code.ts';
import { failureText } from './failure-text.ts';
import { refuseTwice } from './misuse.ts';
import { createProgram } from './program.ts';

/** Runs one command and resolves to its exit code; everything said goes to the process's streams. */
export async function runCli(argv: readonly string[], cli: CliProcess): Promise<number> {
  outliveReaders(cli);
  let exitCode: number = EXIT.ok;
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  try {
    refuseTwice(argv);
    const program = createProgram(cli, setExitCode, argv);
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (fault) {
    return explain(fault, cli, argv);
  }
}

/** A reader that went away (`| head`, a closed terminal) is no fault: what is still said is lost, the work goes on to its end. */
function outliveReaders(cli: CliProcess): void {
  for (const stream of [cli.stdout, cli.stderr]) {
    stream.on('error', (fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'EPIPE' && fault.code !== 'EIO') throw fault;
    });
  }
}

function explain(fault: unknown, cli: CliProcess, argv: readonly string[]): number {
  // Commander has printed its own message already.
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (fault instanceof Failure) {
    cli.stderr.write(failureText(fault, { columns: usableColumns(cli.stderr.columns), argv }));
    return exitCodeOfFailure(fault.kind, null);
  }
  const text = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
  cli.stderr.write(`troubleshoot: a fault of the program, please report it:\n${sanitize(text)}\n`);
  return EXIT.failed;
}
