// The events of a block whose times and places in the block are told without parsing any of them: text, JSON lines
// whose message is the line, and subscription records as CloudWatch writes them.
import type { InsightsRecord } from '../insights/types.ts';
import { noUnits, type Units } from './input/framing.ts';
import { type TimePlace, timeAtPlace } from './input/line-time.ts';
import { type Block, LOCAL_ACCOUNT, type LogFile, MAX_MESSAGE_BYTES } from './input/log-file.ts';
import { messageText, type RecordHead, splitRecord } from './input/records.ts';
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
  const foldsLines = format.kind === 'text' && format.crlf;
  const place = (index: number) => [units.starts[index] ?? 0, ends[index] ?? 0] as const;
  return {
    times,
    starts,
    ends,
    logGroupOf: () => file.logGroup,
    sizeBytesOf: (index) => textSizeBytes(format, window, ...place(index)),
    isRaw: (index) => !foldsLines && (ends[index] ?? 0) - (starts[index] ?? 0) <= MAX_MESSAGE_BYTES,
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

interface Members {
  readonly times: number[];
  readonly starts: number[];
  readonly ends: number[];
  readonly escaped: boolean[];
  readonly heads: RecordHead[];
  /** Where the record begins, and the event's place in it. */
  readonly offsets: number[];
  readonly positions: number[];
}

function recordEvents(file: LogFile, block: Block, window: Buffer): ToldEvents {
  const members: Members = {
    times: [],
    starts: [],
    ends: [],
    escaped: [],
    heads: [],
    offsets: [],
    positions: [],
  };
  const units = unitsIn(file, block, window);
  units.starts.forEach((start, index) => {
    addMembers(members, window, start, units.ends[index] ?? start);
  });
  const { times, starts, ends, escaped, heads, offsets, positions } = members;
  const place = (index: number) => [starts[index] ?? 0, ends[index] ?? 0] as const;
  return {
    times,
    starts,
    ends,
    logGroupOf: (index) => heads[index]?.logGroup ?? file.logGroup,
    sizeBytesOf: (index) =>
      escaped[index] === true
        ? Buffer.byteLength(messageText(window, ...place(index), true))
        : (ends[index] ?? 0) - (starts[index] ?? 0),
    isRaw: (index) => escaped[index] === false,
    recordOf: (index) => {
      const timestampMs = times[index] ?? 0;
      const { accountId, logGroup, logStream } = heads[index] ?? ownHead(file);
      const message = messageText(window, ...place(index), escaped[index] === true);
      const ptr = eventId(file, block.start + (offsets[index] ?? 0), positions[index] ?? 0);
      return {
        timestampMs,
        ingestionTimeMs: timestampMs,
        accountId,
        logGroup,
        logStream,
        message,
        ptr,
      };
    },
  };
}

function addMembers(members: Members, window: Buffer, start: number, end: number): void {
  const record = splitRecord(window.subarray(start, end));
  // The index took it apart before: only a file that changed meanwhile comes here.
  if (record === null) throw new Error('a log file was changed while it was served');
  for (let index = 0; index < record.times.length; index++) {
    members.times.push(record.times[index] ?? 0);
    members.starts.push(start + (record.starts[index] ?? 0));
    members.ends.push(start + (record.ends[index] ?? 0));
    members.escaped.push(record.escaped[index] === true);
    members.heads.push(record.head);
    members.offsets.push(start);
    members.positions.push(index);
  }
}

function ownHead({ logGroup, logStream }: LogFile): RecordHead {
  return { accountId: LOCAL_ACCOUNT, logGroup, logStream };
}
