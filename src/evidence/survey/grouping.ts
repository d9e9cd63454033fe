// Fields that tell the lines of one kind apart by a few values: hosts, partitions, keys.
import { NOT_TELLING, VALUE_NOT_TELLING } from '../contrast.ts';
import type { SurveyLine } from './line-kinds.ts';

export interface Grouping {
  readonly field: string;
  /** Lines by value, the most frequent first; only values that come often enough. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

const MAX_VALUES = 60;
const MAX_VALUE_CHARS = 80;

/**
 * Fields of at most `maxValues` values, two at least, with those that at least `minCount` lines hold. Fields that
 * carry a measure or name the event itself are none.
 */
export function groupingsOf(
  lines: readonly SurveyLine[],
  minCount: number,
  maxValues = MAX_VALUES,
): Grouping[] {
  const measured = new Set(lines.flatMap(({ measures }) => measures.map(({ name }) => name)));
  const counts = new Map<string, Map<string, number>>();
  for (const { fields } of lines) {
    for (const [field, value] of Object.entries(fields)) {
      if (measured.has(field) || value === '' || value.length > MAX_VALUE_CHARS) continue;
      const values = counts.get(field) ?? new Map<string, number>();
      if (values.size <= maxValues || values.has(value))
        values.set(value, (values.get(value) ?? 0) + 1);
      counts.set(field, values);
    }
  }
  return [...counts].flatMap(([field, values]) => {
    if (NOT_TELLING.test(field) || values.size < 2 || values.size > maxValues) return [];
    const often = [...values]
      .filter(([value, count]) => count >= minCount && !VALUE_NOT_TELLING.test(value))
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return often.length > 0 ? [{ field, values: often }] : [];
  });
}

/** Whether the values differ by numbers only, as the names of hosts, consumers and partitions do. */
export function areSiblings(lines: readonly SurveyLine[], field: string): boolean {
  const shapes = new Set(
    lines.flatMap(({ fields }) => {
      const value = fields[field];
      return value === undefined ? [] : [value.replace(/\d+/g, '#')];
    }),
  );
  const [shape] = shapes;
  return shapes.size === 1 && shape?.includes('#') === true;
}
