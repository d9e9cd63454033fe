// Puts traces together again that were split over several log events, stream by stream.
import type { LogEvent } from '../base/log-event.ts';
import { blocksOf } from './reassemble/stream.ts';
import type { Block } from './types.ts';

/**
 * Events of any streams in any order → blocks, stream by stream (in order of their first event in the input), each in
 * time order; events of one millisecond keep the order of the input. A block is one event, or the events of one trace
 * with the log line that announced it. Every event is in exactly one block.
 */
export function reassemble(events: readonly LogEvent[]): Block[] {
  const streams = new Map<string, LogEvent[]>();
  for (const event of events) {
    const key = `${event.logGroup}\n${event.logStream}`;
    const stream = streams.get(key);
    if (stream === undefined) streams.set(key, [event]);
    else stream.push(event);
  }
  return [...streams.values()].flatMap((stream) =>
    blocksOf(stream.sort((a, b) => a.timestampMs - b.timestampMs)),
  );
}
