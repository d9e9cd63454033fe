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

export function listenForSignals(cli: CliProcess): Interruption {
  const controller = new AbortController();
  let received: string | null = null;
  const onSignal = (name: NodeJS.Signals) => {
    if (received !== null) cli.exit(name === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted);
    received = name;
    cli.stderr.write(
      '\nInterrupted: stopping queries and writing what was found. Again to leave at once.\n',
    );
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
