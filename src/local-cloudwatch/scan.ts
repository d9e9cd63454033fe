// Reads the blocks that can hold what is asked for, and hands on the events. Blocks of another time or log group
// are not read; in a block that lies wholly inside the window the index has counted, and events whose bytes tell
// that they cannot match are neither decoded nor parsed.
import { stat } from 'node:fs/promises';
import type { InsightsRecord } from '../insights/types.ts';
import { toldEvents } from './block-events.ts';
import { candidateUnits, type Judge, NO_JUDGE, unitsIn } from './candidates.ts';
import { openSource } from './input/byte-source.ts';
import type { ByteSource } from './input/chunks.ts';
import { type Block, LOCAL_ACCOUNT, type LogFile } from './input/log-file.ts';
import { withoutEscapes } from './input/unescape.ts';
import { parsedEvents } from './input/units.ts';
import { Kernel } from './kernel/kernel.ts';
import type { Prefilter, Sought } from './prefilter.ts';
import { eventId } from './quoted-events.ts';
import { blockName, type Finder, placeIn, placesOf, RecalledPlaces } from './recall.ts';
import { eventAt, type ToldEvents, UndecodedEvent } from './told-events.ts';

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

/** `screened`: the screen said `true` of it. */
export type Visit = (record: InsightsRecord, screened: boolean) => void;

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
  const how = counted === null ? findersFor(file, block, kernel, prefilter) : NO_FINDERS;
  const judge = judgeOf(window, how.recalled, prefilter);
  const { finder } = how;
  const events = toldEvents(file, block, window, finder === null ? null : { finder, judge });
  const scan = { file, block, window, selection, prefilter, counted, visit, judge, ...how };
  if (events === null) scanParsed(scan);
  else scanTold(scan, events);
  return inside ?? scanned;
}

/** How the events are found that can match. */
interface Finders {
  /** null: every event is visited. */
  readonly finder: Finder | null;
  /** What the kernel seeks; null: nothing. */
  readonly sought: Sought | null;
  /** The finder, where it finds what is remembered. */
  readonly recalled: RecalledPlaces | null;
}

const NO_FINDERS: Finders = { finder: null, sought: null, recalled: null };

function findersFor(
  file: LogFile,
  block: Block,
  kernel: Kernel,
  { recall, seeks }: Prefilter,
): Finders {
  const known = recall?.blocks.get(blockName(file, block));
  if (known !== undefined) {
    const recalled = new RecalledPlaces(known, kernel);
    return { finder: recalled, sought: null, recalled };
  }
  const sought = mayDiffer(file, block) ? null : seeks(block.shape);
  if (sought === null) return NO_FINDERS;
  kernel.seek(sought.set);
  return { finder: kernel, sought, recalled: null };
}

