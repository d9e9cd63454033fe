// The events of a block whose times and places in the block are told without parsing any of them: text, JSON lines
// whose message is the line, and subscription records as CloudWatch writes them.
import { candidateUnits, unitsIn } from './candidates.ts';
import type { Units } from './input/framing.ts';
import { type TimePlace, timeAtPlace } from './input/line-time.ts';
import { type Block, LOCAL_ACCOUNT, type LogFile, MAX_MESSAGE_BYTES } from './input/log-file.ts';
import type { RecordHead } from './input/records.ts';
import { messageStart, textMessage, textSizeBytes } from './input/units.ts';
import type { Finder } from './recall.ts';
import { eventId, recordEvents } from './record-events.ts';
import type { ToldEvents } from './told-events.ts';

/**
 * Of all units of the block, or of those that the kernel has found to hold a literal; null: the events of this block
 * are found by parsing only.
 */
export function toldEvents(
  file: LogFile,
  block: Block,
  window: Buffer,
  finder: Finder | null,
): ToldEvents | null {
  const { format } = file;
  if (format.kind === 'json-lines' && block.shape === 'records') {
    return recordEvents(file, block, window, finder);
  }
  const textual = format.kind === 'text' || format.kind === 's3-export';
  const time = format.kind === 'json-lines' && block.shape === 'lines' ? format.time : null;
  if (!textual && time === null) return null;
  const units =
    finder === null
      ? unitsIn(format, block, window)
      : candidateUnits(format, block, window, finder);
  return time === null
    ? textEvents(file, block, window, units)
    : lineEvents(file, block, window, units, time);
}

function textEvents(file: LogFile, block: Block, window: Buffer, units: Units): ToldEvents {
  const { format, holdsNul } = file;
  const { ends, times } = units;
  const starts =
    format.kind === 'text'
      ? units.starts
      : units.starts.map((start, index) => messageStart(format, window, start, ends[index] ?? 0));
  const asWritten = !(format.kind === 'text' && format.crlf) && !holdsNul;
  const place = (index: number) => [units.starts[index] ?? 0, ends[index] ?? 0] as const;
  return {
    times,
    starts,
    ends,
    headOf: headOf(file),
    sizeBytesOf: (index) => textSizeBytes(format, window, ...place(index)),
    isRaw: (index) => asWritten && (ends[index] ?? 0) - (starts[index] ?? 0) <= MAX_MESSAGE_BYTES,
    messageOf: (index) => textMessage(format, window, ...place(index)),
    ptrOf: (index) => eventId(file, block.start + (units.starts[index] ?? 0), 0),
  };
}

function lineEvents(
  file: LogFile,
  block: Block,
  window: Buffer,
  { starts, ends }: Units,
  time: TimePlace,
): ToldEvents {
  const times = starts.map((start, index) => timeAtPlace(time, window, start, ends[index] ?? 0));
  return {
    times,
    starts,
    ends,
    headOf: headOf(file),
    sizeBytesOf: (index) => (ends[index] ?? 0) - (starts[index] ?? 0),
    isRaw: () => true,
    messageOf: (index) => window.toString('utf8', starts[index], ends[index]),
    ptrOf: (index) => eventId(file, block.start + (starts[index] ?? 0), 0),
  };
}

/** All are events of the file's own log group and stream. */
function headOf({ logGroup, logStream }: LogFile): () => RecordHead {
  const head = { accountId: LOCAL_ACCOUNT, logGroup, logStream };
  return () => head;
}
