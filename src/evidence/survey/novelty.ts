// Lines of a kind that is otherwise absent: where such lines are few, one shortly before a failure is telling.
import { MINUTE_MS } from '../../base/time-range.ts';
import type { LineKind, SurveyLine } from './line-kinds.ts';

export interface RareLine {
  readonly line: SurveyLine;
  /** Lines of its kind among all that were read. */
  readonly count: number;
}

const MAX_COUNT = 3;
/** A whole fleet may announce the same: then all within so short a time. */
const FLEET_SPREAD_MS = 2 * MINUTE_MS;
const MAX_FLEET_COUNT = 50;
/** Kinds that come this often make a kind of one line stand out; without any, all lines are alike rare. */
const COMMON_COUNT = 10;
/** Where more than this share of all lines are of rare kinds, being rare tells nothing. */
const MAX_RARE_SHARE = 0.05;

/** The first line of each rare kind in order of time; none where rare kinds are the rule. */
export function rareLinesIn(kinds: readonly LineKind[]): readonly RareLine[] {
  const all = kinds.reduce((sum, { lines }) => sum + lines.length, 0);
  if (!kinds.some(({ lines }) => lines.length >= COMMON_COUNT)) return [];
  const rare = kinds.filter(isRare);
  const lines = rare.reduce((sum, kind) => sum + Math.min(kind.lines.length, MAX_COUNT), 0);
  if (lines > Math.max(2, all * MAX_RARE_SHARE)) return [];
  return rare
    .flatMap(({ lines: members }) => {
      const [line] = members;
      return line === undefined ? [] : [{ line, count: members.length }];
    })
    .sort((a, b) => a.line.event.timestampMs - b.line.event.timestampMs);
}

function isRare({ lines, level }: LineKind): boolean {
  if (level === 'debug' || level === 'trace') return false;
  const spreadMs = (lines.at(-1)?.event.timestampMs ?? 0) - (lines[0]?.event.timestampMs ?? 0);
  return (
    lines.length <= MAX_COUNT || (lines.length <= MAX_FLEET_COUNT && spreadMs <= FLEET_SPREAD_MS)
  );
}
