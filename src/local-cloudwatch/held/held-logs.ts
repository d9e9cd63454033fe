// The log groups that clients make, in memory; every change goes to the keeper first, so that what was answered is kept.
import type { Change, HeldEvent, HeldGroup, HeldStream, Keeper } from './types.ts';

/** Message bytes that all groups may hold together. */
export const MAX_HELD_BYTES = 1_073_741_824;

/** An event on its way in. */
export interface NewEvent {
  readonly timestampMs: number;
  readonly message: string;
}

/** Lives as long as its endpoint. */
export class HeldLogs {
  readonly #groups = new Map<string, HeldGroup>();
  readonly #keeper: Keeper | null;
  #nextNumber = 0;
  #sizeBytes = 0;

  constructor(keeper: Keeper | null) {
    this.#keeper = keeper;
  }

  get groups(): ReadonlyMap<string, HeldGroup> {
    return this.#groups;
  }

  get nextNumber(): number {
    return this.#nextNumber;
  }

  /** Keeps the change, then makes it. */
  change(change: Change): void {
    if (change.kind === 'delete-group') this.#delete(change.name);
    else {
      this.#keeper?.change(change);
      this.apply(change);
    }
    const group = change.kind === 'delete-stream' ? this.#groups.get(change.name) : undefined;
    if (group !== undefined) this.#keeper?.rewrite(group);
  }

  /** Makes a change that is kept already. */
  apply(change: Change): void {
    if (change.kind === 'create-group') this.#create(change);
    else this.#alter(change);
  }

  #create(change: Extract<Change, { kind: 'create-group' }>): void {
    this.#groups.set(change.name, newGroup(change));
    this.#nextNumber = Math.max(this.#nextNumber, change.number + 1);
  }

  #alter(change: Exclude<Change, { kind: 'create-group' }>): void {
    const group = this.#groups.get(change.name);
    if (group === undefined) return;
    switch (change.kind) {
      case 'delete-group':
        this.#sizeBytes -= group.sizeBytes;
        this.#groups.delete(change.name);
        return;
      case 'create-stream':
        group.streams.set(change.logStream, newStream(change.logStream, change.atMs));
        return;
      case 'delete-stream':
        this.#sizeBytes -= dropStream(group, change.logStream);
        return;
      case 'retention':
        group.retentionInDays = change.days;
        return;
      case 'tags':
        for (const [key, value] of Object.entries(change.set)) group.tags.set(key, value);
        for (const key of change.remove) group.tags.delete(key);
    }
  }

  /** False: there is no room, and none of them was taken. */
  put(
    group: HeldGroup,
    stream: HeldStream,
    events: readonly NewEvent[],
    ingestionTimeMs: number,
  ): boolean {
    const sizeBytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
    if (this.#sizeBytes + sizeBytes > MAX_HELD_BYTES) return false;
    const held = events.map(({ timestampMs, message }, index) => ({
      timestampMs,
      ingestionTimeMs,
      logStream: stream.name,
      message,
      sequence: group.nextSequence + index,
    }));
    this.#keeper?.put(group, held);
    for (const event of held) this.load(group, event);
    return true;
  }

  /** Takes an event that is kept already; false: its stream is gone. */
  load(group: HeldGroup, event: HeldEvent): boolean {
    const stream = group.streams.get(event.logStream);
    if (stream === undefined) return false;
    const sizeBytes = Buffer.byteLength(event.message);
    group.events.push(event);
    group.nextSequence = event.sequence + 1;
    group.sizeBytes += sizeBytes;
    this.#sizeBytes += sizeBytes;
    stream.firstMs = Math.min(stream.firstMs ?? event.timestampMs, event.timestampMs);
    stream.lastMs = Math.max(stream.lastMs ?? event.timestampMs, event.timestampMs);
    stream.lastIngestionMs = Math.max(stream.lastIngestionMs ?? 0, event.ingestionTimeMs);
    return true;
  }

  close(): void {
    this.#keeper?.close();
  }

  #delete(name: string): void {
    const group = this.#groups.get(name);
    if (group === undefined) return;
    const change = { kind: 'delete-group', name } as const;
    this.#keeper?.change(change);
    this.#keeper?.remove(group);
    this.apply(change);
  }
}

function newGroup(change: Extract<Change, { kind: 'create-group' }>): HeldGroup {
  const { name, number, atMs, logGroupClass, tags } = change;
  return {
    name,
    number,
    createdMs: atMs,
    logGroupClass,
    tags: new Map(Object.entries(tags)),
    retentionInDays: null,
    streams: new Map(),
    events: [],
    nextSequence: 0,
    sizeBytes: 0,
  };
}

function newStream(name: string, createdMs: number): HeldStream {
  return { name, createdMs, firstMs: null, lastMs: null, lastIngestionMs: null };
}

/** Gives the bytes that were freed. */
function dropStream(group: HeldGroup, name: string): number {
  const before = group.sizeBytes;
  group.streams.delete(name);
  group.events = group.events.filter(({ logStream }) => logStream !== name);
  group.sizeBytes = group.events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
  return before - group.sizeBytes;
}
