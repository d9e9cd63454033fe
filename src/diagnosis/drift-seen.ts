// The drifting number that is told of a candidate: from the survey of the whole window, else a gauge that was full
// just before the onset.
import { grouped } from '../base/grouped.ts';
import type { LogEvent } from '../base/log-event.ts';
import { percent } from '../base/percent.ts';
import type { TimeRange } from '../base/time-range.ts';
import type { Drift } from '../evidence/survey/drift.ts';
import type { Shift } from '../evidence/survey/shift.ts';
import type { Candidate } from './candidates.ts';
import { clip, clipMessage } from './clip.ts';
import { findFullGauge } from './gauge.ts';
import type { Surroundings } from './surroundings.ts';
import { clock } from './times.ts';
import type { Case } from './types.ts';

const MAX_SAID_CHARS = 60;

export interface DriftSeen {
  readonly shape: 'step' | 'climb';
  /** As the lines write them. */
  readonly name: string;
  /** Whose it is, as a half sentence: ` of node=n-3`; empty where it is everyone's. */
  readonly of: string;
  readonly from: string;
  readonly to: string;
  readonly rises: boolean;
  readonly limit: number | null;
  /** The line that shows the new level, or the limit nearly reached. */
  readonly event: LogEvent;
  /** When it turned. */
  readonly turnMs: number;
  /** When it was back at its first level, or reset; null where it was not. */
  readonly untilMs: number | null;
  /** When earlier climbs of it were reset. */
  readonly resetsMs: readonly number[];
}

export function driftSeenBy(
  candidate: Candidate,
  { drift }: Surroundings,
  input: Case,
): DriftSeen | null {
  if (drift !== null) {
    return seenOf(drift);
  }
  const gauge = candidate.change ? findFullGauge(input.context, candidate.range.startMs) : null;
  if (gauge === null) return null;
  const { event, name, from, to, limit } = gauge;
  const turnMs = event.timestampMs;
  return {
    shape: 'climb',
    name,
    of: '',
    from: `${from}`,
    to: `${to}`,
    rises: true,
    limit,
    event,
    turnMs,
    untilMs: null,
    resetsMs: [],
  };
}

/** As sentences tell it. */
export function seenOf(drift: Drift): DriftSeen {
  const { shape, name, member, from, to, rises, limit, last, turn, until, resets } = drift;
  const of = member === null ? '' : ` of ${member.field}=${member.value}`;
  const turnMs = turn.timestampMs;
  const untilMs = until?.timestampMs ?? null;
  const resetsMs = resets.map(({ timestampMs }) => timestampMs);
  return { shape, name, of, from, to, rises, limit, event: last, turnMs, untilMs, resetsMs };
}

/** `fd_count climbs from 1088 to 2043`, `active steps up from 7 to 40 of 40`, `rss climbs from 0.4GB to 2GB, as before each of its resets`. */
export function driftWords(seen: DriftSeen): string {
  const { shape, of, from, to, rises, limit, resetsMs } = seen;
  const verb = shape === 'climb' ? (rises ? 'climbs' : 'falls') : rises ? 'steps up' : 'drops';
  const most = limit === null || to.endsWith('%') ? '' : ` of ${limitWords(to, limit)}`;
  const again = resetsMs.length === 0 ? '' : ', as before each of its resets';
  return `${nameOf(seen)}${of} ${verb} from ${from} to ${to}${most}${again}`;
}

/** A number behind a word that names nothing is told by its line. */
function nameOf({ name, event }: DriftSeen): string {
  return NO_NAME.test(name)
    ? `the number behind "${name}" in "${clipMessage(event.message, MAX_SAID_CHARS)}"`
    : name;
}

const NO_NAME = /^(?:in|after|of|for|to|by|with|at|is|was|took|within|from|over)$/i;

/** The limit in the unit of the reading beside it. */
function limitWords(reading: string, limit: number): string {
  const [, space = '', unit = ''] = /\d( ?)([a-zA-Z]+)$/.exec(reading) ?? [];
  const size = SIZES[unit.toLowerCase().replace(/^([kmgt])ib$/, '$1b')];
  return size === undefined
    ? grouped(limit)
    : `${grouped(Math.round(limit / size))}${space}${unit}`;
}

/** In bytes, and in milliseconds. */
const SIZES: Readonly<Record<string, number>> = {
  kb: 1_024,
  mb: 1_048_576,
  gb: 1_073_741_824,
  tb: 1_099_511_627_776,
  s: 1_000,
};

/** When: `14:37:01 UTC`, with the moment at which it went back, and those of earlier resets. */
export function driftTimes(
  { turnMs, untilMs, resetsMs, shape }: DriftSeen,
  window: TimeRange,
): string {
  const resets = resetsMs.map((ms) => clock(ms, window));
  const before = resets.length === 0 ? '' : `; reset at ${resets.join(', ')}`;
  if (untilMs === null) return `${clock(turnMs, window)}${before}`;
  const end = shape === 'climb' ? 'reset again at' : 'back at';
  return `${clock(turnMs, window)}, ${end} ${clock(untilMs, window)}${before}`;
}

/** `key=a rises from 2 % to 70 % of their lines`. */
export function shiftWords({ field, value, fromShare, toShare, kind }: Shift): string {
  const shares = `from ${percent(fromShare)} to ${percent(toShare)} of all lines`;
  if (field === null) return `"${clip(value, MAX_SAID_CHARS)}" and its like rise ${shares}`;
  const said = clip(kind.lines[0]?.text ?? '', MAX_SAID_CHARS);
  return `${field}=${value} rises ${shares} like "${said}"`;
}
