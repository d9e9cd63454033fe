// A line that wraps an event and says where it belongs, as tools write it that fetch log events:
// `{"timestamp":1795183200000,"logGroup":"/shop","logStream":"web-1","message":"…"}`. The index knows such lines by their
// fields, see `isPlaced`; here their values are found from the bytes.
import { behindBlanks, OBJECT } from './bytes.ts';
import { namedPlace } from './decode.ts';
import { type FileHead, LOCAL_ACCOUNT } from './log-file.ts';
import { type Cursor, cursor, type RecordHead } from './records.ts';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const CLOSING = 125;
const BLANK = 32;
const TAB = 9;

/** For reading lines one after the other; what it says of an event is that of the one read last, but for its time. */
export interface PlacedLine extends Cursor {
  /** Where the value begins that is its time, and where it ends: what says where the event belongs goes on to the message. */
  timeAt: number;
  timeEnd: number;
}

export function placedLine(bytes: Buffer): PlacedLine {
  return { ...cursor(bytes), timeAt: 0, timeEnd: 0 };
}

/** Reads the line [start, end); false where it is another line. */
export function readPlaced(line: PlacedLine, start: number, end: number): boolean {
  const { bytes } = line;
  if (bytes[start] !== OBJECT || bytes[end - 1] !== CLOSING) return false;
  line.timeAt = valueOfNext(bytes, start + 1, end);
  line.timeEnd = valueEnd(bytes, line.timeAt, end);
  let at = line.timeEnd;
  for (let places = 0; places < PLACE_FIELDS; places++) {
    const value = valueBehind(bytes, at, end);
    if (bytes[value] !== QUOTE) return false;
    at = valueEnd(bytes, value, end);
  }
  const message = valueBehind(bytes, at, end);
  const last = lastBefore(bytes, end - 1);
  if (bytes[message] !== QUOTE || bytes[last] !== QUOTE || last <= message) return false;
  line.start = message + 1;
  line.end = last;
  return true;
}

/** Log group and stream. */
const PLACE_FIELDS = 2;

/** Where the value of the field begins that follows the comma at `at`, blanks apart; `end`: there is none. */
function valueBehind(window: Buffer, at: number, end: number): number {
  const comma = behindBlanks(window, at);
  return window[comma] === COMMA ? valueOfNext(window, comma + 1, end) : end;
}

function valueOfNext(window: Buffer, at: number, end: number): number {
  const name = behindBlanks(window, at);
  if (window[name] !== QUOTE) return end;
  const colon = behindBlanks(window, valueEnd(window, name, end));
  return window[colon] === COLON ? behindBlanks(window, colon + 1) : end;
}

/** Behind the text, or the number, that begins at `at`. */
function valueEnd(window: Buffer, at: number, end: number): number {
  let next = at + 1;
  if (window[at] !== QUOTE) {
    while (next < end && window[next] !== COMMA && window[next] !== BLANK) next++;
    return next;
  }
  while (next < end && window[next] !== QUOTE) next += window[next] === BACKSLASH ? 2 : 1;
  return next + 1;
}

/** The last byte before `end` that is no blank. */
function lastBefore(window: Buffer, end: number): number {
  let last = end - 1;
  while (window[last] === BLANK || window[last] === TAB) last--;
  return last;
}

/** What is known of places by their bytes, the latest ones. */
const MAX_PLACES = 2_048;

/** Where lines of a file say that their events belong, by the bytes between time and message. */
export class LinePlaces {
  readonly #file: Pick<FileHead, 'logGroup' | 'logStream'>;
  readonly #known = new Map<string, RecordHead | null>();

  constructor(file: Pick<FileHead, 'logGroup' | 'logStream'>) {
    this.#file = file;
  }

  /** null: they name neither log group nor stream. */
  of(window: Buffer, start: number, end: number): RecordHead | null {
    const bytes = window.toString('latin1', start, end);
    const known = this.#known.get(bytes);
    if (known !== undefined) return known;
    if (this.#known.size >= MAX_PLACES) this.#known.clear();
    const head = headOf(window.toString('utf8', start, end), this.#file);
    this.#known.set(bytes, head);
    return head;
  }
}

/** `text`: from the comma behind the time to the colon before the message. */
function headOf(text: string, file: Pick<FileHead, 'logGroup' | 'logStream'>): RecordHead | null {
  const { logGroup, logStream } = namedPlace(JSON.parse(`{"":0${text}0}`));
  if (logGroup === null && logStream === null) return null;
  return {
    accountId: LOCAL_ACCOUNT,
    logGroup: logGroup ?? file.logGroup,
    logStream: logStream ?? file.logStream,
  };
}
