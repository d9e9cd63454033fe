// One row of the table of known failures: how to tell it, what it means and what to do about it.
// Texts hold slots: `{pool}` needs the name, `{pool|the pool}` has a fallback. A sentence or a command with a
// needed name that the logs do not hold is left out, so no resource is ever invented.
import type { Category } from '../evidence/types.ts';
import type { CauseType } from './types.ts';

/**
 * How deep a failure lies: an `origin` can bring about faults in `code`, those make others `wait`,
 * and all of them show at the `surface`. A consequence lies nearer to the surface than its cause.
 */
export type Layer = 'origin' | 'code' | 'wait' | 'surface';

/** What kind of code or configuration change can be shown for it. */
export type FixKind =
  | 'null-guard'
  | 'iam-statement'
  | 'pool-settings'
  | 'client-time-out'
  | 'back-off'
  | 'lambda-limits'
  | 'jvm-options'
  | 'descriptor-limit'
  | 'required-setting';

export interface ActionText {
  readonly title: string;
  readonly reason: string;
  readonly steps: readonly string[];
  readonly commands?: readonly string[];
  /** How to undo it; given where the action changes something. */
  readonly rollback?: string;
}

export interface Signature {
  /** Stable kebab-case name. */
  readonly name: string;
  readonly category: Category;
  readonly type: CauseType;
  readonly layer: Layer;
  /** One of these matches; their named groups become names. Linear over a bounded text. */
  readonly any: readonly RegExp[];
  /** Look-alike: where this matches too, the row does not apply. */
  readonly unless?: RegExp;
  /** Mechanism and component in a few words. */
  readonly title: string;
  /** Where the failure's own words show the mechanism, they are the title. */
  readonly isTitledByMessage?: boolean;
  /** What it means, as sentences; the first one is the answer. */
  readonly meaning: string;
  /** Names that can stand for the component at fault, the best first. */
  readonly component: readonly string[];
  /** The row whose failure leaves such a line behind each time: right behind one of those it is the same failure. */
  readonly leftBy?: string;
  /** It goes on everywhere at all times, and makes nothing fail: no cause while there is another one. */
  readonly isBackground?: true;
  /** Whose fault it is does not show: the type is a default. */
  readonly typeUnknown?: true;
  /** What to look at first, as sentences. */
  readonly checks: readonly string[];
  readonly immediate: ActionText;
  readonly shortTerm: ActionText;
  readonly longTerm: ActionText;
  readonly fix?: FixKind;
}

/** Names found in the logs, by slot. */
export type Names = Readonly<Record<string, string>>;

const SLOT = /\{([a-z][A-Za-z]*)(?:\|([^{}]*))?\}/g;

/** The text with its slots filled, or null where a needed name is missing. */
export function fill(text: string, names: Names): string | null {
  return replaceSlots(text, (name) => names[name] ?? null);
}

/** Those of the texts whose needed names are all known, filled. */
export function fillAll(texts: readonly string[], names: Names): string[] {
  return texts.flatMap((text) => fill(text, names) ?? []);
}

/** Replaces every slot by what `valueOf` gives, else by its fallback; null where there is neither. */
export function replaceSlots(text: string, lookUp: (name: string) => string | null): string | null {
  let missing = false;
  const filled = text.replace(SLOT, (_slot, name: string, fallback: string | undefined) => {
    const value = lookUp(name) ?? fallback;
    if (value === undefined) missing = true;
    return value ?? '';
  });
  return missing ? null : filled;
}
