// Rows as the JSON text that an answer holds, written once: they pass between threads and into answers as they are.
// Large results are kept deflated, for they may wait long until somebody fetches them.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Row } from '../../insights/types.ts';

export interface EncodedRows {
  readonly count: number;
  readonly chunks: readonly Chunk[];
}

/** CHUNK_ROWS rows; fewer where they fill CHUNK_BYTES, or are the last. */
interface Chunk {
  /** The rows' JSON, one after the other, each followed by a comma. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly deflated: boolean;
  /** Where each row ends in the JSON, its comma included. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

export const NO_ROWS: EncodedRows = { count: 0, chunks: [] };
const CHUNK_ROWS = 1_000;
/** JSON of long rows: while a chunk is written it stands in memory several times. */
const CHUNK_BYTES = 1_048_576;
/** Fewer are small enough as they are; long ones, of which there are few, take longer to deflate than it is worth. */
const MIN_DEFLATED_ROWS = 5_000;

export function encodeRows(rows: readonly Row[]): EncodedRows {
  const chunks: Chunk[] = [];
  for (let start = 0; start < rows.length; ) {
    const chunk = chunkFrom(rows, start);
    chunks.push(chunk);
    start += chunk.ends.length;
  }
  return { count: rows.length, chunks };
}

function chunkFrom(rows: readonly Row[], start: number): Chunk {
  const texts: string[] = [];
  const ends: number[] = [];
  let sizeBytes = 0;
  for (let at = start; at < rows.length && ends.length < CHUNK_ROWS; at++) {
    if (sizeBytes >= CHUNK_BYTES) break;
    const text = JSON.stringify(rows[at]);
    texts.push(text);
    sizeBytes += Buffer.byteLength(text) + COMMA.length;
    ends.push(sizeBytes);
  }
  const deflated = rows.length >= MIN_DEFLATED_ROWS;
  // In memory of its own, which can be handed to another thread.
  const json = new Uint8Array(sizeBytes);
  const written = Buffer.from(json.buffer);
  for (const [index, text] of texts.entries()) {
    const start = ends[index - 1] ?? 0;
    COMMA.copy(written, start + written.write(text, start));
  }
  const bytes = deflated ? new Uint8Array(deflateRawSync(json, { level: 1 })) : json;
  return { bytes, deflated, ends: Uint32Array.from(ends) };
}

/** The JSON array of the rows [from, to) in its bytes, piece by piece: they are sent as they are kept. */
export function rowsJson(rows: EncodedRows, from: number, to: number): readonly Buffer[] {
  const pieces = spansOf(rows, from, to).flatMap(({ chunk, start, end }, index) => [
    index === 0 ? OPENING : COMMA,
    chunkJson(chunk, start, end),
  ]);
  return pieces.length === 0 ? [OPENING, CLOSING] : [...pieces, CLOSING];
}

const OPENING = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSING = Buffer.from(']');

/** Where a page of the rows [from, to) ends that holds at most so many bytes of JSON, or a single row. */
export function pageEnd(rows: EncodedRows, from: number, to: number, maxBytes: number): number {
  let bytes = 0;
  let at = from;
  for (const { chunk, start, end } of spansOf(rows, from, to)) {
    for (let row = start; row < end; row++, at++) {
      bytes += (chunk.ends[row] ?? 0) - startOf(chunk, row);
      if (bytes > maxBytes && at > from) return at;
    }
  }
  return at;
}

/** Rows [start, end) of a chunk. */
interface Span {
  readonly chunk: Chunk;
  readonly start: number;
  readonly end: number;
}

/** Where the rows [from, to) stand. */
function spansOf({ chunks }: EncodedRows, from: number, to: number): readonly Span[] {
  const spans: Span[] = [];
  let before = 0;
  for (const chunk of chunks) {
    const start = Math.max(0, from - before);
    const end = Math.min(chunk.ends.length, to - before);
    if (start < end) spans.push({ chunk, start, end });
    before += chunk.ends.length;
  }
  return spans;
}

function chunkJson(chunk: Chunk, from: number, to: number): Buffer {
  const { bytes, deflated, ends } = chunk;
  const json = deflated ? inflateRawSync(bytes) : Buffer.from(bytes.buffer);
  return json.subarray(startOf(chunk, from), (ends[to - 1] ?? 1) - 1);
}

/** Where a row begins in the JSON of its chunk. */
const startOf = ({ ends }: Chunk, row: number): number => (row === 0 ? 0 : (ends[row - 1] ?? 0));

/** What they take as they are kept. */
export function sizeBytesOf({ chunks }: EncodedRows): number {
  return chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** What their JSON takes. */
export function jsonBytesOf({ chunks }: EncodedRows): number {
  return chunks.reduce((sum, { ends }) => sum + (ends.at(-1) ?? 0), 0);
}

/** Rows of a running query that a look gives, and the characters that they may hold. */
const MAX_LOOK_ROWS = 1_000;
const MAX_LOOK_CHARS = 262_144;

/** The first rows of a query that is running. */
export function encodeFirst(rows: readonly Row[]): EncodedRows {
  const shown: Row[] = [];
  let chars = 0;
  for (const row of rows.slice(0, MAX_LOOK_ROWS)) {
    chars += JSON.stringify(row).length;
    if (chars > MAX_LOOK_CHARS) break;
    shown.push(row);
  }
  return encodeRows(shown);
}

/** The memory of the rows, for handing it to another thread. */
export function buffersOf({ chunks }: EncodedRows): readonly ArrayBuffer[] {
  return chunks.flatMap(({ bytes, ends }) => [bytes.buffer, ends.buffer]);
}
