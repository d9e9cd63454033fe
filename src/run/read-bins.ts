// All candidates of some bins of a count, and what each of the patterns counts of them.
import type { LogEvent } from '../base/log-event.ts';
import type { TimeRange } from '../base/time-range.ts';
import { type Telling, teller } from '../evidence/count-query.ts';
import type { Occurrence } from './bin-sums.ts';
import { labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { candidatePlan, queryScopes } from './plan.ts';
import type { QueryResult } from './query.ts';
import { results } from './query-run.ts';
import { startQueries } from './query-start.ts';
import { eventsOf } from './rows.ts';

/** A bin by its start in UTC ms, and the part of it that lies in the window. */
export type Bin = readonly [startMs: number, range: TimeRange];

/** By start of the bin; those are left out that hold more than `most` candidates, or could not be read. */
export async function readBins(
  context: RunContext,
  name: string,
  bins: readonly Bin[],
  most: number,
): Promise<ReadonlyMap<number, readonly LogEvent[]>> {
  const asked = bins.flatMap(([startMs, range]) =>
    queryScopes(context).map((scope) => ({
      startMs,
      plan: { ...candidatePlan(scope, range, most), name },
    })),
  );
  const started = await startQueries(
    context,
    asked.map(({ plan }) => plan),
  );
  const read = new Map<number, LogEvent[]>(bins.map(([startMs]) => [startMs, []]));
  for await (const { index, result } of results(context, started)) {
    const startMs = asked[index]?.startMs ?? 0;
    const events = result === null ? null : eventsIn(context, result);
    const known = read.get(startMs);
    if (events === null || known === undefined) read.delete(startMs);
    else read.set(startMs, [...known, ...events]);
  }
  return read;
}

/** null where not all of them were read. */
function eventsIn(context: RunContext, result: QueryResult): LogEvent[] | null {
  if (result.matched > result.rows.length) return null;
  return eventsOf(result, result.plan.window, (group) => labelOf(context.file, group));
}

/** What the patterns count of some events. */
export interface Told {
  readonly times: ReadonlyMap<Telling, readonly Occurrence[]>;
  /** Those that none counts, or several. */
  readonly uncounted: readonly LogEvent[];
}

export function timesByTelling(
  tellings: readonly Telling[],
): (events: readonly LogEvent[]) => Told {
  const tellingOf = teller(tellings);
  return (events) => {
    const times = new Map<Telling, Occurrence[]>();
    const uncounted: LogEvent[] = [];
    for (const event of events) {
      const telling = tellingOf(event.message);
      if (telling === null) {
        uncounted.push(event);
        continue;
      }
      const own = times.get(telling) ?? [];
      times.set(telling, own);
      own.push([event.logGroup, event.timestampMs]);
    }
    return { times, uncounted };
  };
}
