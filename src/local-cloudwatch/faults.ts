// Faults that calls run into on purpose, so that tests of clients meet throttling, refusals, delays and cut connections.

/** Instead of its own end: fails, runs out of its time at once, or runs on until it is stopped or its time is over. */
export type Ending = 'fail' | 'timeout' | 'hold';
type FaultKind = 'throttle' | 'deny' | 'delay' | 'cut' | Ending;

/** Meets the next calls of one operation. */
export interface FaultRule {
  /** `StartQuery`, or `*` for all. */
  readonly operation: string;
  readonly kind: FaultKind;
  /** Calls that meet it. */
  readonly times: number;
  /** Of a delay. */
  readonly delayMs: number;
}

export const FAULT_SYNTAX =
  'OPERATION:KIND[:TIMES[:MS]], where KIND is throttle, deny, delay, cut, or of queries fail, timeout or hold';
const ENDINGS: readonly Ending[] = ['fail', 'timeout', 'hold'];
const KINDS: readonly FaultKind[] = ['throttle', 'deny', 'delay', 'cut', ...ENDINGS];
const DEFAULT_DELAY_MS = 1_000;

/** `StartQuery:throttle:2`; null where the text is none. */
export function readFaultRule(text: string): FaultRule | null {
  const [operation = '', name = '', times = '1', delay = String(DEFAULT_DELAY_MS), ...more] =
    text.split(':');
  const kind = KINDS.find((one) => one === name);
  const numbers = [times, delay].every((number) => /^\d{1,9}$/.test(number));
  if (kind === undefined || !/^(?:\*|\w+)$/.test(operation) || !numbers || more.length > 0)
    return null;
  return { operation, kind, times: Number(times), delayMs: Number(delay) };
}

/** How the query that a call starts ends by this fault; null: as it does. */
export function endingOf(rule: FaultRule | null): Ending | null {
  return ENDINGS.find((one) => one === rule?.kind) ?? null;
}

export interface Faults {
  /** The fault that this call meets, counted off; null: none. */
  next(operation: string): FaultRule | null;
}

export function faultsOf(rules: readonly FaultRule[]): Faults {
  const left = rules.map((rule) => ({ rule, times: rule.times }));
  return {
    next(operation) {
      const found = left.find(
        ({ rule, times }) => times > 0 && (rule.operation === '*' || rule.operation === operation),
      );
      if (found === undefined) return null;
      found.times--;
      return found.rule;
    },
  };
}
