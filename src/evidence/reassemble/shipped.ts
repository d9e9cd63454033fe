// Log lines as the application wrote them: what a container runtime or a shipper put around each line is off, and a
// line that the runtime cut into parts is whole again.
import type { LogEvent } from '../../base/log-event.ts';
import { SECOND_MS } from '../../base/time-range.ts';
import { withoutOwnPriority } from '../peel/journald.ts';
import { readJsonLog } from '../peel/json-log.ts';
import { readLabels } from '../peel/labels.ts';
import type { LineHead } from '../types.ts';

export interface Line {
  /** In order; at least one, more where the line came in parts. */
  readonly events: readonly LogEvent[];
  /** Where its first event stands in the stream. */
  readonly at: number;
  /** May hold line breaks, but does not end with one. */
  readonly text: string;
  /** The text stands in for the message even where there is one event only. */
  readonly retold: boolean;
  /** The container that wrote it, where several share the stream; else empty. */
  readonly writer: string;
  /** Of a text of one line what stands at its head, once that was read. */
  header: LineHead | null;
}

/** Parts of one line that are further apart are two lines. */
const MAX_PART_GAP_MS = 5 * SECOND_MS;
/** Parts of one line and characters of it; what comes behind is a line of its own. */
const MAX_PARTS = 1_000;
const MAX_LINE_CHARS = 262_144;
const MAX_WRITER_CHARS = 400;
/** A longer JSON text is not read (an event holds at most 1 MB). */
const MAX_JSON_CHARS = 1_048_576;

const CONTAINER =
  /^\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d) (stdout|stderr) ([FP])(?: |(?=\n|$))/;
const WRAPPER = /"(?:log|MESSAGE|message)"\s{0,20}:\s{0,20}"/;
const SOURCE = /^(?:stdout|stderr)$/;

interface Piece {
  readonly text: string;
  /** stdout or stderr; empty where the wrapping does not say. */
  readonly source: string;
  /** The pod's container or the unit that wrote it; empty where the wrapping does not say. */
  readonly writer: string;
  readonly partial: boolean;
}

interface Parts {
  readonly events: LogEvent[];
  readonly at: number;
  readonly shipped: string;
  text: string;
}

/** What `docker compose logs` and `kubectl logs --prefix` put in front of each line; a number alone is that of a line of source. */
const WRITER = /^(?:(?!\d{1,6} )([\w.-]{1,80}) {1,40}\| ?|\[(pod\/[^\]\n]{1,200})\] ?)/;

/** Reads one stream's events in time order, and hands on each line as its last part comes. */
export interface LineReader {
  /** The event stands at this place in the stream. */
  read(event: LogEvent, at: number): void;
  /** No more events: hands on the lines that never ended. */
  end(): void;
  /** Where the first of the lines stands that have not ended; infinite where all have. */
  firstOpen(): number;
}

export function lineReader(hand: (line: Line) => void): LineReader {
  const open = new Map<string, Parts>();
  const end = (isOver: (parts: Parts) => boolean) => {
    for (const [key, parts] of open) {
      if (!isOver(parts)) continue;
      open.delete(key);
      hand(lineOf(parts));
    }
  };
  return {
    read(event, at) {
      const { source, writer, text, partial } = pieceOf(event.message);
      // As it is nearly always: there is nothing that this could belong to.
      if (open.size === 0 && !partial) {
        hand(lineOf({ events: [event], at, text, shipped: writer }));
        return;
      }
      end((parts) => isFull(parts, event.timestampMs));
      const key = `${writer} ${source}`;
      const parts = open.get(key);
      if (parts === undefined) {
        const first = { events: [event], at, text, shipped: writer };
        if (partial) open.set(key, first);
        else hand(lineOf(first));
        return;
      }
      parts.events.push(event);
      parts.text += text;
      if (partial) return;
      open.delete(key);
      hand(lineOf(parts));
    },
    end: () => end(() => true),
    firstOpen: () =>
      [...open.values()].reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY),
  };
}

function lineOf({ events, at, text: told, shipped }: Parts): Line {
  const text = told.slice(readLabels(told)?.end ?? 0);
  const writer = WRITER.exec(text);
  const own = withoutBreaks(writer === null ? text : unwritten(text));
  const who = writer?.[1] ?? writer?.[2] ?? shipped;
  return { events, at, text: own, retold: false, writer: who, header: null };
}

function unwritten(text: string): string {
  const lines = text.split('\n');
  return lines.map((line) => line.replace(WRITER, '')).join('\n');
}

function withoutBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end--;
  return text.slice(0, end);
}

function isFull({ events, text }: Parts, nowMs: number): boolean {
  const lastMs = events.at(-1)?.timestampMs ?? nowMs;
  return (
    nowMs - lastMs > MAX_PART_GAP_MS || events.length >= MAX_PARTS || text.length > MAX_LINE_CHARS
  );
}

function pieceOf(message: string): Piece {
  const wrapped = message.trimStart().startsWith('{') ? wrappedIn(message) : null;
  const inner = containerLine(wrapped?.text ?? message);
  if (inner !== null) return { ...inner, writer: wrapped?.writer ?? '' };
  return wrapped ?? { text: message, source: '', writer: '', partial: false };
}

/** A line of containerd or CRI-O, `time stream F|P text`; `P` has more to come. */
function containerLine(text: string): Piece | null {
  const match = CONTAINER.exec(text);
  if (match === null) return null;
  const own = text
    .split('\n')
    .map((line) => line.replace(CONTAINER, ''))
    .join('\n');
  return { text: own, source: match[1] ?? '', writer: '', partial: match[2] === 'P' };
}

/** The raw line that docker, Fluent Bit, Vector or journald put into a record that has no level of its own. */
function wrappedIn(message: string): Piece | null {
  if (message.length > MAX_JSON_CHARS || !WRAPPER.test(message)) return null;
  const record = recordOf(message);
  if (record === null) return null;
  const source =
    typeof record.stream === 'string' && SOURCE.test(record.stream) ? record.stream : '';
  const text = textOf(record, source);
  if (text === null || !isBare(record)) return null;
  const tag = record.logtag ?? record._p;
  const line = text.replace(/\r?\n$/, '');
  return { text: line, source, writer: writerOf(record), partial: tag === 'P' };
}

/** As Kubernetes' metadata, docker and journald name it. */
function writerOf(record: Record<string, unknown>): string {
  const { kubernetes, container_id, _SYSTEMD_UNIT, _PID } = record;
  const pod = typeof kubernetes === 'object' && kubernetes !== null ? { ...kubernetes } : {};
  const { pod_name, container_name } = pod as Record<string, unknown>;
  return [pod_name, container_name, container_id, _SYSTEMD_UNIT, _PID]
    .filter((name) => typeof name === 'string')
    .join(' ')
    .slice(0, MAX_WRITER_CHARS);
}

function recordOf(message: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** `log` or `MESSAGE`; `message` where the record says which output the line came from. */
function textOf(record: Record<string, unknown>, source: string): string | null {
  const { log, MESSAGE, message } = record;
  if (typeof log === 'string' && message === undefined && record.msg === undefined) return log;
  if (typeof MESSAGE === 'string') return MESSAGE;
  return typeof message === 'string' && source !== '' ? message : null;
}

/** No level, error or status beside the line. */
function isBare(record: Record<string, unknown>): boolean {
  const { level, errorType, stack, status } = readJsonLog(withoutOwnPriority(record));
  return level === null && errorType === null && stack === null && status === null;
}