/** Whether all events of the block belong to the selection. */
function isWhole({ segments }: Block, { logGroups, startMs, endMs }: Selection): boolean {
  return segments.every(
    ({ logGroup, minMs, maxMs }) => minMs >= startMs && maxMs <= endMs && logGroups.has(logGroup),
  );
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

/**
 * Whether a message may hold what the file does not hold there. NUL bytes are taken out of messages that are decoded; of
 * these shapes they are the message as it stands.
 */
function mayDiffer({ holdsNul }: LogFile, { shape, altered }: Block): boolean {
  return altered || (holdsNul && shape === null);
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

interface BlockScan extends Finders {
  readonly file: LogFile;
  readonly block: Block;
  readonly window: Buffer;
  readonly selection: Selection;
  readonly prefilter: Prefilter;
  /** null: the index has counted. */
  readonly counted: Scanned | null;
  readonly visit: Visit;
  readonly judge: Judge;
}

function scanTold(scan: BlockScan, events: ToldEvents): void {
  const { selection, counted } = scan;
  const keeper = placeKeeper(scan, events);
  const hand = handOn(scan, events);
  for (let index = 0; index < events.times.length; index++) {
    const timestampMs = events.times[index] as number;
    if (!isSelected(selection, timestampMs, events.headOf(index).logGroup)) continue;
    if (counted !== null) {
      counted.records++;
      counted.sizeBytes += events.sizeBytesOf(index);
    }
    const told = toldOf(scan, events, index);
    if (told === false) continue;
    keeper.keep(index, told);
    hand(index, timestampMs, told === true);
  }
  keeper.end();
}

/** Keeps the places of events that may match, where the block is to be remembered. */
function placeKeeper(
  { file, block, prefilter, selection, recalled }: BlockScan,
  { starts, ends }: ToldEvents,
) {
  const remember = prefilter.screen === null ? null : prefilter.remember;
  const mayKeep = recalled === null && remember !== null && isWhole(block, selection);
  let places: number[] | null = mayKeep ? [] : null;
  return {
    keep(index: number, told: true | null): void {
      const place = placeIn(starts[index] ?? 0);
      if (place >= (ends[index] ?? 0)) places = null;
      places?.push(told === true ? place : ~place);
    },
    end(): void {
      if (places !== null) remember?.(blockName(file, block), placesOf(places));
    },
  };
}

function isSelected(
  { startMs, endMs, logGroups }: Selection,
  timestampMs: number,
  logGroup: string,
): boolean {
  return timestampMs >= startMs && timestampMs <= endMs && logGroups.has(logGroup);
}

/** Visits an event, unless it is known well enough to be counted. */
function handOn({ block, window, prefilter, visit }: BlockScan, events: ToldEvents) {
  // Stands for each of them but for its time.
  const alike = prefilter.coarse ? standInOf(block) : null;
  return (index: number, timestampMs: number, screened: boolean) => {
    if (screened && prefilter.pass?.(timestampMs) === true) return;
    if (alike !== null) visit({ ...alike, timestampMs, ingestionTimeMs: timestampMs }, false);
    else if (prefilter.undecoded && events.writingOf(index) === 'plain')
      visit(new UndecodedEvent(events, index, window), screened);
    else visit(eventAt(events, index), screened);
  };
}

/** What the bytes of an event tell; null: nothing. */
function toldOf({ judge }: BlockScan, events: ToldEvents, index: number): boolean | null {
  if (events.told !== null) return events.told[index] ?? null;
  const writing = events.writingOf(index);
  if (writing === 'other') return null;
  return judge(events.starts[index] ?? 0, events.ends[index] ?? 0, writing === 'escaped');
}

/** The screen of a query, for messages in the window; asked in ascending order. */
function judgeOf(
  window: Buffer,
  recalled: RecalledPlaces | null,
  { screen, beyond }: Prefilter,
): Judge {
  if (screen === null) return NO_JUDGE;
  return (start, end, isEscaped = false) => {
    const isSure = recalled?.isSure(placeIn(start)) === true;
    if (isSure && beyond === null) return true;
    const text = isEscaped ? withoutEscapes(window, start, end) : { bytes: window, start, end };
    const tell = isSure ? beyond : screen;
    return text === null || tell === null ? null : tell(text.bytes, text.start, text.end);
  };
}

function scanParsed(scan: BlockScan): void {
  const { file, block, window, finder } = scan;
  const units =
    finder === null
      ? unitsIn(file.format, block, window)
      : candidateUnits(file.format, block, window, { finder, judge: NO_JUDGE });
  for (const [index, start] of units.starts.entries()) {
    visitParsed(scan, start, units.ends[index] ?? start);
  }
}

function visitParsed(scan: BlockScan, start: number, end: number): void {
  const { file, block, window, selection, sought, counted } = scan;
  const { events } = parsedEvents(file.format, window, start, end, file.modifiedMs);
  for (const [position, event] of events.entries()) {
    const logGroup = event.logGroup ?? file.logGroup;
    const { timestampMs, ingestionTimeMs, message } = event;
    if (!isSelected(selection, timestampMs, logGroup)) continue;
    if (counted !== null) {
      counted.records++;
      counted.sizeBytes += Buffer.byteLength(message);
    }
    // A record holds many events; that one of them has a literal says nothing of the others.
    if (sought !== null && events.length > 1 && !sought.holds(message)) continue;
    const record = {
      timestampMs,
      ingestionTimeMs,
      accountId: event.accountId ?? LOCAL_ACCOUNT,
      logGroup,
      logStream: event.logStream ?? file.logStream,
      message,
      ptr: eventId(file, block.start + start, position),
    };
    scan.visit(record, false);
  }
}
