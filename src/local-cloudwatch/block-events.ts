// The events of a block whose times and places in the block are told without parsing any of them: text, JSON lines
// whose message is the line, and subscription records as CloudWatch writes them.
import type { InsightsRecord } from '../insights/types.ts';
import { noUnits, type Units } from './input/framing.ts';
import { type TimePlace, timeAtPlace } from './input/line-time.ts';
import { type Block, LOCAL_ACCOUNT, type LogFile, MAX_MESSAGE_BYTES } from './input/log-file.ts';
import { messageText, noRecordEvents, type RecordHead, splitRecord } from './input/records.ts';
import { framerOf, messageStart, textMessage, textSizeBytes } from './input/units.ts';

/** Events of a block, one per index, in its order; times in UTC ms, places as offsets in the block. */
export interface ToldEvents {
  readonly times: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  logGroupOf(index: number): string;
  /** UTF-8 size of the message. */
  sizeBytesOf(index: number): number;
  /** Whether the bytes are the message itself. */
  isRaw(index: number): boolean;
  recordOf(index: number): InsightsRecord;
}

/** null: the events of this block are found by parsing only. */
export function toldEvents(file: LogFile, block: Block, window: Buffer): ToldEvents | null {
  const { format } = file;
  if (format.kind === 'text' || format.kind === 's3-export') return textEvents(file, block, window);
  if (format.kind !== 'json-lines') return null;
  if (block.shape === 'records') return recordEvents(file, block, window);
  return block.shape === 'lines' && format.time !== null
    ? lineEvents(file, block, window, format.time)
    : null;
}

/** The same for the same event in every answer of a run, whoever asks. */
export function eventId(file: LogFile, offset: number, position: number): string {
  return `${file.number}-${offset}-${position}`;
}

function unitsIn(file: LogFile, block: Block, window: Buffer): Units {
  const units = noUnits();
  framerOf(file.format, block.firstMs, false).frame(window, true, units);
  return units;
}

function textEvents(file: LogFile, block: Block, window: Buffer): ToldEvents {
  const { format } = file;
  const units = unitsIn(file, block, window);
  const { ends, times } = units;
  const starts =
    format.kind === 'text'
      ? units.starts
      : units.starts.map((start, index) => messageStart(format, window, start, ends[index] ?? 0));
  const asWritten = !(format.kind === 'text' && format.crlf) && !window.includes(0);
  const place = (index: number) => [units.starts[index] ?? 0, ends[index] ?? 0] as const;
  return {
    times,
    starts,
    ends,
    logGroupOf: () => file.logGroup,
    sizeBytesOf: (index) => textSizeBytes(format, window, ...place(index)),
    isRaw: (index) => asWritten && (ends[index] ?? 0) - (starts[index] ?? 0) <= MAX_MESSAGE_BYTES,
    recordOf: (index) =>
      ownRecord(
        file,
        block.start + (units.starts[index] ?? 0),
        times[index] ?? 0,
        textMessage(format, window, ...place(index)),
      ),
  };
}

function lineEvents(file: LogFile, block: Block, window: Buffer, time: TimePlace): ToldEvents {
  const { starts, ends } = unitsIn(file, block, window);
  const times = starts.map((start, index) => timeAtPlace(time, window, start, ends[index] ?? 0));
  return {
    times,
    starts,
    ends,
    logGroupOf: () => file.logGroup,
    sizeBytesOf: (index) => (ends[index] ?? 0) - (starts[index] ?? 0),
    isRaw: () => true,
    recordOf: (index) => {
      const start = starts[index] ?? 0;
      const message = window.toString('utf8', start, ends[index]);
      return ownRecord(file, block.start + start, times[index] ?? 0, message);
    },
  };
}

/** An event of the file's own log group and stream. */
function ownRecord(
  { number, logGroup, logStream }: LogFile,
  offset: number,
  timestampMs: number,
  message: string,
): InsightsRecord {
  return {
    timestampMs,
    ingestionTimeMs: timestampMs,
    accountId: LOCAL_ACCOUNT,
    logGroup,
    logStream,
    message,
    ptr: `${number}-${offset}-0`,
  };
}

/** A record of the block: where it begins, and the index of its first event. */
interface BlockRecord {
  readonly head: RecordHead;
  readonly start: number;
  readonly firstIndex: number;
}

function recordEvents(file: LogFile, block: Block, window: Buffer): ToldEvents {
  const units = unitsIn(file, block, window);
  const events = noRecordEvents();
  const records = units.starts.map((start, index): BlockRecord => {
    const firstIndex = events.times.length;
    const head = splitRecord(window, start, units.ends[index] ?? start, events);
    // The index took it apart before: only a file that changed meanwhile comes here.
    if (head === null) throw new Error(`${file.path} was changed while it was served`);
    return { head, start, firstIndex };
  });
  const { times, starts, ends, escaped } = events;
  const recordAt = finder(records);
  const place = (index: number) => [starts[index] ?? 0, ends[index] ?? 0] as const;
  return {
    times,
    starts,
    ends,
    logGroupOf: (index) => recordAt(index).head.logGroup,
    sizeBytesOf: (index) =>
      escaped[index] === true
        ? Buffer.byteLength(messageText(window, ...place(index), true))
        : (ends[index] ?? 0) - (starts[index] ?? 0),
    isRaw: (index) => escaped[index] === false,
    recordOf: (index) => {
      const { head, start, firstIndex } = recordAt(index);
      const timestampMs = times[index] ?? 0;
      return {
        timestampMs,
        ingestionTimeMs: timestampMs,
        ...head,
        message: messageText(window, ...place(index), escaped[index] === true),
        ptr: eventId(file, block.start + start, index - firstIndex),
      };
    },
  };
}

/** The record of an event; events are asked for in ascending order, mostly. */
function finder(records: readonly BlockRecord[]): (index: number) => BlockRecord {
  let at = 0;
  return (index) => {
    if ((records[at]?.firstIndex ?? 0) > index) at = 0;
    while ((records[at + 1]?.firstIndex ?? Number.POSITIVE_INFINITY) <= index) at++;
    const record = records[at];
    if (record === undefined) throw new Error('an event belongs to a record');
    return record;
  };
}
