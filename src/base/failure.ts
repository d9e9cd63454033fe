// A fault of the world that ends a run: what happened, and the next command to type.

/** Why a run could not go on; the command line maps each kind to its documented exit code. */
export type FailureKind = 'failed' | 'usage' | 'credentials' | 'no-log-group' | 'interrupted';

/** How the command that was typed would succeed; the command line knows its words and tells it whole. */
export interface Amendment {
  /** What it is for, as the words before the command: `Type`. */
  readonly label: string;
  /** Of what was typed, only these flags stay, with their values; without it, all words do. */
  readonly keep?: readonly string[];
  /** Words to put first. */
  readonly first?: readonly string[];
  /** Values to exchange. */
  readonly replace?: readonly Replacement[];
  /** Flags to leave out, with their values. */
  readonly drop?: readonly string[];
  /** Words to put at the end. */
  readonly add?: readonly string[];
}

interface Replacement {
  /** The flag whose value it is; null: the argument. */
  readonly flag: string | null;
  /** The value, or one of a list with commas; null: whatever it is. */
  readonly from: string | null;
  /** null: the flag is left out. */
  readonly to: string | null;
}

/** Thrown at borders only; `message` says what and where, `help` what to type next. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly help: readonly string[];
  readonly again: readonly Amendment[];

  constructor(
    kind: FailureKind,
    message: string,
    help: readonly string[] = [],
    again: readonly Amendment[] = [],
  ) {
    super(message);
    this.name = 'Failure';
    this.kind = kind;
    this.help = help;
    this.again = again;
  }
}

/** The same command with this value of a flag, instead of `from` or of any. */
export const withValue = (flag: string, to: string, from: string | null = null): Amendment => ({
  label: 'For example',
  replace: [{ flag, from, to }],
});
