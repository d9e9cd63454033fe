// All log groups of the account, those read from files and those that clients made, in one view.

import type { HeldGroup, HeldStream, LogGroupClass } from './held/types.ts';
import { type GroupTotals, LOCAL_ACCOUNT, type StreamTotals } from './input/log-file.ts';
import type { Account } from './protocol.ts';

/** Times in UTC ms. */
export interface StreamView {
  readonly name: string;
  readonly createdMs: number;
  /** null: no event yet. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly lastIngestionMs: number | null;
}

export interface GroupView {
  readonly name: string;
  readonly accountId: string;
  /** The earlier of its creation and its first event; its creation alone where ages are enforced. */
  readonly createdMs: number;
  readonly sizeBytes: number;
  readonly logGroupClass: LogGroupClass;
  readonly retentionInDays: number | null;
  readonly tags: ReadonlyMap<string, string>;
  /** null: it was read from files, which clients cannot change. */
  readonly held: HeldGroup | null;
  readonly streamCount: number;
  stream(name: string): StreamView | null;
  streams(): readonly StreamView[];
}

type Groups = Pick<Account, 'store' | 'held' | 'enforceAge'>;

export function groupNamed({ store, held, enforceAge }: Groups, name: string): GroupView | null {
  const fromFiles = store.groups.get(name);
  if (fromFiles !== undefined) return fileGroup(fromFiles);
  const made = held.groups.get(name);
  return made === undefined ? null : heldGroup(made, enforceAge);
}

export function allGroups({ store, held, enforceAge }: Groups): readonly GroupView[] {
  return [
    ...[...store.groups.values()].map(fileGroup),
    ...[...held.groups.values()].map((group) => heldGroup(group, enforceAge)),
  ];
}

const NO_TAGS: ReadonlyMap<string, string> = new Map();

function fileGroup({ name, accountId, streams, sizeBytes }: GroupTotals): GroupView {
  return {
    name,
    accountId,
    sizeBytes,
    logGroupClass: 'STANDARD',
    retentionInDays: null,
    tags: NO_TAGS,
    held: null,
    streamCount: streams.size,
    get createdMs() {
      return earliest(streams.values(), Number.POSITIVE_INFINITY);
    },
    stream: (stream) => {
      const totals = streams.get(stream);
      return totals === undefined ? null : fileStream(totals);
    },
    streams: () => [...streams.values()].map(fileStream),
  };
}

function fileStream({ name, firstMs, lastMs, lastIngestionMs }: StreamTotals): StreamView {
  return { name, createdMs: firstMs, firstMs, lastMs, lastIngestionMs };
}

function heldGroup(held: HeldGroup, enforceAge: boolean): GroupView {
  const { name, sizeBytes, logGroupClass, retentionInDays, tags, streams } = held;
  return {
    name,
    accountId: LOCAL_ACCOUNT,
    sizeBytes,
    logGroupClass,
    retentionInDays,
    tags,
    held,
    streamCount: streams.size,
    get createdMs() {
      return enforceAge ? held.createdMs : earliest(streams.values(), held.createdMs);
    },
    stream: (stream) => {
      const found = streams.get(stream);
      return found === undefined ? null : heldStream(found, enforceAge);
    },
    streams: () => [...streams.values()].map((stream) => heldStream(stream, enforceAge)),
  };
}

function heldStream(stream: HeldStream, enforceAge: boolean): StreamView {
  const { createdMs, firstMs } = stream;
  return {
    ...stream,
    createdMs: enforceAge ? createdMs : Math.min(createdMs, firstMs ?? createdMs),
  };
}

function earliest(streams: Iterable<{ readonly firstMs: number | null }>, bound: number): number {
  let first = bound;
  for (const { firstMs } of streams) first = Math.min(first, firstMs ?? bound);
  return first;
}
