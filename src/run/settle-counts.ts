// Where counts by query and what was read beside them do not add up to the candidates of a bin, its candidates are read:
// two patterns counted one event, or a pattern counted what it should not have.
import type { LogEvent } from '../base/log-event.ts';
import type { BinSums, Count } from './bin-sums.ts';
import type { RunContext } from './context.ts';
import { ensureWindow } from './plan.ts';
import { readBins, timesByTelling } from './read-bins.ts';

/** Bins that are read so, those that hold the fewest candidates, and candidates in all of them. */
const MAX_SETTLED_BINS = 20;
const MAX_SETTLED_ROWS = 10_000;

/** What was counted of a window with many candidates. */
export interface Tally {
  readonly counts: readonly Count[];
  /** All candidates. */
  readonly candidates: BinSums;
  /** Those that no pattern counts. */
  readonly rest: readonly LogEvent[];
}

export interface Settled {
  /** Those that no pattern counts, or that several counted. */
  readonly rest: readonly LogEvent[];
  /** For how many candidates the counts are still wrong. */
  readonly wrong: number;
}

/** Makes the counts right as far as the limits reach. */
export async function settle(context: RunContext, tally: Tally): Promise<Settled> {
  const differing = differences(tally);
  const { analyzed } = ensureWindow(context);
  const wanted = affordable(tally, [...differing.keys()]);
  const bins = wanted.map((bin) => [bin, tally.candidates.range(bin, analyzed)] as const);
  const read = await readBins(context, 'bins that do not add up', bins, MAX_SETTLED_ROWS);
  const timesOf = timesByTelling(tally.counts.map(([telling]) => telling));
  const rest = new Map(tally.rest.map((event) => [eventName(event), event]));
  for (const [bin, events] of read) {
    const { times, uncounted } = timesOf(events);
    for (const [telling, sums] of tally.counts) sums.settle(bin, times.get(telling) ?? []);
    for (const event of uncounted) rest.set(eventName(event), event);
  }
  const all = [...rest.values()];
  const left = [...differences({ ...tally, rest: all }).values()];
  return { rest: all, wrong: left.reduce((sum, difference) => sum + difference, 0) };
}

const eventName = ({ logGroup, eventId }: LogEvent) => `${logGroup} ${eventId}`;

/** By bin, how many candidates were counted too often or not at all. */
function differences({ counts, candidates, rest }: Tally): ReadonlyMap<number, number> {
  const left = candidates.copy();
  for (const [, sums] of counts) left.take(sums);
  for (const { logGroup, timestampMs } of rest) left.add(logGroup, timestampMs, -1);
  return left.byBin();
}

function affordable({ candidates }: Tally, bins: readonly number[]): readonly number[] {
  const held = candidates.byBin();
  let left = MAX_SETTLED_ROWS;
  return bins
    .map((bin) => ({ bin, held: held.get(bin) ?? 0 }))
    .sort((a, b) => a.held - b.held || a.bin - b.bin)
    .slice(0, MAX_SETTLED_BINS)
    .filter((one) => {
      left -= one.held;
      return left >= 0;
    })
    .map(({ bin }) => bin);
}
