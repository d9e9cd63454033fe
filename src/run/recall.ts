// The record of a run that was killed, read again: each answer once, to the very call that it was given to. Only where
// an answer lies is held in memory.
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { Turn } from '../agent/model.ts';
import type { ToolResult } from '../agent/tools.ts';
import { eachLine, parsedLine } from './lines.ts';
import type { CallHead, Port, RecordEntry } from './record.ts';

type Arguments = CallHead['arguments'];

/** A query that an earlier life of the run started. */
export interface EarlierQuery {
  readonly id: string;
  readonly port: Port;
  readonly arguments: Arguments;
  /** The id that it runs under now: it may have been started again. */
  liveId: string;
  /** Whether all that it found is known, or it was stopped. */
  ended: boolean;
  stopped: boolean;
  /** Whether this life asked for it. */
  taken: boolean;
}

export interface Recall {
  call(port: Port, tool: string, args: Arguments): ToolResult | null;
  /** The turn by which a model answered what has this digest. */
  turn(request: string): Turn | null;
  /** What a person said; undefined where nobody was asked this. */
  person(question: string): unknown;
  /** How far AWS's clock was ahead where the window was settled by it. */
  clock(): number | null;
  /** Answers on record, and how many of them were not asked for yet. */
  count(kind: RecordEntry['head']['kind']): { readonly all: number; readonly left: number };
  readonly queries: ReadonlyMap<string, EarlierQuery>;
  /** Ids under which queries of this run were started in any life. */
  readonly ownIds: Set<string>;
  close(): void;
}

interface Place {
  readonly at: number;
  readonly length: number;
}

/** A record that is missing has no answer. */
export function readRecall(path: string): Recall {
  const places = new Map<string, Place[]>();
  const queries = new Map<string, EarlierQuery>();
  const counts = new Map<string, { all: number; left: number }>();
  const countOf = (kind: string) => counts.get(kind) ?? { all: 0, left: 0 };
  const add = (line: Buffer, at: number) => {
    const entry = entryOf(line);
    if (entry === null) return;
    note(queries, entry);
    const { all, left } = countOf(entry.head.kind);
    counts.set(entry.head.kind, { all: all + 1, left: left + 1 });
    const key = keyOf(entry.head);
    places.set(key, [...(places.get(key) ?? []), { at, length: line.length }]);
  };
  if (existsSync(path)) eachLine(path, add);
  const file = existsSync(path) ? openSync(path, 'r') : null;
  const next = (head: RecordEntry['head']): unknown => {
    const place = places.get(keyOf(head))?.shift();
    if (place === undefined || file === null) return undefined;
    const { all, left } = countOf(head.kind);
    counts.set(head.kind, { all, left: left - 1 });
    const line = Buffer.alloc(place.length);
    readSync(file, line, 0, place.length, place.at);
    return entryOf(line)?.body;
  };
  return {
    call: (port, tool, args) => {
      // What is to be stopped now runs now.
      if (tool === STOP) return null;
      return (
        (next({ kind: 'call', port, tool, arguments: args }) as ToolResult | undefined) ?? null
      );
    },
    turn: (request) => (next({ kind: 'turn', request }) as Turn | undefined) ?? null,
    person: (question) => next({ kind: 'person', question }),
    clock: () => (next({ kind: 'clock' }) as number | undefined) ?? null,
    count: countOf,
    queries,
    ownIds: new Set([...queries.values()].flatMap(({ id, liveId }) => [id, liveId])),
    close: () => {
      if (file !== null) closeSync(file);
    },
  };
}

const STOP = 'stop-query';
const RESULTS = 'get-query-results';

/** null where the line is none of this program. */
function entryOf(line: Buffer): RecordEntry | null {
  const value = parsedLine(line);
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [head, body] = value as readonly unknown[];
  return isEntry(head, body) ? ({ head, body } as RecordEntry) : null;
}

/** A line that was damaged may still be JSON. */
function isEntry(head: unknown, body: unknown): boolean {
  if (!isObject(head) || typeof head.kind !== 'string') return false;
  if (head.kind !== 'call') return true;
  const named = typeof head.port === 'string' && typeof head.tool === 'string';
  return named && isObject(head.arguments) && isObject(body) && typeof body.isError === 'boolean';
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What the entry tells of a query. */
function note(queries: Map<string, EarlierQuery>, { head, body }: RecordEntry): void {
  if (head.kind === 'restarted') {
    const query = queries.get(head.queryId);
    if (query !== undefined) Object.assign(query, { liveId: String(body), stopped: false });
    return;
  }
  if (head.kind !== 'call') return;
  const { port, tool, arguments: args } = head;
  if (tool === 'start-query') {
    const { queryId } = ((body as ToolResult).content ?? {}) as { readonly queryId?: unknown };
    const id = String(queryId);
    const fresh = { liveId: id, ended: false, stopped: false, taken: false };
    queries.set(id, { id, port, arguments: args, ...fresh });
    return;
  }
  const query = queries.get(String(args.queryId));
  if (query === undefined) return;
  if (tool === STOP) Object.assign(query, { ended: true, stopped: true });
  else if (tool === RESULTS) query.ended = true;
}

function keyOf(head: RecordEntry['head']): string {
  if (head.kind !== 'call') return canonical(head);
  const { kind, port, tool, arguments: args } = head;
  return `${kind} ${port} ${tool} ${canonical(tool === RESULTS ? placeIn(args) : args)}`;
}

/** How many rows a page may have depends on when it was asked for; what it holds on where it begins. */
function placeIn({ maxItems: _, ...place }: Arguments): Arguments {
  return place;
}

/** JSON with the keys of objects in order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
