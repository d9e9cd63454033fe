// A folder that keeps what clients put: one file of changes, and for each log group a file of JSON lines with
// timestamp, message, logGroup and logStream, which `--logs` reads as well. Lines are written before a call is
// answered, so they outlive the process however it ends; a last line that was cut short is dropped.

import {
  appendFileSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../base/error-code.ts';
import { makeFolder } from '../../base/make-folder.ts';
import { lockedBy, releaseLock, takeLock } from '../../base/process-lock.ts';
import { HeldLogs } from './held-logs.ts';
import {
  type Change,
  type HeldEvent,
  type HeldGroup,
  type Keeper,
  LOG_GROUP_CLASSES,
} from './types.ts';

/** Hidden, so that reading the folder as logs leaves it alone. */
const CHANGES = '.changes.jsonl';
const LOCK = '.in-use';

const NAME = z.string();
const CHANGE: z.ZodType<Change> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('create-group'),
    name: NAME,
    number: z.int().min(0),
    atMs: z.int(),
    logGroupClass: z.enum(LOG_GROUP_CLASSES),
    tags: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('delete-group'), name: NAME }),
  z.object({ kind: z.literal('create-stream'), name: NAME, logStream: NAME, atMs: z.int() }),
  z.object({ kind: z.literal('delete-stream'), name: NAME, logStream: NAME }),
  z.object({ kind: z.literal('retention'), name: NAME, days: z.int().nullable() }),
  z.object({
    kind: z.literal('tags'),
    name: NAME,
    set: z.record(z.string(), z.string()),
    remove: z.array(z.string()),
  }),
]);
const EVENT = z.object({
  timestamp: z.int(),
  ingestionTime: z.int(),
  logStream: z.string(),
  message: z.string(),
  id: z.int().min(0),
});

/** Opens or makes the folder and reads what it keeps. Throws an Error that says what is wrong, in words. */
export function openDataFolder(folder: string): HeldLogs {
  makeFolder(folder, 0o700);
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`);
  const lock = join(folder, LOCK);
  if (!takeLock(lock))
    throw new Error(`${folder} is in use by process ${lockedBy(lock) ?? 'another one'}`);
  const keeper = keeperOf(folder);
  const held = new HeldLogs(keeper);
  readLines(join(folder, CHANGES), CHANGE, (change) => held.apply(change));
  for (const group of held.groups.values()) loadEvents(folder, keeper, held, group);
  return held;
}

/** Events of a stream that was deleted just before the end are dropped for good. */
function loadEvents(folder: string, keeper: Keeper, held: HeldLogs, group: HeldGroup): void {
  let dropped = false;
  readLines(
    eventsPath(folder, group),
    EVENT,
    ({ timestamp: timestampMs, ingestionTime: ingestionTimeMs, id: sequence, ...rest }) => {
      const taken = held.load(group, { timestampMs, ingestionTimeMs, sequence, ...rest });
      dropped ||= !taken;
    },
  );
  if (dropped) keeper.rewrite(group);
}

function keeperOf(folder: string): Keeper {
  return {
    change: (change) => append(join(folder, CHANGES), `${JSON.stringify(change)}\n`),
    put: (group, events) => append(eventsPath(folder, group), linesOf(group, events)),
    rewrite(group) {
      const path = eventsPath(folder, group);
      writeFileSync(`${path}.new`, linesOf(group, group.events), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
    remove: (group) => rmSync(eventsPath(folder, group), { force: true }),
    close: () => releaseLock(join(folder, LOCK)),
  };
}

/** All of the text or, where the disk is full, nothing of it: the next line would join what was begun. */
function append(path: string, text: string): void {
  const file = openSync(path, 'a', 0o600);
  const { size } = fstatSync(file);
  try {
    appendFileSync(file, text);
  } catch (error) {
    ftruncateSync(file, size);
    throw error;
  } finally {
    closeSync(file);
  }
}

function linesOf({ name }: HeldGroup, events: readonly HeldEvent[]): string {
  return events
    .map(({ timestampMs, ingestionTimeMs, logStream, message, sequence }) =>
      JSON.stringify({
        timestamp: timestampMs,
        ingestionTime: ingestionTimeMs,
        logGroup: name,
        logStream,
        message,
        id: sequence,
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function eventsPath(folder: string, { number }: HeldGroup): string {
  return join(folder, `group-${number}.jsonl`);
}

/** Reads whole lines, and cuts the file where the last one was not finished. */
function readLines<T>(path: string, schema: z.ZodType<T>, use: (value: T) => void): void {
  const bytes = readIfThere(path);
  if (bytes === null) return;
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    use(parseLine(path, line++, schema, bytes.toString('utf8', start, end)));
    start = end + 1;
  }
  if (start < bytes.length) truncate(path, start);
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function parseLine<T>(path: string, line: number, schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Error(`${path}, line ${line}, is not what this program writes`);
  }
}

function truncate(path: string, length: number): void {
  const file = openSync(path, 'r+');
  try {
    ftruncateSync(file, length);
  } finally {
    closeSync(file);
  }
}
