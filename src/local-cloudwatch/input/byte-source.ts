// The text of a log file as UTF-8 bytes in order, decompressed and recoded on the way. A compressed file is decompressed anew for each
// query rather than kept on disk: logs may hold secrets, and nothing of them is to outlive the run.
import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ByteSource, chunkedSource } from './chunks.ts';
import { type CsvLayout, csvChunks } from './csv.ts';
import { openInflater } from './inflate.ts';
import { type Encoding, utf16Chunks } from './utf16.ts';

/** What inflates at most this many bytes at a time. */
export const INFLATE_BYTES = 262_144;
/** For a damaged file: fewer bytes before the damage are lost. */
export const CAREFUL_INFLATE_BYTES = 4_096;

/** How the bytes on disk become the UTF-8 text that is read. */
export interface Coding {
  readonly path: string;
  readonly compressed: boolean;
  readonly encoding: Encoding;
  /** It is a table that is read as JSON lines; null: it is read as it stands. */
  readonly csv: CsvLayout | null;
}

/** Whether the text can be had from its start only: it is not what stands on disk. */
export function isRecoded({ compressed, encoding, csv }: Omit<Coding, 'path'>): boolean {
  return compressed || encoding !== 'utf-8' || csv !== null;
}

/** Opens a file at its first byte. Throws what node:fs throws. */
export async function openSource(file: Coding, inflateBytes: number): Promise<ByteSource> {
  const handle = await open(file.path);
  const bytes = file.compressed
    ? chunkedSource(openInflater(handle, inflateBytes))
    : plainSource(handle);
  const text = file.encoding === 'utf-8' ? bytes : chunkedSource(utf16Chunks(bytes, file.encoding));
  return file.csv === null ? text : chunkedSource(csvChunks(text, file.csv));
}

/** Read at once, after a turn of the event loop: what is in the page cache comes faster so than by another thread. */
function plainSource(handle: FileHandle): ByteSource {
  let position = 0;
  return {
    async read(into) {
      await nextTurn();
      const bytesRead = readSync(handle.fd, into, 0, into.length, position);
      position += bytesRead;
      return bytesRead;
    },
    async skipTo(offset) {
      position = offset;
    },
    close: () => handle.close(),
  };
}
