// Values that come to fill the lines of a kind – a key that everyone asks for – and members that fall silent while
// their like go on.
import type { LogEvent } from '../../base/log-event.ts';
import { evenly } from '../evenly.ts';
import { areSiblings, groupingsOf } from './grouping.ts';
import type { LineKind, SurveyLine } from './line-kinds.ts';
import { changePoint } from './statistics.ts';

export interface Shift {
  readonly kind: LineKind;
  /** Null where the kind itself is what rises, and the value one of its lines. */
  readonly field: string | null;
  readonly value: string;
  /** Shares of the kind's lines before and after, 0..1. */
  readonly fromShare: number;
  readonly toShare: number;
  /** The first line after the change with the value. */
  readonly turn: LogEvent;
}

export interface Silence {
  readonly kind: LineKind;
  readonly field: string;
  readonly value: string;
  /** Its last line. */
  readonly last: LogEvent;
  /** Lines that it should have logged since, at its earlier share. */
  readonly missed: number;
}

const MIN_LINES = 40;
const MAX_LINES = 2_000;
const MIN_VALUE_LINES = 20;
const MIN_SIDE = 10;
const MIN_RISE = 0.3;
/** A kind of line is one of many. */
const MIN_KIND_RISE = 0.2;
const MAX_CHANCE = 0.001;
/** A value may be one of very many others, as a key is. */
const MAX_SHIFT_VALUES = 2_000;
const MIN_MISSED = 10;

/** The clearest rise first. */
export function shiftsIn(kinds: readonly LineKind[]): readonly Shift[] {
  const found = kinds.flatMap((kind) => {
    const lines = kind.lines.slice(0, MAX_LINES);
    if (lines.length < MIN_LINES) return [];
    const groupings = groupingsOf(lines, MIN_VALUE_LINES, MAX_SHIFT_VALUES);
    const tried = groupings.reduce((sum, { values }) => sum + values.length, 0);
    return groupings.flatMap(({ field, values }) =>
      values.slice(0, 3).flatMap(({ value }) => shiftOf(kind, lines, field, value, tried) ?? []),
    );
  });
  return found.sort((a, b) => b.toShare - b.fromShare - (a.toShare - a.fromShare));
}

function shiftOf(
  kind: LineKind,
  lines: readonly SurveyLine[],
  field: string,
  value: string,
  tried: number,
): Shift | null {
  const marks = lines.map(({ fields }) => (fields[field] === value ? 1 : 0));
  const change = changePoint(marks, MIN_SIDE);
  if (change === null || change.chance * tried > MAX_CHANCE) return null;
  const fromShare = mean(marks.slice(0, change.at));
  const toShare = mean(marks.slice(change.at));
  if (toShare - fromShare < MIN_RISE) return null;
  const turn = lines.find(({ fields }, index) => index >= change.at && fields[field] === value);
  return turn === undefined ? null : { kind, field, value, fromShare, toShare, turn: turn.event };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** Kinds of healthy lines that come to fill the log of their writer: what a value in a fixed place would be, as a line. */
export function kindShiftsIn(kinds: readonly LineKind[]): readonly Shift[] {
  const writers = new Set(kinds.map(({ writer }) => writer));
  return [...writers].flatMap((one) => {
    const own = kinds.filter(({ writer }) => writer === one);
    const all = own.flatMap((kind) => kind.lines.map((line) => ({ kind, line })));
    all.sort((a, b) => a.line.event.timestampMs - b.line.event.timestampMs);
    const read = evenly(all, MAX_LINES);
    const healthy = own.filter(
      ({ level, lines }) => lines.length >= MIN_VALUE_LINES && !isTrouble(level),
    );
    return healthy.flatMap((kind) => kindShiftOf(kind, read, healthy.length) ?? []);
  });
}

interface Placed {
  readonly kind: LineKind;
  readonly line: SurveyLine;
}

function kindShiftOf(kind: LineKind, all: readonly Placed[], tried: number): Shift | null {
  const marks = all.map((placed) => (placed.kind === kind ? 1 : 0));
  const change = changePoint(marks, MIN_SIDE);
  if (change === null || change.chance * tried > MAX_CHANCE) return null;
  const fromShare = mean(marks.slice(0, change.at));
  const toShare = mean(marks.slice(change.at));
  if (toShare - fromShare < MIN_KIND_RISE) return null;
  const turn = all.find((placed, index) => index >= change.at && placed.kind === kind)?.line;
  if (turn === undefined) return null;
  return { kind, field: null, value: turn.text, fromShare, toShare, turn: turn.event };
}

function isTrouble(level: LineKind['level']): boolean {
  return level === 'warn' || level === 'error' || level === 'fatal';
}

/** Members of a row of alike ones that stop before the end; not where another one takes their place. */
export function silencesIn(kinds: readonly LineKind[]): readonly Silence[] {
  const found = kinds.flatMap((kind) => {
    const { lines } = kind;
    if (lines.length < MIN_LINES) return [];
    return groupingsOf(lines, MIN_VALUE_LINES).flatMap(({ field, values }) =>
      areSiblings(lines, field)
        ? values.flatMap(({ value }) => silenceOf(kind, field, value, values.length) ?? [])
        : [],
    );
  });
  return found.sort((a, b) => b.missed - a.missed);
}

function silenceOf(kind: LineKind, field: string, value: string, tried: number): Silence | null {
  const { lines } = kind;
  const lastAt = lines.findLastIndex(({ fields }) => fields[field] === value);
  const last = lines[lastAt];
  if (last === undefined || hasSuccessor(lines, field, lastAt)) return null;
  const until = lines.slice(0, lastAt + 1);
  const share = until.filter(({ fields }) => fields[field] === value).length / until.length;
  const after = lines.length - lastAt - 1;
  const missed = share * after;
  if (missed < MIN_MISSED || (1 - share) ** after * tried > MAX_CHANCE) return null;
  return { kind, field, value, last: last.event, missed };
}

/** A value that is not seen before: a member that was replaced is not missing. */
function hasSuccessor(lines: readonly SurveyLine[], field: string, lastAt: number): boolean {
  const margin = Math.floor(lines.length / 10);
  const early = lines.slice(0, Math.max(0, lastAt - margin));
  const before = new Set(early.map(({ fields }) => fields[field]));
  return lines.slice(lastAt + 1).some(({ fields }) => {
    const value = fields[field];
    return value !== undefined && !before.has(value);
  });
}
