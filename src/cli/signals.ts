// Ctrl-C and SIGTERM: the first one stops the work in order, the second one leaves at once.

import type { CliProcess } from './cli-process.ts';
import { EXIT } from './exit-code.ts';

export interface Interruption {
  readonly signal: AbortSignal;
  /** `SIGINT` or `SIGTERM` once one came, else null. */
  received(): string | null;
  /** Takes the handlers off again. */
  dispose(): void;
}

/** `said` is told at the first signal. */
export function listenForSignals(cli: CliProcess, said: string): Interruption {
  const controller = new AbortController();
  let received: string | null = null;
  const onSignal = (name: NodeJS.Signals) => {
    if (received !== null) cli.exit(name === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted);
    received = name;
    cli.stderr.write(`\n${said}\n`);
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
