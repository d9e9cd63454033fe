// Ctrl-C and SIGTERM: the first one stops the work in order, the second one leaves at once.

import { usableColumns } from '../terminal/columns.ts';
import type { CliProcess } from './cli-process.ts';
import { EXIT } from './exit-code.ts';
import { wrapWords } from './failure-text.ts';

export interface Interruption {
  readonly signal: AbortSignal;
  /** `SIGINT` or `SIGTERM` once one came, else null. */
  received(): string | null;
  /** Takes the handlers off again. */
  dispose(): void;
}

const ERASE_LINE = '\r\x1b[2K';

/** `said` is told at the first signal. */
export function listenForSignals(cli: CliProcess, said: string): Interruption {
  const controller = new AbortController();
  let received: string | null = null;
  const onSignal = (name: NodeJS.Signals) => {
    if (received !== null) cli.exit(name === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted);
    received = name;
    const lines = wrapWords(said, usableColumns(cli.stderr.columns), '  ');
    // On a terminal the line that was being redrawn gives way, and the ^C behind it.
    cli.stderr.write(`${cli.stderr.isTTY === true ? ERASE_LINE : '\n'}${lines.join('\n')}\n`);
    controller.abort(name);
  };
  cli.on('SIGINT', onSignal);
  cli.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    received: () => received,
    dispose: () => {
      cli.off('SIGINT', onSignal);
      cli.off('SIGTERM', onSignal);
    },
  };
}
