// What clients create and put: log groups with their settings, streams, and events in the order of their arrival.

/** One event that a client put; times in UTC ms. */
export interface HeldEvent {
  readonly timestampMs: number;
  readonly ingestionTimeMs: number;
  readonly logStream: string;
  readonly message: string;
  /** Position among all events that the group ever received. */
  readonly sequence: number;
}

export interface HeldStream {
  readonly name: string;
  readonly createdMs: number;
  /** Of its events; null: none yet. */
  firstMs: number | null;
  lastMs: number | null;
  lastIngestionMs: number | null;
}

export const LOG_GROUP_CLASSES = [
  'STANDARD',
  'INFREQUENT_ACCESS',
  'ESSENTIALS',
  'DELIVERY',
] as const;
export type LogGroupClass = (typeof LOG_GROUP_CLASSES)[number];

export interface HeldGroup {
  readonly name: string;
  /** Never given to another group; part of every event's pointer. */
  readonly number: number;
  readonly createdMs: number;
  readonly logGroupClass: LogGroupClass;
  readonly tags: Map<string, string>;
  retentionInDays: number | null;
  readonly streams: Map<string, HeldStream>;
  /** In the order of arrival. */
  events: HeldEvent[];
  nextSequence: number;
  /** UTF-8 size of the messages. */
  sizeBytes: number;
}

/** A change of groups and streams, as it is kept on disk. */
export type Change =
  | {
      readonly kind: 'create-group';
      readonly name: string;
      readonly number: number;
      readonly atMs: number;
      readonly logGroupClass: LogGroupClass;
      readonly tags: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'delete-group'; readonly name: string }
  | {
      readonly kind: 'create-stream';
      readonly name: string;
      readonly logStream: string;
      readonly atMs: number;
    }
  | { readonly kind: 'delete-stream'; readonly name: string; readonly logStream: string }
  | { readonly kind: 'retention'; readonly name: string; readonly days: number | null }
  | {
      readonly kind: 'tags';
      readonly name: string;
      readonly set: Readonly<Record<string, string>>;
      readonly remove: readonly string[];
    };

/** Where changes and events are kept; what is written before it returns survives the process. */
export interface Keeper {
  change(change: Change): void;
  put(group: HeldGroup, events: readonly HeldEvent[]): void;
  /** The group's events are now these and no others. */
  rewrite(group: HeldGroup): void;
  /** The group and its events are gone. */
  remove(group: HeldGroup): void;
  close(): void;
}
