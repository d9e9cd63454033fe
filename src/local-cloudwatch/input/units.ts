// From the format of a file to its units and their events; the index and the queries read files by the same rules,
// so that both see the same events under the same ids.
import { awsTextEvent, rowFramer } from './aws-text.ts';
import { containerStamp, containerText, containerTextStart, isOfParts } from './container-lines.ts';
import { type Decoded, type DecodedEvent, decodeJson } from './decode.ts';
import {
  type Framer,
  type LineReader,
  type LineTally,
  lineFramer,
  linesWith,
  noUnits,
  objectFramer,
  stampedFramer,
  type Tally,
  textFramer,
  textLines,
} from './framing.ts';
import { BLOCK_BYTES, type Format, MAX_MESSAGE_BYTES, type StreamTimes } from './log-file.ts';
import { type BlockBegins, namedFramer } from './named-framer.ts';
import { isOfLines, nameAt, namedText, namedTextStart } from './named-lines.ts';
import { isoAt } from './time-text.ts';

/** `2026-11-20T14:00:00.000Z ` */
const EXPORT_STAMP_BYTES = 25;
const ZULU = 90;
const BLANK = 32;
const NUL = '\0';
const MARKS_AT_23 = EXPORT_STAMP_BYTES - 2;

const EXPORTED = linesWith(exportStamp);
const CONTAINED = linesWith(containerStamp);

interface Tallies {
  readonly text: Tally;
  readonly lines: LineTally;
  readonly block: BlockBegins;
}

/**
 * A framer for windows that begin at a unit; `firstMs`: the time of lines before the first stamp; `tallies` are told of
 * events that need not be units; `known`: what is known of streams where the first window begins.
 */
export function framerOf(
  format: Format,
  firstMs: number,
  atFileStart: boolean,
  tallies: Tallies | null = null,
  known: StreamTimes | null = null,
): Framer {
  switch (format.kind) {
    case 'text':
      return format.directives
        ? textFramer(textLines(format.stamps), firstMs, true)
        : stampedFramer(format.stamps, firstMs, tallies?.text);
    case 's3-export':
      return textFramer(EXPORTED, firstMs);
    case 'container':
      return textFramer(CONTAINED, firstMs);
    case 'named-lines':
      return namedFramer(format, firstMs, BLOCK_BYTES, known, tallies?.block ?? null);
    case 'json-lines':
      return lineFramer(tallies?.lines);
    case 'json-objects':
      return objectFramer(format.depth, atFileStart ? 0 : format.depth - 1);
    case 'aws-text':
      return rowFramer();
  }
}

/** What tells the lines of text apart; null: it is no text. */
export function lineReaderOf(format: Format): LineReader | null {
  switch (format.kind) {
    case 'text':
      return textLines(format.stamps);
    case 's3-export':
      return EXPORTED;
    case 'container':
      return CONTAINED;
    default:
      return null;
  }
}

/** CloudWatch's own stamp only: a message may hold lines that begin with a stamp of the application. */
function exportStamp(bytes: Buffer, start: number, end: number): number {
  const marked = bytes[start + MARKS_AT_23] === ZULU && bytes[start + MARKS_AT_23 + 1] === BLANK;
  return marked && end - start >= EXPORT_STAMP_BYTES - 1 ? isoAt(bytes, start, end) : Number.NaN;
}

/** Where the message of a text unit begins. */
export function messageStart(format: Format, window: Buffer, start: number, end: number): number {
  if (format.kind === 'container') return containerTextStart(window, start, end);
  if (format.kind === 'named-lines') return namedTextStart(window, start, end, format);
  if (format.kind !== 's3-export' || Number.isNaN(exportStamp(window, start, end))) return start;
  return Math.min(start + EXPORT_STAMP_BYTES, end);
}

/** Whether the message of a text unit is what stands in the file from where it begins to the unit's end. */
export function isInOnePiece(format: Format, window: Buffer, start: number, end: number): boolean {
  if (format.kind === 'named-lines') return !isOfLines(window, start, end);
  return format.kind !== 'container' || !isOfParts(window, start, end);
}

/** The log stream that a text unit names; null: that of the file. */
export function streamOf(
  format: Format,
  window: Buffer,
  start: number,
  end: number,
): string | null {
  return format.kind === 'named-lines' ? nameAt(window, start, end, format) || null : null;
}

/** UTF-8 size of the message of a text unit. */
export function textSizeBytes(format: Format, window: Buffer, start: number, end: number): number {
  if (!isInOnePiece(format, window, start, end)) {
    return Math.min(textBytes(format, window, start, end).length, MAX_MESSAGE_BYTES);
  }
  return Math.min(end - messageStart(format, window, start, end), MAX_MESSAGE_BYTES);
}

/** The message of a text unit. */
export function textMessage(format: Format, window: Buffer, start: number, end: number): string {
  const bytes = textBytes(format, window, start, end);
  const text = bytes.toString('utf8', 0, MAX_MESSAGE_BYTES);
  const lines = format.kind === 'text' && format.crlf ? text.replaceAll('\r\n', '\n') : text;
  return lines.includes(NUL) ? lines.replaceAll(NUL, '') : lines;
}

function textBytes(format: Format, window: Buffer, start: number, end: number): Buffer {
  if (format.kind === 'container') return containerText(window, start, end);
  if (format.kind === 'named-lines') return namedText(window, start, end, format);
  return window.subarray(messageStart(format, window, start, end), end);
}

/** Whether units must be parsed to know when their events were. */
export function isParsed({ kind }: Format): boolean {
  return !['text', 's3-export', 'container', 'named-lines'].includes(kind);
}

/** The events of a unit that must be parsed. */
export function parsedEvents(
  format: Format,
  window: Buffer,
  start: number,
  end: number,
  referenceMs: number,
): Decoded {
  return format.kind === 'aws-text'
    ? awsTextEvent(window.toString('utf8', start, end))
    : jsonEvents(window, start, end, referenceMs);
}

/** A crash leaves NUL bytes between lines. Records that were written without a line break are taken apart. */
function jsonEvents(window: Buffer, start: number, end: number, referenceMs: number): Decoded {
  const whole = decodeJson(window.toString('utf8', start, end), referenceMs);
  if (whole.problem === null || whole.events.length > 0) return whole;
  const unit = window.subarray(start, end);
  if (unit.includes(0)) {
    const { events, problem } = decodeJson(unit.toString().replaceAll(NUL, ''), referenceMs);
    return { events: events.map((event) => ({ ...event, whole: false })), problem };
  }
  return unit.includes('}{') ? joinedEvents(unit, referenceMs) : whole;
}

function joinedEvents(joined: Buffer, referenceMs: number): Decoded {
  const units = noUnits();
  objectFramer(1, 0).frame(joined, true, units);
  const events: DecodedEvent[] = [];
  let problem: string | null = null;
  for (const [index, from] of units.starts.entries()) {
    const part = decodeJson(joined.toString('utf8', from, units.ends[index]), referenceMs);
    events.push(...part.events);
    problem ??= part.problem;
  }
  return { events, problem };
}
