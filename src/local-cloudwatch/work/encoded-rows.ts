// Rows as the JSON text that an answer holds, written once: they pass between threads and into answers as they are.
import type { Row } from '../../insights/types.ts';

export interface EncodedRows {
  /** The rows' JSON, one after the other, each followed by a comma. */
  readonly bytes: Uint8Array;
  /** Where each row ends in `bytes`, its comma included. */
  readonly ends: Uint32Array;
}

export const NO_ROWS: EncodedRows = { bytes: new Uint8Array(0), ends: new Uint32Array(0) };
/** Rows that are turned into text together. */
const ROWS_AT_ONCE = 1_000;

export function encodeRows(rows: readonly Row[]): EncodedRows {
  const ends = new Uint32Array(rows.length);
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const texts = rows.slice(start, start + ROWS_AT_ONCE).map((row) => `${JSON.stringify(row)},`);
    texts.forEach((text, index) => {
      sizeBytes += Buffer.byteLength(text);
      ends[start + index] = sizeBytes;
    });
    parts.push(Buffer.from(texts.join('')));
  }
  return { bytes: joined(parts, sizeBytes), ends };
}

/** In memory of its own, which can be handed to another thread. */
function joined(parts: readonly Buffer[], sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The JSON array of the rows [from, to). */
export function rowsText({ bytes, ends }: EncodedRows, from: number, to: number): string {
  const start = from === 0 ? 0 : (ends[from - 1] ?? 0);
  const end = to === 0 ? 0 : (ends[to - 1] ?? 0);
  if (end <= start) return '[]';
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start - 1).toString();
  return `[${text}]`;
}
