// A filter pattern that was read.
import type { Literal } from '../../insights/regex/literals.ts';

export interface FilterPattern {
  matches(message: string): boolean;
  /** Every match holds one of these, ASCII case apart; null: not known. */
  readonly literals: readonly Literal[] | null;
}
