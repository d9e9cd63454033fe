// One of several – a host, a consumer, a partition – whose number stands far from all the others' in the same lines.
import type { LogEvent } from '../../base/log-event.ts';
import { groupingsOf } from './grouping.ts';
import type { LineKind, SurveyLine } from './line-kinds.ts';
import type { Measure, Unit } from './measures.ts';
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
  const byName = names.map((name) => ({ name, readings: readingsOf(lines, name) }));
  return groupingsOf(lines, MIN_OWN).flatMap(({ field, values }) =>
    byName.flatMap(({ name, readings }) => {
      const known = readings.filter(({ line }) => line.fields[field] !== undefined);
      if (known.length < MIN_OWN + MIN_OTHERS) return [];
      return values.flatMap(
        ({ value }) => outlierOf(kind, known, { field, value, name }, values.length) ?? [],
      );
    }),
  );
}

interface Aspect {
  readonly field: string;
  readonly value: string;
  readonly name: string;
}

interface Reading {
  readonly line: SurveyLine;
  readonly measure: Measure;
}

/** What the lines say under a name. */
function readingsOf(lines: readonly SurveyLine[], name: string): Reading[] {
  return lines.flatMap((line): Reading[] => {
    const measure = line.measures.find((each) => each.name === name);
    return measure === undefined ? [] : [{ line, measure }];
  });
}

/** Among readings of one name whose lines have the field. */
function outlierOf(
  kind: LineKind,
  readings: readonly Reading[],
  at: Aspect,
  tried: number,
): Outlier | null {
  const mine: number[] = [];
  const theirs: number[] = [];
  const isOwn = ({ line }: Reading) => line.fields[at.field] === at.value;
  for (const reading of readings) (isOwn(reading) ? mine : theirs).push(reading.measure.value);
  if (mine.length < MIN_OWN || theirs.length < MIN_OTHERS) return null;
  const [ownValue, othersValue] = [median(mine), median(theirs)];
  if (ownValue < othersValue * MIN_RATIO || ownValue <= 0) return null;
  if (separation(theirs, mine) < MIN_SEPARATION) return null;
  if (chanceOf(mine, theirs, othersValue) * tried > MAX_CHANCE) return null;
  const typical = readings.find((each) => isOwn(each) && each.measure.value >= ownValue);
  const usual = readings.find((each) => !isOwn(each) && each.measure.value >= othersValue);
  if (typical === undefined || usual === undefined) return null;
  return {
    kind,
    ...at,
    unit: typical.measure.unit,
    own: typical.measure.written,
    others: usual.measure.written,
    ownValue,
    othersValue,
    event: typical.line.event,
    readings: mine.length,
  };
}

/** How likely so many of its readings lie above the others' middle. */
function chanceOf(mine: readonly number[], theirs: readonly number[], middle: number): number {
  const above = (values: readonly number[]) => values.filter((value) => value > middle).length;
  return chanceOfShare(above(mine), mine.length, above(theirs), theirs.length);
}
