// What `aws logs filter-log-events --output text` and `get-log-events --output text` print: a line an event, its fields
// in the order of their names. The message stands before the time and may hold line breaks, tabs too.

import type { Decoded, DecodedEvent } from './decode.ts';
import { bounded } from './decode.ts';
import type { Framer, Units } from './framing.ts';
import { addUnit } from './framing.ts';
import { MAX_RECORD_BYTES } from './log-file.ts';

const LINE_FEED = 10;
/** What the lines begin with that are no event's: the search's progress and the page's tokens. */
const ROW = /^(EVENTS|SEARCHEDLOGSTREAMS|NEXTTOKEN|[bf]\/\d{10,80})(?:[\t\r\n]|$)/;
const EVENT_ROW = Buffer.from('EVENTS\t');
const MAX_MARK_BYTES = 96;
const FILTERED = /^EVENTS\t(\d{30,80})\t(\d{13})\t([^\t\n]{1,512})\t([\s\S]*)\t(\d{13})\s*$/;
const GOTTEN = /^EVENTS\t(\d{13})\t([\s\S]*)\t(\d{13})\s*$/;

export function isAwsText(lines: readonly Buffer[]): boolean {
  const [first] = lines.filter((line) => line.subarray(0, EVENT_ROW.length).equals(EVENT_ROW));
  return first !== undefined && /^EVENTS\t\d{13,80}\t/.test(first.toString('latin1', 0, 100));
}

/** A unit a row, with the lines that its message holds. */
export function rowFramer(): Framer {
  return { frame: frameRows };
}

function frameRows(window: Buffer, atEnd: boolean, units: Units): number {
  let unitStart = 0;
  for (let start = 0; start < window.length; ) {
    const found = window.indexOf(LINE_FEED, start);
    if (found === -1 && !atEnd && window.length - unitStart <= MAX_RECORD_BYTES) return unitStart;
    if (start > unitStart && beginsRow(window, start)) {
      addUnit(units, window, unitStart, start, Number.NaN);
      unitStart = start;
    }
    start = found === -1 ? window.length : found + 1;
  }
  if (!atEnd) return unitStart;
  addUnit(units, window, unitStart, window.length, Number.NaN);
  return window.length;
}

function beginsRow(window: Buffer, at: number): boolean {
  const head = window.toString('latin1', at, Math.min(window.length, at + MAX_MARK_BYTES));
  return ROW.test(head);
}

/** The event of a row; none of a row that is no event's. */
export function awsTextEvent(text: string): Decoded {
  if (!text.startsWith('EVENTS\t')) return { events: [], problem: null };
  const filtered = FILTERED.exec(text);
  const gotten = filtered === null ? GOTTEN.exec(text) : null;
  if (filtered !== null) return one(filtered[5], filtered[2], filtered[3] ?? null, filtered[4]);
  if (gotten !== null) return one(gotten[3], gotten[1], null, gotten[2]);
  return { events: [], problem: 'a row without the time of its event' };
}

function one(
  time: string | undefined,
  ingestion: string | undefined,
  logStream: string | null,
  message: string | undefined,
): Decoded {
  const event: DecodedEvent = {
    timestampMs: Number(time),
    ingestionTimeMs: Number(ingestion),
    accountId: null,
    logGroup: null,
    logStream,
    anew: false,
    whole: false,
    ...bounded(message ?? ''),
  };
  return { events: [event], problem: null };
}
