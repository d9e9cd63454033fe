// The memory in which a block of a file is searched, and the search: kernel.wat. Offsets are those of the window.
import { growTo, instanceOf, type Memory } from './instance.ts';
import { KERNEL_BASE64 } from './kernel-bytes.ts';
import { type RunSet, WINDOW } from './run-set.ts';

/** Bytes behind the window that the kernel may read. */
const MARGIN = 64;

interface Exports {
  readonly memory: Memory;
  next(at: number, to: number): number;
  lineEnd(at: number, to: number): number;
  lineStart(from: number, at: number): number;
  eventBefore(from: number, at: number): number;
  countEvents(at: number, to: number): number;
  messageStart(at: number, to: number): number;
}

/** Searches one window at a time. */
export class Kernel {
  readonly #exports = instanceOf<Exports>(KERNEL_BASE64);
  #bytes: Buffer = Buffer.alloc(0);
  #loaded: RunSet | null = null;

  /** Room for this many bytes; it stands until the next call. */
  window(sizeBytes: number): Buffer {
    const { memory } = this.#exports;
    growTo(memory, WINDOW + sizeBytes + MARGIN);
    if (this.#bytes.length !== sizeBytes || this.#bytes.buffer !== memory.buffer) {
      this.#bytes = Buffer.from(memory.buffer, WINDOW, sizeBytes);
    }
    return this.#bytes;
  }

  get sizeBytes(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  /** What `next` seeks from now on. */
  seek(runs: RunSet): void {
    if (this.#loaded === runs) return;
    const { buffer } = this.#exports.memory;
    new Uint8Array(buffer, 0, WINDOW).set(runs.tables);
    this.#loaded = runs;
  }

  /** The first place at or after `at` that lies in a run which ends by `to`; -1: there is none. */
  next(at: number, to: number): number {
    const found = this.#exports.next(WINDOW + at, WINDOW + to);
    return found === -1 ? found : found - WINDOW;
  }

  /** The first line break at or after `at`, `to` where there is none before it. */
  lineEnd(at: number, to: number): number {
    return this.#exports.lineEnd(WINDOW + at, WINDOW + to) - WINDOW;
  }

  /** Where the line begins that holds what is before `at`. */
  lineStart(at: number): number {
    return this.#exports.lineStart(WINDOW, WINDOW + at) - WINDOW;
  }

  /** Where the last event of a subscription record begins that begins in [from, at); -1: none does. */
  eventBefore(from: number, at: number): number {
    const found = this.#exports.eventBefore(WINDOW + from, WINDOW + at);
    return found === -1 ? found : found - WINDOW;
  }

  /** How many events of subscription records begin in [at, to). */
  countEvents(at: number, to: number): number {
    return this.#exports.countEvents(WINDOW + at, WINDOW + to);
  }

  /** Where the message begins, behind its quote, of the line at `at`, one that says where it belongs; at least `to`: it has none. */
  messageStart(at: number, to: number): number {
    return this.#exports.messageStart(WINDOW + at, WINDOW + to) - WINDOW;
  }
}
