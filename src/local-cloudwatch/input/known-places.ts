// Where lines belong that say so, by the numbers under which the kernel knows their places.
import type { JsonReader } from '../kernel/json-reader.ts';
import type { DecodedEvent } from './decode.ts';
import type { EventPlace } from './index-builder.ts';
import { type FileHead, LOCAL_ACCOUNT } from './log-file.ts';
import { PlacedReader } from './placed-line.ts';
import type { RecordHead } from './records.ts';

export class KnownPlaces {
  readonly #file: FileHead;
  readonly #reader: JsonReader;
  readonly #lines: PlacedReader;
  readonly #heads: RecordHead[] = [];

  constructor(reader: JsonReader, file: FileHead) {
    this.#file = file;
    this.#reader = reader;
    this.#lines = new PlacedReader(file, reader.window);
  }

  /** Where and when the event of the line is that the reader looked at last; from then on sums know its place. null: it must be parsed to know. */
  learn(start: number, end: number): EventPlace | null {
    const lines = this.#lines;
    if (!lines.read(start, end)) return null;
    const { head, ingestionTimeMs } = lines;
    if (head === null) return null;
    if (this.#reader.knownPlace() === null) this.#learn(head);
    return { ...head, timestampMs: lines.event.timestampMs, ingestionTimeMs };
  }

  /** Whether the line is read as it was parsed. */
  agrees(start: number, end: number, event: DecodedEvent): boolean {
    const place = this.learn(start, end);
    return (
      place !== null &&
      place.timestampMs === event.timestampMs &&
      place.ingestionTimeMs === event.ingestionTimeMs &&
      place.accountId === (event.accountId ?? LOCAL_ACCOUNT) &&
      place.logGroup === (event.logGroup ?? this.#file.logGroup) &&
      place.logStream === (event.logStream ?? this.#file.logStream)
    );
  }

  /** Where there is no room for one more, all are learnt anew. */
  #learn(head: RecordHead): void {
    let number = this.#reader.learnPlace();
    if (number === null) {
      this.#reader.forgetPlaces();
      number = this.#reader.learnPlace();
    }
    if (number !== null) this.#heads[number] = head;
  }

  of(number: number): RecordHead {
    const head = this.#heads[number];
    if (head === undefined) throw new Error('sums know places that were learnt');
    return head;
  }
}
