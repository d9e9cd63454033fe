// Rows as the JSON text that an answer holds, written once: they pass between threads and into answers as they are.
// Large results are kept deflated, for they may wait long until somebody fetches them.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Row } from '../../insights/types.ts';

export interface EncodedRows {
  readonly count: number;
  readonly chunks: readonly Chunk[];
}

/** CHUNK_ROWS rows, the last one fewer. */
interface Chunk {
  /** The rows' JSON, one after the other, each followed by a comma. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly deflated: boolean;
  /** Where each row ends in the JSON, its comma included. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

export const NO_ROWS: EncodedRows = { count: 0, chunks: [] };
const CHUNK_ROWS = 1_000;
/** Results of fewer rows are small enough as they are. */
const MIN_DEFLATED_ROWS = 5_000;

export function encodeRows(rows: readonly Row[]): EncodedRows {
  const chunks: Chunk[] = [];
  for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
    chunks.push(chunkOf(rows.slice(start, start + CHUNK_ROWS), rows.length >= MIN_DEFLATED_ROWS));
  }
  return { count: rows.length, chunks };
}

function chunkOf(rows: readonly Row[], deflated: boolean): Chunk {
  const texts = rows.map((row) => `${JSON.stringify(row)},`);
  const ends = new Uint32Array(rows.length);
  let sizeBytes = 0;
  for (const [index, text] of texts.entries()) {
    sizeBytes += Buffer.byteLength(text);
    ends[index] = sizeBytes;
  }
  const json = Buffer.from(texts.join(''));
  // In memory of its own, which can be handed to another thread.
  const bytes = new Uint8Array(deflated ? deflateRawSync(json, { level: 1 }) : json);
  return { bytes, deflated, ends };
}

/** The JSON array of the rows [from, to). */
export function rowsText({ chunks, count }: EncodedRows, from: number, to: number): string {
  const parts: string[] = [];
  const last = Math.min(to, count);
  for (let at = from; at < last; ) {
    const start = Math.floor(at / CHUNK_ROWS) * CHUNK_ROWS;
    const end = Math.min(last, start + CHUNK_ROWS);
    const chunk = chunks[start / CHUNK_ROWS];
    if (chunk !== undefined) parts.push(chunkText(chunk, at - start, end - start));
    at = end;
  }
  return `[${parts.join(',')}]`;
}

function chunkText({ bytes, deflated, ends }: Chunk, from: number, to: number): string {
  const json = deflated ? inflateRawSync(bytes) : Buffer.from(bytes.buffer);
  const start = from === 0 ? 0 : (ends[from - 1] ?? 0);
  return json.toString('utf8', start, (ends[to - 1] ?? 1) - 1);
}

/** What they take as they are kept. */
export function sizeBytesOf({ chunks }: EncodedRows): number {
  return chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
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
