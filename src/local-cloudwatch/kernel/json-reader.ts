// The memory in which lines of JSON are read, and what is told of them without making anything of them: json.wat.
// Offsets are those of the window.
import { growTo, instanceOf, type Memory } from './instance.ts';
import { JSON_BASE64 } from './json-bytes.ts';
import type { EventSum } from './stamped-kernel.ts';

/** Where places and the window stand in the memory, and bytes behind it that may be read. */
const PLACES_AT = 32_768;
const WINDOW = 524_288;
const MARGIN = 64;
const FIELD_BYTES = 8;
/** Where the fields begin. */
const FIELDS_AT = 96;
const COLON = 58;
/** Longer names are not known: they might be compared with what lies behind the memory. */
const MAX_NAME_BYTES = MARGIN;

interface Exports {
  readonly memory: Memory;
  valueEnd(at: number, end: number, depth: number): number;
  holds(at: number, end: number, field: number): number;
  sumEvents(at: number, end: number): number;
  stamp(at: number): number;
  sumLines(at: number, to: number, border: number, reach: number, field: number): number;
  knownPlace(): number;
  learnPlace(): number;
  forgetPlaces(): void;
}

/** What a line is: an event as it stands, an object around the message of one, or one that says where it belongs, too. */
export type LineKind = 'event' | 'wrapping' | 'placed';

/** What a field of a line tells. */
export type Role = 'time' | 'message' | 'place' | 'ingestion' | 'other';

/** What lines with the same fields are, and what each of these tells. */
export interface Telling {
  readonly kind: LineKind;
  readonly roles: readonly Role[];
}

/** Lines one after the other that are known and of one kind. */
export interface LineSum {
  readonly kind: LineKind;
  readonly events: EventSum;
}

/** Those of them that belong to one place: see `knownPlace`. */
export interface PlaceSum {
  readonly place: number;
  readonly totals: PlaceTotals;
}

/** What events add up to; the size is that of their messages in UTF-8, times are UTC ms. */
export interface EventTotals {
  readonly count: number;
  readonly sizeBytes: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** The same of events of one place. */
export interface PlaceTotals extends EventTotals {
  /** UTC ms of when the last of them was taken in. */
  readonly lastIngestionMs: number;
}

/** Reads one window at a time. */
export class JsonReader {
  readonly window: Buffer;
  readonly #exports = instanceOf<Exports>(JSON_BASE64);
  readonly #fields: DataView;
  /** Behind the last field. */
  #fieldsEnd = 0;

  constructor(sizeBytes: number) {
    const { memory } = this.#exports;
    growTo(memory, WINDOW + sizeBytes + MARGIN);
    this.window = Buffer.from(memory.buffer, WINDOW, sizeBytes);
    this.#fields = new DataView(memory.buffer, 0, WINDOW);
    this.forget();
  }

  /** Behind the value that begins at `at` and ends by `end`; -1: there is none. */
  valueEnd(at: number, end: number): number {
    const found = this.#exports.valueEnd(WINDOW + at, WINDOW + end, 0);
    return found === -1 ? found : found - WINDOW;
  }

  /**
   * Of the events of a subscription record, the first of which begins at `at`; null: not all of them are written so that
   * this can read them.
   */
  totalsOf(at: number, end: number): EventTotals | null {
    const count = this.#exports.sumEvents(WINDOW + at, WINDOW + end);
    if (count === -1) return null;
    return {
      count,
      sizeBytes: this.#fields.getUint32(SIZE_AT, true),
      minMs: this.#fields.getFloat64(FIRST_MS_AT, true),
      maxMs: this.#fields.getFloat64(FIRST_MS_AT + 8, true),
    };
  }

  /** What a line is that is valid JSON with the fields of a list that was learnt; null: it is not. */
  kindOf(start: number, end: number): LineKind | null {
    const first = this.#fields.getUint16(FIRST, true);
    const mark = this.#exports.holds(WINDOW + start, WINDOW + end, first);
    return mark === 0 ? null : kindBy(mark);
  }

