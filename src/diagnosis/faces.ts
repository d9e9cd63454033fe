// Two faces of one failure: a client that reports first the lost connection and then that it gave up, a database that
// logs what its client logs too. They are one cause; taken for cause and consequence they would confirm each other.
import { MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import { coverage, holdsBetween } from '../evidence/moments.ts';
import type { Finding } from '../evidence/types.ts';
import type { Names, Signature } from './signature.ts';
import { timesOf } from './times.ts';

/** What is looked at of a candidate. */
interface Face {
  readonly signature: Signature | null;
  readonly names: Names;
  readonly component: string | null;
  readonly own: readonly Finding[];
  readonly range: TimeRange;
}

/** Faces of one failure show at most this far apart. */
const SAME_TIME_MS = 10 * SECOND_MS;
/** Two sides write the same failure down at most this far apart, clocks being what they are. */
const SAME_MOMENT_MS = 500;
/** So much of each side's errors is at the same moments, and so much of the time is at most at one. */
const MIN_ALONGSIDE = 0.9;
const MAX_COVERED = 0.5;
/** Fewer may be at the same moments by chance. */
const MIN_SEEN = 5;
/** Failures to reach or to be answered by something that has a name. */
const REACHING =
  /^(?:redis-unavailable|database-refused|broker-unavailable|tcp-refused|tcp-reset|host-unreachable|connect-time-out|dependency-time-out|dns|dns-no-answer)$/;
/** The more a failure says about what is not reached, the earlier it stands here. */
const TELLING_FIRST = [
  'redis-unavailable',
  'database-refused',
  'broker-unavailable',
  'dns-no-answer',
  'dns',
];
const HOST_NAMES = [
  'endpoint',
  'host',
  'urlHost',
  'cacheHost',
  'dbInstance',
  'dbCluster',
  'client',
];
const PORT = /:\d{1,5}$/;

/** What a failure leaves behind is written at most so long after it. */
const MAX_LEFT_MS = MINUTE_MS;

/** The candidates, those that are faces of one failure joined; the more telling one names both. */
export function withFacesJoined<T extends Face>(
  candidates: readonly T[],
  join: (first: T, second: T) => T,
): T[] {
  const kept: T[] = [];
  for (const candidate of [...candidates].sort((a, b) => order(a) - order(b))) {
    const at = kept.findIndex((other) => areFaces(other, candidate));
    const other = kept[at];
    if (other === undefined) kept.push(candidate);
    else kept[at] = join(other, candidate);
  }
  return kept;
}

/** What is told of by name comes first, what another one left behind last; between them what has a component, then a place in the code. */
function order({ signature, component, own }: Face): number {
  if (signature?.leftBy !== undefined) return Number.POSITIVE_INFINITY;
  const rank = TELLING_FIRST.indexOf(signature?.name ?? '');
  const named = (rank < 0 ? TELLING_FIRST.length : rank) * 2 + (component === null ? 1 : 0);
  return named * 2 + (own.some(({ location }) => location !== null) ? 0 : 1);
}

function areFaces(a: Face, b: Face): boolean {
  return areOfOneCall(a, b) || areSeenTwice(a, b) || isLeftBy(b, a) || isLeftBy(a, b);
}

/** Nearly each line of the one comes right behind one of the other, in the same log group. */
function isLeftBy(left: Face, { signature, own }: Face): boolean {
  if (signature === null || left.signature?.leftBy !== signature.name) return false;
  const [timesMs, causesMs] = [timesOf(left.own), timesOf(own)];
  if (timesMs.length === 0) return false;
  const behind = timesMs.filter((ms) => holdsBetween(causesMs, ms - MAX_LEFT_MS, ms));
  return behind.length >= MIN_ALONGSIDE * timesMs.length && sharesGroup(left, { own });
}

/** The same failure at the same moments in two log groups: told by both sides. */
function areSeenTwice(a: Face, b: Face): boolean {
  if (a.signature === null || a.signature !== b.signature || sharesGroup(a, b)) return false;
  const [hostsOfA, hostsOfB] = [hostsOf(a), hostsOf(b)];
  if ([...hostsOfA].some((host) => hostsOfB.size > 0 && !hostsOfB.has(host))) return false;
  const [timesOfA, timesOfB] = [timesOf(a.own), timesOf(b.own)];
  return (
    Math.min(timesOfA.length, timesOfB.length) >= MIN_SEEN &&
    isAlongside(timesOfA, timesOfB) &&
    isAlongside(timesOfB, timesOfA)
  );
}

/** Whether nearly all of the times are at one of the others, and not because these are everywhere. */
function isAlongside(times: readonly number[], others: readonly number[]): boolean {
  const lastsMs = (others.at(-1) ?? 0) - (others[0] ?? 0);
  if (coverage(others, SAME_MOMENT_MS, SAME_MOMENT_MS) > MAX_COVERED * lastsMs) return false;
  const near = times.filter((ms) => holdsBetween(others, ms - SAME_MOMENT_MS, ms + SAME_MOMENT_MS));
  return near.length >= MIN_ALONGSIDE * times.length;
}

function areOfOneCall(a: Face, b: Face): boolean {
  if (!isReaching(a) || !isReaching(b)) return false;
  if (Math.abs(a.range.startMs - b.range.startMs) > SAME_TIME_MS) return false;
  const [hostsOfA, hostsOfB] = [hostsOf(a), hostsOf(b)];
  if ([...hostsOfA].some((host) => hostsOfB.has(host))) return true;
  const oneIsNameless = hostsOfA.size === 0 || hostsOfB.size === 0;
  return oneIsNameless && a.signature?.name === b.signature?.name && sharesGroup(a, b);
}

function isReaching({ signature, own }: Face): boolean {
  return signature !== null && REACHING.test(signature.name) && own.length > 0;
}

function hostsOf({ names }: Face): ReadonlySet<string> {
  const hosts = HOST_NAMES.flatMap((name) => names[name] ?? []);
  return new Set(hosts.map((host) => host.replace(PORT, '').toLowerCase()));
}

function sharesGroup(a: Pick<Face, 'own'>, b: Pick<Face, 'own'>): boolean {
  const groups = new Set(a.own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name)));
  return b.own.some(({ logGroups }) => logGroups.some(({ name }) => groups.has(name)));
}
