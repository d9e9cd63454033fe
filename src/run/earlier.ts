// The earlier lives of a run that goes on: when it began, what it took so far, and what it was answered.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eachLine, parsedLine } from './lines.ts';
import type { LostStart } from './lost-start.ts';
import { canonical, type Recall, readRecall } from './recall.ts';
import { RECORD } from './record.ts';
import { asRunAsked, type RunAsked } from './run-asked.ts';
import { JOURNAL } from './run-files.ts';

export interface Earlier {
  /** When the run began first, in UTC milliseconds. */
  readonly startedMs: number;
  /** How long earlier processes worked on it. */
  readonly spentMs: number;
  readonly recall: Recall;
  /** Queries that were being started, and that may run under ids that never came. Those that were found are taken out. */
  readonly lostStarts: Set<LostStart>;
}

export interface EarlierRun {
  readonly asked: RunAsked;
  readonly runId: string;
  readonly version: string;
  readonly earlier: Earlier;
}

/** What the folder tells of a run; null where a process was killed before it had written what was asked for. */
export function readEarlier(folder: string): EarlierRun | null {
  const lives = readLives(join(folder, JOURNAL));
  const { asked, runId, version } = lives;
  if (asked === null || runId === null) return null;
  const recall = readRecall(join(folder, RECORD));
  const startedMs = Date.parse(asked.at);
  const { spentMs, starting } = lives;
  const known = new Set([...recall.queries.values()].map((query) => canonical(query.arguments)));
  const lost = [...starting.values()].filter((start) => !known.has(canonical(start.arguments)));
  return {
    asked,
    runId,
    version,
    earlier: { startedMs, spentMs, recall, lostStarts: new Set(lost) },
  };
}

interface Lives {
  asked: RunAsked | null;
  runId: string | null;
  version: string;
  spentMs: number;
  /** When the process that wrote last began, and when it wrote. */
  beganMs: number | null;
  /** Calls of start-query without an answer, by life and number. */
  readonly starting: Map<string, LostStart>;
  number: number;
}

function readLives(journal: string): Lives {
  const lives: Lives = {
    asked: null,
    runId: null,
    version: '',
    spentMs: 0,
    beganMs: null,
    starting: new Map(),
    number: 0,
  };
  let lastMs = 0;
  let before = 0;
  const use = (line: Buffer) => {
    if (line.subarray(0, FROZEN.length).equals(FROZEN)) return;
    const event = parsedLine(line) as Partial<Record<string, unknown>> | null;
    if (event === null) return;
    lives.asked ??= asRunAsked(event);
    const atMs = Date.parse(String(event.at));
    if (event.kind === 'run-started') {
      lives.runId ??= String(event.runId);
      lives.version = String(event.version);
      if (lives.beganMs !== null) before += lastMs - lives.beganMs;
      lives.beganMs = atMs;
      // Each life counts its calls from the start.
      lives.number++;
    }
    noteStart(lives, event, atMs);
    if (!Number.isNaN(atMs)) lastMs = atMs;
  };
  if (existsSync(journal)) eachLine(journal, use);
  lives.spentMs = before + (lives.beganMs === null ? 0 : Math.max(0, lastMs - lives.beganMs));
  return lives;
}

/** Lines of a case are long, and of no use here. */
const FROZEN = Buffer.from('{"kind":"case-frozen"');

function noteStart(
  { starting, number }: Lives,
  { kind, tool, callId, arguments: args }: Partial<Record<string, unknown>>,
  atMs: number,
): void {
  if (tool !== 'start-query') return;
  const key = `${number} ${callId}`;
  if (kind === 'tool-call-started')
    starting.set(key, { arguments: args as LostStart['arguments'], atMs });
  if (kind === 'tool-call-finished') starting.delete(key);
}
