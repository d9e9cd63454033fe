// Reads the blocks that can hold what is asked for, and hands on the events. Blocks of another time or log group
// are not read; in a block that lies wholly inside the window the index has counted, and events whose bytes tell
// that they cannot match are neither decoded nor parsed.
import { stat } from 'node:fs/promises';
import type { InsightsRecord } from '../insights/types.ts';
import { toldEvents } from './block-events.ts';
import { candidateUnits, unitsIn } from './candidates.ts';
import { openSource } from './input/byte-source.ts';
import type { ByteSource } from './input/chunks.ts';
import { type Block, LOCAL_ACCOUNT, type LogFile } from './input/log-file.ts';
import { parsedEvents } from './input/units.ts';
import { Kernel } from './kernel/kernel.ts';
import type { Prefilter, Sought } from './prefilter.ts';
import { eventId } from './record-events.ts';
import type { ToldEvents } from './told-events.ts';

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

/** The bytes of a block, and what searches them; they stand until the next read. */
export interface BlockBytes {
  readonly window: Buffer;
  readonly kernel: Kernel;
}

/** Reads blocks of one file, in the order of the file. */
export interface BlockReader {
  read(block: Block): Promise<BlockBytes>;
  close(): Promise<void>;
}

/** Opens an indexed file again. Throws where it is gone or was replaced. */
export async function openBlocks(file: LogFile): Promise<BlockReader> {
  const { ino } = await stat(file.path);
  if (ino !== file.inode) throw new Error(`${file.path} was replaced while it was served`);
  const source = await openSource(file, file.inflateBytes);
  const kernel = SPARE.pop() ?? new Kernel();
  return {
    async read({ start, end }) {
      const window = kernel.window(end - start);
      await source.skipTo(start);
      await readFully(source, window, file.path);
      return { window, kernel };
    },
    close: async () => {
      if (SPARE.length < MAX_SPARE && kernel.sizeBytes <= MAX_SPARE_BYTES) SPARE.push(kernel);
      await source.close();
    },
  };
}

/** Room for a block that the next reader takes over: each block is about a megabyte. */
const SPARE: Kernel[] = [];
const MAX_SPARE = 4;
const MAX_SPARE_BYTES = 4_194_304;

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
  { window, kernel }: BlockBytes,
  selection: Selection,
  prefilter: Prefilter,
  visit: Visit,
): Scanned {
  const inside = insideTotals(block, selection);
  const scanned: Scanned = { records: 0, sizeBytes: 0 };
  const counted = inside === null ? scanned : null;
  // Where the index has not counted, every event is looked at.
  const sought = counted === null && !mayTearLiterals(file, block) ? prefilter.literals : null;
  if (sought !== null) kernel.seek(sought.set);
  const finder = sought === null ? null : kernel;
  const events = toldEvents(file, block, window, finder);
  const alike = prefilter.coarse ? standInOf(block) : null;
  if (events !== null) scanTold({ events, window, selection, prefilter, alike, counted, visit });
  else scanParsed({ file, block, window, selection, finder, sought, counted, visit });
  return inside ?? scanned;
}

/** An event of the block without its time and what it holds; null: there are events of several log groups. */
function standInOf({ segments }: Block): InsightsRecord | null {
  const [segment, ...others] = segments;
  if (segment === undefined || segment.accountId === null || others.length > 0) return null;
  const { accountId, logGroup } = segment;
  const [timestampMs, ingestionTimeMs] = [0, 0];
  return {
    timestampMs,
    ingestionTimeMs,
    accountId,
    logGroup,
    logStream: '',
    message: '',
    ptr: '',
  };
}

/** NUL bytes are taken out of messages that are decoded; of these shapes they are the message as it stands. */
function mayTearLiterals({ holdsNul }: LogFile, { shape }: Block): boolean {
  return holdsNul && shape === null;
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

interface ToldScan {
  readonly events: ToldEvents;
  readonly window: Buffer;
  readonly selection: Selection;
  readonly prefilter: Prefilter;
  /** Stands for each of them but for its time; null: they are to be decoded. */
  readonly alike: InsightsRecord | null;
  /** null: the index has counted. */
  readonly counted: Scanned | null;
  readonly visit: Visit;
}

function scanTold(scan: ToldScan): void {
  const { events, selection, prefilter, alike, counted, visit } = scan;
  for (const [index, timestampMs] of events.times.entries()) {
    if (timestampMs < selection.startMs || timestampMs > selection.endMs) continue;
    if (!selection.logGroups.has(events.logGroupOf(index))) continue;
    if (counted !== null) {
      counted.records++;
      counted.sizeBytes += events.sizeBytesOf(index);
    }
    const told = toldOf(scan, index);
    if (told === false || (told === true && prefilter.pass?.(timestampMs) === true)) continue;
    visit(
      alike === null
        ? events.recordOf(index)
        : { ...alike, timestampMs, ingestionTimeMs: timestampMs },
    );
  }
}

/** What the screen tells of an event; null: nothing. */
function toldOf({ events, window, prefilter: { screen } }: ToldScan, index: number) {
  if (screen === null || !events.isRaw(index)) return null;
  return screen(window, events.starts[index] ?? 0, events.ends[index] ?? 0);
}

interface ParsedScan {
  readonly file: LogFile;
  readonly block: Block;
  readonly window: Buffer;
  readonly selection: Selection;
  /** Finds the units that hold what is sought; null: every event is visited. */
  readonly finder: Kernel | null;
  readonly sought: Sought | null;
  readonly counted: Scanned | null;
  readonly visit: Visit;
}

function scanParsed(scan: ParsedScan): void {
  const { file, block, window, finder } = scan;
  const units =
    finder === null
      ? unitsIn(file.format, block, window)
      : candidateUnits(file.format, block, window, finder);
  for (const [index, start] of units.starts.entries()) {
    visitParsed(scan, start, units.ends[index] ?? start);
  }
}

function visitParsed(scan: ParsedScan, start: number, end: number): void {
  const { file, block, window, selection, sought, counted } = scan;
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
    if (sought !== null && events.length > 1 && !sought.holds(message)) continue;
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
