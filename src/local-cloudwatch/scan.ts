// Reads the blocks that can hold what is asked for, and hands on the events. Blocks of another time or log group
// are not read; in a block that lies wholly inside the window, units without one of the literals are counted
// by the index and neither decoded nor parsed.
import { stat } from 'node:fs/promises';
import type { InsightsRecord } from '../insights/types.ts';
import { type ByteSource, openSource } from './input/byte-source.ts';
import { clearUnits, noUnits, type Units } from './input/framing.ts';
import { type Block, LOCAL_ACCOUNT, type LogFile } from './input/log-file.ts';
import { framerOf, jsonEvents, textMessage, textSizeBytes } from './input/units.ts';

/** Log groups and a time range in UTC ms, both ends included. */
export interface Selection {
  readonly logGroups: ReadonlySet<string>;
  readonly startMs: number;
  readonly endMs: number;
}

/** Events looked at, and the UTF-8 size of their messages, whether or not they were decoded. */
export interface Scanned {
  records: number;
  sizeBytes: number;
}

export type Visit = (record: InsightsRecord) => void;

/** Whether a block can hold events of the selection. */
export function isRelevant(block: Block, selection: Selection): boolean {
  return block.segments.some(
    ({ logGroup, minMs, maxMs }) =>
      maxMs >= selection.startMs && minMs <= selection.endMs && selection.logGroups.has(logGroup),
  );
}

