// Scans that a lane alone cannot do: over events that clients put, with subqueries that run first, or over more than
// one stretch of time. They run in this thread; between pieces of work the event loop runs.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CompiledQuery, QueryRun, Row, Source, Subquery } from '../insights/types.ts';
import { allGroups } from './catalog.ts';
import { recordOf } from './held/held-events.ts';
import type { HeldLogs } from './held/held-logs.ts';
import type { HeldEvent, HeldGroup } from './held/types.ts';
import type { LogStore } from './log-store.ts';
import { NO_MEMORY } from './prefilter.ts';
import { isRelevant, type Scanned, type Selection } from './scan.ts';
import { namesOfSource } from './source-groups.ts';
import { type EncodedRows, encodeFirst, encodeRows } from './work/encoded-rows.ts';
import { type KeptPiece, NOTHING_KEPT } from './work/kept-pieces.ts';
import {
  type Findings,
  type Lane,
  NO_FINDINGS,
  type Scan,
  type ScanEnd,
  type ScanTask,
} from './work/lane.ts';
import { scanFiles } from './work/scan-files.ts';

interface Sources {
  readonly store: LogStore;
  readonly held: HeldLogs;
  readonly enforceAge: boolean;
  /** UTC ms of the earliest event of a group that queries may see. */
  readonly visibleFrom: (group: HeldGroup) => number;
}

/** Steps between two looks at the rows of a running query. */
const STEPS_PER_LOOK = 128;
/** Held events between two turns of the event loop. */
const EVENTS_PER_STEP = 2_048;

/** `lane` for what it can do, this thread for the rest. */
export function compoundLane(lane: Lane, sources: Sources): Lane {
  return {
    index: (head) => lane.index(head),
    scan: (task) => (isPlain(task, sources) ? lane.scan(task) : new CompoundScan(task, sources)),
  };
}

function isPlain({ query, selection }: ScanTask, { held }: Sources): boolean {
  if (query.subqueries.length > 0 || query.earlierMs !== null) return false;
  return ![...selection.logGroups].some((name) => (held.groups.get(name)?.events.length ?? 0) > 0);
}

class CompoundScan implements Scan {
  readonly ended: Promise<ScanEnd>;
  readonly #task: ScanTask;
  readonly #sources: Sources;
  readonly #scanned: Scanned = { records: 0, sizeBytes: 0 };
  #run: QueryRun | null = null;
  #findings: Findings;
  #end: ScanEnd | null = null;
  #steps = 0;
  #nextLook = 0;

  constructor(task: ScanTask, sources: Sources) {
    this.#task = task;
    this.#sources = sources;
    this.#findings = { ...NO_FINDINGS, scanned: this.#scanned };
    this.ended = this.#work();
  }

  look(): Findings {
    if (this.#end === null && this.#steps >= this.#nextLook) {
      this.#lookNow(encodeFirst);
      this.#nextLook = this.#steps + STEPS_PER_LOOK;
    }
    return this.#findings;
  }

  stop(): void {
    this.#end ??= 'Cancelled';
  }

  /** It is never a part. */
  async nextKept(): Promise<KeptPiece> {
    return NOTHING_KEPT;
  }

  async #work(): Promise<ScanEnd> {
    const { query, selection, limit, nowMs } = this.#task;
    const { startMs, endMs } = selection;
    try {
      const inputs: (readonly Row[])[] = [];
      for (const subquery of query.subqueries) inputs.push(await this.#rowsOf(subquery));
      const run = query.run({ startMs, endMs, nowMs, limit, inputs });
      this.#run = run;
      await this.#feed(query, selection, run);
      const earlierMs = query.earlierMs?.({ startMs, endMs }) ?? null;
      if (earlierMs !== null) {
        run.beginEarlier();
        const before = { ...selection, startMs: startMs - earlierMs, endMs: endMs - earlierMs };
        await this.#feed(query, before, run);
      }
      this.#end ??= 'Complete';
    } finally {
      this.#lookNow(encodeRows);
    }
    return this.#end;
  }

  /** The rows of a query inside the query, over the log groups that it names. */
  async #rowsOf({ query, source, maxRows }: Subquery): Promise<readonly Row[]> {
    const { nowMs, selection } = this.#task;
    const { startMs, endMs } = source?.window(nowMs) ?? selection;
    const logGroups = source === null ? selection.logGroups : this.#groupsOf(source);
    const run = query.run({ startMs, endMs, nowMs, limit: maxRows, defaultRows: maxRows });
    await this.#feed(query, { logGroups, startMs, endMs }, run);
    return run.finish().rows;
  }

  /** A log group that is missing fails the query: its rows would be wrong. */
  #groupsOf(source: Source): ReadonlySet<string> {
    const groups = allGroups(this.#sources);
    const names = namesOfSource(source, groups);
    const missing = names.find((name) => !groups.some((group) => group.name === name));
    if (missing !== undefined) throw new Error(`Log group '${missing}' does not exist.`);
    return new Set(names);
  }

  async #feed(query: CompiledQuery, selection: Selection, run: QueryRun): Promise<void> {
    await this.#feedHeld(selection, run);
    const files = this.#sources.store.files.filter(({ blocks }) =>
      blocks.some((block) => isRelevant(block, selection)),
    );
    const mayGoOn = () => this.#mayGoOn();
    const scanned = this.#scanned;
    await scanFiles({
      files,
      query,
      selection,
      run,
      primer: null,
      memory: NO_MEMORY,
      isSought: true,
      scanned,
      mayGoOn,
    });
  }

  async #feedHeld({ logGroups, startMs, endMs }: Selection, run: QueryRun): Promise<void> {
    for (const name of logGroups) {
      const group = this.#sources.held.groups.get(name);
      if (group === undefined) continue;
      const fromMs = Math.max(startMs, this.#sources.visibleFrom(group));
      await this.#feedGroup(group, fromMs, endMs, run);
    }
  }

  async #feedGroup(group: HeldGroup, fromMs: number, endMs: number, run: QueryRun): Promise<void> {
    const { events } = group;
    for (let start = 0; start < events.length; start += EVENTS_PER_STEP) {
      await nextTurn();
      if (!this.#mayGoOn()) return;
      for (const event of events.slice(start, start + EVENTS_PER_STEP)) {
        if (fromMs <= event.timestampMs && event.timestampMs <= endMs)
          this.#push(group, event, run);
      }
    }
  }

  #push(group: HeldGroup, event: HeldEvent, run: QueryRun): void {
    this.#scanned.records++;
    this.#scanned.sizeBytes += Buffer.byteLength(event.message);
    run.push(recordOf(group, event));
  }

  #mayGoOn(): boolean {
    this.#steps++;
    if (this.#end === null && this.#task.overdue()) this.#end = 'Timeout';
    return this.#end === null;
  }

  #lookNow(encode: (rows: readonly Row[]) => EncodedRows): void {
    if (this.#run === null) return;
    const { rows, recordsMatched, notes } = this.#run.finish();
    this.#findings = {
      rows: encode(rows),
      recordsMatched,
      scanned: { ...this.#scanned },
      notes: notes ?? [],
    };
  }
}
