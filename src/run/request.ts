// What was asked for, complete and checked, before anything is asked of AWS.
import type { Gap } from '../report/types.ts';
import type { Sop } from '../sop/sop.ts';

export interface InvestigationRequest {
  readonly application: string;
  /** At least one. `local` where the logs are local and no region was given. */
  readonly regions: readonly string[];
  readonly sop: Sop;
  /** SOP parameters by name, as used. */
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly window: WindowRequest;
  /** The normal time asked for; null: the window of equal length just before, where there is data. */
  readonly baseline: BaselineRequest | null;
  /** Names given by hand: discovery is skipped. */
  readonly logGroups: readonly string[];
  /** Log groups of accounts that are linked to this one are sought, too. */
  readonly linkedAccounts?: boolean;
  /** True where `--logs` serves local files through the built-in endpoint. */
  readonly local: boolean;
  /** What is known to be missing before the run, such as input lines that could not be read. */
  readonly knownGaps: readonly Gap[];
}

/** UTC milliseconds of the same logs, or a path of other ones. */
export type BaselineRequest =
  | { readonly kind: 'range'; readonly startMs: number; readonly endMs: number }
  | { readonly kind: 'path'; readonly path: string };

/** UTC milliseconds; at most two of the three are given by hand, hours always has a value. */
export interface WindowRequest {
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly hours: number;
}

/** The region name that stands for local logs without a region. */
export const LOCAL_REGION = 'local';
