// What is held to have set a failure off: the event, what it announces, and what ties it to the failure.
import type { LogEvent } from '../base/log-event.ts';
import type { TriggerKind } from './trigger-kinds.ts';
import type { Tie } from './trigger-tie.ts';

/** A service that tells of a change. */
export interface Teller {
  readonly name: string;
  /** Else it speaks in a log that others write into as well. */
  readonly hasOwnLog: boolean;
}

export interface TriggerFound {
  readonly event: LogEvent;
  readonly kind: TriggerKind;
  /** The words that announce it, as the event holds them. */
  readonly words: string;
  /** How long before the onset, in milliseconds. */
  readonly leadMs: number;
  /** How long before the next moment at which something turned. */
  readonly nearMs: number;
  /** What ties it to the failure; null where only the order in time does. With a tie it may confirm a cause. */
  readonly tie: Tie | null;
  /** It came after a number that leads to the failure had turned. */
  readonly late: boolean;
  /** It is about another service. */
  readonly foreign: boolean;
  /** Where that is known only by who tells of it. */
  readonly teller?: Teller | null;
}

/** It shares a word with the failing lines, or with those of a number that drifts, that others lack. */
export function isTied({ tie }: TriggerFound): boolean {
  return tie?.kind === 'words' || tie?.kind === 'date';
}
