// Collects what one file holds while it is read: blocks with their segments, totals, problems.

import type { PlaceTotals } from '../kernel/json-reader.ts';
import type { Borders, EventSum, StretchLimits } from '../kernel/stamped-kernel.ts';
import { PART_BYTES, partList } from './block-parts.ts';
import {
  BLOCK_BYTES,
  type Block,
  type FileHead,
  type GroupTotals,
  LOCAL_ACCOUNT,
  type LogFile,
  type Segment,
  type Shape,
  type StreamTimes,
  type StreamTotals,
} from './log-file.ts';
import type { RecordHead } from './records.ts';

export interface Problem {
  /** Byte offset of the first one; null: about the whole file. */
  readonly offset: number | null;
  count: number;
  readonly why: string;
}

export interface IndexedFile {
  readonly file: LogFile;
  readonly groups: ReadonlyMap<string, GroupTotals>;
  readonly problems: readonly Problem[];
  readonly events: number;
  readonly holds: ReadonlySet<Trait>;
}

/** Where and when an event is; null: the file's own log group, stream, account. */
export interface EventPlace {
  readonly logGroup: string | null;
  readonly logStream: string | null;
  readonly accountId: string | null;
  readonly timestampMs: number;
  readonly ingestionTimeMs: number;
}

/**
 * NUL bytes; what may be white space at the start of an event of text; among JSON lines text, and JSON that is not an event
 * as it stands, with its time in the place of most.
 */
export type Trait = 'nul' | 'indented' | 'text' | 'others';

export interface IndexBuilder {
  /** Begins a unit, [start, end) in bytes of the file; its events follow. `altered`, `known`: see Block. */
  unit(
    start: number,
    end: number,
    ms: number,
    shape: Shape | null,
    altered: boolean,
    known?: StreamTimes,
  ): void;
  event(place: EventPlace, sizeBytes: number): void;
  /** An event of the file's own log group and stream. */
  own(timestampMs: number, sizeBytes: number): void;
  /** From where on, seen from `base`, a unit belongs to another part, and to another block. */
  borders(base: number): Borders;
  /** Events of the file's own log group and stream in units one after the other, of one part; their offsets are from `base`. */
  ownRun(events: EventSum, base: number, shape: Shape | null): void;
  /** Events of one stream; `sizeBytes` of all of them. */
  events(head: RecordHead, totals: PlaceTotals): void;
  problem(offset: number | null, why: string): void;
  /** What is true of some of its events. */
  holds(trait: Trait): void;
  /** What comes next does not follow what was read last. */
  closeBlock(): void;
  finish(head: FileHead): IndexedFile;
}

/** Blocks and parts are closed behind so many bytes. */
export const LIMITS: StretchLimits = { partBytes: PART_BYTES, blockBytes: BLOCK_BYTES };

interface OpenBlock {
  readonly start: number;
  end: number;
  readonly firstMs: number;
  shape: Shape | null;
  altered: boolean;
  known: StreamTimes | null;
  readonly segments: Map<string, Segment>;
}

const AS_IS = { altered: false, known: null };

export function indexBuilder(logGroup: string, logStream: string): IndexBuilder {
  const blocks: Block[] = [];
  const groups = new Map<string, GroupTotals>();
  const problems = problemList();
  let block: OpenBlock | null = null;
  const parts = partList();
  let count = 0;
  const traits = new Set<Trait>();
  const add = (name: string, streamName: string, batch: Batch) => {
    count += batch.count;
    if (block !== null) addToSegment(block.segments, name, batch);
    addToTotals(groups, name, streamName, batch);
  };
  const other = (name: string, streamName: string, batch: Batch) => {
    add(name, streamName, batch);
    parts.add(batch);
  };
  /** Events of the file's own log group and stream, of a part and of a block. */
  const own = { part: noBatch(), block: noBatch() };
  const closePart = () => {
    if (own.part.count > 0) parts.add(own.part);
    addCounted(own.block, own.part);
    own.part = noBatch();
    parts.close();
  };
  const closeBlock = () => {
    closePart();
    if (own.block.count > 0) add(logGroup, logStream, own.block);
    own.block = noBatch();
    const packed = parts.take();
    if (block !== null && block.segments.size > 0) blocks.push(closed(block, packed));
    block = null;
  };
  const open = (start: number, end: number, ms: number, shape: Shape | null): OpenBlock => {
    if (block !== null && start - block.start >= BLOCK_BYTES) closeBlock();
    else if (parts.isFull(start)) closePart();
    block ??= { start, end, firstMs: ms, shape, ...AS_IS, segments: new Map() };
    block.end = Math.max(block.end, end);
    parts.unit(start, end, ms);
    return block;
  };
  return {
    borders: (base) => ({
      part: parts.border(base),
      block: block === null ? null : block.start + BLOCK_BYTES - base,
    }),
    ownRun(events, base, shape) {
      const into = open(base + events.start, base + events.end, events.firstMs, shape);
      if (into.shape !== shape) into.shape = null;
      addCounted(own.part, events);
    },
    unit(start, end, ms, shape, altered, known) {
      const into = open(start, end, ms, shape);
      if (into.shape !== shape) into.shape = null;
      addTraits(into, altered, known);
    },
    event(place, sizeBytes) {
      other(place.logGroup ?? logGroup, place.logStream ?? logStream, batchOf(place, sizeBytes));
    },
    own(timestampMs, sizeBytes) {
      addOwn(own.part, timestampMs, sizeBytes);
    },
    events({ accountId, logGroup: name, logStream: streamName }, totals) {
      other(name, streamName, { accountId, ...totals });
    },
    problem: problems.add,
    holds: (trait) => traits.add(trait),
    closeBlock,
    finish(head) {
      closeBlock();
      const file = { ...head, blocks, ...holding(traits) };
      return { file, groups, problems: problems.all(), events: count, holds: traits };
    },
  };
}

