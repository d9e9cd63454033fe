// What is known of the stretches of a block, so that where its events lie on both sides of a border only the stretch
// at the border is read. A row of numbers each: a large file has very many of them.
import type { Block, Segment } from './log-file.ts';

/** A part is closed at the first unit after this many bytes. */
export const PART_BYTES = 32_768;

/** A stretch of whole units, and its events. */
interface Part {
  readonly start: number;
  end: number;
  readonly firstMs: number;
  count: number;
  sizeBytes: number;
  minMs: number;
  maxMs: number;
}

type Events = Pick<Part, 'count' | 'sizeBytes' | 'minMs' | 'maxMs'>;

/** The parts of the block that is open. */
export interface PartList {
  /** Whether a unit that begins here belongs to the next part. */
  isFull(start: number): boolean;
  /** From where on, seen from `base`, a unit belongs to the next part; null: none is open. */
  border(base: number): number | null;
  unit(start: number, end: number, firstMs: number): void;
  add(events: Events): void;
  close(): void;
  /** The closed parts; the list begins anew. */
  take(): Float64Array;
}

export function partList(): PartList {
  let open: Part | null = null;
  let closed: Part[] = [];
  return {
    border: (base) => (open === null ? null : open.start + PART_BYTES - base),
    isFull: (start) => open !== null && start - open.start >= PART_BYTES,
    unit(start, end, firstMs) {
      open ??= { start, end, firstMs, ...NO_EVENTS };
      open.end = end;
    },
    add({ count, sizeBytes, minMs, maxMs }) {
      if (open === null) return;
      open.count += count;
      open.sizeBytes += sizeBytes;
      open.minMs = Math.min(open.minMs, minMs);
      open.maxMs = Math.max(open.maxMs, maxMs);
    },
    close() {
      if (open !== null && open.count > 0) closed.push(open);
      open = null;
    },
    take() {
      const packed = pack(closed);
      closed = [];
      return packed;
    },
  };
}

const NO_EVENTS: Events = {
  count: 0,
  sizeBytes: 0,
  minMs: Number.POSITIVE_INFINITY,
  maxMs: Number.NEGATIVE_INFINITY,
};
const FIELDS = 7;

function pack(parts: readonly Part[]): Float64Array {
  const packed = new Float64Array(parts.length * FIELDS);
  for (const [index, part] of parts.entries()) {
    const { start, end, firstMs, count, sizeBytes, minMs, maxMs } = part;
    packed.set([start, end, firstMs, count, sizeBytes, minMs, maxMs], index * FIELDS);
  }
  return packed;
}

/** The block as two that follow each other; it as it is where it is not to be parted. */
export function halvesOf(block: Block): readonly Block[] {
  const { parts, segments } = block;
  const [segment] = segments;
  const count = parts === null ? 0 : parts.length / FIELDS;
  if (parts === null || segment === undefined || count < 2) return [block];
  const middle = Math.floor(count / 2) * FIELDS;
  return [parts.subarray(0, middle), parts.subarray(middle)].map((half) =>
    whole(block, segment, half),
  );
}

function whole(block: Block, segment: Segment, parts: Float64Array): Block {
  const total = { ...NO_EVENTS };
  for (let at = 0; at < parts.length; at += FIELDS) {
    total.count += parts[at + 3] ?? 0;
    total.sizeBytes += parts[at + 4] ?? 0;
    total.minMs = Math.min(total.minMs, parts[at + 5] ?? 0);
    total.maxMs = Math.max(total.maxMs, parts[at + 6] ?? 0);
  }
  const [start = 0] = parts;
  const [end = start, firstMs = 0] = [parts.at(1 - FIELDS), parts[2]];
  return { ...block, start, end, firstMs, segments: [{ ...segment, ...total }], parts };
}
