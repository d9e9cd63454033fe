// argv in, exit code out.
import { setFlagsFromString } from 'node:v8';
import { runCli } from './cli/run-cli.ts';

// How far the heap may grow beyond what is in use before it is cleaned; V8 alone may double it. Log text passes through in
// large amounts and is dropped at once: collect it early, so that the process stays small.
setFlagsFromString('--heap-growing-percent=50');

// V8 compiles anew what has run through so many bytes of bytecode, to make it faster (Node 20: 67,584); of a run of seconds
// most of that came too late to pay. So an investigation takes a fifth less of the processors, be it short or long.
setFlagsFromString('--interrupt-budget=1000000');

process.exitCode = await runCli(process.argv.slice(2), process);

/** What is still open a second later is forgotten work: a scheduled run must not hang on it. */
const LINGER_MS = 1_000;
setInterval(() => {
  if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit();
}, LINGER_MS).unref();
