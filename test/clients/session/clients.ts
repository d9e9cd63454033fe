// Clients that nobody here wrote, each as a way to carry out one call: the AWS SDK for JavaScript on any Node and boto3
// in a process of their own that is told call after call, the `aws` command as a process for each.
import { execFile, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Fault {
  readonly code: string;
  readonly message: string;
  /** Where it lies in a query; null: it lies in none, or the client does not tell. */
  readonly place: readonly [start: number, end: number] | null;
}

export interface Call {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** All pages, by the client's own paging, of so many each. */
  readonly pageSize?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many operations, read by tests field by field
export type Reply = { readonly answer: any } | { readonly fault: Fault };

export interface Client {
  call(call: Call): Promise<Reply>;
  close(): void;
}

export const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: tmpdir(),
  AWS_ACCESS_KEY_ID: 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_DEFAULT_REGION: 'us-west-2',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  AWS_PAGER: '',
  LC_ALL: 'C.UTF-8',
};

/** The AWS SDK for JavaScript on this Node. */
export const sdkOn = (node: string, url: string): Client => driver(node, 'driver.mjs', url);

export const boto3 = (url: string): Client => driver('python3', 'driver.py', url);

function driver(program: string, file: string, url: string): Client {
  const child = spawn(program, [join(import.meta.dirname, file), url], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: ENVIRONMENT,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async call(call) {
      child.stdin.write(`${JSON.stringify(call)}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${program} ended at ${call.operation}`);
      return JSON.parse(value);
    },
    close: () => void child.stdin.end(),
  };
}

/** The `aws` command, which pages by itself and does not tell where a fault lies. */
export function awsCommand(url: string): Client {
  return {
    async call({ operation, input, pageSize }) {
      const command = operation.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
      const paging = pageSize === undefined ? [] : ['--page-size', String(pageSize)];
      const told = ['--cli-input-json', JSON.stringify(input), ...paging];
      const args = ['logs', command, ...told, '--endpoint-url', url, '--output', 'json'];
      try {
        const { stdout } = await run('aws', args, { env: ENVIRONMENT });
        return { answer: stdout.trim() === '' ? {} : JSON.parse(stdout) };
      } catch (error) {
        const said = String((error as { stderr?: string }).stderr ?? error).trim();
        const [, code, message] = /^.*\((\w+)\) when calling .*?: (.*)$/s.exec(said) ?? [];
        if (code === undefined || message === undefined) throw new Error(said);
        return { fault: { code, message, place: null } };
      }
    },
    close: () => {},
  };
}
