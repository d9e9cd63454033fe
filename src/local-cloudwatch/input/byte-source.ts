// The bytes of a log file in order, decompressed on the way. A compressed file is decompressed anew for each
// query rather than kept on disk: logs may hold secrets, and nothing of them is to outlive the run.
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** Reads on from where the last read ended. */
export interface ByteSource {
  /** Fills `into` from its start; gives the bytes read, 0 at the end. Throws where the file cannot be read on. */
  read(into: Buffer): Promise<number>;
  /** Goes to this byte of the decompressed file, at or after the last one read. */
  skipTo(offset: number): Promise<void>;
  close(): Promise<void>;
}

/** What inflates at most this many bytes at a time. */
export const INFLATE_BYTES = 65_536;
/** For a damaged file: fewer bytes before the damage are lost. */
export const CAREFUL_INFLATE_BYTES = 256;

/** Opens a file at its first byte. Throws what node:fs throws. */
export async function openSource(
  file: { readonly path: string; readonly compressed: boolean },
  inflateBytes: number,
): Promise<ByteSource> {
  return file.compressed ? gzipSource(file.path, inflateBytes) : plainSource(await open(file.path));
}

function plainSource(handle: FileHandle): ByteSource {
  let position = 0;
  return {
    async read(into) {
      const { bytesRead } = await handle.read(into, 0, into.length, position);
      position += bytesRead;
      return bytesRead;
    },
    async skipTo(offset) {
      position = offset;
    },
    close: () => handle.close(),
  };
}

function gzipSource(path: string, inflateBytes: number): ByteSource {
  const input = createReadStream(path);
  const inflate = createGunzip({ chunkSize: inflateBytes });
  input.on('error', (error) => inflate.destroy(error));
  const chunks = input.pipe(inflate).iterator() as AsyncIterator<Buffer>;
  let chunk: Buffer = Buffer.alloc(0);
  let position = 0;
  let damage: unknown = null;
  const fill = async (): Promise<boolean> => {
    if (chunk.length > 0) return true;
    try {
      const next = await chunks.next();
      if (!next.done) chunk = next.value;
    } catch (error) {
      damage = error;
    }
    return chunk.length > 0;
  };
  const take = (bytes: number): Buffer => {
    const taken = chunk.subarray(0, bytes);
    chunk = chunk.subarray(taken.length);
    position += taken.length;
    return taken;
  };
  return {
    async read(into) {
      let filled = 0;
      while (filled < into.length && (await fill())) {
        filled += take(into.length - filled).copy(into, filled);
      }
      if (filled === 0 && damage !== null) throw damage;
      return filled;
    },
    async skipTo(offset) {
      while (position < offset && (await fill())) take(offset - position);
    },
    async close() {
      await chunks.return?.();
      input.destroy();
      inflate.destroy();
    },
  };
}
