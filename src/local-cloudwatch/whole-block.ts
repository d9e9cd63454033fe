// Counts a block by the index alone, for queries that ask of events no more than how many there are at which time, and
// for those of which other blocks hold all that they take.
import type { FirstInTime, InsightsRecord, QueryRun, Span } from '../insights/types.ts';
import { halvesOf } from './input/block-parts.ts';
import type { Block, LogFile, Segment } from './input/log-file.ts';
import { insideTotals, isRelevant, type Scanned, type Selection } from './scan.ts';

/** What the index tells of blocks. */
export interface BlockCounter {
  /** Counts the block where the index is enough; null: it must be read. */
  count(file: LogFile, block: Block): Scanned | null;
  /** Whether a part of a block that must be read may be counted. */
  mayPart(file: LogFile, block: Block): boolean;
}

/** For one run of a query over these files. */
export function blockCounter(
  files: readonly LogFile[],
  selection: Selection,
  run: QueryRun,
): BlockCounter {
  if (run.takes !== null) return beyondFirst(files, selection, run, run.takes);
  return {
    count(file, block) {
      const spans = spansOf(file, block, selection);
      return spans !== null && run.pushSpans(spans) ? insideTotals(block, selection) : null;
    },
    mayPart: () => run.coarse,
  };
}

/** Blocks that cannot hold the first events in time: those behind enough others. Equal times lie before the edge. */
function beyondFirst(
  files: readonly LogFile[],
  selection: Selection,
  run: QueryRun,
  { newestFirst, rows }: FirstInTime,
): BlockCounter {
  const edge = edgeIn(files, selection, run, { newestFirst, rows });
  const isBeyond = (spans: readonly Span[]) => nearest(spans, newestFirst) > edge;
  const isSpared = ({ file, block }: Place) => {
    if (!isRelevant(block, selection)) return true;
    const spans = spansOf(file, block, selection);
    return spans !== null && isBeyond(spans);
  };
  return {
    count(file, block) {
      const spans = spansOf(file, block, selection);
      const totals = insideTotals(block, selection);
      if (spans === null || totals === null || !isBeyond(spans)) return null;
      if (!run.covers(spans)) return null;
      run.passSpans(spans);
      return totals;
    },
    mayPart(file, block) {
      const spans = spansOf(file, block, selection);
      if (spans !== null && -nearest(spans, !newestFirst) <= edge) return false;
      const spared = partsOf({ file, block }).filter(isSpared);
      return bytesOf(spared) >= MIN_SPARED_SHARE * bytesOf([{ file, block }]);
    },
  };
}

/** To read many parts one by one takes longer than to read all of a block. */
const MIN_SPARED_SHARE = 0.25;

const bytesOf = (places: readonly Place[]) =>
  places.reduce((sum, { block }) => sum + block.end - block.start, 0);

/** A block of a file. */
interface Place {
  readonly file: LogFile;
  readonly block: Block;
}

/** Of more blocks before the edge the parts are not looked at: there are very many of them. */
const MAX_PARTED_BLOCKS = 64;

/** What the first events do not reach beyond: told from whole blocks, then from parts of those before that edge. */
function edgeIn(
  files: readonly LogFile[],
  selection: Selection,
  run: QueryRun,
  { newestFirst, rows }: FirstInTime,
): number {
  const places = files.flatMap((file) =>
    file.blocks
      .filter((block) => isRelevant(block, selection))
      .map((block): Place => ({ file, block })),
  );
  const edgeOfAll = (all: readonly Place[]) =>
    edgeOf(stretchesOf(all, selection, run, newestFirst), rows);
  const edge = edgeOfAll(places);
  const before = places.filter(({ block }) => begin(block, newestFirst) <= edge);
  if (before.length > MAX_PARTED_BLOCKS) return edge;
  return Math.min(edge, edgeOfAll(before.flatMap(partsOf)));
}

/** The smallest parts that are known of a block. */
function partsOf({ file, block }: Place): readonly Place[] {
  const halves = halvesOf(block);
  if (halves.length === 1) return [{ file, block }];
  return halves.flatMap((half) => partsOf({ file, block: half }));
}

/** The place of a block's first event in the order of the query, whatever its log group. */
function begin({ segments }: Block, newestFirst: boolean): number {
  return newestFirst
    ? -Math.max(...segments.map(({ maxMs }) => maxMs))
    : Math.min(...segments.map(({ minMs }) => minMs));
}

/** A block all of whose events the query would take, were there room. */
interface Stretch {
  /** How far it reaches, in the order of the query. */
  readonly farthest: number;
  readonly events: number;
}

function stretchesOf(
  places: readonly Place[],
  selection: Selection,
  run: QueryRun,
  newestFirst: boolean,
): readonly Stretch[] {
  return places.flatMap(({ file, block }): Stretch[] => {
    const spans = spansOf(file, block, selection);
    if (spans === null || spans.length === 0 || !run.covers(spans)) return [];
    const events = spans.reduce((sum, { count }) => sum + count, 0);
    return [{ farthest: -nearest(spans, !newestFirst), events }];
  });
}

/** What the first `rows` events do not reach beyond; infinite where there are fewer. */
function edgeOf(stretches: readonly Stretch[], rows: number): number {
  let events = 0;
  for (const stretch of [...stretches].sort((a, b) => a.farthest - b.farthest)) {
    events += stretch.events;
    if (events >= rows) return stretch.farthest;
  }
  return Number.POSITIVE_INFINITY;
}

/** The place of the first of these events in the order of the query, ascending. */
function nearest(spans: readonly Span[], newestFirst: boolean): number {
  return newestFirst
    ? -Math.max(...spans.map(({ last }) => last.timestampMs))
    : Math.min(...spans.map(({ first }) => first.timestampMs));
}

/** A block's events of the selected log groups; null where some lie outside the window, or nobody knows whose. */
function spansOf(file: LogFile, block: Block, selection: Selection): readonly Span[] | null {
  const spans: Span[] = [];
  for (const segment of block.segments) {
    const { logGroup, minMs, maxMs, count } = segment;
    const apart = maxMs < selection.startMs || minMs > selection.endMs;
    if (apart || !selection.logGroups.has(logGroup)) continue;
    if (minMs < selection.startMs || maxMs > selection.endMs) return null;
    if (segment.accountId === null) return null;
    const first = standIn(file, segment, segment.accountId, minMs);
    spans.push({ first, last: { ...first, timestampMs: maxMs }, count });
  }
  return spans;
}

/** An event of which only log group and time are looked at. */
function standIn(
  { logStream }: LogFile,
  { logGroup }: Segment,
  accountId: string,
  timestampMs: number,
): InsightsRecord {
  return {
    timestampMs,
    ingestionTimeMs: timestampMs,
    accountId,
    logGroup,
    logStream,
    message: '',
    ptr: '',
  };
}
