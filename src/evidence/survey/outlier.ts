// One of several – a host, a consumer, a partition – whose number stands far from all the others' in the same lines.
import type { LogEvent } from '../../base/log-event.ts';
import { groupingsOf } from './grouping.ts';
import type { LineKind, SurveyLine } from './line-kinds.ts';
import type { Unit } from './measures.ts';
import { chanceOfShare, median, separation } from './statistics.ts';

export interface Outlier {
  readonly kind: LineKind;
  /** The field that tells them apart, and the one that stands out. */
  readonly field: string;
  readonly value: string;
  readonly name: string;
  readonly unit: Unit;
  /** Typical readings as written: its own and the others'. */
  readonly own: string;
  readonly others: string;
  readonly ownValue: number;
  readonly othersValue: number;
  readonly event: LogEvent;
  readonly readings: number;
}

const MIN_OWN = 5;
const MIN_OTHERS = 10;
const MIN_SEPARATION = 0.95;
const MIN_RATIO = 3;
const MAX_CHANCE = 0.001;
const MAX_LINES = 2_000;

/** Outliers of all kinds, the starkest first. */
export function outliersIn(kinds: readonly LineKind[]): readonly Outlier[] {
  const found = kinds.flatMap((kind) =>
    kind.lines.length < MIN_OWN + MIN_OTHERS ? [] : outliersOf(kind),
  );
  return found.sort((a, b) => ratioOf(b) - ratioOf(a));
}

const ratioOf = ({ ownValue, othersValue }: Outlier) =>
  ownValue / Math.max(othersValue, Number.EPSILON);

function outliersOf(kind: LineKind): Outlier[] {
  const lines = kind.lines.slice(0, MAX_LINES);
  const names = [...new Set(lines.flatMap(({ measures }) => measures.map(({ name }) => name)))];
  return groupingsOf(lines, MIN_OWN).flatMap(({ field, values }) =>
    names.flatMap((name) =>
      values.flatMap(
        ({ value }) => outlierOf(kind, lines, { field, value, name }, values.length) ?? [],
      ),
    ),
  );
}

interface Aspect {
  readonly field: string;
  readonly value: string;
  readonly name: string;
}

interface Reading {
  readonly value: number;
  readonly unit: Unit;
  readonly written: string;
  readonly event: LogEvent;
}

function outlierOf(
  kind: LineKind,
  lines: readonly SurveyLine[],
  at: Aspect,
  tried: number,
): Outlier | null {
  const { own, others } = readingsBy(lines, at);
  if (own.length < MIN_OWN || others.length < MIN_OTHERS) return null;
  const mine = own.map(({ value }) => value);
  const theirs = others.map(({ value }) => value);
  const [ownValue, othersValue] = [median(mine), median(theirs)];
  if (ownValue < othersValue * MIN_RATIO || ownValue <= 0) return null;
  if (separation(theirs, mine) < MIN_SEPARATION) return null;
  if (chanceOf(mine, theirs, othersValue) * tried > MAX_CHANCE) return null;
  const typical = own.find(({ value }) => value >= ownValue);
  const usual = others.find(({ value }) => value >= othersValue);
  if (typical === undefined || usual === undefined) return null;
  const { unit } = typical;
  const written = { own: typical.written, others: usual.written };
  return {
    kind,
    ...at,
    unit,
    ...written,
    ownValue,
    othersValue,
    event: typical.event,
    readings: own.length,
  };
}

function readingsBy(lines: readonly SurveyLine[], { field, value, name }: Aspect) {
  const own: Reading[] = [];
  const others: Reading[] = [];
  for (const { fields, measures, event } of lines) {
    const measure = measures.find((each) => each.name === name);
    const mark = fields[field];
    if (measure === undefined || mark === undefined) continue;
    (mark === value ? own : others).push({ ...measure, event });
  }
  return { own, others };
}

/** How likely so many of its readings lie above the others' middle. */
function chanceOf(mine: readonly number[], theirs: readonly number[], middle: number): number {
  const above = (values: readonly number[]) => values.filter((value) => value > middle).length;
  return chanceOfShare(above(mine), mine.length, above(theirs), theirs.length);
}
