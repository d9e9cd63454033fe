// Where lines belong that say so, by the numbers under which the kernel knows their places.
import type { JsonReader } from '../kernel/json-reader.ts';
import type { DecodedEvent } from './decode.ts';
import type { EventPlace } from './index-builder.ts';
import { learnPlaced } from './known-lines.ts';
import { type FileHead, LOCAL_ACCOUNT } from './log-file.ts';
import { PlacedReader } from './placed-line.ts';
import type { RecordHead } from './records.ts';

/** Lines of a file whose fields are looked at: it has few lists of fields. */
const MAX_TRIED_LINES = 64;
/** How often all places may be learnt anew before there are too many of them to be known. */
const MAX_FORGOTTEN = 4;

export class KnownPlaces {
  readonly #file: FileHead;
  readonly #reader: JsonReader;
  readonly #lines: PlacedReader;
  readonly #heads: RecordHead[] = [];
  #forgotten = 0;
  #tried = 0;

  constructor(reader: JsonReader, file: FileHead) {
    this.#file = file;
    this.#reader = reader;
    this.#lines = new PlacedReader(file, reader.window);
  }

  /** Learns the fields of a line that was parsed, as long as that may be of use. */
  learnFields(start: number, end: number): void {
    if (this.#tried >= MAX_TRIED_LINES) return;
    this.#tried++;
    learnPlaced(this.#reader, start, end);
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

  /** Whether lines name so many places that few are known when they are named again. */
  get areTooMany(): boolean {
    return this.#forgotten >= MAX_FORGOTTEN;
  }

  /** Where there is no room for one more, all are learnt anew. */
  #learn(head: RecordHead): void {
    let number = this.#reader.learnPlace();
    if (number === null) {
      this.#forgotten++;
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
