// What is remembered of blocks that a query looked at: where the events stand that its tests did not rule out. A later
// query that tests the same, and perhaps more, looks at these alone.
import type { Block, LogFile } from './input/log-file.ts';
import type { Kernel } from './kernel/kernel.ts';

/** A place in the message of each event, ascending, as an offset in the block; `~place` where the bytes told nothing. */
export type Places = Int32Array;

export interface Recall {
  /** Names of the tests; see CompiledQuery. */
  readonly tests: readonly string[];
  /** Of blocks that were looked at whole; see `blockName`. */
  readonly blocks: ReadonlyMap<string, Places>;
}

export function blockName({ path }: LogFile, { start }: Pick<Block, 'start'>): string {
  return `${start} ${path}`;
}

/**
 * The second byte of a message: the first may be taken for the line before. Of a block that has a shorter message no
 * places can be kept.
 */
export const placeIn = (messageStart: number) => messageStart + 1;

/** Places that can be handed to other threads without a copy. */
export function placesOf(places: readonly number[]): Places {
  const shared = new Int32Array(
    new SharedArrayBuffer(places.length * Int32Array.BYTES_PER_ELEMENT),
  );
  shared.set(places);
  return shared;
}

/** What seeks in the bytes of a block. */
export type Finder = Pick<
  Kernel,
  'next' | 'lineEnd' | 'lineStart' | 'eventBefore' | 'countEvents' | 'messageStart'
>;

/** Finds what is remembered; the borders of lines and events are told by the kernel. */
export class RecalledPlaces implements Finder {
  readonly #places: Places;
  readonly #kernel: Finder;
  #at = 0;
  #sureAt = 0;

  constructor(places: Places, kernel: Finder) {
    this.#places = places;
    this.#kernel = kernel;
  }

  next(at: number, to: number): number {
    this.#at = this.#from(this.#at, at);
    const place = this.#placeAt(this.#at);
    return place < to ? place : -1;
  }

  /** Whether the event of this place passes the tests; else the bytes did not tell. To be asked in ascending order. */
  isSure(place: number): boolean {
    this.#sureAt = this.#from(this.#sureAt, place);
    return this.#places[this.#sureAt] === place;
  }

  lineEnd(at: number, to: number): number {
    return this.#kernel.lineEnd(at, to);
  }

  lineStart(at: number): number {
    return this.#kernel.lineStart(at);
  }

  eventBefore(from: number, at: number): number {
    return this.#kernel.eventBefore(from, at);
  }

  countEvents(at: number, to: number): number {
    return this.#kernel.countEvents(at, to);
  }

  messageStart(at: number, to: number): number {
    return this.#kernel.messageStart(at, to);
  }

  #from(index: number, place: number): number {
    let at = this.#placeAt(index - 1) >= place ? 0 : index;
    while (this.#placeAt(at) < place) at++;
    return at;
  }

  #placeAt(index: number): number {
    const place = this.#places[index];
    if (place === undefined) return index < 0 ? -1 : Number.POSITIVE_INFINITY;
    return place < 0 ? ~place : place;
  }
}

/** Places that are remembered in all, four bytes each. */
const MAX_PLACES = 4_000_000;
/** Different tests that are remembered, the latest ones. */
const MAX_RECALLS = 4;

interface Remembered extends Recall {
  readonly blocks: Map<string, Places>;
}

/** The memory of all threads that read the same files. */
export class RecallMemory {
  readonly #known: Remembered[] = [];
  #places = 0;

  /** Of which all tests are among these; null: there is none. */
  find(tests: readonly string[]): Recall | null {
    const fitting = this.#known.filter((known) =>
      known.tests.every((test) => tests.includes(test)),
    );
    return fitting.sort((a, b) => b.tests.length - a.tests.length)[0] ?? null;
  }

  keep({ tests, blocks }: Recall): void {
    const known = this.#known.find((one) => hasSame(one.tests, tests)) ?? this.#open(tests);
    for (const [name, places] of blocks) {
      if (known.blocks.has(name) || this.#places + places.length > MAX_PLACES) continue;
      known.blocks.set(name, places);
      this.#places += places.length;
    }
  }

  #open(tests: readonly string[]): Remembered {
    if (this.#known.length >= MAX_RECALLS) {
      const oldest = this.#known.shift();
      for (const { length } of oldest?.blocks.values() ?? []) this.#places -= length;
    }
    const opened = { tests, blocks: new Map<string, Places>() };
    this.#known.push(opened);
    return opened;
  }
}

const hasSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((test) => b.includes(test));
