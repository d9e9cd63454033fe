// Where lines belong that say so, by the numbers under which the kernel knows their places.
import type { JsonReader } from '../kernel/json-reader.ts';
import type { FileHead } from './log-file.ts';
import { LinePlaces } from './placed-line.ts';
import type { RecordHead } from './records.ts';

export class KnownPlaces {
  readonly #reader: JsonReader;
  readonly #places: LinePlaces;
  readonly #heads: RecordHead[] = [];

  constructor(reader: JsonReader, file: FileHead) {
    this.#reader = reader;
    this.#places = new LinePlaces(file);
  }

  /** Where the line belongs that the reader looked at last; from then on sums know it. null: it does not say. */
  learn(): RecordHead | null {
    const reader = this.#reader;
    const head = this.#places.of(reader.window, reader.placeAt, reader.messageAt);
    if (head !== null) this.#number(head);
    return head;
  }

  /** Where there is no room for one more, all are learnt anew. */
  #number(head: RecordHead): void {
    let number = this.#reader.placeNumber();
    if (number === null) {
      this.#reader.forgetPlaces();
      number = this.#reader.placeNumber();
    }
    if (number !== null) this.#heads[number] = head;
  }

  of(number: number): RecordHead {
    const head = this.#heads[number];
    if (head === undefined) throw new Error('sums know places that were learnt');
    return head;
  }
}
