// The gold lines of cases/category-gold.jsonl held against the categories that whole events get: agreement by part and
// the confusion table. The held-out part is never looked at while rules are written.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { event, FOUR_HOURS } from './support.ts';

const GOLD = join(import.meta.dirname, 'cases', 'category-gold.jsonl');

export interface GoldLine {
  readonly part: 'held-out' | 'develop' | 'free-words';
  readonly system: string;
  readonly category: string;
  /** One event, as a log group holds it. */
  readonly message: string;
  /** Where the label needs a reason. */
  readonly why?: string;
}

export interface Judged extends GoldLine {
  /** The category that the finding got; `none` where the event became no finding. */
  readonly given: string;
  readonly rule: string;
}

export function goldLines(): GoldLine[] {
  return readFileSync(GOLD, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The way of an event in an investigation: peeled, put together, grouped, categorized. */
export function judge(line: GoldLine): Judged {
  const { findings } = analyze(prepare([event(line.message)], FOUR_HOURS));
  const [finding] = findings;
  return { ...line, given: finding?.category ?? 'none', rule: finding?.categoryRule ?? 'none' };
}

/** Share of lines whose category is the label's. */
export function agreement(lines: readonly Judged[]): number {
  return lines.filter(({ category, given }) => category === given).length / lines.length;
}

/** Rows are labels, columns what was given. */
export function confusionTable(lines: readonly Judged[]): string {
  const names = [...new Set(lines.flatMap(({ category, given }) => [category, given]))].sort();
  const width = Math.max(...names.map(({ length }) => length));
  const cells = names.map((label) => [
    label.padEnd(width),
    ...names.map((given) => {
      const count = lines.filter((line) => line.category === label && line.given === given).length;
      return String(count || '.').padStart(7);
    }),
  ]);
  const head = [''.padEnd(width), ...names.map((name) => name.slice(0, 6).padStart(7))];
  return [head, ...cells].map((row) => row.join(' ')).join('\n');
}

/** What a person needs to see of a disagreement. */
export function disagreements(lines: readonly Judged[]): string {
  return lines
    .filter(({ category, given }) => category !== given)
    .map(
      ({ category, given, rule, system, message }) =>
        `${category} ≠ ${given} (${rule}) ${system}: ${message.replaceAll('\n', ' ⏎ ')}`,
    )
    .join('\n');
}
