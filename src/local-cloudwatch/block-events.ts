// The events of a block whose times and places in the block are told without parsing any of them: text, JSON lines
// whose message is the line, lines that say where they belong, and subscription records as CloudWatch writes them.
import {
  type CandidateUnits,
  candidateUnits,
  type Judge,
  NO_JUDGE,
  type Seeking,
  unitsIn,
} from './candidates.ts';
import type { Units } from './input/framing.ts';
import { type TimePlace, timeAtPlace } from './input/line-time.ts';
import {
  type Block,
  type Format,
  LOCAL_ACCOUNT,
  type LogFile,
  MAX_MESSAGE_BYTES,
} from './input/log-file.ts';
import type { RecordHead } from './input/records.ts';
import {
  isInOnePiece,
  isParsed,
  messageStart,
  streamOf,
  textMessage,
  textSizeBytes,
} from './input/units.ts';
import { placedEvents } from './placed-events.ts';
import { eventId, toldOfQuoted } from './quoted-events.ts';
import { recordEvents } from './record-events.ts';
import type { ToldEvents } from './told-events.ts';

/** Of all units of the block, or of those that may match; null: the events of this block are found by parsing only. */
export function toldEvents(
  file: LogFile,
  block: Block,
  window: Buffer,
  seeking: Seeking | null,
): ToldEvents | null {
  const { format } = file;
  if (format.kind === 'json-lines' && (block.shape === 'records' || block.shape === 'placed')) {
    const quoted = block.shape === 'records' ? recordEvents : placedEvents;
    return toldOfQuoted(file, block, window, quoted(file, block, window, seeking));
  }
  const textual = !isParsed(format);
  const time = format.kind === 'json-lines' && block.shape === 'lines' ? format.time : null;
  if (!textual && time === null) return null;
  const judged =
    seeking === null || time !== null
      ? seeking
      : { ...seeking, judge: ofMessages(file, window, seeking.judge) };
  const units = foundUnits(format, block, window, judged);
  return time === null
    ? textEvents(file, block, window, units)
    : lineEvents(file, block, window, units, time);
}

function foundUnits(
  format: Format,
  block: Block,
  window: Buffer,
  seeking: Seeking | null,
): FoundUnits {
  return seeking === null
    ? { ...unitsIn(format, block, window), told: null }
    : candidateUnits(format, block, window, seeking);
}

interface FoundUnits extends Units {
  readonly told: CandidateUnits['told'] | null;
}

/** Judges units of text by their messages, where these stand as they are. */
function ofMessages(file: LogFile, window: Buffer, judge: Judge): Judge {
  if (!isAsWritten(file)) return NO_JUDGE;
  return (start, end) => {
    if (!isInOnePiece(file.format, window, start, end)) return null;
    const from = messageStart(file.format, window, start, end);
    return end - from <= MAX_MESSAGE_BYTES ? judge(from, end) : null;
  };
}

/** Whether the messages of a file of text are its bytes. */
function isAsWritten({ format, holdsNul }: LogFile): boolean {
  return !(format.kind === 'text' && format.crlf) && !holdsNul;
}

function textEvents(file: LogFile, block: Block, window: Buffer, units: FoundUnits): ToldEvents {
  const { format } = file;
  const { ends, times, told } = units;
  const starts =
    format.kind === 'text'
      ? units.starts
      : units.starts.map((start, index) => messageStart(format, window, start, ends[index] ?? 0));
  const asWritten = isAsWritten(file);
  const place = (index: number) => [units.starts[index] ?? 0, ends[index] ?? 0] as const;
  return {
    times,
    ingestionTimes: null,
    starts,
    ends,
    told,
    headOf: format.kind === 'named-lines' ? streamHeads(file, window, units) : headOf(file),
    sizeBytesOf: (index) => textSizeBytes(format, window, ...place(index)),
    writingOf: (index) =>
      asWritten &&
      (ends[index] ?? 0) - (starts[index] ?? 0) <= MAX_MESSAGE_BYTES &&
      isInOnePiece(format, window, ...place(index))
        ? 'plain'
        : 'other',
    messageOf: (index) => textMessage(format, window, ...place(index)),
    ptrOf: (index) => eventId(file, block.start + (units.starts[index] ?? 0), 0),
  };
}

function lineEvents(
  file: LogFile,
  block: Block,
  window: Buffer,
  { starts, ends, told }: FoundUnits,
  time: TimePlace,
): ToldEvents {
  const times = starts.map((start, index) => timeAtPlace(time, window, start, ends[index] ?? 0));
  return {
    times,
    ingestionTimes: null,
    starts,
    ends,
    told,
    headOf: headOf(file),
    sizeBytesOf: (index) => (ends[index] ?? 0) - (starts[index] ?? 0),
    writingOf: () => 'plain',
    messageOf: (index) => window.toString('utf8', starts[index], ends[index]),
    ptrOf: (index) => eventId(file, block.start + (starts[index] ?? 0), 0),
  };
}

/** All are events of the file's own log group and stream. */
function headOf({ logGroup, logStream }: LogFile): () => RecordHead {
  const head = { accountId: LOCAL_ACCOUNT, logGroup, logStream };
  return () => head;
}

/** Each is an event of the stream that its unit names. */
function streamHeads(
  { format, logGroup, logStream }: LogFile,
  window: Buffer,
  { starts, ends }: Units,
): (index: number) => RecordHead {
  const heads = new Map<string, RecordHead>();
  return (index) => {
    const name = streamOf(format, window, starts[index] ?? 0, ends[index] ?? 0) ?? logStream;
    const known = heads.get(name);
    if (known !== undefined) return known;
    const head = { accountId: LOCAL_ACCOUNT, logGroup, logStream: name };
    heads.set(name, head);
    return head;
  };
}
