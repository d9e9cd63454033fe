// The edges of an episode, told from times: bins tell them to a bin, and the first events of a burst may lie in one that
// is quiet as a whole.
import { durationMs, type TimeRange } from '../../base/time-range.ts';
import type { Burst } from '../types.ts';

/** What an episode lies in. */
export interface Surroundings {
  readonly timesMs: readonly number[];
  /** How far beyond its edges an episode may reach: a bin. */
  readonly binMs: number;
  /** Events a millisecond outside all episodes. */
  readonly rate: number;
  /** Variance over mean: so many events come as one. */
  readonly dispersion: number;
}

/** The episodes, ascending, with the events beside them that follow each other as those inside rather than as those outside. */
export function withEdges<E extends Burst>(
  episodes: readonly E[],
  surroundings: Surroundings,
): readonly E[] {
  const reached: E[] = [];
  for (const [index, episode] of episodes.entries()) {
    const afterMs = reached.at(-1)?.endMs ?? Number.NEGATIVE_INFINITY;
    const beforeMs = episodes[index + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    reached.push(reaching(episode, { startMs: afterMs, endMs: beforeMs }, surroundings));
  }
  return reached;
}

/** `free`: what no other episode holds. */
function reaching<E extends Burst>(episode: E, free: TimeRange, surroundings: Surroundings): E {
  const { timesMs, binMs } = surroundings;
  const nearMs = belongingMs(episode, surroundings);
  const leastMs = Math.max(free.startMs, episode.startMs - binMs);
  const mostMs = Math.min(free.endMs, episode.endMs + binMs);
  let { startMs, endMs, errors } = episode;
  const before = timesMs.filter((ms) => ms >= leastMs && ms < startMs);
  for (const ms of before.reverse()) {
    if (startMs - ms > nearMs) break;
    startMs = ms;
    errors++;
  }
  for (const ms of timesMs.filter((each) => each >= endMs && each < mostMs)) {
    if (ms + 1 - endMs > nearMs) break;
    endMs = ms + 1;
    errors++;
  }
  return { ...episode, startMs, endMs, errors };
}

/** After a longer gap an event is rather one of those outside: by the likelihood of either rate. */
function belongingMs(episode: Burst, { rate, dispersion }: Surroundings): number {
  const inside = episode.errors / durationMs(episode);
  return inside <= rate ? 0 : (dispersion * Math.log(inside / rate)) / (inside - rate);
}
