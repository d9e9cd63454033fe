// The memory in which lines of text are cut and their stamps read, and the reading: stamped.wat. One for each thread.
import { STAMPED_BASE64 } from './stamped-bytes.ts';

/** Where things stand in its memory: see stamped.wat. */
const LEAD_AT = 16;
const MARK_AT = 24;
const COUNT_AT = 32;
const ENDED_AT = 36;
const WHY_AT = 40;
const OPEN_MS_AT = 48;
const HOUR_MS_AT = 56;
const ZONES_AT = 64;
const ZONE_BYTES = 24;
const PLAIN_AT = 256;
const SUM_AT = 512;
const FOUND_AT = 1_024;
const WINDOW = 131_072;
/** Bytes of text that it takes at once. */
export const PIECE_BYTES = 131_072;
export const MAX_ZONES = 8;

/** Why it ended. */
const ODD = 1;
const BORDER = 2;

/** How stamps are written that it reads. */
export interface StampShape {
  /** The date and the hour up to the colon. */
  readonly hour: Uint8Array;
  /** The byte before a stamp; null: there is none. */
  readonly lead: number | null;
  /** Before the fraction of a second. */
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
  sum(at: number, to: number, open: number, reach: number, until: number): void;
}

/** The event that is not at its end. */
export interface OpenEvent {
  readonly start: number;
  /** UTC ms. */
  readonly ms: number;
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
  readonly #exports = newInstance();
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

  setShape({ hour, lead, mark, digits }: StampShape): void {
    this.#bytes.set(hour, 0);
    this.#view.setInt32(LEAD_AT, lead === null ? 0 : 1, true);
    this.#view.setInt32(LEAD_AT + 4, lead ?? 0, true);
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

  /**
   * As `run`; gives what the events that end there add up to, but for those that begin at or behind `until`; null where
   * there are none. `hourMs`: UTC ms of the hour.
   */
  sum(
    at: number,
    sizeBytes: number,
    open: OpenEvent,
    hourMs: number,
    reach: number,
    until: number,
  ): EventSum | null {
    const view = this.#view;
    view.setFloat64(OPEN_MS_AT, open.ms, true);
    view.setFloat64(HOUR_MS_AT, hourMs, true);
    const to = WINDOW + sizeBytes;
    this.#exports.sum(WINDOW + at, to, WINDOW + open.start, reach, WINDOW + until);
    const count = view.getInt32(SUM_AT, true);
    if (count === 0) return null;
    return {
      start: view.getInt32(SUM_AT + 8, true) - WINDOW,
      end: view.getInt32(SUM_AT + 12, true) - WINDOW,
      firstMs: view.getFloat64(SUM_AT + 24, true),
      count,
      sizeBytes: view.getInt32(SUM_AT + 4, true),
      minMs: view.getFloat64(SUM_AT + 32, true),
      maxMs: view.getFloat64(SUM_AT + 40, true),
    };
  }

  /** The event that the last sum left open. */
  get open(): OpenEvent {
    const start = this.#view.getInt32(SUM_AT + 16, true) - WINDOW;
    return { start, ms: this.#view.getFloat64(OPEN_MS_AT, true) };
  }

  /** Whether it ended before an event that begins at or behind `until`. */
  get isAtBorder(): boolean {
    return this.#view.getInt32(WHY_AT, true) === BORDER;
  }

  /** Where the last run or sum ended. */
  get ended(): number {
    return this.#view.getInt32(ENDED_AT, true) - WINDOW;
  }

  /** Whether it ended before a line that must be read otherwise. */
  get isOdd(): boolean {
    return this.#view.getInt32(WHY_AT, true) === ODD;
  }

  startOf(index: number): number {
    return (this.#found[index * 2] ?? 0) - WINDOW;
  }

  msOf(index: number): number {
    return this.#found[index * 2 + 1] ?? 0;
  }
}

/** What is used of WebAssembly; Node's types do not tell it. */
interface Assembly {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}

function newInstance(): Exports {
  const { Module, Instance } = (globalThis as unknown as { WebAssembly: Assembly }).WebAssembly;
  return new Instance(new Module(Buffer.from(STAMPED_BASE64, 'base64'))).exports as Exports;
}
