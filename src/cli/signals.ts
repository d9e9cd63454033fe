// Ctrl-C, SIGTERM and a terminal that went away: the first one stops the work in order, the second one leaves at once.
// What was started for the work lies in process groups of its own, which no signal reaches but through here.

import { usableColumns } from '../terminal/columns.ts';
import type { CliProcess } from './cli-process.ts';
import { signalExitCode } from './exit-code.ts';
import { wrapWords } from './failure-text.ts';

export interface Interruption {
  readonly signal: AbortSignal;
  /** `SIGINT`, `SIGTERM` or `SIGHUP` once one came, else null. */
  received(): string | null;
  /** Takes the handlers off again. */
  dispose(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const ERASE_LINE = '\r\x1b[2K';

/** `said` is told at the first signal. */
export function listenForSignals(cli: CliProcess, said: string): Interruption {
  const controller = new AbortController();
  let received: string | null = null;
  const onSignal = (name: NodeJS.Signals) => {
    if (received !== null) {
      // A terminal that closes may say so twice.
      if (name !== 'SIGHUP') cli.exit(signalExitCode(name));
      return;
    }
    received = name;
    const lines = wrapWords(said, usableColumns(cli.stderr.columns), '  ');
    // On a terminal the line that was being redrawn gives way, and the ^C behind it.
    cli.stderr.write(`${cli.stderr.isTTY === true ? ERASE_LINE : '\n'}${lines.join('\n')}\n`);
    controller.abort(name);
  };
  for (const name of SIGNALS) cli.on(name, onSignal);
  return {
    signal: controller.signal,
    received: () => received,
    dispose: () => {
      for (const name of SIGNALS) cli.off(name, onSignal);
    },
  };
}
