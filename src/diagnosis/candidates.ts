// From findings to candidates for a cause: findings with one mechanism and one component belong together, and a
// finding that follows a deeper failure in time is its consequence, not a cause of its own.
import { MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import type { Correlation, Finding } from '../evidence/types.ts';
import { accessRecordOf } from './access-record.ts';
import { calleeOf, ownService } from './callees.ts';
import { withFacesJoined } from './faces.ts';
import { graveWarnings } from './grave.ts';
import { type Recognised, recognise } from './recognise.ts';
import type { Layer, Names, Signature } from './signature.ts';
import { activeRange, doubtOfStartMs, setsIn } from './times.ts';
import type { Case } from './types.ts';

/** Findings that one cause would explain. */
export interface Candidate {
  readonly signature: Signature | null;
  readonly names: Names;
  readonly component: string | null;
  /** Own findings; the leading one first. */
  readonly own: readonly Finding[];
  /** Findings that follow from it. */
  readonly consequences: readonly Finding[];
  readonly range: TimeRange;
  /** It set in during the window. */
  readonly change: boolean;
  /** That what follows does so is read from the order in time alone: no line names the one to the other. */
  readonly isAssumed?: true;
}

/** A consequence begins at most this long after its cause. */
const MAX_LAG_MS = 10 * MINUTE_MS;
/** Streams are written by several hosts: so much earlier still counts as after. */
const ORDER_TOLERANCE_MS = 30 * SECOND_MS;
/** Of the shorter of two ranges, so much lies inside the other. */
const MIN_OVERLAP = 0.5;
/** Or a consequence begins within so much time of the end of its cause, which failed for good. */
const MAX_GIVING_WAY_MS = 30 * SECOND_MS;
const MIN_CORRELATION = 0.5;
/** So few occurrences just before an onset may have set it off although they are no burst themselves. */
const MAX_SPARK_COUNT = 10;
const DEPTH: Readonly<Record<Layer, number>> = { origin: 0, code: 1, wait: 2, surface: 3 };

/** Candidates with errors of their own or as consequences; in no order of merit. */
export function candidatesOf(input: Case): readonly Candidate[] {
  const { analysis } = input;
  const recognised = analysis.findings.map((finding) => recognise(finding, input));
  const groups = withFacesJoined(grouped(recognised, input.window), joined);
  const warned = warnedOf(recognised, input);
  const found = candidatesAmong(groups, input);
  return warned === null ? found : [warned, ...found.filter((each) => !overlaps(each, warned))];
}

/** One incident of warnings: the one that stands for the cause, and the others that go with it. */
function warnedOf(recognised: readonly Recognised[], input: Case): Candidate | null {
  const grave = graveWarnings(input);
  const lead = recognised.find(({ finding }) => finding === grave[0]?.finding);
  if (lead === undefined) return null;
  const others = grave.slice(1).map(({ finding }) => finding);
  return { ...candidateOf([lead], input.window), consequences: others };
}

function overlaps(candidate: Candidate, { own, consequences }: Candidate): boolean {
  const known = new Set([...own, ...consequences]);
  return candidate.own.some((finding) => known.has(finding));
}

function candidatesAmong(groups: readonly Candidate[], input: Case): readonly Candidate[] {
  const causeOf = new Map<Candidate, Candidate>();
  for (const candidate of groups) {
    const cause = causeAmong(groups, candidate, input);
    if (cause !== null) causeOf.set(candidate, cause);
  }
  return groups
    .filter((candidate) => !causeOf.has(candidate))
    .map((candidate) => ({
      ...candidate,
      consequences: groups
        .filter((other) => other !== candidate && rootOf(other, causeOf) === candidate)
        .flatMap((other) => other.own.filter(isError)),
    }))
    .filter(({ own, consequences }) => own.some(isError) || consequences.length > 0);
}

/** One candidate of two: named by the first, found in both. */
function joined(first: Candidate, second: Candidate): Candidate {
  const changes = [first, second].filter(({ change }) => change);
  const ranges = (changes.length > 0 ? changes : [first, second]).map(({ range }) => range);
  return {
    ...first,
    names: { ...second.names, ...first.names },
    component: first.component ?? second.component,
    own: [...first.own, ...second.own],
    range: spanOf(ranges),
    change: changes.length > 0,
  };
}

function isError(finding: Finding): boolean {
  return finding.severity === 'error';
}

function grouped(recognised: readonly Recognised[], window: TimeRange): Candidate[] {
  const byKey = new Map<string, Recognised[]>();
  for (const entry of recognised) {
    if (entry.signature === null && !isError(entry.finding)) continue;
    const key = keyOf(entry);
    byKey.set(key, [...(byKey.get(key) ?? []), entry]);
  }
  return [...byKey.values()].map((members) => candidateOf(members, window));
}

/** Code faults without a place are not taken for one. */
function keyOf({ finding, signature, component }: Recognised): string {
  if (signature === null || (signature.layer === 'code' && component === null)) return finding.id;
  return `${signature.name} ${component ?? ''}`;
}

function candidateOf(members: readonly Recognised[], window: TimeRange): Candidate {
  const sorted = [...members].sort(
    ({ finding: a }, { finding: b }) =>
      Number(isError(b)) - Number(isError(a)) ||
      b.count - a.count ||
      Number(b.location !== null) - Number(a.location !== null),
  );
  const [lead] = sorted;
  if (lead === undefined) throw new Error('a candidate has at least one finding');
  const own = sorted.map(({ finding }) => finding);
  return {
    signature: lead.signature,
    names: { ...lead.names, ...statusesOf(own) },
    component: lead.component,
    own,
    consequences: [],
    range: rangeOf(own, window),
    change: changesOf(own, window).length > 0,
  };
}

/** `502 and 503`: with what the requests of all of them were answered. */
function statusesOf(own: readonly Finding[]): Names {
  const all = own.flatMap(({ samples }) => samples.flatMap(({ peeled }) => peeled.status ?? []));
  const distinct = [...new Set(all)].sort((a, b) => a - b).map(String);
  const last = distinct.pop();
  if (last === undefined) return {};
  return { statuses: distinct.length === 0 ? last : `${distinct.join(', ')} and ${last}` };
}

/** Findings that set in make no change of a cause of which they are a smaller part. */
const MIN_CHANGED_SHARE = 0.1;

function changesOf(own: readonly Finding[], window: TimeRange): readonly Finding[] {
  const changes = own.filter((finding) => setsIn(finding, window));
  return countOf(changes) < MIN_CHANGED_SHARE * countOf(own) ? [] : changes;
}

const countOf = (findings: readonly Finding[]) =>
  findings.reduce((sum, { count }) => sum + count, 0);

/** From the first onset among the findings that set in; all of them where none did. */
function rangeOf(own: readonly Finding[], window: TimeRange): TimeRange {
  const changes = changesOf(own, window);
  const ranges = (changes.length > 0 ? changes : own).map(activeRange);
  return spanOf(ranges);
}

function spanOf(ranges: readonly TimeRange[]): TimeRange {
  return {
    startMs: Math.min(...ranges.map(({ startMs }) => startMs)),
    endMs: Math.max(...ranges.map(({ endMs }) => endMs)),
  };
}

function rootOf(candidate: Candidate, causeOf: ReadonlyMap<Candidate, Candidate>): Candidate {
  let root = candidate;
  const seen = new Set([root]);
  for (let next = causeOf.get(root); next !== undefined; next = causeOf.get(root)) {
    if (seen.has(next)) break;
    seen.add(next);
    root = next;
  }
  return root;
}

/** The deepest, then nearest candidate that this one follows; null where it stands for itself. */
function causeAmong(
  all: readonly Candidate[],
  candidate: Candidate,
  input: Case,
): Candidate | null {
  const causes = all.filter((other) => other !== candidate && explains(other, candidate, input));
  causes.sort((a, b) => depthOf(a) - depthOf(b) || b.range.startMs - a.range.startMs);
  return causes[0] ?? null;
}

function depthOf(candidate: Candidate): number {
  return candidate.signature === null ? DEPTH.surface : DEPTH[candidate.signature.layer];
}

function explains(cause: Candidate, effect: Candidate, input: Case): boolean {
  if (isRecorded(cause, effect)) return true;
  if (isRecorded(effect, cause)) return false;
  if (cause.signature === null || depthOf(cause) >= depthOf(effect)) return false;
  if (failsBefore(effect, cause) || isToldOf(effect, cause, input)) return false;
  const correlated = areCorrelated(cause, effect, input.analysis.correlations);
  if (!effect.change) return !cause.change && isSurface(effect) && correlated;
  if (!follows(cause, effect)) return false;
  return isSurface(effect) || effect.signature?.layer === 'wait' || correlated;
}

/** An unknown failure that comes first is what the other one waits for, not what follows from it. */
function failsBefore(unknown: Candidate, waiting: Candidate): boolean {
  return (
    unknown.signature === null &&
    waiting.signature?.layer === 'wait' &&
    unknown.range.startMs < waiting.range.startMs
  );
}

/** What a service itself says is not brought about by a caller's word that it fails. */
function isToldOf({ own: [said] }: Candidate, { own: [word] }: Candidate, input: Case): boolean {
  if (said === undefined || word === undefined) return false;
  const callee = calleeOf(word, input);
  return callee !== null && callee === ownService(said, input);
}

/** All that the effect says is that these requests failed. */
function isRecorded(cause: Candidate, effect: Candidate): boolean {
  return (
    !isSurface(cause) &&
    (effect.signature === null || isSurface(effect)) &&
    effect.own.every((record) => cause.own.some((own) => accessRecordOf(record, own) !== null))
  );
}

function isSurface(candidate: Candidate): boolean {
  return candidate.signature?.layer === 'surface';
}

function follows(cause: Candidate, effect: Candidate): boolean {
  const lagMs = effect.range.startMs - cause.range.startMs;
  if (lagMs < -toleranceOf(cause) || lagMs > MAX_LAG_MS) return false;
  if (!cause.change) return occurrences(cause) <= MAX_SPARK_COUNT;
  return overlap(cause.range, effect.range) >= MIN_OVERLAP || givesWay(cause, effect);
}

/** What fails for a reason of its own and is gone then no longer tells of it: others tell that it is gone. */
function givesWay(cause: Candidate, effect: Candidate): boolean {
  const gapMs = effect.range.startMs - cause.range.endMs;
  return cause.signature?.layer === 'origin' && Math.abs(gapMs) <= MAX_GIVING_WAY_MS;
}

/** How much earlier than the first of these errors what follows from them may be seen. */
function toleranceOf({ own, range, change }: Candidate): number {
  if (!change) return ORDER_TOLERANCE_MS;
  const within = ({ timesMs, standsFor = 1 }: Finding) =>
    timesMs.filter((ms) => ms >= range.startMs && ms <= range.endMs).length * standsFor;
  const count = own.reduce((sum, finding) => sum + within(finding), 0);
  return Math.max(ORDER_TOLERANCE_MS, doubtOfStartMs(range, count));
}

function occurrences(candidate: Candidate): number {
  return candidate.own.reduce((sum, finding) => sum + finding.count, 0);
}

function overlap(a: TimeRange, b: TimeRange): number {
  const shorter = Math.max(1, Math.min(a.endMs - a.startMs, b.endMs - b.startMs));
  const common = Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs);
  return Math.max(0, common) / shorter;
}

function areCorrelated(a: Candidate, b: Candidate, correlations: readonly Correlation[]): boolean {
  const inA = new Set(a.own.map(({ id }) => id));
  const inB = new Set(b.own.map(({ id }) => id));
  return correlations.some(
    ({ first, second, share }) =>
      share >= MIN_CORRELATION &&
      ((inA.has(first) && inB.has(second)) || (inB.has(first) && inA.has(second))),
  );
}
