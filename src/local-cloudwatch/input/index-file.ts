// The one pass over a file at the start: reads it in a stream, keeps which block has events of which log group
// and time, and the totals of groups and streams. Nothing of the events themselves is kept.
import { errorCode } from '../../base/error-code.ts';
import { JsonReader } from '../kernel/json-reader.ts';
import { CAREFUL_INFLATE_BYTES, openSource } from './byte-source.ts';
import { mayBeWhiteSpace } from './bytes.ts';
import type { ByteSource } from './chunks.ts';
import { clearUnits, noUnits, type Tally, type Units } from './framing.ts';
import { type IndexBuilder, type IndexedFile, indexBuilder, LIMITS } from './index-builder.ts';
import { addStructured, addSum, type Reading, type RecordHunt } from './json-units.ts';
import { KnownPlaces } from './known-places.ts';
import { KnownSums } from './known-sums.ts';
import { CUT, type FileHead, MAX_MESSAGE_BYTES, MAX_RECORD_BYTES } from './log-file.ts';
import type { BlockBegins } from './named-framer.ts';
import { streamIndex } from './named-index.ts';
import { framerOf, isInOnePiece, isParsed, textSizeBytes } from './units.ts';

/** Bytes read at once. */
const READ_BYTES = 1_048_576;
/** Room for the longest unfinished unit and a read. */
const WINDOW_BYTES = MAX_RECORD_BYTES + 2 * READ_BYTES;

const TOO_LONG = `longer than ${MAX_RECORD_BYTES} bytes: not read`;
const ENDLESS = `a JSON text longer than ${MAX_RECORD_BYTES} bytes: it and what follows were not read`;
const DAMAGED = 'damaged gzip: what follows the damage is lost';

/** The room that indexing needs, once for all files. */
export function indexingRoom(): JsonReader {
  return new JsonReader(WINDOW_BYTES);
}

/** Indexes a file. A file that cannot be read throws what node:fs throws. */
export async function indexFile(head: FileHead, room: JsonReader): Promise<IndexedFile> {
  const indexed = await readThrough(head, room);
  const damaged = indexed.problems.some(({ why }) => why === DAMAGED);
  if (!damaged || head.inflateBytes === CAREFUL_INFLATE_BYTES) return indexed;
  return readThrough({ ...head, inflateBytes: CAREFUL_INFLATE_BYTES }, room);
}

async function readThrough(head: FileHead, room: JsonReader): Promise<IndexedFile> {
  const builder = indexBuilder(head.logGroup, head.logStream);
  const source = await openSource(head, head.inflateBytes);
  try {
    await source.skipTo(head.contentStart);
    await readWindows(head, source, builder, room);
  } finally {
    await source.close();
  }
  return builder.finish(head);
}

async function readWindows(
  head: FileHead,
  source: ByteSource,
  builder: IndexBuilder,
  reader: JsonReader,
): Promise<void> {
  const buffer = reader.window;
  const units = noUnits();
  const records: RecordHunt = { misses: 0 };
  reader.forget();
  const places = new KnownPlaces(reader, head);
  let base = head.contentStart;
  const reading = () => ({ head, builder, reader, window: buffer, base, records, sums, places });
  const streams = streamIndex(head, builder);
  const add = () => {
    if (streams === null) addUnits(reading(), units);
    else streams.add(units, buffer, base);
    clearUnits(units);
  };
  const borders = () => builder.borders(base);
  const sums = new KnownSums(reader, {
    borders,
    add: (sum) => addSum(reading(), sum),
    take: add,
  });
  const text: Tally = {
    limits: LIMITS,
    borders,
    // All but the first begin with a stamp.
    add: (events) => {
      if (mayBeWhiteSpace(buffer[events.start])) builder.holds('indented');
      builder.ownRun(events, base, null);
    },
    take: add,
  };
  const block: BlockBegins = (start, known) => streams?.begins(base + start, known);
  const framer = framerOf(head.format, head.firstMs, true, { text, lines: sums, block });
  let filled = 0;
  for (let atEnd = false; !atEnd; ) {
    const left = (head.contentEnd ?? Number.POSITIVE_INFINITY) - base - filled;
    const room = buffer.subarray(filled, filled + Math.min(READ_BYTES, left));
    const read = await readOrProblem(source, room, builder);
    if (room.subarray(0, read).includes(0)) builder.holds('nul');
    filled += read;
    atEnd = read === 0;
    const consumed = framer.frame(buffer.subarray(0, filled), atEnd, units);
    add();
    buffer.copyWithin(0, consumed, filled);
    base += consumed;
    filled -= consumed;
    if (filled === buffer.length) {
      builder.problem(base, ENDLESS);
      return;
    }
  }
}

async function readOrProblem(
  source: ByteSource,
  room: Buffer,
  builder: IndexBuilder,
): Promise<number> {
  try {
    return await source.read(room);
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    builder.problem(null, code.startsWith('Z_') ? DAMAGED : `cannot be read to its end (${code})`);
    return 0;
  }
}

function addUnits(reading: Reading, units: Units): void {
  const { head, builder, base } = reading;
  const parsed = isParsed(head.format);
  for (let index = 0; index < units.starts.length; index++) {
    const start = units.starts[index] ?? 0;
    const end = units.ends[index] ?? start;
    if (parsed) addStructured(reading, start, end);
    else addText(reading, start, end, units.times[index] ?? Number.NaN);
  }
  for (let left = units.tooLong; left > 0; left--) {
    if (parsed) builder.problem(base + (units.ends.at(-1) ?? 0), TOO_LONG);
    else builder.problem(base + (units.starts.at(-1) ?? 0), CUT);
  }
  if (units.tooLong > 0) builder.closeBlock();
}

function addText(
  { head, builder, window, base }: Reading,
  start: number,
  end: number,
  ms: number,
): void {
  const cut = end - start > MAX_MESSAGE_BYTES;
  if (mayBeWhiteSpace(window[start])) builder.holds('indented');
  const altered = cut || !isInOnePiece(head.format, window, start, end);
  builder.unit(base + start, base + end, ms, null, altered);
  if (cut) builder.problem(base + start, CUT);
  builder.own(ms, textSizeBytes(head.format, window, start, end));
}

/** The line, from 1, that this byte of a file is on. */
export async function lineAt(head: FileHead, offset: number): Promise<number> {
  const source = await openSource(head, head.inflateBytes);
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  let line = 1;
  try {
    for (let left = offset; left > 0; ) {
      const read = await source.read(buffer.subarray(0, Math.min(left, buffer.length)));
      if (read === 0) break;
      left -= read;
      line += lineBreaks(buffer.subarray(0, read));
    }
  } finally {
    await source.close();
  }
  return line;
}

function lineBreaks(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}
