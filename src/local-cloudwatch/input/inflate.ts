// Inflates a gzip file piece by piece, up to where it is damaged.
import type { FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { Chunks } from './chunks.ts';

/** Compressed bytes given to an inflater at once; what comes of them waits in memory. */
const DEFLATED_BYTES = 32_768;

/**
 * Feeds a gunzip stream by hand: piped and iterated, it would drop what it has inflated but not yet handed out when it
 * comes upon damage, now more and now less.
 */
export function openInflater(handle: FileHandle, inflateBytes: number): Chunks {
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
