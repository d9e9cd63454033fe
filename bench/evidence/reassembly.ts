// `reassembly.jsonl`: which block each event of the interleaved stream ends up in; an event on its own has none.
import { join } from 'node:path';
import type { LogEvent } from '../../src/base/log-event.ts';
import { reassemble } from '../../src/evidence/reassemble.ts';
import { type Row, rowsIn, writeRows } from './json-lines.ts';

/** Returns a line that says how many there were. */
export async function writeReassembly(dataDir: string, outDir: string): Promise<string> {
  const rows = rowsIn(join(dataDir, 'stacktraces'), /interleaved.*\.jsonl(?:\.gz)?$/);
  const blockOf = new Map<string, number>();
  for (const [block, { events }] of reassemble(rows.map(eventOf)).entries()) {
    for (const { eventId } of events) blockOf.set(eventId, block);
  }
  const predicted = rows.map((_, i) => ({ i, block: `b${blockOf.get(String(i))}` }));
  writeRows(join(outDir, 'reassembly.jsonl'), predicted);
  return `events of a mixed stream: ${rows.length}`;
}

function eventOf({ timestamp, logGroup, logStream, message }: Row, index: number): LogEvent {
  return {
    timestampMs: Number(timestamp),
    logGroup: String(logGroup),
    logStream: String(logStream),
    message: String(message),
    eventId: String(index),
    evidenceId: 'E1',
  };
}
