// All indexed files as one account: log groups, their streams, and the files that hold their events.

import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Checked, Diagnostic } from '../base/diagnostic.ts';
import { NO_OBJECT, NO_TIME } from './input/decode.ts';
import { type FoundFile, findFiles } from './input/find-files.ts';
import { type IndexedFile, mergeTotals } from './input/index-builder.ts';
import { indexFile, indexingWindow, lineAt } from './input/index-file.ts';
import { inspectFile } from './input/inspect-file.ts';
import type { GroupTotals, LogFile } from './input/log-file.ts';
import { ALREADY_READ, notRead, type SkippedInput, unreadable } from './input/skipped.ts';

export interface LogStore {
  readonly files: readonly LogFile[];
  /** By name. */
  readonly groups: ReadonlyMap<string, GroupTotals>;
  readonly skipped: readonly SkippedInput[];
  readonly events: number;
}

interface OpenStore {
  readonly files: LogFile[];
  readonly groups: Map<string, GroupTotals>;
  readonly skipped: SkippedInput[];
  readonly eventsByRoot: Map<string, number>;
}

/** Reads all paths once. A path that does not exist, cannot be read or holds no event is an error. */
export async function openStore(paths: readonly string[]): Promise<Checked<LogStore>> {
  const missing = (await Promise.all(paths.map(whyUnreadable))).filter((one) => one !== null);
  if (missing.length > 0) return { value: null, diagnostics: missing };
  const found = await findFiles(paths);
  const store: OpenStore = {
    files: [],
    groups: new Map(),
    skipped: [...found.skipped],
    eventsByRoot: new Map(),
  };
  const window = indexingWindow();
  for (const file of found.files) await addFile(store, file, window);
  const empty = paths.filter((path) => !holdsEvents(store, path));
  const diagnostics = empty.map((path) => holdsNothing(path, store.skipped));
  if (diagnostics.length > 0) return { value: null, diagnostics };
  const events = [...store.eventsByRoot.values()].reduce((sum, count) => sum + count, 0);
  return { value: { ...store, events }, diagnostics: [] };
}

async function whyUnreadable(path: string): Promise<Diagnostic | null> {
  try {
    await stat(path);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const message =
      code === 'ENOENT' ? `${path} does not exist` : `${path} cannot be read (${code})`;
    const help = 'give the path of a log file or of a folder that holds log files: --logs PATH';
    return { severity: 'error', code: 'logs-path', message, span: null, help };
  }
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
  const shown = reasons.slice(0, SHOWN_REASONS).map((one) => `${one.path}: ${one.why}`);
  const more = reasons.length - shown.length;
  const why = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  return {
    severity: 'error',
    code: 'logs-empty',
    message: `${path} holds no log event${why === '' ? '' : ` (${why})`}`,
    span: null,
    help: HELP,
  };
}

/** Reasons that one diagnostic tells. */
const SHOWN_REASONS = 5;
const HELP =
  'give JSON lines with timestamp and message, CloudWatch subscription records, the output of `aws logs filter-log-events`, an S3 export, or text whose lines begin with a time stamp';

async function addFile(store: OpenStore, found: FoundFile, window: Buffer): Promise<void> {
  const head = await inspectFile(found, store.files.length);
  if ('why' in head) {
    store.skipped.push(head);
    return;
  }
  let indexed: IndexedFile;
  try {
    indexed = await indexFile(head, window);
  } catch (error) {
    store.skipped.push(unreadable(found.path, error));
    return;
  }
  const { events, problems } = indexed;
  if (events === 0 && problems.every(({ why }) => NO_LOG.has(why))) {
    store.skipped.push(
      notRead(found.path, `JSON, but no log events: ${problems[0]?.why ?? 'it holds none'}`),
    );
    return;
  }
  for (const { offset, count, why } of problems) {
    const line = offset === null ? null : await lineAt(indexed.file, offset);
    store.skipped.push({ path: found.path, line, count, why });
  }
  store.files.push(indexed.file);
  mergeTotals(store.groups, indexed.groups);
  store.eventsByRoot.set(found.root, (store.eventsByRoot.get(found.root) ?? 0) + events);
}

/** Problems of a JSON file that is no log at all. */
const NO_LOG = new Set([NO_TIME, NO_OBJECT]);
