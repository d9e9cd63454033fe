// All indexed files as one account: log groups, their streams, and the files that hold their events.

import { lstat, stat } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import type { Checked, Diagnostic } from '../base/diagnostic.ts';
import { errorCode } from '../base/error-code.ts';
import { type Beside, readBeside } from './beside/beside.ts';
import { NO_OBJECT, NO_TIME } from './input/decode.ts';
import { type FoundFile, findFiles } from './input/find-files.ts';
import { type IndexedFile, mergeTotals, type Problem } from './input/index-builder.ts';
import { lineAt } from './input/index-file.ts';
import { inspectFile } from './input/inspect-file.ts';
import type { FileHead, GroupTotals, LogFile } from './input/log-file.ts';
import { namedLikeLog } from './input/log-or-not.ts';
import { withText } from './input/objects-in-text.ts';
import {
  ALREADY_READ,
  isUnreadable,
  missing,
  notRead,
  type SkippedInput,
  unreadable,
  unreadableWhy,
} from './input/skipped.ts';
import type { Lane } from './work/lane.ts';

export interface LogStore {
  /** Metrics, changes and alarms that lie beside the logs. */
  readonly beside: Beside;
  readonly files: readonly LogFile[];
  /** By name. */
  readonly groups: ReadonlyMap<string, GroupTotals>;
  readonly skipped: readonly SkippedInput[];
  /** How files were read that leave it open, in words. */
  readonly notes: readonly string[];
  readonly events: number;
}

interface OpenStore {
  readonly beside: Beside;
  readonly files: LogFile[];
  readonly groups: Map<string, GroupTotals>;
  readonly skipped: SkippedInput[];
  readonly notes: string[];
  readonly eventsByRoot: Map<string, number>;
}

/** Reads all paths once. A path that does not exist, cannot be read or holds no event is an error. */
export async function openStore(
  paths: readonly string[],
  lane: Pick<Lane, 'index'>,
): Promise<Checked<LogStore>> {
  const missing = (await Promise.all(paths.map(whyUnreadable))).filter((one) => one !== null);
  if (missing.length > 0) return { value: null, diagnostics: missing };
  const found = await findFiles(paths);
  const { logs, skipped, ...beside } = await readBeside(found.files);
  const store: OpenStore = {
    beside,
    files: [],
    groups: new Map(),
    skipped: [...found.skipped, ...skipped],
    notes: [],
    eventsByRoot: new Map(),
  };
  for (const read of await readAll(logs, lane)) add(store, read);
  const empty = paths.filter((path) => !holdsEvents(store, path));
  const diagnostics = empty.map((path) => holdsNothing(path, store.skipped));
  if (diagnostics.length > 0) return { value: null, diagnostics };
  const events = [...store.eventsByRoot.values()].reduce((sum, count) => sum + count, 0);
  return { value: { ...store, events }, diagnostics: [] };
}

/** As `openStore`, without the logs: what lies beside them is had without reading them. */
export async function openBeside(paths: readonly string[]): Promise<Checked<LogStore>> {
  const missing = (await Promise.all(paths.map(whyUnreadable))).filter((one) => one !== null);
  if (missing.length > 0) return { value: null, diagnostics: missing };
  const found = await findFiles(paths);
  const { logs, skipped, ...beside } = await readBeside(found.files);
  const nothing = { files: [], groups: new Map(), notes: [], events: 0 };
  return { value: { beside, ...nothing, skipped }, diagnostics: [] };
}

async function whyUnreadable(path: string): Promise<Diagnostic | null> {
  try {
    await stat(path);
    return null;
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    const message = `${path} ${code === 'ENOENT' ? await whyMissing(path) : unreadableWhy(code)}`;
    const help = 'give the path of a log file or of a folder that holds log files: --logs PATH';
    return { severity: 'error', code: 'logs-path', message, span: null, help };
  }
}

async function whyMissing(path: string): Promise<string> {
  const link = await lstat(path).catch(() => null);
  return link === null ? 'does not exist' : 'is a link to nothing';
}

/** What was already read for another path is no reason to complain of this one. */
function holdsEvents({ eventsByRoot, skipped }: OpenStore, root: string): boolean {
  if ((eventsByRoot.get(root) ?? 0) > 0) return true;
  return skipped.some(({ path, why }) => why === ALREADY_READ && isUnder(path, root));
}

