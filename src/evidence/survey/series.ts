// The readings of one number over time: of all lines of a kind, or of those of one member (a host, a partition).
import type { LogEvent } from '../../base/log-event.ts';
import { groupingsOf } from './grouping.ts';
import type { LineKind, SurveyLine } from './line-kinds.ts';
import type { Measure, Unit } from './measures.ts';

export interface Member {
  readonly field: string;
  readonly value: string;
}

export interface Reading {
  readonly event: LogEvent;
  readonly value: number;
  readonly written: string;
  readonly limit: number | null;
}

export interface Series {
  readonly kind: LineKind;
  /** The one whose lines these are; null for all lines of the kind. */
  readonly member: Member | null;
  /** As the lines write it. */
  readonly name: string;
  readonly unit: Unit;
  /** In order of time. */
  readonly readings: readonly Reading[];
}

const MIN_READINGS = 12;
const MAX_READINGS = 2_000;
/** Fields of more values than these are not looked at one by one. */
const MAX_MEMBERS = 24;
/** A number that stands right behind another one and is the most that it may be: `rss=1990MB limit=2048MB`. */
const LIMIT_NAME = /^(?:limit|max(?:imum)?|cap(?:acity)?)$|[._-](?:limit|max|capacity)$/i;

/** The series of whole kinds, and those of single members; only such as are long enough to tell anything. */
export function seriesOfAll(kinds: readonly LineKind[]): {
  readonly whole: readonly Series[];
  readonly ofMembers: readonly Series[];
} {
  const read = kinds.map((kind) => ({ kind, lines: thinned(kind.lines) }));
  const isLong = ({ readings }: Series) => readings.length >= MIN_READINGS;
  return {
    whole: read.flatMap(({ kind, lines }) => seriesOf(kind, lines, null)).filter(isLong),
    ofMembers: read.flatMap(({ kind, lines }) => memberSeries(kind, lines)).filter(isLong),
  };
}

/** What two series of one number have in common, whoever's lines they are. */
export const placeOf = ({ kind, name, unit }: Pick<Series, 'kind' | 'name' | 'unit'>) =>
  `${kind.writer} ${kind.template} ${unit} ${name}`;

function memberSeries(kind: LineKind, lines: readonly SurveyLine[]): Series[] {
  return groupingsOf(lines, MIN_READINGS, MAX_MEMBERS).flatMap(({ field, values }) =>
    values.flatMap(({ value }) => {
      const own = lines.filter(({ fields }) => fields[field] === value);
      return seriesOf(kind, own, { field, value });
    }),
  );
}

/** Series of these lines by name. */
function seriesOf(kind: LineKind, lines: readonly SurveyLine[], member: Member | null): Series[] {
  const byName = new Map<string, { unit: Unit; readings: Reading[] }>();
  for (const { event, measures } of lines) {
    measures.forEach((measure, index) => {
      const { name, unit, value, written } = measure;
      const key = `${unit} ${name}`;
      const known = byName.get(key) ?? { unit, readings: [] };
      const limit = measure.limit ?? statedLimit(measure, measures[index + 1]);
      known.readings.push({ event, value, written, limit });
      byName.set(key, known);
    });
  }
  return [...byName].map(([key, { unit, readings }]) => ({
    kind,
    member,
    name: key.slice(key.indexOf(' ') + 1),
    unit,
    readings,
  }));
}

function statedLimit(measure: Measure, next: Measure | undefined): number | null {
  if (next === undefined || !LIMIT_NAME.test(next.name) || next.unit !== measure.unit) return null;
  return next.value > 1 && measure.value <= next.value ? next.value : null;
}

function thinned(lines: readonly SurveyLine[]): readonly SurveyLine[] {
  if (lines.length <= MAX_READINGS) return lines;
  const step = lines.length / MAX_READINGS;
  return Array.from({ length: MAX_READINGS }, (_, index) => lines[Math.floor(index * step)]).filter(
    (line) => line !== undefined,
  );
}
