// argv in, exit code out.
import { setFlagsFromString } from 'node:v8';
import { runCli } from './cli/run-cli.ts';

// Log text passes through in large amounts and is dropped at once: collect it early, so that the process stays small.
setFlagsFromString('--heap-growing-percent=30');

process.exitCode = await runCli(process.argv.slice(2), process);
