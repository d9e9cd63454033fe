// When things happen: spread evenly over slots, at random inside each, so that only the incident crowds.
import type { Random } from './random.ts';
import { BURST, type Planned, WINDOW } from './truth.ts';

interface Range {
  readonly startMs: number;
  readonly endMs: number;
}

/** Width of a slot outside and inside the burst, in milliseconds. */
const QUIET_SLOT_MS = 300_000;
const BURST_SLOT_MS = 60_000;
/** An error that ends a wait of 30 seconds cannot come before that wait, nor after the last line. */
const HEAD_MS = 40_000;
const TAIL_MS = 8_000;

/** Times of all errors of one row of the plan, ascending, in whole milliseconds. */
export function errorTimes({ inBurst, outside }: Planned, random: Random): readonly number[] {
  const before = { startMs: WINDOW.startMs + HEAD_MS, endMs: BURST.startMs };
  const after = { startMs: BURST.endMs, endMs: WINDOW.endMs - TAIL_MS };
  const quiet = [...slots(before, QUIET_SLOT_MS), ...slots(after, QUIET_SLOT_MS)];
  const times = [
    ...spread(outside, quiet, random),
    ...spread(inBurst, slots(BURST, BURST_SLOT_MS), random),
  ];
  return times.toSorted((a, b) => a - b);
}

/** `count` times in a range, evenly over slots of this width. */
export function evenTimes(count: number, range: Range, slotMs: number, random: Random) {
  return spread(count, slots(range, slotMs), random).toSorted((a, b) => a - b);
}

function slots({ startMs, endMs }: Range, slotMs: number): readonly Range[] {
  const count = Math.ceil((endMs - startMs) / slotMs);
  return Array.from({ length: count }, (_, index) => ({
    startMs: startMs + index * slotMs,
    endMs: Math.min(endMs, startMs + (index + 1) * slotMs),
  }));
}

/** Shares `count` out over the slots by their width; what does not divide goes where the sum passes a whole number. */
function spread(count: number, ranges: readonly Range[], random: Random): readonly number[] {
  const total = ranges.reduce((sum, range) => sum + range.endMs - range.startMs, 0);
  const times: number[] = [];
  let passed = 0;
  for (const { startMs, endMs } of ranges) {
    passed += endMs - startMs;
    const due = Math.round((count * passed) / total);
    while (times.length < due) times.push(Math.floor(random.between(startMs, endMs)));
  }
  return times;
}
