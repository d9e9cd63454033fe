// Runs of bytes as the tables by which kernel.wat finds them. They fall into eight buckets by their fingerprints: see
// buckets.ts.
import type { Place } from '../../insights/regex/places.ts';
import { alikeBits, writeAlike } from './alike-bits.ts';
import { FINGERPRINT, fingerprintsOf } from './buckets.ts';

/** Where the tables and the window stand in the kernel's memory: see kernel.wat. */
export const WINDOW = 45_056;
const ENTRIES_AT = 256;
const ENTRY_BYTES = 32;
const SETS_AT = 16_384;
const SET_BYTES = 32;
const HASHES_AT = 20_480;
const SLOTS_AT = 28_672;
const SLOTS = 256;
const LISTS_AT = SLOTS_AT + 2 * SLOTS;
/** What the number of a set says besides: the place may be left out; the last number: it may also be the end. */
const MAYBE = 128;
const EDGE = 127;
const NIBBLES = 16;
const BYTES = 256;
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
  readonly bucket: number;
}

/** null: there are none, they are too many, or one is shorter than two bytes. */
export function runSet(sequences: readonly Sequence[]): RunSet | null {
  const placed = placedIn(sequences);
  const sets = setsOf(placed);
  const runsAt = ENTRIES_AT + placed.length * ENTRY_BYTES;
  const end = placed.reduce((sum, { places }) => sum + places.length, runsAt);
  const short = placed.some(({ places }) => places.length < MIN_LENGTH);
  if (placed.length === 0 || short || end > SETS_AT || sets.size > EDGE) return null;
  const tables = Buffer.alloc(WINDOW);
  writeSets(tables, sets);
  const lists = Array.from({ length: SLOTS }, (): number[] => []);
  let at = runsAt;
  for (const [index, one] of placed.entries()) {
    const entry = ENTRIES_AT + index * ENTRY_BYTES;
    tables.writeUInt32LE(at, entry);
    tables.writeUInt16LE(one.places.length, entry + 4);
    tables.writeUInt16LE(one.at, entry + 6);
    writeAlike(tables, entry + 8, alikeBits(one.places));
    for (const { set, kind } of one.places) {
      tables[at++] = (sets.get(set) ?? 0) | (kind === 'maybe' ? MAYBE : 0);
    }
    addToBucket(tables, one.bucket, one.fingerprint);
    const hashes = hashesOf(one.fingerprint);
    for (const hash of hashes) setBit(tables, HASHES_AT + (hash >> 3), hash & 7);
    for (const slot of new Set(hashes.map((hash) => hash % SLOTS))) lists[slot]?.push(entry);
  }
  writeLists(tables, lists);
  return { tables };
}

function placedIn(sequences: readonly Sequence[]): readonly Placed[] {
  const runs = new Map(sequences.map(({ run }) => [run.join('\0'), run.slice(0, MAX_LENGTH)]));
  const fingerprints = fingerprintsOf([...runs.values()]);
  const numbers = new Map([...runs.keys()].map((key, index) => [key, index]));
  return sequences.map(({ run: whole, tail }): Placed => {
    const { at, bucket } = fingerprints[numbers.get(whole.join('\0')) ?? 0] ?? { at: 0, bucket: 0 };
    const run = whole.slice(0, MAX_LENGTH);
    const known = run.length < whole.length ? [] : tail.slice(0, MAX_LENGTH - run.length);
    const places = [...run.map((set): Place => ({ set, kind: 'one' })), ...known];
    return { places, at, fingerprint: run.slice(at, at + FINGERPRINT), bucket };
  });
}

function writeSets(tables: Buffer, sets: ReadonlyMap<string, number>): void {
  for (const [set, number] of sets) {
    for (const byte of bytesOf(set)) {
      setBit(tables, SETS_AT + number * SET_BYTES + (byte >> 3), byte & 7);
    }
  }
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

function addToBucket(tables: Buffer, bucket: number, fingerprint: ByteRun): void {
  for (let place = 0; place < FINGERPRINT; place++) {
    const low = place * 2 * NIBBLES;
    for (const byte of bytesAt(fingerprint, place)) {
      setBit(tables, low + (byte & 15), bucket);
      setBit(tables, low + NIBBLES + (byte >> 4), bucket);
    }
  }
}

/** Lists that are alike stand there once; where there is no room for all, every slot has the list of all entries. */
function writeLists(tables: Buffer, lists: readonly (readonly number[])[]): void {
  const distinct = new Map(lists.map((list) => [list.join(), list]));
  const needed = [...distinct.values()].reduce((sum, list) => sum + 2 * (list.length + 1), 0);
  if (LISTS_AT + needed > WINDOW) {
    const all = [...new Set(lists.flat())];
    writeLists(
      tables,
      lists.map(() => all),
    );
    return;
  }
  const starts = new Map<string, number>();
  let at = LISTS_AT;
  for (const [key, list] of distinct) {
    starts.set(key, at);
    for (const entry of list) at = tables.writeUInt16LE(entry, at);
    at += 2;
  }
  for (const [slot, list] of lists.entries()) {
    tables.writeUInt16LE(starts.get(list.join()) ?? LISTS_AT, SLOTS_AT + 2 * slot);
  }
}

/** The hashes of all that the fingerprint can be, whatever byte stands behind it where it is short. */
function hashesOf(fingerprint: ByteRun): readonly number[] {
  const [first = [], second = [], third = []] = [0, 1, 2].map((place) =>
    distinct(bytesAt(fingerprint, place)),
  );
  if (first.length * second.length * third.length > MAX_HASHED) return ALL_HASHES;
  return first.flatMap((one) =>
    second.flatMap((two) =>
      third.map((three) => Math.imul(one | (two << 8) | (three << 16), MULTIPLIER) >>> 16),
    ),
  );
}

const ALL_HASHES = Array.from({ length: 65_536 }, (_, hash) => hash);

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
