// Some of the events of answers by their places among all of them: short where they come in runs.
import type { LogEvent } from '../base/log-event.ts';

/** By evidence id, runs of places from 0: the first of each, and the one behind its last. */
export type Places = Readonly<Record<string, readonly (readonly [from: number, to: number])[]>>;

/** Of the answers that `all` come from, which of their events these are. */
export function placesOf(events: readonly LogEvent[], all: readonly LogEvent[]): Places {
  const chosen = new Set(events);
  const runs: Record<string, [number, number][]> = {};
  const next = new Map<string, number>();
  for (const event of all) {
    const { evidenceId } = event;
    const place = next.get(evidenceId) ?? 0;
    next.set(evidenceId, place + 1);
    runs[evidenceId] ??= [];
    if (!chosen.has(event)) continue;
    const last = runs[evidenceId].at(-1);
    if (last?.[1] === place) last[1] = place + 1;
    else runs[evidenceId].push([place, place + 1]);
  }
  return runs;
}

/** Those events of an answer; all of them where nothing is said of it. */
export function atPlaces(
  places: Places,
  evidenceId: string,
  events: readonly LogEvent[],
): readonly LogEvent[] {
  return places[evidenceId]?.flatMap(([from, to]) => events.slice(from, to)) ?? events;
}
