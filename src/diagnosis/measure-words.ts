// What a number means by its name: whether it is bad that it rises or that it falls, and whether users feel it.
import type { Drift } from '../evidence/survey/drift.ts';

/** Whatever else the name says, more of this is worse. */
const HARM =
  /err|fail|miss|drop|evict|reject|time-?out|timed|lag|wait|latenc|delay|stale|lost|loss|dead|throttl|block|slow|retr|behind|backlog|never|leak|orphan|expired|restart|corrupt|dup|skipped|unhealthy|unavail|overflow|violation|refused|skew|drift|stuck|pause/i;
/** Less of this is worse. */
const SUPPLY =
  /(?<![a-z])(?:hit|ratio|isr)|success|free|avail|remain|throughput|healthy|replicas?$|idle|capacity|ready|alive|endpoints|instances|rps|qps|tps|quota|credit|balance|headroom|budget|coverage|members|peers|voters|in_?sync/;
/** More of this is worse, as a rule. */
const LOAD =
  /dur|elapsed|took|time|queue|pending|util|usage|used|memory|rss|heap|cpu|disk|load|open|active|established|fds?\b|fd_|conn|thread|size|depth|age|offset|p\d\d|swap|inode|iowait|await|busy|inflight|in_flight|locks?|sessions?|buffer|full|percent|rtt|jitter|cost|running|workers/i;
/** What those notice who use the system, as opposed to what it uses up. */
const FELT =
  /latenc|dur|elapsed|took|wait|lag|delay|queue|backlog|pending|err|fail|miss|time-?out|p\d\d|rtt|hit|success|throughput|await|behind|drop|reject/i;

/** Durations that are set, not measured, or that only grow. */
const SETTING = /ttl|uptime|interval|keep|limit|max|min|budget|expires|period/i;

/** Whether the change is for the worse: true, false, or null where the name does not say. */
export function isForWorse({
  name,
  unit,
  rises,
}: Pick<Drift, 'name' | 'unit' | 'rises'>): boolean | null {
  if (HARM.test(name)) return rises;
  if (SUPPLY.test(apart(name))) return !rises;
  return LOAD.test(name) || isDuration({ name, unit }) ? rises : null;
}

/** `hitRatio` as `hit ratio`: where a word begins tells it from the end of another, as `duration` is no ratio. */
const apart = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** Whether users notice it: what they wait for, and what fails or is missing. */
export function isFelt({ name, unit }: Pick<Drift, 'name' | 'unit'>): boolean {
  return FELT.test(name) || isDuration({ name, unit });
}

function isDuration({ name, unit }: Pick<Drift, 'name' | 'unit'>): boolean {
  return unit === 'ms' && !SETTING.test(name);
}

/** How many times the larger of two levels is the smaller one; infinite where that is nothing. */
export function timesOf({ fromValue, toValue }: Pick<Drift, 'fromValue' | 'toValue'>): number {
  const [low, high] = [Math.abs(fromValue), Math.abs(toValue)].sort((a, b) => a - b);
  return (high ?? 0) / Math.max(low ?? 0, Number.EPSILON);
}
