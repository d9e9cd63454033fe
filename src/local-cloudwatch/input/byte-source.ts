// The bytes of a log file in order, decompressed on the way. A compressed file is decompressed anew for each
// query rather than kept on disk: logs may hold secrets, and nothing of them is to outlive the run.
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
export const CAREFUL_INFLATE_BYTES = 4_096;

/** Opens a file at its first byte. Throws what node:fs throws. */
export async function openSource(
  file: { readonly path: string; readonly compressed: boolean },
  inflateBytes: number,
): Promise<ByteSource> {
  const handle = await open(file.path);
  return file.compressed ? gzipSource(handle, inflateBytes) : plainSource(handle);
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

function gzipSource(handle: FileHandle, inflateBytes: number): ByteSource {
  const inflater = openInflater(handle, inflateBytes);
  let chunk: Buffer = Buffer.alloc(0);
  let position = 0;
  const fill = async (): Promise<boolean> => {
    if (chunk.length === 0) chunk = (await inflater.next()) ?? chunk;
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
      const damage = inflater.damage();
      if (filled === 0 && damage !== null) throw damage;
      return filled;
    },
    async skipTo(offset) {
      while (position < offset && (await fill())) take(offset - position);
    },
    close: () => inflater.close(),
  };
}

/** Compressed bytes given to an inflater at once; what comes of them waits in memory. */
const DEFLATED_BYTES = 16_384;

interface Inflater {
  /** The next bytes, null at the end or at the damage. */
  next(): Promise<Buffer | null>;
  damage(): Error | null;
  close(): Promise<void>;
}

/**
 * Feeds a gunzip stream by hand: piped and iterated, it would drop what it has inflated but not yet handed out when it
 * comes upon damage, now more and now less.
 */
function openInflater(handle: FileHandle, inflateBytes: number): Inflater {
  const inflate = createGunzip({ chunkSize: inflateBytes });
  const deflated = Buffer.allocUnsafe(DEFLATED_BYTES);
  const ready: Buffer[] = [];
  let damage: Error | null = null;
  let ended = false;
  let settle = () => {};
  inflate.on('data', (chunk: Buffer) => ready.push(chunk));
  inflate.on('error', (error) => {
    damage ??= error;
    ended = true;
    settle();
  });
  // Also where bytes that are no gzip follow the last member.
  inflate.on('end', () => {
    ended = true;
    settle();
  });
  const feed = async () => {
    const { bytesRead } = await handle.read(deflated, 0, DEFLATED_BYTES, null);
    await new Promise<void>((resolve) => {
      settle = resolve;
      if (bytesRead === 0) inflate.end();
      else inflate.write(deflated.subarray(0, bytesRead), () => resolve());
    });
  };
  return {
    async next() {
      while (ready.length === 0 && !ended) await feed();
      return ready.shift() ?? null;
    },
    damage: () => damage,
    async close() {
      inflate.destroy();
      await handle.close();
    },
  };
}
