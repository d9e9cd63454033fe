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
  return [...blocksIn(events)];
}

/** The same one by one: only one stream's blocks are held at a time. */
export function* blocksIn(events: readonly LogEvent[]): Generator<Block> {
  for (const stream of streamsOf(events)) {
    const inOrder = stream.sort((a, b) => a.timestampMs - b.timestampMs);
    for (const blocks of blocksOf(inOrder)) yield* blocks;
  }
}

function streamsOf(events: readonly LogEvent[]): LogEvent[][] {
  const groups = new Map<string, Map<string, LogEvent[]>>();
  const all: LogEvent[][] = [];
  for (const event of events) {
    const streams = groups.get(event.logGroup) ?? new Map<string, LogEvent[]>();
    if (streams.size === 0) groups.set(event.logGroup, streams);
    const stream = streams.get(event.logStream);
    if (stream !== undefined) stream.push(event);
    else all.push(withKey(streams, event));
  }
  return all;
}

function withKey(streams: Map<string, LogEvent[]>, event: LogEvent): LogEvent[] {
  const stream = [event];
  streams.set(event.logStream, stream);
  return stream;
}
