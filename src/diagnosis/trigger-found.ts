// What is held to have set a failure off: the event, what it announces, and what ties it to the failure.
import type { LogEvent } from '../base/log-event.ts';
import type { TriggerKind } from './trigger-kinds.ts';

export interface TriggerFound {
  readonly event: LogEvent;
  readonly kind: TriggerKind;
  /** The words that announce it, as the event holds them. */
  readonly words: string;
  /** How long before the onset, in milliseconds. */
  readonly leadMs: number;
  /** How long before the next moment at which something turned. */
  readonly nearMs: number;
  /** It shares a word with the failing lines, or with those of a number that drifts, that others lack. */
  readonly tied: boolean;
  /** Those words, in lower case. */
  readonly shared: readonly string[];
  /** Strong enough to confirm a cause: it names who is at fault, or is of a telling kind in its own log groups. */
  readonly telling: boolean;
}