function isUnder(path: string, root: string): boolean {
  return path === root || !relative(root, path).startsWith('..');
}

function holdsNothing(path: string, skipped: readonly SkippedInput[]): Diagnostic {
  const reasons = skipped.filter((one) => isUnder(one.path, path));
  const itself = reasons.find((one) => one.path === path && isUnreadable(one));
  const shown = reasons.slice(0, SHOWN_REASONS).map((one) => `${one.path}: ${one.why}`);
  const more = reasons.length - shown.length;
  const why = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  return {
    severity: 'error',
    code: 'logs-empty',
    message:
      itself === undefined
        ? `${path} holds no log event${why === '' ? '' : ` (${why})`}`
        : `${path} ${itself.why}`,
    span: null,
    help: helpFor(reasons),
  };
}

/** What helps with the one file that there is; with several, what helps in any case. */
function helpFor([only, ...others]: readonly SkippedInput[]): string {
  const remedy = others.length === 0 ? only?.remedy : undefined;
  return remedy === undefined ? HELP : `${remedy.charAt(0).toLowerCase()}${remedy.slice(1)}`;
}

/** Reasons that one diagnostic tells. */
const SHOWN_REASONS = 5;
const HELP =
  'give JSON lines with timestamp and message, CloudWatch subscription records, the output of `aws logs filter-log-events`, an S3 export, a table (CSV) with a column of times, or text whose lines begin with a time stamp';

/** Files that are read at the same time. */
const FILES_AT_ONCE = 4;

/** What became of one file. */
interface ReadFile {
  readonly root: string;
  /** null: it is not served. */
  readonly indexed: IndexedFile | null;
  readonly skipped: readonly SkippedInput[];
  readonly note: string | null;
}

/** In the order of the files, whichever is read first. */
async function readAll(
  files: readonly FoundFile[],
  lane: Pick<Lane, 'index'>,
): Promise<readonly ReadFile[]> {
  const read: ReadFile[] = [];
  const queue = files.entries();
  const takeTurns = async () => {
    for (const [number, found] of queue) read[number] = await readFile(found, number, lane);
  };
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, takeTurns));
  return read;
}

async function readFile(
  found: FoundFile,
  number: number,
  lane: Pick<Lane, 'index'>,
): Promise<ReadFile> {
  const { root, path } = found;
  const without = (why: SkippedInput): ReadFile => {
    return { root, indexed: null, skipped: [why], note: null };
  };
  const inspected = await inspectFile(found, number);
  if (inspected.head === null) return without(inspected.skipped);
  const { head, note } = inspected;
  let indexed: IndexedFile;
  try {
    indexed = await lane.index(head);
    const asText = withText(head, indexed);
    if (asText !== null) indexed = await lane.index(asText);
  } catch (error) {
    return without(unreadable(path, error));
  }
  const { events, problems } = indexed;
  if (events === 0 && problems.every(({ why }) => NO_LOG.has(why))) {
    const why = `JSON, but no log events: ${problems[0]?.why ?? 'it holds none'}`;
    return without(isJsonLog(head, problems) ? missing(path, why) : notRead(path, why));
  }
  const skipped: SkippedInput[] = [];
  for (const { offset, count, why } of problems) {
    const line = offset === null ? null : await lineAt(indexed.file, offset);
    skipped.push({ path, line, count, why });
  }
  return { root, indexed, skipped, note: note === null ? null : `${path}: ${note}` };
}

/** A line of JSON after the other is what logs are written as; one object, or a list of them, is a configuration. */
function isJsonLog({ path, format }: FileHead, problems: readonly Problem[]): boolean {
  const objects = problems.reduce((sum, { count }) => sum + count, 0);
  return namedLikeLog(basename(path)) || (format.kind === 'json-lines' && objects > 1);
}

function add(store: OpenStore, { root, indexed, skipped, note }: ReadFile): void {
  store.skipped.push(...skipped);
  if (note !== null) store.notes.push(note);
  if (indexed === null) return;
  store.files.push(indexed.file);
  mergeTotals(store.groups, indexed.groups);
  store.eventsByRoot.set(root, (store.eventsByRoot.get(root) ?? 0) + indexed.events);
}

/** Problems of a JSON file that is no log at all. */
const NO_LOG = new Set([NO_TIME, NO_OBJECT]);
