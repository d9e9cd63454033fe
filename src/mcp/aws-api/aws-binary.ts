// An installed AWS CLI: started directly, its arguments built anew from what was read, its time and its output bounded.
import { spawn } from 'node:child_process';
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
    ...['--output', 'json', '--no-cli-pager', '--no-cli-auto-prompt'],
  ];
}

export function awsBinary(path: string, environment: Readonly<Record<string, string>>): AwsBinary {
  return (args, signal) =>
    new Promise((resolve, reject) => {
      const child = spawn(path, [...args], {
        shell: false,
        env: { ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        // One that hangs or floods may well not listen to anything milder.
        killSignal: 'SIGKILL',
      });
      let output = '';
      let fault = '';
      // What it started itself may hold its output open: nothing more is read, whoever writes.
      const stop = () => {
        child.kill('SIGKILL');
        child.stdout.destroy();
        child.stderr.destroy();
      };
      // A character may lie in two chunks.
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
        if (output.length > MAX_OUTPUT_BYTES) stop();
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        fault = (fault + chunk).slice(-MAX_FAULT_CHARS);
      });
      child.on('error', (thrown) => {
        stop();
        reject(thrown);
      });
      child.on('close', (code) => {
        if (output.length > MAX_OUTPUT_BYTES)
          reject(
            new Error(
              `The AWS CLI answered more than ${MAX_OUTPUT_BYTES} bytes: ask for fewer items.`,
            ),
          );
        else if (code !== 0) reject(awsFault(fault));
        else resolve(output.trim() === '' ? null : jsonOf(output));
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
