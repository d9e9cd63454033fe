// Runs of bytes as the tables by which kernel.wat finds them. They fall into eight buckets by their fingerprints: those
// that look alike together, so that a bucket's tables let little else through.
import type { Place } from '../../insights/regex/places.ts';
import { frequencyOf } from '../../insights/regex/runs.ts';

/** Where the tables and the window stand in the kernel's memory: see kernel.wat. */
export const WINDOW = 20_480;
const BUCKETS_AT = 128;
const ENTRIES_AT = 256;
const ENTRY_BYTES = 8;
const SETS_AT = 8_192;
const SET_BYTES = 32;
const HASHES_AT = 12_288;
/** What the number of a set says besides: the place may be left out; the last number: it may also be the end. */
const MAYBE = 128;
const EDGE = 127;
const NIBBLES = 16;
const BUCKETS = 8;
const BYTES = 256;
/** Places of a fingerprint; a shorter run has a shorter one. */
const FINGERPRINT = 3;
const MIN_LENGTH = 2;
/** Of a longer one this much is sought. */
const MAX_LENGTH = 32;
/** Where the kernel's hashing begins, and what it does not tell apart in each byte. */
const MULTIPLIER = 0x9e3779b1;
const ALIKE = 0x20;
/** Fingerprints that more bytes than these can make are not told by their hashes. */
const MAX_HASHED = 4_096;

/** For each place the bytes that may stand there, as latin1 text. */
export type ByteRun = readonly string[];

/** A run and what must stand behind it: only the run is sought by its fingerprint. */
export interface Sequence {
  readonly run: ByteRun;
  readonly tail: readonly Place[];
}

/** Runs that are sought together. */
export interface RunSet {
  /** What the kernel's memory begins with. */
  readonly tables: Uint8Array;
}

interface Placed {
  readonly places: readonly Place[];
  /** Place of the fingerprint in it. */
  readonly at: number;
  readonly fingerprint: ByteRun;
}

/** null: there are none, they are too many, or one is shorter than two bytes. */
export function runSet(sequences: readonly Sequence[]): RunSet | null {
  const placed = sequences.map(place).sort(byFingerprint);
  const sets = setsOf(placed);
  const runsAt = ENTRIES_AT + placed.length * ENTRY_BYTES;
  const end = placed.reduce((sum, { places }) => sum + places.length, runsAt);
  const short = placed.some(({ places }) => places.length < MIN_LENGTH);
  if (placed.length === 0 || short || end > SETS_AT || sets.size > EDGE) return null;
  const tables = Buffer.alloc(WINDOW);
  for (const [set, number] of sets) {
    for (const byte of bytesOf(set)) {
      setBit(tables, SETS_AT + number * SET_BYTES + (byte >> 3), byte & 7);
    }
  }
  const share = placed.length / Math.min(BUCKETS, placed.length);
  let at = runsAt;
  for (const [index, one] of placed.entries()) {
    const entry = ENTRIES_AT + index * ENTRY_BYTES;
    tables.writeUInt32LE(at, entry);
    tables.writeUInt16LE(one.places.length, entry + 4);
    tables.writeUInt16LE(one.at, entry + 6);
    for (const { set, kind } of one.places) {
      tables[at++] = (sets.get(set) ?? 0) | (kind === 'maybe' ? MAYBE : 0);
    }
    addToBucket(tables, Math.floor(index / share), entry, one.fingerprint);
    addHashes(tables, one.fingerprint);
  }
  return { tables };
}

/** The number of each set. */
function setsOf(placed: readonly Placed[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  let next = 0;
  for (const { set, kind } of placed.flatMap(({ places }) => places)) {
    if (!numbers.has(set)) numbers.set(set, kind === 'edge' ? EDGE : next++);
  }
  return numbers;
}

/** A literal, whatever the case of its ASCII letters. */
export function foldedRun(literal: string): ByteRun {
  return [...literal].map((character) =>
    /[A-Za-z]/.test(character) ? character.toLowerCase() + character.toUpperCase() : character,
  );
}

function addToBucket(tables: Buffer, bucket: number, entry: number, fingerprint: ByteRun): void {
  const edges = BUCKETS_AT + bucket * ENTRY_BYTES;
  if (tables.readUInt32LE(edges) === 0) tables.writeUInt32LE(entry, edges);
  tables.writeUInt32LE(entry + ENTRY_BYTES, edges + 4);
  for (let place = 0; place < FINGERPRINT; place++) {
    const low = place * 2 * NIBBLES;
    for (const byte of bytesAt(fingerprint, place)) {
      setBit(tables, low + (byte & 15), bucket);
      setBit(tables, low + NIBBLES + (byte >> 4), bucket);
    }
  }
}

/** Of all that the fingerprint can be, whatever byte stands behind it where it is short. */
function addHashes(tables: Buffer, fingerprint: ByteRun): void {
  const [first = [], second = [], third = []] = [0, 1, 2].map((place) =>
    distinct(bytesAt(fingerprint, place)),
  );
  if (first.length * second.length * third.length > MAX_HASHED) {
    tables.fill(255, HASHES_AT);
    return;
  }
  for (const one of first) {
    for (const two of second) {
      for (const three of third) {
        const hash = Math.imul(one | (two << 8) | (three << 16), MULTIPLIER) >>> 16;
        setBit(tables, HASHES_AT + (hash >> 3), hash & 7);
      }
    }
  }
}

/** As the kernel's hashing sees them. */
const distinct = (bytes: readonly number[]) => [...new Set(bytes.map((byte) => byte | ALIKE))];

const ANY = Array.from({ length: BYTES }, (_, byte) => byte);

/** The bytes at a place of a fingerprint; behind its end any byte. */
function bytesAt(fingerprint: ByteRun, place: number): readonly number[] {
  const set = fingerprint[place];
  return set === undefined ? ANY : bytesOf(set);
}

const bytesOf = (set: string) => [...Buffer.from(set, 'latin1')];

function setBit(tables: Buffer, at: number, bit: number): void {
  tables[at] = (tables[at] ?? 0) | (1 << bit);
}

/** The stretch of a run that is met least elsewhere. */
function place({ run: whole, tail }: Sequence): Placed {
  const run = whole.slice(0, MAX_LENGTH);
  const known = run.length < whole.length ? [] : tail.slice(0, MAX_LENGTH - run.length);
  const places = [...run.map((set): Place => ({ set, kind: 'one' })), ...known];
  let best = { at: 0, rate: Number.POSITIVE_INFINITY };
  const length = Math.min(FINGERPRINT, run.length);
  for (let at = 0; at + length <= run.length; at++) {
    const rate = run.slice(at, at + length).reduce((product, set) => product * frequencyOf(set), 1);
    if (rate < best.rate) best = { at, rate };
  }
  return { places, at: best.at, fingerprint: run.slice(best.at, best.at + length) };
}

function byFingerprint(a: Placed, b: Placed): number {
  const [left, right] = [a.fingerprint.join(), b.fingerprint.join()];
  return a.fingerprint.length - b.fingerprint.length || Number(left > right) - Number(left < right);
}
