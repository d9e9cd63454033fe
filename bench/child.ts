// One process of Node, for benches that measure whole programs.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const MAIN = join(import.meta.dirname, '..', 'dist/main.js');
/** To `--import`: writes the peak resident memory of the process, in KiB, to stderr when it ends. */
export const REPORT_PEAK =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS+"\\n"))';

/** Exit codes of a finished report, with gaps or without events. */
const FINISHED: ReadonlySet<number | null> = new Set([0, 3, 5]);

export interface Written {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs node with these arguments; rejects, with what it wrote to stderr, where it ends without a report. */
export function runNode(
  args: readonly string[],
  { cwd, env }: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Promise<Written> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      FINISHED.has(code)
        ? resolve({ stdout, stderr })
        : reject(new Error(`exit ${code}: ${args.join(' ')}\n${stderr}`)),
    );
  });
}

/** Of what REPORT_PEAK wrote, in MB. */
export const peakMb = ({ stderr }: Written): number =>
  (Number(/peak (\d+)/.exec(stderr)?.[1] ?? Number.NaN) * 1_024) / 1e6;

/** An AWS that answers on this machine, and nothing of the user's own settings. */
export const awsAt = (url: string, home: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: home,
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  AWS_EC2_METADATA_DISABLED: 'true',
});
