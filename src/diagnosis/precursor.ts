// A warning that comes right before nearly each error of a finding, one to one: the step before the failure.
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import type { Finding, Occurrence } from '../evidence/types.ts';

export interface Precursor {
  readonly warning: Finding;
  /** So many of the finding's errors have the warning before them. */
  readonly matched: number;
  /** Typical distance, in milliseconds. */
  readonly leadMs: number;
  /** What warning and error share, where samples show it. */
  readonly shared: 'request' | 'stream' | null;
}

const MAX_LEAD_MS = 2 * SECOND_MS;
const MIN_MATCHED_SHARE = 0.8;
/** The rarer of the two occurs at least this often beside the other. */
const MIN_COUNT_RATIO = 0.5;
/** Fewer errors than these coincide with anything. */
const MIN_MATCHED = 3;
/** Warnings so dense that this share of all moments follows one tell nothing. */
const MAX_CHANCE = 0.4;

/** The warning that fits best, or null. */
export function precursorOf(finding: Finding, findings: readonly Finding[]): Precursor | null {
  const found = findings
    .filter((other) => other.severity === 'warning' && sharesGroup(other, finding))
    .flatMap((warning) => precedes(warning, finding) ?? []);
  found.sort((a, b) => b.matched - a.matched || a.leadMs - b.leadMs);
  return found[0] ?? null;
}

/** Whether any log group holds both. */
export function sharesGroup(a: Finding, b: Finding): boolean {
  const names = new Set(a.logGroups.map(({ name }) => name));
  return b.logGroups.some(({ name }) => names.has(name));
}

function precedes(warning: Finding, finding: Finding): Precursor | null {
  const ratio = warning.timesMs.length / Math.max(1, finding.timesMs.length);
  if (ratio < MIN_COUNT_RATIO || ratio > 1 / MIN_COUNT_RATIO) return null;
  if (chanceOf(warning) > MAX_CHANCE) return null;
  const leads = leadsOf(warning.timesMs, finding.timesMs);
  if (leads.length < Math.max(MIN_MATCHED, finding.timesMs.length * MIN_MATCHED_SHARE)) return null;
  const middle = [...leads].sort((a, b) => a - b)[Math.floor(leads.length / 2)] ?? 0;
  return { warning, matched: leads.length, leadMs: middle, shared: sharedBy(warning, finding) };
}

function chanceOf({ timesMs }: Finding): number {
  const spanMs = (timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0);
  return (timesMs.length * MAX_LEAD_MS) / Math.max(MINUTE_MS, spanMs);
}

/** Each warning stands for one error at most: the distances of the pairs, in milliseconds. */
function leadsOf(warnings: readonly number[], errors: readonly number[]): number[] {
  const leads: number[] = [];
  let next = 0;
  for (const errorMs of errors) {
    while (next < warnings.length && (warnings[next] ?? 0) < errorMs - MAX_LEAD_MS) next += 1;
    const warningMs = warnings[next];
    if (warningMs === undefined) break;
    if (warningMs > errorMs) continue;
    leads.push(errorMs - warningMs);
    next += 1;
  }
  return leads;
}

function sharedBy(warning: Finding, finding: Finding): Precursor['shared'] {
  const pairs = finding.samples.flatMap((error) =>
    warning.samples
      .filter((before) => isJustBefore(before, error))
      .map((before) => [before, error] as const),
  );
  if (
    pairs.some(([a, b]) => a.peeled.requestId !== null && a.peeled.requestId === b.peeled.requestId)
  )
    return 'request';
  return pairs.length > 0 && pairs.every(([a, b]) => streamOf(a) === streamOf(b)) ? 'stream' : null;
}

function isJustBefore(before: Occurrence, error: Occurrence): boolean {
  const leadMs = error.timestampMs - before.timestampMs;
  return leadMs >= 0 && leadMs <= MAX_LEAD_MS;
}

function streamOf({ block }: Occurrence): string {
  const [first] = block.events;
  return first === undefined ? '' : `${first.logGroup} ${first.logStream}`;
}
