// Who writes a line: its log group; where the streams of a group are named after several services, the service. Several
// streams of one service are one writer, and so are those that say the same: hosts by name, not services.
import type { LogEvent } from '../base/log-event.ts';
import { peel } from './peel.ts';
import { serviceOfStream } from './stream-service.ts';

type Place = Pick<LogEvent, 'logGroup' | 'logStream'>;

/** What the writer of a line is called: `shop`, or `shop, service db`. */
export type WriterOf = (place: Place) => string;

const OF_GROUP = ', service ';
/** A group of more names than these has ids that only look like names. */
const MAX_SERVICES = 64;
/** Lines by which two names are told to be hosts of one service: so many of each, so many of them alike… */
const MIN_LINES = 10;
const MAX_LINES = 200;
const MIN_ALIKE = 0.8;
/** …and of so many kinds: what every program of a framework says is of fewer. */
const MIN_SAYINGS = 3;
const WORDS_OF_SAYING = 3;

/** Who wrote each of the events, and others of their streams. */
export function writersOf(events: readonly LogEvent[]): WriterOf {
  const services = new Map(
    [...namedStreams(events)].map(([group, named]) => [group, apart(named)]),
  );
  if (![...services.values()].some(({ size }) => size > 0)) return ({ logGroup }) => logGroup;
  return ({ logGroup, logStream }) => {
    const service = services.get(logGroup)?.get(logStream);
    return service === undefined ? logGroup : `${logGroup}${OF_GROUP}${service}`;
  };
}

/** The service by which the writer is told from others of its log group; null where it is the whole group. */
export function serviceOfWriter(writer: string): string | null {
  const at = writer.lastIndexOf(OF_GROUP);
  return at === -1 ? null : writer.slice(at + OF_GROUP.length);
}

export function logGroupOfWriter(writer: string): string {
  const at = writer.lastIndexOf(OF_GROUP);
  return at === -1 ? writer : writer.slice(0, at);
}

interface Named {
  /** The service by the stream. */
  readonly streams: Map<string, string>;
  /** Some of the lines by the service. */
  readonly lines: Map<string, LogEvent[]>;
}

/** By log group; streams without the name of a service are left out. */
function namedStreams(events: readonly LogEvent[]): ReadonlyMap<string, Named> {
  const groups = new Map<string, Named>();
  const known = new Map<string, string | null>();
  for (const event of events) {
    const { logGroup, logStream } = event;
    const service =
      known.get(logStream) ?? (known.has(logStream) ? null : serviceOfStream(logStream));
    known.set(logStream, service);
    if (service === null) continue;
    const named = groups.get(logGroup) ?? { streams: new Map(), lines: new Map() };
    groups.set(logGroup, named);
    named.streams.set(logStream, service);
    const lines = named.lines.get(service) ?? [];
    if (lines.length === 0) named.lines.set(service, lines);
    if (lines.length < MAX_LINES) lines.push(event);
  }
  return groups;
}

/** The service of each stream; empty where they are not of several. */
function apart({ streams, lines }: Named): ReadonlyMap<string, string> {
  if (lines.size < 2 || lines.size > MAX_SERVICES) return new Map();
  const sayings = new Map([...lines].map(([service, own]) => [service, sayingsOf(own)]));
  const isHost = (service: string) =>
    [...sayings].some(
      ([other, said]) => other !== service && areAlike(sayings.get(service) ?? new Map(), said),
    );
  const services = new Set([...lines.keys()].filter((service) => !isHost(service)));
  if (services.size < 2) return new Map();
  return new Map([...streams].filter(([, service]) => services.has(service)));
}

type Sayings = ReadonlyMap<string, number>;

/** How often a line begins with these words; numbers are all alike. */
function sayingsOf(lines: readonly LogEvent[]): Sayings {
  const counts = new Map<string, number>();
  for (const { message } of lines) {
    const words = peel(message).text.split(/\s+/, WORDS_OF_SAYING).join(' ').replace(/\d+/g, '#');
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return counts;
}

/** Whether each says hardly anything that the other does not. */
function areAlike(one: Sayings, other: Sayings): boolean {
  const common = [...one.keys()].filter((words) => other.has(words)).length;
  return common >= MIN_SAYINGS && isHeld(one, other) && isHeld(other, one);
}

function isHeld(one: Sayings, other: Sayings): boolean {
  let all = 0;
  let held = 0;
  for (const [words, count] of one) {
    all += count;
    if (other.has(words)) held += count;
  }
  return all >= MIN_LINES && held >= all * MIN_ALIKE;
}