  /**
   * What the lines from `start` add up to that begin before `border`, end before `to`, and hold at most so many bytes; as
   * long as all are of one kind, known, and of times and messages that it can read; null: the first is not.
   */
  sumOf(start: number, to: number, border: number, reach: number): LineSum | null {
    const fields = this.#fields;
    const first = fields.getUint16(FIRST, true);
    const [at, end, last] = [WINDOW + start, WINDOW + to, WINDOW + border];
    const count = this.#exports.sumLines(at, end, last, reach, first);
    if (count === 0) return null;
    const events: EventSum = {
      start,
      end: fields.getUint32(LAST_END_AT, true) - WINDOW,
      firstMs: Number.NaN,
      count,
      sizeBytes: fields.getUint32(SIZE_AT, true),
      minMs: fields.getFloat64(FIRST_MS_AT, true),
      maxMs: fields.getFloat64(FIRST_MS_AT + 8, true),
    };
    return { kind: kindBy(fields.getUint32(MARK_AT, true)), events };
  }

  /** What the lines of the last sum add up to in each place that they name. */
  placeSums(): readonly PlaceSum[] {
    const count = this.#fields.getUint32(NAMED_AT, true);
    return Array.from({ length: count }, (_, index) => {
      const place = this.#fields.getUint16(PLACES_NAMED_AT + 2 * index, true);
      const at = PLACE_AT + PLACE_BYTES * place;
      const totals = {
        count: this.#fields.getUint32(at + 16, true),
        sizeBytes: this.#fields.getUint32(at + 20, true),
        minMs: this.#fields.getFloat64(at + 24, true),
        maxMs: this.#fields.getFloat64(at + 32, true),
        lastIngestionMs: this.#fields.getFloat64(at + 40, true),
      };
      return { place, totals };
    });
  }

  /** The number, from 1, of the place of the line that was looked at last, one that says where it belongs; null: it is not known. */
  knownPlace(): number | null {
    return this.#exports.knownPlace() || null;
  }

  /** The number under which a place that is not known is from now on; null: there is no room for one more. */
  learnPlace(): number | null {
    return this.#exports.learnPlace() || null;
  }

  forgetPlaces(): void {
    this.#exports.forgetPlaces();
  }

  /** The first line that was not added by the last sum. */
  get ended(): number {
    return this.#fields.getUint32(ENDED_AT, true) - WINDOW;
  }

  /** Whether that line must be read otherwise. */
  get isOdd(): boolean {
    return this.#fields.getUint32(ODD_AT, true) === 1;
  }

