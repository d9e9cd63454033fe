// The memory in which lines of text are cut and their stamps read, and the reading: stamped.wat. One for each thread.
import { instanceOf } from './instance.ts';
import { STAMPED_BASE64 } from './stamped-bytes.ts';

/** Where things stand in its memory: see stamped.wat. */
const BEFORE_SIZE_AT = 16;
const MARK_AT = 24;
const COUNT_AT = 32;
const ENDED_AT = 36;
const ODD_AT = 40;
const OPEN_MS_AT = 48;
const HOUR_MS_AT = 56;
const ZONES_AT = 64;
const ZONE_BYTES = 24;
const PLAIN_AT = 256;
const OPEN_AT = 512;
const LIMITS_AT = 516;
const BEFORE_AT = 768;
const FOUND_AT = 1_024;
const STRETCH_BYTES = 40;
const WINDOW = 131_072;
/** Bytes of text that it takes at once. */
export const PIECE_BYTES = 262_144;
export const MAX_ZONES = 8;
/** Bytes of a line before the minutes of its stamp. */
export const MAX_BEFORE_BYTES = 48;

/** No part or block is begun. */
const NO_BORDER = -2_147_483_648;

/** How stamps are written that it reads. */
export interface StampShape {
  /** What lines begin with up to the minutes: the date, the hour, its colon, and what stands before them. */
  readonly before: Uint8Array;
  /** Before the fraction of a second; without a fraction: what may not follow either. */
  readonly mark: number;
  /** Of the fraction. */
  readonly digits: number;
}

/** Bytes behind a stamp by which the zone is known. */
export interface KnownZone {
  readonly bytes: Uint8Array;
  /** UTC ms east. */
  readonly ms: number;
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  run(at: number, to: number, open: number, reach: number): number;
  sum(at: number, to: number, open: number, reach: number, part: number, block: number): number;
}

/** The event that is not at its end. */
export interface OpenEvent {
  readonly start: number;
  /** UTC ms. */
  readonly ms: number;
}

/** Where the next part and the next block begin: with the first event there; null: none is begun. */
export interface Borders {
  readonly part: number | null;
  readonly block: number | null;
}

/** Bytes behind the start of a part, and of a block, from which on an event begins the next one. */
export interface StretchLimits {
  readonly partBytes: number;
  readonly blockBytes: number;
}

/** Events one after the other, [start, end), and what they add up to. */
export interface EventSum {
  readonly start: number;
  readonly end: number;
  /** Of the first. */
  readonly firstMs: number;
  readonly count: number;
  readonly sizeBytes: number;
  readonly minMs: number;
  readonly maxMs: number;
}

export class StampedKernel {
  readonly #exports = instanceOf<Exports>(STAMPED_BASE64);
  readonly #bytes = new Uint8Array(this.#exports.memory.buffer);
  readonly #view = new DataView(this.#exports.memory.buffer);
  /** For each line that `run` found: where it begins in the piece, moved by WINDOW, and its ms within the hour. */
  readonly #found = new Int32Array(this.#exports.memory.buffer, FOUND_AT);
  #owner: object | null = null;

  /** Whether it holds what this one put there last; from now on it does. */
  isHeldBy(owner: object): boolean {
    const held = this.#owner === owner;
    this.#owner = owner;
    return held;
  }

  /** For each byte whether a line that begins with it has no stamp. */
  setPlain(plain: readonly boolean[]): void {
    this.#bytes.set(plain.map(Number), PLAIN_AT);
  }

