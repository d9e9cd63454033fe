// A fault of the world that ends a run: what happened, and the next command to type.

/** Why a run could not go on; the command line maps each kind to its documented exit code. */
export type FailureKind = 'failed' | 'usage' | 'credentials' | 'no-log-group' | 'interrupted';

/** Thrown at borders only; `message` says what and where, `help` what to type next. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly help: readonly string[];

  constructor(kind: FailureKind, message: string, help: readonly string[] = []) {
    super(message);
    this.name = 'Failure';
    this.kind = kind;
    this.help = help;
  }
}
