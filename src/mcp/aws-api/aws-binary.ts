// An installed AWS CLI: started directly, its arguments built anew from what was read, its time and its output bounded.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { LEADS_A_GROUP, ProcessGroup } from '../process-group.ts';
import type { AwsCommand } from './aws-command.ts';

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const MAX_FAULT_CHARS = 1_000;

/** Runs the CLI with these arguments; throws where it fails. */
export type AwsBinary = (args: readonly string[], signal: AbortSignal) => Promise<unknown>;

/** Nothing of the text that was typed reaches the process but the words that were understood. */
export function argumentsOf(command: AwsCommand & { readonly region: string }): readonly string[] {
  const { service, operation, options, region, profile, maxItems } = command;
  return [
    service,
    operation,
    ...[...options].flatMap(([name, values]) => [`--${name}`, ...values]),
    ...['--region', region],
    ...(profile === null ? [] : ['--profile', profile]),
    ...(maxItems === null ? [] : ['--max-items', String(maxItems)]),
    ...['--output', 'json'],
  ];
}

/** No pager and no questions: as variables, since version 1 of the CLI knows neither, nor the options for them. */
const UNATTENDED = { AWS_PAGER: '', AWS_CLI_AUTO_PROMPT: 'off' };

export function awsBinary(path: string, environment: Readonly<Record<string, string>>): AwsBinary {
  return async (args, signal) => {
    const child = spawn(path, [...args], {
      ...LEADS_A_GROUP,
      env: { ...environment, ...UNATTENDED },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const late = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const { code, output, fault } = await outputOf(child, late);
    if (output.length > MAX_OUTPUT_BYTES)
      throw new Error(
        `The AWS CLI answered more than ${MAX_OUTPUT_BYTES} bytes: ask for fewer items.`,
      );
    if (code !== 0) throw awsFault(fault);
    return output.trim() === '' ? null : jsonOf(output);
  };
}

interface Output {
  readonly code: number | null;
  readonly output: string;
  /** The end of what it wrote on stderr. */
  readonly fault: string;
}

/** Rejects where it can't be started, and where the signal says that it takes too long. */
function outputOf(
  child: ChildProcessByStdio<null, Readable, Readable>,
  late: AbortSignal,
): Promise<Output> {
  return new Promise((resolve, reject) => {
    const group = new ProcessGroup(child);
    let output = '';
    let fault = '';
    // One that hangs or floods may well not listen to anything milder; nothing more is read, whoever writes.
    const stop = () => {
      group.kill();
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const fail = (thrown: unknown) => {
      stop();
      reject(thrown);
    };
    const abort = () => fail(late.reason);
    late.addEventListener('abort', abort, { once: true });
    if (late.aborted) abort();
    // A character may lie in two chunks.
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.length > MAX_OUTPUT_BYTES) stop();
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      fault = (fault + chunk).slice(-MAX_FAULT_CHARS);
    });
    child.on('error', fail);
    // What it started itself and left behind holds its output open.
    child.on('exit', () => group.kill());
    child.on('close', (code) => {
      late.removeEventListener('abort', abort);
      resolve({ code, output, fault });
    });
  });
}

function jsonOf(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    // Some operations answer text although JSON was asked for.
    return output;
  }
}

/** `An error occurred (AccessDenied) when calling …` under AWS's own name for it. */
function awsFault(text: string): Error {
  const fault = new Error(text.trim() || 'The AWS CLI failed and said nothing.');
  fault.name = /An error occurred \((\w+)\)/.exec(text)?.[1] ?? 'AwsCliFailed';
  return fault;
}
