// The time of AWS. Where the clock of this machine differs from it, "now" is AWS's: events bear times of its world, and
// the last hours by a wrong clock would be other hours than were asked for.
import { MINUTE_MS, SECOND_MS } from '../base/time-range.ts';
import { duration } from '../report/format.ts';
import type { RunContext } from './context.ts';

/** Clocks that differ by less are taken to be the same. */
const SAME_CLOCK_MS = MINUTE_MS;

/** When the run began, by the clock of AWS as far as that is known by now. */
export const startedByAws = ({ file, startedMs }: RunContext): number =>
  startedMs + (file.clockAheadMs ?? 0);

/** Decides by which clock the window is settled, once: a run that goes on stays with what it had decided. */
export function settleClock({ file, request, world, calls }: RunContext): void {
  if (file.clockAheadMs !== null) return;
  const known = world.earlier?.recall.clock() ?? null;
  const measured = known ?? wholeSeconds(calls.clockAheadMs() ?? 0);
  const differs = !request.local && Math.abs(measured) >= SAME_CLOCK_MS;
  file.clockAheadMs = differs ? measured : 0;
  if (differs && known === null)
    world.store.appendAnswer({ head: { kind: 'clock' }, body: measured });
}

/** More than `Date` of an answer tells would only seem exact. */
const wholeSeconds = (ms: number) => Math.round(ms / SECOND_MS) * SECOND_MS;

/** What an answer tells of the clock is as exact as that. */
const TOLD_MS = 10 * SECOND_MS;

/** That the clocks differ, and what that means for the window; null where they agree. */
export function clockInWords({ file, request }: RunContext): string | null {
  const aheadMs = file.clockAheadMs ?? 0;
  if (aheadMs === 0) return null;
  const by = `${duration(Math.round(Math.abs(aheadMs) / TOLD_MS) * TOLD_MS)} ${aheadMs > 0 ? 'behind' : 'ahead of'} that of AWS`;
  const meant =
    request.window.endMs === null
      ? 'the window ends now by the clock of AWS'
      : 'the window is taken as it was given';
  return `The clock of this machine is ${by}: ${meant}. To set it: timedatectl set-ntp true`;
}