  /**
   * Takes the time of the line that was looked at last, a stamp in quotes, for an example of those that sums read; what
   * stands behind its fraction begins at `tailAt` and ends with its quote.
   */
  learnStamp(ms: number, tailAt: number, tailEnd: number): void {
    const at = this.timeAt + 1;
    const tail = this.window.subarray(tailAt, tailEnd);
    if (tail.length > TAIL_BYTES) return;
    const bytes = new Uint8Array(this.#fields.buffer);
    bytes.set(this.window.subarray(at, at + DAY_BYTES), DAY_AT);
    bytes.fill(0, BEHIND_AT, MIDNIGHT_AT);
    bytes.set(tail, BEHIND_AT);
    bytes.fill(255, BEHIND_AT + TAIL_BYTES, BEHIND_AT + TAIL_BYTES + tail.length);
    this.#fields.setFloat64(MIDNIGHT_AT, 0, true);
    this.#fields.setFloat64(MIDNIGHT_AT, ms - this.#exports.stamp(WINDOW + at), true);
  }

  /** Where the value begins that tells the time of the line that was looked at last, if it holds what was learnt. */
  get timeAt(): number {
    return this.#fields.getUint32(TIME_AT, true) - WINDOW;
  }

  /** Where the value begins that is the message which that line wraps. */
  get messageAt(): number {
    return this.#fields.getUint32(MESSAGE_AT, true) - WINDOW;
  }

  /** Learns a list of names as they are written, quotes included; nothing where there is no room. */
  learn(names: readonly Uint8Array[], { kind, roles }: Telling): void {
    const needed = names.reduce((sum, { length }) => sum + FIELD_BYTES + length + 1, 0);
    if (names.length === 0 || this.#fieldsEnd + needed > PLACES_AT) return;
    if (names.some(({ length }) => length > MAX_NAME_BYTES)) return;
    let link = FIRST;
    let field = 0;
    for (const [index, name] of names.entries()) {
      field = this.#fieldAt(link, name);
      link = field + NEXT_LINK;
      this.#mark(field, markOf(kind, roles[index] ?? 'other', name));
    }
    this.#mark(field, MARK_OF[kind]);
  }

  /** Forgets all lists of names, and all places. */
  forget(): void {
    this.forgetPlaces();
    this.#fields.setUint16(FIRST, 0, true);
    this.#fieldsEnd = FIELDS_AT;
  }

  /** The field of this name among those that begin at a link; a new one where there is none. */
  #fieldAt(link: number, name: Uint8Array): number {
    let last = link;
    for (let field = this.#at(link); field !== 0; field = this.#at(field)) {
      if (Buffer.compare(this.#nameOf(field), name) === 0) return field;
      last = field;
    }
    const field = this.#fieldsEnd;
    this.#fieldsEnd += FIELD_BYTES + name.length + 1;
    this.#fields.setUint16(last, field, true);
    this.#fields.setUint32(field, 0, true);
    this.#fields.setUint16(field + NAME_LENGTH, name.length, true);
    this.#fields.setUint16(field + MARKS, 0, true);
    new Uint8Array(this.#fields.buffer, field + FIELD_BYTES).set([...name, COLON]);
    return field;
  }

  #mark(field: number, mark: number): void {
    this.#fields.setUint16(field + MARKS, this.#at(field + MARKS) | mark, true);
  }

  #at(link: number): number {
    return this.#fields.getUint16(link, true);
  }

  #nameOf(field: number): Uint8Array {
    const length = this.#at(field + NAME_LENGTH);
    return new Uint8Array(this.#fields.buffer, field + FIELD_BYTES, length);
  }
}

/** Of a field: the link to the next in its place (at 0), to the first that may follow, and so on; see json.wat. */
const NEXT_LINK = 2;
const NAME_LENGTH = 4;
const MARKS = 6;
const MARK_OF_ROLE: Readonly<Record<Role, number>> = {
  ...{ time: 2, message: 4, place: 64, ingestion: 128, other: 0 },
};
const IS_LOG = 16;
const IS_SCALAR = 256;
const MARK_OF: Readonly<Record<LineKind, number>> = { event: 1, wrapping: 8, placed: 32 };
const LOG = Buffer.from('"log"');
/** The link to the fields that a line may begin with: no field stands at 0. */
const FIRST = 0;
const TIME_AT = 4;
const MESSAGE_AT = 8;
const SIZE_AT = 8;
const FIRST_MS_AT = 16;
const DAY_AT = 32;
const DAY_BYTES = 16;
const BEHIND_AT = 48;
const TAIL_BYTES = 8;
const MIDNIGHT_AT = 64;
const MARK_AT = 72;
const LAST_END_AT = 76;
const ENDED_AT = 80;
const ODD_AT = 84;
const NAMED_AT = 92;
const PLACES_NAMED_AT = 40_960;
/** Where a place of number 0 would stand. */
const PLACE_AT = 45_008;
const PLACE_BYTES = 48;

function markOf(kind: LineKind, role: Role, name: Uint8Array): number {
  const mark = MARK_OF_ROLE[role];
  if (role === 'message' && LOG.equals(name)) return mark | IS_LOG;
  return kind === 'placed' && role !== 'message' ? mark | IS_SCALAR : mark;
}

function kindBy(mark: number): LineKind {
  if (mark === MARK_OF.event) return 'event';
  return mark === MARK_OF.placed ? 'placed' : 'wrapping';
}
