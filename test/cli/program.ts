// Runs the built program as its user would: a process of its own, streams that are no terminal, an empty home.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
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
  /** A variable that is undefined is left out, also where the helper sets it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Files of the working folder by their path in it, written before the program starts. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** The working folder of an earlier run; a new one where it is left out. */
  readonly folder?: string;
  /** What is written to stdin before it is closed; without it, stdin is /dev/null. */
  readonly stdin?: string;
  /** Called when the process was started. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
  /** Called with stderr so far, to send a signal at the right moment. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  /** Called with stdout so far. */
  readonly onStdout?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-test-'));
  folders.push(folder);
  return folder;
}

/** The working folder of a run, with its files. */
export function workingFolder(options: Pick<RunOptions, 'files' | 'folder'>): string {
  const folder = options.folder ?? newFolder();
  for (const [path, content] of Object.entries(options.files ?? {})) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** All that a run has of an environment. */
export const environmentIn = (folder: string, { env }: Pick<RunOptions, 'env'>) => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  AWS_EC2_METADATA_DISABLED: 'true',
  ...env,
});

export function runProgram(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: npm run build');
  const folder = workingFolder(options);
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: environmentIn(folder, options),
    stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(options.stdin);
  let stdout = '';
  let stderr = '';
  const kill = (signal: NodeJS.Signals) => child.kill(signal);
  options.onStart?.(kill);
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    options.onStdout?.(stdout, kill);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    options.onStderr?.(stderr, kill);
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

/** A file of the one run folder. */
export function runFile(ran: Ran, name: string): string {
  const [folder] = runFolders(ran);
  if (folder === undefined) throw new Error(`no run folder; stderr: ${ran.stderr}`);
  return readFileSync(join(folder, name), 'utf8');
}

/** The paths of all files below the working folder, sorted. */
export function filesLeft({ folder }: Ran): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

/** A text without its line breaks, as the program wraps what it says. */
export const unwrapped = (text: string) => text.replace(/\s+/g, ' ');
