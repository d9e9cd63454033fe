// What may lie beside the logs in a folder: metrics, changes and alarms of the same account (docs/local-files.md).
// A file of such a name that holds something else is read as the log that it may be.
import { readFile } from 'node:fs/promises';
import { isNestedTooDeep, MAX_JSON_LEVELS } from '../../base/nesting.ts';
import type { FoundFile } from '../input/find-files.ts';
import { missing, type SkippedInput, unreadable } from '../input/skipped.ts';
import { readAlarms } from './alarms.ts';
import { readChange } from './changes.ts';
import { readSample } from './metrics.ts';
import type { AlarmFile, ChangeEvent, MetricSample } from './types.ts';

export interface Beside {
  /** null: no file holds any. */
  readonly metrics: readonly MetricSample[] | null;
  readonly changes: readonly ChangeEvent[] | null;
  readonly alarms: AlarmFile | null;
}

/** What reading leaves: the files that are logs, and what is wrong with the others. */
export interface BesideRead extends Beside {
  readonly logs: readonly FoundFile[];
  readonly skipped: readonly SkippedInput[];
}

/** A larger file is not read. */
const MAX_FILE_BYTES = 64_000_000;
const NAMES = new Set(['metrics.jsonl', 'changes.jsonl', 'alarms.json']);

interface Reading {
  metrics: MetricSample[] | null;
  changes: ChangeEvent[] | null;
  alarms: AlarmFile | null;
  readonly logs: FoundFile[];
  readonly skipped: SkippedInput[];
}

/** Only files right under a given folder are looked at. */
export async function readBeside(files: readonly FoundFile[]): Promise<BesideRead> {
  const reading: Reading = { metrics: null, changes: null, alarms: null, logs: [], skipped: [] };
  for (const file of files) {
    if (!NAMES.has(file.relativePath)) reading.logs.push(file);
    else await readOne(reading, file);
  }
  return reading;
}

async function readOne(reading: Reading, file: FoundFile): Promise<void> {
  const { path, stats, relativePath } = file;
  if (stats.size > MAX_FILE_BYTES) {
    const why = `larger than ${MAX_FILE_BYTES / 1_000_000} MB: not read`;
    reading.skipped.push(missing(path, why));
    return;
  }
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    reading.skipped.push(unreadable(path, error));
    return;
  }
  if (!take(reading, { path, relativePath, text })) reading.logs.push(file);
}

interface Opened {
  readonly path: string;
  readonly relativePath: string;
  readonly text: string;
}

/** False: it is something else. */
function take(reading: Reading, opened: Opened): boolean {
  if (opened.relativePath === 'alarms.json') {
    const alarms = readAlarms(opened.text);
    if (alarms === null) return false;
    reading.alarms = joined(reading.alarms, alarms);
    return true;
  }
  if (opened.relativePath === 'metrics.jsonl') {
    const samples = linesOf(opened, readSample, 'no metric sample', reading.skipped);
    if (samples !== null) reading.metrics = [...(reading.metrics ?? []), ...samples];
    return samples !== null;
  }
  const changes = linesOf(opened, readChange, 'no CloudTrail event', reading.skipped);
  if (changes !== null) reading.changes = [...(reading.changes ?? []), ...changes];
  return changes !== null;
}

function joined(before: AlarmFile | null, next: AlarmFile): AlarmFile {
  if (before === null) return next;
  return {
    metricAlarms: [...before.metricAlarms, ...next.metricAlarms],
    compositeAlarms: [...before.compositeAlarms, ...next.compositeAlarms],
    history: [...before.history, ...next.history],
    metricFilters: [...before.metricFilters, ...next.metricFilters],
  };
}

/** null: not one line is of that kind, so that the file is another one. */
function linesOf<T>(
  { path, text }: Opened,
  read: (line: unknown) => T | null,
  why: string,
  skipped: SkippedInput[],
): T[] | null {
  const found: T[] = [];
  const bad: number[] = [];
  const deep: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const isDeep = isNestedTooDeep(line);
    const value = isDeep ? null : read(parsed(line));
    if (value !== null) found.push(value);
    else (isDeep ? deep : bad).push(index + 1);
  }
  if (found.length === 0 && bad.length + deep.length > 0) return null;
  const gap = (lines: readonly number[], reason: string) => {
    const [line] = lines;
    if (line === undefined) return;
    skipped.push({ path, line, count: lines.length, why: reason, besideLogs: true });
  };
  gap(bad, why);
  gap(deep, `JSON of more than ${MAX_JSON_LEVELS} levels`);
  return found;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
