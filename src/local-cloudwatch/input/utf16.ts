// UTF-16 text as UTF-8, as Windows and PowerShell's redirection write logs: recoded while it is read.
import { StringDecoder } from 'node:string_decoder';
import type { ByteSource, Chunks } from './chunks.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Bytes recoded at once; even, so that a code unit is cut nowhere but at the end of the file. */
const RECODED_BYTES = 65_536;
/** Without a byte order mark: the share of NUL bytes beside ASCII characters, and the share where there are none. */
const MANY_NULS = 0.4;
const FEW_NULS = 0.05;
/** Fewer bytes tell nothing. */
const MIN_TOLD_BYTES = 32;

/** The encoding of a text, by its byte order mark or by where its NUL bytes are. */
export function encodingOf(sample: Buffer): Encoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  if (sample.length < MIN_TOLD_BYTES || !sample.includes(0)) return 'utf-8';
  const nuls = [0, 0];
  for (const [index, byte] of sample.entries()) {
    if (byte === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = nuls.map((count) => (count * 2) / sample.length);
  if (odd > MANY_NULS && even < FEW_NULS) return 'utf-16le';
  return even > MANY_NULS && odd < FEW_NULS ? 'utf-16be' : 'utf-8';
}

/** The UTF-8 bytes of a source that holds UTF-16; a byte order mark becomes UTF-8's. */
export function utf16Chunks(source: ByteSource, encoding: Encoding): Chunks {
  const decoder = new StringDecoder('utf16le');
  const room = Buffer.allocUnsafe(RECODED_BYTES);
  let damage: Error | null = null;
  return {
    async next() {
      try {
        const bytes = room.subarray(0, await source.read(room));
        if (bytes.length === 0) return null;
        if (encoding === 'utf-16be') bytes.subarray(0, bytes.length - (bytes.length % 2)).swap16();
        return Buffer.from(decoder.write(bytes));
      } catch (error) {
        damage = error instanceof Error ? error : new Error(String(error));
        return null;
      }
    },
    damage: () => damage,
    close: () => source.close(),
  };
}
