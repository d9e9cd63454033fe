// Reads the blocks that can hold what is asked for, and hands on the events. Blocks of another time or log group
// are not read; in a block that lies wholly inside the window the index has counted, and events whose bytes tell
// that they cannot match are neither decoded nor parsed.
import { stat } from 'node:fs/promises';
import type { InsightsRecord, Screen } from '../insights/types.ts';
import { eventId, type ToldEvents, toldEvents } from './block-events.ts';
import { openSource } from './input/byte-source.ts';
import type { ByteSource } from './input/chunks.ts';
import { noUnits } from './input/framing.ts';
import { type Block, LOCAL_ACCOUNT, type LogFile } from './input/log-file.ts';
import { framerOf, parsedEvents } from './input/units.ts';

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
  let buffer = SPARE.pop() ?? Buffer.alloc(0);
  return {
    async read(block) {
      const sizeBytes = block.end - block.start;
      if (buffer.length < sizeBytes) buffer = Buffer.allocUnsafeSlow(sizeBytes);
      const window = buffer.subarray(0, sizeBytes);
      await source.skipTo(block.start);
      await readFully(source, window, file.path);
      return window;
    },
    close: async () => {
      if (SPARE.length < MAX_SPARE && buffer.length <= MAX_SPARE_BYTES) SPARE.push(buffer);
      await source.close();
    },
  };
}

/** Room for a block that the next reader takes over: each block is about a megabyte. */
const SPARE: Buffer[] = [];
const MAX_SPARE = 4;
const MAX_SPARE_BYTES = 4_194_304;

async function readFully(source: ByteSource, window: Buffer, path: string): Promise<void> {
  for (let filled = 0; filled < window.length; ) {
    const read = await source.read(window.subarray(filled));
    if (read === 0) throw new Error(`${path} was cut short while it was served`);
    filled += read;
  }
}

/** What tells events that cannot match from their bytes. */
export interface Prefilter {
  /** Finds places in a block that may hold what an event must hold; null: nothing tells. */
  readonly literals: RegExp | null;
  readonly screen: Screen | null;
}

/** Visits the events of a block that belong to the selection and can match; gives what was scanned. */
export function scanBlock(
  file: LogFile,
  block: Block,
  window: Buffer,
  selection: Selection,
  prefilter: Prefilter,
  visit: Visit,
): Scanned {
  const inside = insideTotals(block, selection);
  // NUL bytes are taken out of a message: they may stand within a literal.
  const literals = inside === null || window.includes(0) ? null : prefilter.literals;
  const hits =
    literals === null ? null : hitsOf(window, literals, file.format.kind !== 'json-objects');
  if (inside !== null && hits?.length === 0) return inside;
  const scanned: Scanned = { records: 0, sizeBytes: 0 };
  const counted = inside === null ? scanned : null;
  const events = toldEvents(file, block, window);
  if (events !== null) {
    scanTold({ events, window, selection, screen: prefilter.screen, counted, visit }, hits);
  } else {
    scanParsed({ file, block, window, selection, literals, counted, visit }, hits);
  }
  return inside ?? scanned;
}

/** Totals of the selected log groups where all their events lie inside the window; null where some do not. */
export function insideTotals(block: Block, selection: Selection): Scanned | null {
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

/** The units that hold a hit, each once; all of them where nothing was sought. */
function unitsOf({ starts, ends }: Stretches, hits: readonly number[] | null): Iterable<number> {
  if (hits === null) return starts.keys();
  const found: number[] = [];
  let index = 0;
  for (const hit of hits) {
    while (index < ends.length && (ends[index] ?? 0) <= hit) index++;
    if (index === ends.length) break;
    if ((starts[index] ?? 0) <= hit && found.at(-1) !== index) found.push(index);
  }
  return found;
}

interface Stretches {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

interface ToldScan {
  readonly events: ToldEvents;
  readonly window: Buffer;
  readonly selection: Selection;
  readonly screen: Screen | null;
  /** null: the index has counted. */
  readonly counted: Scanned | null;
  readonly visit: Visit;
}

function scanTold(scan: ToldScan, hits: readonly number[] | null): void {
  const { events, window, selection, screen, counted, visit } = scan;
  for (const index of unitsOf(events, hits)) {
    const timestampMs = events.times[index] ?? Number.NaN;
    if (timestampMs < selection.startMs || timestampMs > selection.endMs) continue;
    if (!selection.logGroups.has(events.logGroupOf(index))) continue;
    if (counted !== null) {
      counted.records++;
      counted.sizeBytes += events.sizeBytesOf(index);
    }
    const [start = 0, end = 0] = [events.starts[index], events.ends[index]];
    if (screen !== null && events.isRaw(index) && !screen(window, start, end)) continue;
    visit(events.recordOf(index));
  }
}

interface ParsedScan {
  readonly file: LogFile;
  readonly block: Block;
  readonly window: Buffer;
  readonly selection: Selection;
  /** null: every event is visited. */
  readonly literals: RegExp | null;
  readonly counted: Scanned | null;
  readonly visit: Visit;
}

function scanParsed(scan: ParsedScan, hits: readonly number[] | null): void {
  const { file, block, window } = scan;
  const units = noUnits();
  framerOf(file.format, block.firstMs, false).frame(window, true, units);
  for (const index of unitsOf(units, hits)) {
    const start = units.starts[index] ?? 0;
    visitParsed(scan, start, units.ends[index] ?? start);
  }
}

function visitParsed(scan: ParsedScan, start: number, end: number): void {
  const { file, block, window, selection, literals, counted } = scan;
  const { events } = parsedEvents(file.format, window, start, end, file.modifiedMs);
  for (const [position, event] of events.entries()) {
    const logGroup = event.logGroup ?? file.logGroup;
    const { timestampMs, ingestionTimeMs, message } = event;
    if (timestampMs < selection.startMs || timestampMs > selection.endMs) continue;
    if (!selection.logGroups.has(logGroup)) continue;
    if (counted !== null) {
      counted.records++;
      counted.sizeBytes += Buffer.byteLength(message);
    }
    // A record holds many events; that one of them has a literal says nothing of the others.
    if (literals !== null && events.length > 1 && !holdsLiteral(message, literals)) continue;
    scan.visit({
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
