// Runs the program's source in this process: its whole command line but for main.ts, with streams, working folder and
// environment of its own. A process costs a second of processor time, nearly all of it to load the program; what is told
// of arguments and logs is the same here. What a process alone shows (signals, pipes, zones, the bundle) needs `runProgram`.
import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { afterAll } from 'vitest';
import type { CliProcess } from '../../src/cli/cli-process.ts';
import { runCli } from '../../src/cli/run-cli.ts';
// What an investigation loads when it comes to it: here before the tests, whose time is limited.
import '../../src/cli/begun-logs.ts';
import '../../src/cli/investigate-command.ts';
import '../../src/local-cloudwatch/check-query.ts';
import '../../src/local-cloudwatch/serve.ts';
import '../../src/mcp/cloudwatch-logs/server.ts';
import '../../src/mcp/deployments/server.ts';
import '../../src/mcp/host.ts';
import '../../src/mcp/region-clients.ts';
import '../../src/mcp/signals/server.ts';
import { environmentIn, type Ran, type RunOptions, workingFolder } from './program.ts';

export type InsideOptions = Pick<RunOptions, 'env' | 'files' | 'folder'>;

/** One run at a time: working folder and environment are those of the process. */
let last: Promise<unknown> = Promise.resolve();

/** As `runProgram`, for runs that nobody interrupts and that read no stdin. */
export function runInside(args: readonly string[], options: InsideOptions = {}): Promise<Ran> {
  const ran = last.then(() => run(args, options));
  last = ran.catch(() => {});
  return ran;
}

async function run(args: readonly string[], options: InsideOptions): Promise<Ran> {
  const folder = workingFolder(options);
  const [stdout, stderr] = [collector(), collector()];
  const restore = moveTo(folder, environmentIn(folder, options));
  try {
    const code = await runCli(args, cliOf(stdout.stream, stderr.stream));
    return { code, stdout: stdout.text(), stderr: stderr.text(), folder };
  } finally {
    restore();
  }
}

/** A process without a terminal, stdin at its end. */
function cliOf(stdout: Writable, stderr: Writable): CliProcess {
  const signals = new EventEmitter();
  return {
    stdin: Readable.from([]),
    stdout,
    stderr,
    on: signals.on.bind(signals),
    off: signals.off.bind(signals),
    exit: (code?: number) => {
      throw new Error(`the program ended itself with exit code ${code}`);
    },
  } as unknown as CliProcess;
}

function collector() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** Makes folder and environment those of the process; what it returns makes them what they were. */
function moveTo(folder: string, env: Readonly<Record<string, string | undefined>>): () => void {
  const before = { ...process.env };
  const cwd = process.cwd();
  setEnvironment(env);
  process.chdir(folder);
  return () => {
    process.chdir(cwd);
    setEnvironment(before);
    // What `src/cli/heap.ts` makes of it is for a process that ends.
    setFlagsFromString('--heap-growing-percent=0');
  };
}

function setEnvironment(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env))
    if (env[name] === undefined) delete process.env[name];
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && process.env[name] !== value) process.env[name] = value;
  }
}

/** A run that its test does not wait for must not outlive the file: the folder and the environment are everyone's. */
afterAll(() => last);
