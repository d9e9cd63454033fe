// The lines of a log mostly have stamps that differ in minutes and seconds alone. From a line that was read in full it is
// learnt how the next ones are to look; the kernel then goes over all that do, and stops before a line that does not.
import {
  type Borders,
  type EventSum,
  type KnownZone,
  MAX_ZONES,
  type OpenEvent,
  PIECE_BYTES,
  StampedKernel,
  type StampShape,
  type StretchLimits,
} from '../kernel/stamped-kernel.ts';
import { Credit } from './credit.ts';
import { exampleOf } from './stamp-example.ts';
import { beginsNoStamp, isObject, type StampRules } from './time-stamps.ts';

/** Bytes before a line that the kernel holds: the line breaks behind the event before it. */
const BEFORE_BYTES = 64;

/** Stamped lines one after the other. */
export interface LineRun {
  readonly count: number;
  startOf(index: number): number;
  /** UTC ms. */
  timeOf(index: number): number;
  /** The first line that is not of them. */
  readonly next: number;
  /** Whether the line there must be read otherwise. */
  readonly isOdd: boolean;
}

/** Events one after the other that are only counted. */
export interface LineSum {
  /** How many stretches. */
  readonly count: number;
  stretch(index: number): EventSum;
  readonly open: OpenEvent;
  /** The first line that was not read. */
  readonly next: number;
  readonly isOdd: boolean;
}

let shared: StampedKernel | null = null;

export class StampedLines {
  readonly #rules: StampRules;
  readonly #plain: readonly boolean[];
  #window: Uint8Array = new Uint8Array(0);
  /** Where the piece that the kernel holds begins and ends in the window. */
  #from = 0;
  #to = 0;
  /** Where the line begins that the piece does not hold to its end; -1: not known. */
  #rest = -1;
  #shape: StampShape | null = null;
  #hourMs = 0;
  #zones: KnownZone[] = [];
  /** That of the zones. */
  #layout: object | null = null;
  #changed = true;
  readonly #credit = new Credit();

  constructor(rules: StampRules) {
    this.#rules = rules;
    this.#plain = Array.from({ length: 256 }, (_, byte) => beginsNoStamp(byte, rules));
  }

  /** Whether there is an example, and it is worth to look for its like. */
  get isReady(): boolean {
    return this.#shape !== null && this.#credit.isLeft;
  }

  /** What follows is about this window. */
  begin(window: Uint8Array): void {
    this.#window = window;
    this.#from = this.#to = 0;
    this.#rest = -1;
  }

  /** From a line at `start` of an event that began at `eventStart` and may reach so far; null: it must be read otherwise. */
  run(start: number, eventStart: number, reach: number): LineRun | null {
    const kernel = this.#ready(start);
    if (kernel === null) return null;
    const [from, to, hourMs] = [this.#from, this.#to, this.#hourMs];
    const count = kernel.run(start - from, to - from, eventStart - from, reach);
    const next = this.#next(kernel, count);
    return {
      count,
      startOf: (index) => from + kernel.startOf(index),
      timeOf: (index) => hourMs + kernel.msOf(index),
      next,
      isOdd: kernel.isOdd,
    };
  }

  /** As `run`, of events that are counted. */
  sum(
    start: number,
    open: OpenEvent,
    reach: number,
    { part, block }: Borders,
    limits: StretchLimits,
  ): LineSum | null {
    const kernel = this.#ready(start);
    if (kernel === null) return null;
    kernel.setLimits(limits);
    const [from, to] = [this.#from, this.#to];
    const began = { start: open.start - from, ms: open.ms };
    const borders = {
      part: part === null ? null : part - from,
      block: block === null ? null : block - from,
    };
    const count = kernel.sum(start - from, to - from, began, this.#hourMs, reach, borders);
    return {
      count,
      stretch: (index) => kernel.stretch(index, from),
      open: { start: from + kernel.openStart, ms: kernel.openMs },
      next: this.#next(kernel, kernel.eventsIn(count)),
      isOdd: kernel.isOdd,
    };
  }

  #next(kernel: StampedKernel, count: number): number {
    this.#credit.earn(count);
    const next = this.#from + kernel.ended;
    // What is left of the piece is the beginning of a line.
    if (!kernel.isOdd) this.#rest = next;
    return next;
  }

  /** The kernel with the text from a line on; null: it is of no use. */
  #ready(start: number): StampedKernel | null {
    if (this.#shape === null || !this.#credit.isLeft) return null;
    const kernel = this.#kernel(this.#shape);
    const isRest = start === this.#rest && this.#to < this.#window.length;
    if (start < this.#from || start >= this.#to || isRest) this.#take(kernel, start);
    return kernel;
  }

  /** The kernel, told of what was learnt. */
  #kernel(shape: StampShape): StampedKernel {
    shared ??= new StampedKernel();
    const isHeld = shared.isHeldBy(this);
    if (!isHeld) {
      this.#from = this.#to = 0;
      shared.setPlain(this.#plain);
    }
    if (!isHeld || this.#changed) {
      shared.setShape(shape);
      shared.setZones(this.#zones);
    }
    this.#changed = false;
    return shared;
  }

  #take(kernel: StampedKernel, start: number): void {
    this.#from = Math.max(0, start - BEFORE_BYTES);
    this.#to = Math.min(this.#window.length, this.#from + PIECE_BYTES);
    this.#rest = -1;
    kernel.take(this.#window.subarray(this.#from, this.#to));
  }

  /** Takes a line that was read in full just now for an example; `ms`: its time, NaN where it has none. */
  learn(bytes: Buffer, start: number, end: number, ms: number): void {
    this.#credit.spend();
    if (!this.#credit.isLeft || Number.isNaN(ms) || isObject(bytes, start, this.#rules)) return;
    const example = exampleOf(bytes, start, end, ms, this.#rules, this.#shape);
    if (example === null) return;
    const { shape, hourMs, zone, layout } = example;
    this.#shape = shape;
    this.#hourMs = hourMs;
    if (layout !== this.#layout) this.#zones = [];
    this.#layout = layout;
    if (zone !== null) this.#addZone(zone);
    this.#changed = true;
  }

  #addZone(zone: KnownZone): void {
    if (this.#zones.some(({ bytes }) => Buffer.compare(bytes, zone.bytes) === 0)) return;
    this.#zones = [...this.#zones.slice(1 - MAX_ZONES), zone];
  }
}
