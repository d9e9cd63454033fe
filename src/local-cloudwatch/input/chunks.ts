// Bytes in order, and how a source is made of pieces that can only be had one after the other.

/** Reads on from where the last read ended. */
export interface ByteSource {
  /** Fills `into` from its start; gives the bytes read, 0 at the end. Throws where the file cannot be read on. */
  read(into: Buffer): Promise<number>;
  /** Goes to this byte of the text, at or after the last one read. */
  skipTo(offset: number): Promise<void>;
  close(): Promise<void>;
}

/** Bytes that come piece by piece, in order only. */
export interface Chunks {
  /** The next bytes, null at the end or at the damage. */
  next(): Promise<Buffer | null>;
  damage(): Error | null;
  close(): Promise<void>;
}

export function chunkedSource(chunks: Chunks): ByteSource {
  let chunk: Buffer = Buffer.alloc(0);
  let position = 0;
  const fill = async (): Promise<boolean> => {
    if (chunk.length === 0) chunk = (await chunks.next()) ?? chunk;
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
      const damage = chunks.damage();
      if (filled === 0 && damage !== null) throw damage;
      return filled;
    },
    async skipTo(offset) {
      while (position < offset && (await fill())) take(offset - position);
    },
    close: () => chunks.close(),
  };
}
