// Literals as the tables by which kernel.wat finds them. They fall into eight buckets by their fingerprints: those that
// look alike together, so that a bucket's tables let little else through.

/** Where the tables and the window stand in the kernel's memory: see kernel.wat. */
export const WINDOW = 16_384;
const BUCKETS_AT = 128;
const FOLD_AT = 256;
const ENTRIES_AT = 512;
const ENTRY_BYTES = 8;
const HASHES_AT = 8_192;
/** Where the kernel's hashing begins, and what it does not tell apart in each byte. */
const MULTIPLIER = 0x9e3779b1;
const ALIKE = 0x20;
const NIBBLES = 16;
const BUCKETS = 8;
/** Bytes of a fingerprint; shorter literals have shorter ones. */
const FINGERPRINT = 3;
const MIN_FINGERPRINT = 2;

/** Bytes of logs, in lower case, those that are met most first: they tell least. */
const COMMON = ' 0e1:-2.ato3irn45sc/l6d78u9m"pgh=,fb[]_ywvk()tjxqz{}';

/** Literals that are sought together, without regard to ASCII case. */
export interface LiteralSet {
  /** What the kernel's memory begins with. */
  readonly tables: Uint8Array;
}

interface Placed {
  readonly bytes: Buffer;
  /** Place of the fingerprint in it. */
  readonly at: number;
  readonly fingerprint: Buffer;
}

/** null: there are none, they are too long together, or one is shorter than two bytes. */
export function literalSet(literals: readonly string[]): LiteralSet | null {
  const placed = literals.map((literal) => place(Buffer.from(lowerCase(literal), 'latin1')));
  const textAt = ENTRIES_AT + placed.length * ENTRY_BYTES;
  const end = placed.reduce((sum, { bytes }) => sum + bytes.length, textAt);
  const short = placed.some(({ bytes }) => bytes.length < MIN_FINGERPRINT);
  if (placed.length === 0 || short || end > HASHES_AT) return null;
  const tables = Buffer.alloc(WINDOW);
  for (let byte = 0; byte < 256; byte++) tables[FOLD_AT + byte] = folded(byte);
  placed.sort(byFingerprint);
  let at = textAt;
  const share = placed.length / Math.min(BUCKETS, placed.length);
  for (const [index, literal] of placed.entries()) {
    const entry = ENTRIES_AT + index * ENTRY_BYTES;
    tables.writeUInt32LE(at, entry);
    tables.writeUInt16LE(literal.bytes.length, entry + 4);
    tables.writeUInt16LE(literal.at, entry + 6);
    at += literal.bytes.copy(tables, at);
    addToBucket(tables, Math.floor(index / share), entry, literal.fingerprint);
    addHashes(tables, literal.fingerprint);
  }
  return { tables };
}

function addToBucket(tables: Buffer, bucket: number, entry: number, fingerprint: Buffer): void {
  const edges = BUCKETS_AT + bucket * ENTRY_BYTES;
  if (tables.readUInt32LE(edges) === 0) tables.writeUInt32LE(entry, edges);
  tables.writeUInt32LE(entry + ENTRY_BYTES, edges + 4);
  for (let place = 0; place < FINGERPRINT; place++) {
    const byte = fingerprint[place];
    const low = place * 2 * NIBBLES;
    for (let any = 0; any < 256; any++) {
      if (byte !== undefined && folded(any) !== byte) continue;
      setBit(tables, low + (any & 15), bucket);
      setBit(tables, low + NIBBLES + (any >> 4), bucket);
    }
  }
}

/** Of the fingerprint, whatever byte stands behind it where it is short. */
function addHashes(tables: Buffer, [first = 0, second = 0, third]: Buffer): void {
  for (let any = 0; any < 256; any++) {
    if (third !== undefined && any !== third) continue;
    const key = first | ALIKE | ((second | ALIKE) << 8) | ((any | ALIKE) << 16);
    const hash = Math.imul(key, MULTIPLIER) >>> 16;
    setBit(tables, HASHES_AT + (hash >> 3), hash & 7);
  }
}

function setBit(tables: Buffer, at: number, bit: number): void {
  tables[at] = (tables[at] ?? 0) | (1 << bit);
}

/** The stretch of a literal that is met least elsewhere. */
function place(bytes: Buffer): Placed {
  let best = { at: 0, score: Number.NEGATIVE_INFINITY };
  const length = Math.min(FINGERPRINT, bytes.length);
  for (let at = 0; at + length <= bytes.length; at++) {
    const score = [...bytes.subarray(at, at + length)].reduce((sum, byte) => sum + rarity(byte), 0);
    if (score > best.score) best = { at, score };
  }
  return { bytes, at: best.at, fingerprint: bytes.subarray(best.at, best.at + length) };
}

function rarity(byte: number): number {
  const index = COMMON.indexOf(String.fromCharCode(byte));
  return index === -1 ? COMMON.length : index;
}

function byFingerprint(a: Placed, b: Placed): number {
  return a.fingerprint.length - b.fingerprint.length || a.fingerprint.compare(b.fingerprint);
}

const folded = (byte: number) => (byte >= 65 && byte <= 90 ? byte + 32 : byte);

/** ASCII only: what else there is stands for bytes. */
export function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
