// A filter pattern that was read.

export interface FilterPattern {
  matches(message: string): boolean;
  /** Every match holds one of these, ASCII case apart; null: not known. */
  readonly literals: readonly string[] | null;
}
