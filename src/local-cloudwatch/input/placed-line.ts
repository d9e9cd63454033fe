// Lines that wrap an event and say where it belongs: `{"timestamp":1795183200000,"logGroup":"/shop","logStream":"web-1",
// "message":"…"}` as tools write them that fetch log events, or as `aws logs filter-log-events` prints events. The index
// knows such lines by their fields, see `placedRoles`; here their values are found from the bytes.
import type { Role } from '../kernel/json-reader.ts';
import { behindBlanks, OBJECT, stands } from './bytes.ts';
import { namedPlace } from './decode.ts';
import { roleOf, timeNameIn } from './field-names.ts';
import { behindString, timeAt } from './line-time.ts';
import { type FileHead, LOCAL_ACCOUNT } from './log-file.ts';
import { type Cursor, cursor, type RecordHead } from './records.ts';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const CLOSING = 125;
const BLANK = 32;

/** A field of the lines that were read, by its position. */
interface KnownField {
  /** With its quotes. */
  readonly name: Uint8Array;
  readonly role: Role;
}

/** Reads lines one after the other; what it says of an event is that of the one read last. */
export class PlacedReader {
  /** Message and time. */
  readonly event: Cursor;
  /** UTC ms. */
  ingestionTimeMs = Number.NaN;
  readonly #file: FileHead;
  readonly #fields: KnownField[] = [];
  readonly #places = new Map<string, RecordHead | null>();
  /** The fields that say where the event belongs, as they stand. */
  #place = '';

  constructor(file: FileHead, window: Buffer) {
    this.#file = file;
    this.event = cursor(window);
  }

  /** Reads the line [start, end); false where it is another line. */
  read(start: number, end: number): boolean {
    const { bytes } = this.event;
    this.event.start = -1;
    this.event.timestampMs = this.ingestionTimeMs = Number.NaN;
    this.#place = '';
    let at = start;
    for (
      let position = 0;
      position === 0 ? bytes[at] === OBJECT : bytes[at] === COMMA;
      position++
    ) {
      const name = behindBlanks(bytes, at + 1);
      const nameEnd = bytes[name] === QUOTE ? valueEnd(bytes, name, end) : end;
      const colon = behindBlanks(bytes, nameEnd);
      if (bytes[colon] !== COLON) return false;
      const value = behindBlanks(bytes, colon + 1);
      const behind = valueEnd(bytes, value, end);
      const role = this.#roleAt(position, name, nameEnd);
      if (!this.#take(role, { name, value, behind })) return false;
      at = behindBlanks(bytes, behind);
    }
    if (Number.isNaN(this.ingestionTimeMs)) this.ingestionTimeMs = this.event.timestampMs;
    return bytes[at] === CLOSING && at + 1 === end && this.#isWhole;
  }

  get #isWhole(): boolean {
    return this.event.start !== -1 && !Number.isNaN(this.event.timestampMs) && this.#place !== '';
  }

  /** What the field is for that stands here: mostly the same as in the line before. */
  #roleAt(position: number, name: number, nameEnd: number): Role {
    const { bytes } = this.event;
    const known = this.#fields[position];
    if (known?.name.length === nameEnd - name && stands(known.name, bytes, name)) return known.role;
    const text = bytes.toString('utf8', name + 1, nameEnd - 1);
    const role = timeNameIn([text]) === null ? roleOf(text) : 'time';
    this.#fields[position] = { name: new Uint8Array(bytes.subarray(name, nameEnd)), role };
    return role;
  }

  /** Takes what a field tells; false: it cannot be read here. */
  #take(role: Role, { name, value, behind }: Member): boolean {
    const { event } = this;
    const { bytes } = event;
    switch (role) {
      case 'time':
        event.timestampMs = timeAt(bytes, value, behind + 1);
        return !Number.isNaN(event.timestampMs);
      case 'ingestion':
        this.ingestionTimeMs = timeAt(bytes, value, behind + 1);
        return !Number.isNaN(this.ingestionTimeMs);
      case 'place':
        this.#place += `,${bytes.toString('latin1', name, behind)}`;
        return true;
      case 'message':
        event.start = value + 1;
        event.end = behind - 1;
        return bytes[value] === QUOTE;
      case 'other':
        return true;
    }
  }

  /** Where the event belongs; null: nothing says so. */
  get head(): RecordHead | null {
    const known = this.#places.get(this.#place);
    if (known !== undefined) return known;
    if (this.#places.size >= MAX_PLACES) this.#places.clear();
    const head = headOf(this.#place, this.#file);
    this.#places.set(this.#place, head);
    return head;
  }
}

/** Of an object, where its name and its value begin, and where the value ends. */
interface Member {
  readonly name: number;
  readonly value: number;
  readonly behind: number;
}

/** What is known of places, the latest ones. */
const MAX_PLACES = 2_048;

/** Behind the text, the number or the word that begins at `at`. */
function valueEnd(bytes: Buffer, at: number, end: number): number {
  if (bytes[at] === QUOTE) return behindString(bytes, at, end);
  let next = at + 1;
  while (next < end && isOfWord(bytes[next])) next++;
  return next;
}

const isOfWord = (byte = 0) => byte > BLANK && byte !== COMMA && byte !== CLOSING;

/** `place`: fields that say it, a comma before each, a character for each byte. Null: they do not. */
function headOf(place: string, file: FileHead): RecordHead | null {
  const fields = JSON.parse(`{${Buffer.from(place.slice(1), 'latin1').toString()}}`);
  const { logGroup, logStream } = namedPlace(fields);
  if (logGroup === null && logStream === null) return null;
  return {
    accountId: LOCAL_ACCOUNT,
    logGroup: logGroup ?? file.logGroup,
    logStream: logStream ?? file.logStream,
  };
}
