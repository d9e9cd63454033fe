// The drifting number that is told of a candidate: from the survey of the whole window, else a gauge that was full
// just before the onset.
import type { LogEvent } from '../base/log-event.ts';
import type { Drift } from '../evidence/survey/drift.ts';
import type { Shift } from '../evidence/survey/shift.ts';
import type { Candidate } from './candidates.ts';
import { clip } from './clip.ts';
import { findFullGauge } from './gauge.ts';
import type { Surroundings } from './surroundings.ts';
import { percent } from './times.ts';
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
  };
}

/** As sentences tell it. */
export function seenOf(drift: Drift): DriftSeen {
  const { shape, name, member, from, to, rises, limit, last, turn } = drift;
  const of = member === null ? '' : ` of ${member.field}=${member.value}`;
  const turnMs = turn.timestampMs;
  return { shape, name, of, from, to, rises, limit, event: last, turnMs };
}

/** `fd_count climbs from 1088 to 2043`, `active steps from 7 to 40 of 40`. */
export function driftWords({ shape, name, of, from, to, rises, limit }: DriftSeen): string {
  const verb = shape === 'climb' ? (rises ? 'climbs' : 'falls') : rises ? 'steps up' : 'drops';
  const most = limit === null || to.endsWith('%') ? '' : ` of ${limit.toLocaleString('en-US')}`;
  return `${name}${of} ${verb} from ${from} to ${to}${most}`;
}

/** `key=a rises from 2 % to 70 % of their lines`. */
export function shiftWords({ field, value, fromShare, toShare, kind }: Shift): string {
  const shares = `from ${percent(fromShare)} to ${percent(toShare)} of all lines`;
  if (field === null) return `"${clip(value, MAX_SAID_CHARS)}" and its like rise ${shares}`;
  const said = clip(kind.lines[0]?.text ?? '', MAX_SAID_CHARS);
  return `${field}=${value} rises ${shares} like "${said}"`;
}