  setShape({ before, mark, digits }: StampShape): void {
    this.#bytes.fill(0, BEFORE_AT, BEFORE_AT + 2 * MAX_BEFORE_BYTES);
    this.#bytes.set(before, BEFORE_AT);
    this.#bytes.fill(
      255,
      BEFORE_AT + MAX_BEFORE_BYTES,
      BEFORE_AT + MAX_BEFORE_BYTES + before.length,
    );
    this.#view.setInt32(BEFORE_SIZE_AT, before.length, true);
    this.#view.setInt32(MARK_AT, mark, true);
    this.#view.setInt32(MARK_AT + 4, digits, true);
  }

  setZones(zones: readonly KnownZone[]): void {
    this.#view.setInt32(COUNT_AT, zones.length, true);
    for (const [index, { bytes, ms }] of zones.entries()) {
      const at = ZONES_AT + index * ZONE_BYTES;
      this.#bytes.fill(0, at, at + ZONE_BYTES);
      this.#bytes.set(bytes, at);
      this.#bytes.fill(255, at + 8, at + 8 + bytes.length);
      this.#view.setInt32(at + 16, ms, true);
    }
  }

  /** Takes a piece of text. */
  take(piece: Uint8Array): void {
    this.#bytes.set(piece, WINDOW);
  }

  /**
   * Goes over the lines of the piece from `at`, of an event that began at `open`; `sizeBytes` of the piece. Gives
   * how many stamped lines it met. It ends before a line that does not end in the piece, that is odd, or by which the
   * event would outgrow `reach`.
   */
  run(at: number, sizeBytes: number, open: number, reach: number): number {
    return this.#exports.run(WINDOW + at, WINDOW + sizeBytes, WINDOW + open, reach);
  }

  setLimits({ partBytes, blockBytes }: StretchLimits): void {
    this.#view.setInt32(LIMITS_AT, partBytes, true);
    this.#view.setInt32(LIMITS_AT + 4, blockBytes, true);
  }

  /**
   * As `run`; gives how many stretches the events make that end there: each lies in one part of one block. `hourMs`: UTC
   * ms of the hour.
   */
  sum(
    at: number,
    sizeBytes: number,
    open: OpenEvent,
    hourMs: number,
    reach: number,
    { part, block }: Borders,
  ): number {
    this.#view.setFloat64(OPEN_MS_AT, open.ms, true);
    this.#view.setFloat64(HOUR_MS_AT, hourMs, true);
    return this.#exports.sum(
      WINDOW + at,
      WINDOW + sizeBytes,
      WINDOW + open.start,
      reach,
      part === null ? NO_BORDER : WINDOW + part,
      block === null ? NO_BORDER : WINDOW + block,
    );
  }

  /** Events in the first stretches of the last sum. */
  eventsIn(stretches: number): number {
    let events = 0;
    for (let index = 0; index < stretches; index++) {
      events += this.#view.getInt32(FOUND_AT + index * STRETCH_BYTES, true);
    }
    return events;
  }

  /** A stretch of the last sum; offsets are those of a text in which the piece begins at `from`. */
  stretch(index: number, from: number): EventSum {
    const view = this.#view;
    const at = FOUND_AT + index * STRETCH_BYTES;
    return {
      start: view.getInt32(at + 8, true) - WINDOW + from,
      end: view.getInt32(at + 12, true) - WINDOW + from,
      firstMs: view.getFloat64(at + 16, true),
      count: view.getInt32(at, true),
      sizeBytes: view.getInt32(at + 4, true),
      minMs: view.getFloat64(at + 24, true),
      maxMs: view.getFloat64(at + 32, true),
    };
  }

  /** Where the event begins that the last sum left open, and UTC ms of it. */
  get openStart(): number {
    return this.#view.getInt32(OPEN_AT, true) - WINDOW;
  }

  get openMs(): number {
    return this.#view.getFloat64(OPEN_MS_AT, true);
  }

  /** Where the last run or sum ended. */
  get ended(): number {
    return this.#view.getInt32(ENDED_AT, true) - WINDOW;
  }

  /** Whether it ended before a line that must be read otherwise. */
  get isOdd(): boolean {
    return this.#view.getInt32(ODD_AT, true) === 1;
  }

  startOf(index: number): number {
    return (this.#found[index * 2] ?? 0) - WINDOW;
  }

  msOf(index: number): number {
    return this.#found[index * 2 + 1] ?? 0;
  }
}
