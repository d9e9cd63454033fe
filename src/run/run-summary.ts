// What a run folder tells of its run, read from the two ends of its journal.

import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Failure } from '../base/failure.ts';
import { lockedBy } from '../base/process-lock.ts';
import { ENOUGH, eachLine, lastLines, parsedLine } from './lines.ts';
import { asRunAsked, type RunAsked } from './run-asked.ts';
import { JOURNAL, lockOf, REPORT_JSON } from './run-files.ts';

export type RunStatus =
  | 'running'
  | 'finished'
  /** By Ctrl-C or SIGTERM: there is a report of what was found. */
  | 'interrupted'
  /** It ended without a report. */
  | 'failed'
  /** Its process is gone and said nothing. */
  | 'killed'
  /** Rewritten from another run. */
  | 'replayed';

export interface RunSummary {
  readonly folder: string;
  /** The folder's name. */
  readonly name: string;
  readonly runId: string;
  readonly status: RunStatus;
  readonly application: string;
  readonly region: string;
  /** UTC milliseconds; null where the journal does not tell. */
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  readonly verdict: string | null;
  readonly exitCode: number | null;
  /** Why there is no report. */
  readonly failure: string | null;
  readonly sizeBytes: number;
  /** Whether `resume` can go on with it. */
  readonly resumable: boolean;
}

/** Names of run folders: time, application, run id. */
const NAME = /^(\d{8}T\d{6}Z)-(.+)-([0-9a-f]{6})$/;

/** All runs of a folder, the latest first. */
export function listRuns(out: string): readonly RunSummary[] {
  return runNames(out).flatMap((name) => readSummary(join(out, name)) ?? []);
}

/** Throws Failure `usage` where `out` is no folder. */
export function runNames(out: string): readonly string[] {
  if (!existsSync(out)) return [];
  if (!statSync(out).isDirectory())
    throw new Failure('usage', `${out} is no folder: runs lie in one.`, ['Name it: --out DIR']);
  return readdirSync(out)
    .filter((name) => NAME.test(name) && isReadable(join(out, name, JOURNAL)))
    .sort((a, b) => latestFirst(out, a, b));
}

/** A journal that may not be read tells of no run. */
function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** By the seconds in their names; within one, by when the folder was made. */
function latestFirst(out: string, a: string, b: string): number {
  const [timeA = '', timeB = ''] = [a, b].map((name) => NAME.exec(name)?.[1]);
  if (timeA !== timeB) return timeA < timeB ? 1 : -1;
  const madeMs = (name: string) => statSync(join(out, name)).birthtimeMs;
  return madeMs(b) - madeMs(a);
}

/** A run by its folder, or by its id or the folder's name among those of `out`; null where there is none. */
export function findRun(run: string, out: string): RunSummary | null {
  if (isReadable(join(run, JOURNAL))) return readSummary(run);
  const name = runNames(out).find((one) => one === run || one.endsWith(`-${run}`));
  return name === undefined ? null : readSummary(join(out, name));
}

/** null where the folder holds no journal. */
export function readSummary(folder: string): RunSummary | null {
  const path = join(folder, JOURNAL);
  if (!isReadable(path)) return null;
  const { asked, started } = readHead(path);
  const tail = lastLines(path, TAIL_BYTES).map((line) => parsedLine(Buffer.from(line)));
  const last = (tail.findLast((event) => event !== null) ?? {}) as Line;
  const finished = last.kind === 'run-finished' ? last : null;
  const name = basename(resolve(folder));
  const [, , nameApplication = '', nameId = ''] = NAME.exec(name) ?? [];
  const status = statusOf(folder, started, finished);
  return {
    folder: resolve(folder),
    name,
    runId: textOr(started?.runId, nameId),
    status,
    application: textOr(started?.application, nameApplication),
    region: textOr(started?.region, ''),
    startedMs: timeOf(asked?.at ?? started?.at),
    endedMs: timeOf(last.at),
    verdict: typeof finished?.verdict === 'string' ? finished.verdict : null,
    exitCode: typeof finished?.exitCode === 'number' ? finished.exitCode : null,
    failure: typeof finished?.failure === 'string' ? finished.failure : null,
    sizeBytes: sizeOf(folder),
    resumable: asked !== null && ['interrupted', 'failed', 'killed'].includes(status),
  };
}

type Line = Partial<Record<string, unknown>>;

/** Enough for the last event; a frozen case before it may be far longer. */
const TAIL_BYTES = 65_536;

const textOr = (value: unknown, otherwise: string) =>
  typeof value === 'string' ? value : otherwise;

function timeOf(value: unknown): number | null {
  const ms = Date.parse(String(value));
  return Number.isNaN(ms) ? null : ms;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { name }) => sum + statSync(join(folder, name)).size, 0);
}

/** Lines at the begin of a journal that may hold what was asked for. */
const HEAD_LINES = 3;

function readHead(path: string): { asked: RunAsked | null; started: Line | null } {
  let asked: RunAsked | null = null;
  let started: Line | null = null;
  let lines = 0;
  eachLine(path, (line) => {
    const event = parsedLine(line) as Line | null;
    if (event?.kind === 'run-asked') asked = asRunAsked(event);
    if (event?.kind === 'run-started') started = event;
    lines++;
    return started !== null || lines >= HEAD_LINES ? ENOUGH : null;
  });
  return { asked, started };
}

function statusOf(folder: string, started: Line | null, finished: Line | null): RunStatus {
  if (lockedBy(lockOf(folder)) !== null) return 'running';
  if (finished !== null) {
    if (INTERRUPTED.has(finished.exitCode)) return 'interrupted';
    return finished.reportMarkdown === null ? 'failed' : 'finished';
  }
  return started === null && existsSync(join(folder, REPORT_JSON)) ? 'replayed' : 'killed';
}

/** Exit codes after SIGINT and SIGTERM. */
const INTERRUPTED: ReadonlySet<unknown> = new Set([130, 143]);