/** Reads blocks of one file, in the order of the file. */
export interface BlockReader {
  /** The bytes of a block; they stand until the next read. */
  read(block: Block): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens an indexed file again. Throws where it is gone or was replaced. */
export async function openBlocks(file: LogFile): Promise<BlockReader> {
  const { ino } = await stat(file.path);
  if (ino !== file.inode) throw new Error(`${file.path} was replaced while it was served`);
  const source = await openSource(file, file.inflateBytes);
  let buffer = Buffer.alloc(0);
  return {
    async read(block) {
      const sizeBytes = block.end - block.start;
      if (buffer.length < sizeBytes) buffer = Buffer.allocUnsafeSlow(sizeBytes);
      const window = buffer.subarray(0, sizeBytes);
      await source.skipTo(block.start);
      await readFully(source, window, file.path);
      return window;
    },
    close: () => source.close(),
  };
}

async function readFully(source: ByteSource, window: Buffer, path: string): Promise<void> {
  for (let filled = 0; filled < window.length; ) {
    const read = await source.read(window.subarray(filled));
    if (read === 0) throw new Error(`${path} was cut short while it was served`);
    filled += read;
  }
}

/** Visits the events of a block that belong to the selection and can match; gives what was scanned. */
export function scanBlock(
  file: LogFile,
  block: Block,
  window: Buffer,
  selection: Selection,
  literals: RegExp | null,
  visit: Visit,
): Scanned {
  const inside = insideTotals(block, selection);
  const scanned: Scanned = { records: 0, sizeBytes: 0 };
  const candidates = inside === null || literals === null ? null : literals;
  const hits =
    candidates === null ? null : hitsOf(window, candidates, file.format.kind !== 'json-objects');
  if (inside !== null && hits?.length === 0) return inside;
  const units = noUnits();
  framerOf(file.format, block.firstMs, false).frame(window, true, units);
  const each: UnitVisit = {
    file,
    block,
    window,
    units,
    selection,
    literals: candidates,
    visit,
    scanned,
  };
  if (hits === null) {
    for (let index = 0; index < units.starts.length; index++) visitUnit(each, index);
  } else {
    for (const index of unitsOf(units, hits)) visitUnit(each, index);
  }
  clearUnits(units);
  return hits === null ? scanned : (inside ?? scanned);
}

/** Totals of the selected log groups where all their events lie inside the window; null where some do not. */
function insideTotals(block: Block, selection: Selection): Scanned | null {
  const totals: Scanned = { records: 0, sizeBytes: 0 };
  for (const { logGroup, minMs, maxMs, count, sizeBytes } of block.segments) {
    const apart = maxMs < selection.startMs || minMs > selection.endMs;
    if (apart || !selection.logGroups.has(logGroup)) continue;
    if (minMs < selection.startMs || maxMs > selection.endMs) return null;
    totals.records += count;
    totals.sizeBytes += sizeBytes;
  }
  return totals;
}

/** Positions of the literals; one a line is enough where a line does not hold several units. */
function hitsOf(window: Buffer, literals: RegExp, oneEachLine: boolean): number[] {
  const text = window.toString('latin1', 0, window.length);
  const hits: number[] = [];
  literals.lastIndex = 0;
  for (let match = literals.exec(text); match !== null; match = literals.exec(text)) {
    hits.push(match.index);
    if (!oneEachLine) continue;
    const lineEnd = window.indexOf(10, match.index);
    if (lineEnd === -1) break;
    literals.lastIndex = lineEnd;
  }
  return hits;
}

/** The units that hold a hit, each once. */
function unitsOf(units: Units, hits: readonly number[]): number[] {
  const found: number[] = [];
  let index = 0;
  for (const hit of hits) {
    while (index < units.ends.length && (units.ends[index] ?? 0) <= hit) index++;
    if (index === units.ends.length) break;
    if ((units.starts[index] ?? 0) <= hit && found.at(-1) !== index) found.push(index);
  }
  return found;
}

interface UnitVisit {
  readonly file: LogFile;
  readonly block: Block;
  readonly window: Buffer;
  readonly units: Units;
  readonly selection: Selection;
  /** null: every event is visited. */
  readonly literals: RegExp | null;
  readonly visit: Visit;
  readonly scanned: Scanned;
}

function visitUnit(each: UnitVisit, index: number): void {
  if (each.file.format.kind.startsWith('json')) visitJson(each, index);
  else visitText(each, index);
}

function visitText(
  { file, block, window, units, selection, visit, scanned }: UnitVisit,
  index: number,
) {
  const start = units.starts[index] ?? 0;
  const end = units.ends[index] ?? start;
  const timestampMs = units.times[index] ?? Number.NaN;
  if (timestampMs < selection.startMs || timestampMs > selection.endMs) return;
  scanned.records++;
  scanned.sizeBytes += textSizeBytes(file.format, window, start, end);
  visit({
    timestampMs,
    ingestionTimeMs: timestampMs,
    accountId: LOCAL_ACCOUNT,
    logGroup: file.logGroup,
    logStream: file.logStream,
    message: textMessage(file.format, window, start, end),
    ptr: eventId(file, block.start + start, 0),
  });
}

function visitJson(each: UnitVisit, index: number): void {
  const { file, block, window, units, selection, literals, scanned } = each;
  const start = units.starts[index] ?? 0;
  const { events } = jsonEvents(window, start, units.ends[index] ?? start, file.modifiedMs);
  for (const [position, event] of events.entries()) {
    const logGroup = event.logGroup ?? file.logGroup;
    const { timestampMs, ingestionTimeMs, message } = event;
    if (timestampMs < selection.startMs || timestampMs > selection.endMs) continue;
    if (!selection.logGroups.has(logGroup)) continue;
    scanned.records++;
    scanned.sizeBytes += Buffer.byteLength(message);
    // A record holds many events; that one of them has a literal says nothing of the others.
    if (literals !== null && events.length > 1 && !holdsLiteral(message, literals)) continue;
    each.visit({
      timestampMs,
      ingestionTimeMs,
      accountId: event.accountId ?? LOCAL_ACCOUNT,
      logGroup,
      logStream: event.logStream ?? file.logStream,
      message,
      ptr: eventId(file, block.start + start, position),
    });
  }
}

function holdsLiteral(message: string, literals: RegExp): boolean {
  literals.lastIndex = 0;
  return literals.test(message);
}

/** The same for the same event in every answer of a run, whoever asks. */
function eventId(file: LogFile, offset: number, position: number): string {
  return `${file.number}-${offset}-${position}`;
}
