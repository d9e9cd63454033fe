// One query over large files by several threads: each reads a part of them and keeps what the query would keep of it;
// what is kept of all parts, in their order, gives the rows. Only for queries whose first rows are events as they are.

import type { QueryRun } from '../../insights/types.ts';
import { isRecoded } from '../input/byte-source.ts';
import type { LogFile } from '../input/log-file.ts';
import { isRelevant, type Scanned, type Selection } from '../scan.ts';
import { encodeRows } from './encoded-rows.ts';
import { NOTHING_KEPT } from './kept-pieces.ts';
import type { Findings, Lane, Scan, ScanEnd, ScanTask } from './lane.ts';

/** null: the query cannot be parted, or the files cannot. */
export function partedScan(task: ScanTask, freeLanes: () => readonly Lane[]): Scan | null {
  const { query, selection, limit, nowMs } = task;
  const { startMs, endMs } = selection;
  const run = query.run({ startMs, endMs, nowMs, limit });
  if (run.kept() === null) return null;
  const lanes = freeLanes();
  const parts = partsOf(task.files, selection, lanes.length);
  if (parts.length < 2) return null;
  const scans = lanes
    .slice(0, parts.length)
    .map((lane, index) => lane.scan({ ...task, files: parts[index] ?? [], part: true }));
  let final: Findings | null = null;
  const finish = async (): Promise<Findings> => {
    await adoptAll(run, scans);
    const found = scans.map((scan) => scan.look());
    const { rows, recordsMatched, notes = [] } = run.finish();
    const all = new Set([...found.flatMap((part) => part.notes), ...notes]);
    return { rows: encodeRows(rows), recordsMatched, scanned: totalOf(found), notes: [...all] };
  };
  const end = async (): Promise<ScanEnd> => {
    try {
      return await endOf(scans);
    } finally {
      final = await finish();
    }
  };
  return {
    look: () => final ?? soFar(scans),
    stop: () => stopAll(scans),
    ended: end(),
    nextKept: async () => NOTHING_KEPT,
  };
}

/**
 * What all parts keep. Where a thread ends before it handed over all, the others hand over theirs nevertheless: it would be
 * kept for as long as nobody takes it, and their threads be busy.
 */
async function adoptAll(run: QueryRun, scans: readonly Scan[]): Promise<void> {
  const faults: unknown[] = [];
  for (const scan of scans)
    await adoptKept(run, scan).catch((fault: unknown) => {
      faults.push(fault);
    });
  if (faults.length > 0) throw faults[0];
}

/** What a part keeps, and what it counted. */
async function adoptKept(run: QueryRun, scan: Scan): Promise<void> {
  for (let last = false; !last; ) {
    const piece = await scan.nextKept();
    run.adopt(piece.records, 0);
    last = piece.last;
  }
  run.adopt([], scan.look().recordsMatched);
}

/** A part that fails ends the others: there will be no answer. */
async function endOf(scans: readonly Scan[]): Promise<ScanEnd> {
  const ends = scans.map(({ ended }) => ended);
  try {
    const all = await Promise.all(ends);
    return all.find((end) => end !== 'Complete') ?? 'Complete';
  } catch (error) {
    stopAll(scans);
    await Promise.allSettled(ends);
    throw error;
  }
}

function stopAll(scans: readonly Scan[]): void {
  for (const scan of scans) scan.stop();
}

/** While it runs: the rows of the first part, which are rows of this query, and the counts of all. */
function soFar(scans: readonly Scan[]): Findings {
  const found = scans.map((scan) => scan.look());
  const recordsMatched = found.reduce((sum, part) => sum + part.recordsMatched, 0);
  const [first] = found;
  if (first === undefined) throw new Error('a parted scan has parts');
  return { ...first, recordsMatched, scanned: totalOf(found) };
}

function totalOf(found: readonly Findings[]): Scanned {
  const total: Scanned = { records: 0, sizeBytes: 0 };
  for (const { scanned } of found) {
    total.records += scanned.records;
    total.sizeBytes += scanned.sizeBytes;
  }
  return total;
}

/** Up to `count` parts of about the same size, in the order of the files and of the blocks in them. */
function partsOf(
  files: readonly LogFile[],
  selection: Selection,
  count: number,
): readonly (readonly LogFile[])[] {
  const pieces = files.flatMap((file) => piecesOf(file, selection));
  const total = pieces.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const parts: Piece[][] = [];
  let before = 0;
  for (const piece of pieces) {
    const number = Math.floor((count * (before + piece.sizeBytes / 2)) / total);
    const part = parts[number] ?? [];
    parts[number] = part;
    part.push(piece);
    before += piece.sizeBytes;
  }
  return parts.filter((part) => part !== undefined).map(filesOf);
}

/** What cannot be read but as a whole. */
interface Piece {
  readonly file: LogFile;
  readonly blocks: LogFile['blocks'];
  readonly sizeBytes: number;
}

function piecesOf(file: LogFile, selection: Selection): readonly Piece[] {
  const blocks = file.blocks.filter((block) => isRelevant(block, selection));
  const sizeBytes = blocks.reduce((sum, { start, end }) => sum + end - start, 0);
  if (isRecoded(file)) return [{ file, blocks, sizeBytes }];
  return blocks.map((block) => ({ file, blocks: [block], sizeBytes: block.end - block.start }));
}

function filesOf(pieces: readonly Piece[]): readonly LogFile[] {
  const blocks = new Map<LogFile, LogFile['blocks'][number][]>();
  for (const piece of pieces) {
    const known = blocks.get(piece.file);
    if (known === undefined) blocks.set(piece.file, [...piece.blocks]);
    else known.push(...piece.blocks);
  }
  return [...blocks].map(([file, own]) => ({ ...file, blocks: own }));
}
