// What the index keeps of lines of several sources: the events of each of them in a block are counted together.
import type { EventTotals } from '../kernel/json-reader.ts';
import type { Units } from './framing.ts';
import type { IndexBuilder } from './index-builder.ts';
import {
  CUT,
  type FileHead,
  LOCAL_ACCOUNT,
  MAX_MESSAGE_BYTES,
  type StreamTimes,
} from './log-file.ts';
import { isOfLines, NamedLine, namedText } from './named-lines.ts';

export interface StreamIndex {
  /** A block begins at this byte of the file; its units are added next. */
  begins(start: number, known: StreamTimes): void;
  /** Adds the units of whole blocks, in a window that begins at this byte of the file. */
  add(units: Units, window: Buffer, base: number): void;
}

/** null: the file is of another kind. */
export function streamIndex(head: FileHead, builder: IndexBuilder): StreamIndex | null {
  const { format } = head;
  if (format.kind !== 'named-lines') return null;
  const line = new NamedLine();
  const sums = new Map<string, Totals>();
  const begun: { readonly start: number; readonly known: StreamTimes }[] = [];
  const addUnit = (window: Buffer, base: number, start: number, end: number, ms: number) => {
    const known = begun[0]?.start === base + start ? begun.shift()?.known : undefined;
    if (known !== undefined) flush(head, builder, sums);
    line.read(window, start, end, format);
    const sizeBytes = isOfLines(window, start, end)
      ? namedText(window, start, end, format).length
      : end - line.textStart;
    const cut = sizeBytes > MAX_MESSAGE_BYTES;
    builder.unit(base + start, base + end, ms, null, cut, known);
    if (cut) builder.problem(base + start, CUT);
    addTo(sums, line.name, Math.min(sizeBytes, MAX_MESSAGE_BYTES), ms);
  };
  return {
    begins: (start, known) => begun.push({ start, known }),
    add(units, window, base) {
      for (const [index, start] of units.starts.entries()) {
        addUnit(window, base, start, units.ends[index] ?? start, units.times[index] ?? 0);
      }
      flush(head, builder, sums);
      if (units.tooLong === 0) return;
      builder.problem(base + (units.starts.at(-1) ?? 0), CUT);
      builder.closeBlock();
    },
  };
}

type Totals = { -readonly [Key in keyof EventTotals]: EventTotals[Key] };

/** Tells the builder of what was counted, before another block begins. */
function flush(
  { logGroup, logStream }: FileHead,
  builder: IndexBuilder,
  sums: Map<string, Totals>,
): void {
  for (const [name, totals] of sums) {
    const place = { accountId: LOCAL_ACCOUNT, logGroup, logStream: name || logStream };
    builder.events(place, { ...totals, lastIngestionMs: totals.maxMs });
  }
  sums.clear();
}

function addTo(sums: Map<string, Totals>, name: string, sizeBytes: number, ms: number): void {
  const sum = sums.get(name);
  if (sum === undefined) {
    sums.set(name, { count: 1, sizeBytes, minMs: ms, maxMs: ms });
    return;
  }
  sum.count++;
  sum.sizeBytes += sizeBytes;
  if (ms < sum.minMs) sum.minMs = ms;
  if (ms > sum.maxMs) sum.maxMs = ms;
}
