// Runs the built program as its user would: a process of its own, streams that are no terminal, an empty home.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/report/types.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'dist', 'main.js');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The working folder of the process; `reports` lies in it unless --out says otherwise. */
  readonly folder: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with stderr so far, to send a signal at the right moment. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'troubleshoot-test-'));

export function runProgram(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: npm run build');
  const folder = newFolder();
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    options.onStderr?.(stderr, (signal) => child.kill(signal));
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr, folder }));
  });
}

/** The run folders below `reports` of a finished run. */
export function runFolders({ folder }: Ran): string[] {
  const reports = join(folder, 'reports');
  return existsSync(reports) ? readdirSync(reports).map((name) => join(reports, name)) : [];
}

export function reportOf(ran: Ran): Report {
  const [folder] = runFolders(ran);
  if (folder === undefined) throw new Error(`no run folder; stderr: ${ran.stderr}`);
  return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
}
