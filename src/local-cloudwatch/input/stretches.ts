// A file in stretches that can be indexed apart, each from the start of an event to the start of another.
import { type FileHandle, open } from 'node:fs/promises';
import { isRecoded } from './byte-source.ts';
import { type IndexedFile, mergeProblems, mergeTotals } from './index-builder.ts';
import type { FileHead, GroupTotals } from './log-file.ts';
import { lineReaderOf } from './units.ts';

/** Bytes behind an even cut in which an event must begin; where none does, there is no cut. */
const LOOK_BYTES = 262_144;
const LINE_FEED = 10;

/** The file in at most so many stretches; one where it cannot be read but from its start. */
export async function stretchesOf(head: FileHead, count: number): Promise<readonly FileHead[]> {
  if (count < 2 || !canBeCut(head)) return [head];
  const handle = await open(head.path);
  try {
    const starts = [head.contentStart];
    for (let index = 1; index < count; index++) {
      const even = Math.floor((head.sizeBytes * index) / count);
      const start = await eventStart(head, handle, even);
      if (start !== null && start > (starts.at(-1) ?? 0)) starts.push(start);
    }
    return starts.map((contentStart, index) => ({
      ...head,
      contentStart,
      contentEnd: starts[index + 1] ?? head.contentEnd,
    }));
  } finally {
    await handle.close();
  }
}

/** What lies before a directive, or around a JSON object, must be known. */
function canBeCut(head: FileHead): boolean {
  const { format, contentEnd } = head;
  if (isRecoded(head) || contentEnd !== null) return false;
  if (format.kind === 'json-lines' || format.kind === 'container') return true;
  return format.kind === 'text' && !format.directives;
}

/**
 * Where the first event begins behind a byte of the file and the line that it stands in, which may tell of the one behind
 * it; null: none does so near.
 */
async function eventStart(
  { format }: FileHead,
  handle: FileHandle,
  offset: number,
): Promise<number | null> {
  const buffer = Buffer.alloc(LOOK_BYTES);
  const { bytesRead } = await handle.read(buffer, 0, LOOK_BYTES, offset);
  const bytes = buffer.subarray(0, bytesRead);
  const lines = lineReaderOf(format);
  const cutLine = bytes.indexOf(LINE_FEED);
  if (cutLine === -1) return null;
  for (let end = bytes.indexOf(LINE_FEED, cutLine + 1); end !== -1; ) {
    const start = end + 1;
    end = bytes.indexOf(LINE_FEED, start);
    if (end === -1) return null;
    if (lines === null || !Number.isNaN(lines.stamp(bytes, start, end))) return offset + start;
  }
  return null;
}

/** The index of a file by those of its stretches, in their order. */
export function joined(head: FileHead, parts: readonly IndexedFile[]): IndexedFile {
  const groups = new Map<string, GroupTotals>();
  for (const part of parts) mergeTotals(groups, part.groups);
  return {
    file: {
      ...head,
      blocks: parts.flatMap(({ file }) => file.blocks),
      holdsNul: parts.some(({ file }) => file.holdsNul),
      holdsIndented: parts.some(({ file }) => file.holdsIndented),
    },
    groups,
    problems: mergeProblems(parts.map(({ problems }) => problems)),
    events: parts.reduce((sum, { events }) => sum + events, 0),
    holds: new Set(parts.flatMap(({ holds }) => [...holds])),
  };
}