function addTraits(block: OpenBlock, altered: boolean, known: StreamTimes | null = null): void {
  block.altered ||= altered;
  block.known ??= known;
}

function holding(traits: ReadonlySet<Trait>) {
  return { holdsNul: traits.has('nul'), holdsIndented: traits.has('indented') };
}

function closed(block: OpenBlock, parts: Float64Array): Block {
  const segments = [...block.segments.values()];
  const isParted = segments.length === 1 && block.known === null;
  return { ...block, segments, parts: isParted ? parts : null };
}

/** Each kind of problem once, where it was met first. */
function problemList() {
  const problems = new Map<string, Problem>();
  return {
    add(offset: number | null, why: string): void {
      const known = problems.get(why);
      if (known === undefined) problems.set(why, { offset, count: 1, why });
      else known.count++;
    },
    all: (): readonly Problem[] => [...problems.values()],
  };
}

/** Events of one stream of one log group. */
interface Batch {
  readonly accountId: string;
  count: number;
  sizeBytes: number;
  minMs: number;
  maxMs: number;
  lastIngestionMs: number;
}

function batchOf(
  { accountId, timestampMs, ingestionTimeMs }: EventPlace,
  sizeBytes: number,
): Batch {
  const times = { minMs: timestampMs, maxMs: timestampMs, lastIngestionMs: ingestionTimeMs };
  return { accountId: accountId ?? LOCAL_ACCOUNT, count: 1, sizeBytes, ...times };
}

function noBatch(): Batch {
  const times = {
    minMs: Number.POSITIVE_INFINITY,
    maxMs: Number.NEGATIVE_INFINITY,
    lastIngestionMs: Number.NEGATIVE_INFINITY,
  };
  return { accountId: LOCAL_ACCOUNT, count: 0, sizeBytes: 0, ...times };
}

function addOwn(batch: Batch, timestampMs: number, sizeBytes: number): void {
  batch.count++;
  batch.sizeBytes += sizeBytes;
  if (timestampMs < batch.minMs) batch.minMs = timestampMs;
  if (timestampMs > batch.maxMs) batch.maxMs = batch.lastIngestionMs = timestampMs;
}

type Counted = Pick<Batch, 'count' | 'sizeBytes' | 'minMs' | 'maxMs'>;

function addCounted(batch: Batch, { count, sizeBytes, minMs, maxMs }: Counted): void {
  batch.count += count;
  batch.sizeBytes += sizeBytes;
  if (minMs < batch.minMs) batch.minMs = minMs;
  if (maxMs > batch.maxMs) batch.maxMs = batch.lastIngestionMs = maxMs;
}

function addToSegment(segments: Map<string, Segment>, logGroup: string, batch: Batch): void {
  const { accountId, count, sizeBytes, minMs, maxMs } = batch;
  const segment = segments.get(logGroup);
  if (segment === undefined) {
    segments.set(logGroup, { logGroup, accountId, count, sizeBytes, minMs, maxMs });
    return;
  }
  if (segment.accountId !== accountId) segment.accountId = null;
  segment.count += count;
  segment.sizeBytes += sizeBytes;
  if (minMs < segment.minMs) segment.minMs = minMs;
  if (maxMs > segment.maxMs) segment.maxMs = maxMs;
}

function addToTotals(
  groups: Map<string, GroupTotals>,
  name: string,
  streamName: string,
  { accountId, count, sizeBytes, minMs, maxMs, lastIngestionMs }: Batch,
): void {
  let group = groups.get(name);
  if (group === undefined) {
    group = { name, accountId, streams: new Map(), sizeBytes: 0 };
    groups.set(name, group);
  }
  group.sizeBytes += sizeBytes;
  const stream = group.streams.get(streamName);
  if (stream === undefined) {
    const times = { firstMs: minMs, lastMs: maxMs, lastIngestionMs };
    group.streams.set(streamName, { name: streamName, count, ...times });
    return;
  }
  stream.count += count;
  if (minMs < stream.firstMs) stream.firstMs = minMs;
  if (maxMs > stream.lastMs) stream.lastMs = maxMs;
  if (lastIngestionMs > stream.lastIngestionMs) stream.lastIngestionMs = lastIngestionMs;
}

/** Each kind of problem once, where it was met first. */
export function mergeProblems(lists: readonly (readonly Problem[])[]): readonly Problem[] {
  const merged = new Map<string, Problem>();
  for (const problem of lists.flat()) {
    const known = merged.get(problem.why);
    if (known === undefined) merged.set(problem.why, { ...problem });
    else known.count += problem.count;
  }
  return [...merged.values()];
}

/** Adds the totals of a file to those of the files before it. */
export function mergeTotals(
  into: Map<string, GroupTotals>,
  from: ReadonlyMap<string, GroupTotals>,
): void {
  for (const group of from.values()) {
    const known = into.get(group.name);
    if (known === undefined) {
      into.set(group.name, group);
      continue;
    }
    known.sizeBytes += group.sizeBytes;
    for (const stream of group.streams.values()) mergeStream(known, stream);
  }
}

function mergeStream(group: GroupTotals, stream: StreamTotals): void {
  const known = group.streams.get(stream.name);
  if (known === undefined) {
    group.streams.set(stream.name, stream);
    return;
  }
  known.count += stream.count;
  known.firstMs = Math.min(known.firstMs, stream.firstMs);
  known.lastMs = Math.max(known.lastMs, stream.lastMs);
  known.lastIngestionMs = Math.max(known.lastIngestionMs, stream.lastIngestionMs);
}
