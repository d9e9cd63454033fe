// Ids of evidence as a report lists them: in order, neighbours as a range, so that a column of them stays narrow.
import { number } from './format.ts';
import { inline } from './text.ts';

/** More ids or ranges are counted only; report.json has all of them. */
const MAX_PARTS = 6;
/** So many neighbours are shorter as a range. */
const MIN_RANGE = 3;

/** `E3, E12–E14 and 9 more`; a dash where there is none. */
export function evidenceWords(ids: readonly string[]): string {
  const runs = runsOf([...new Set(ids)].sort(byNumber));
  const parts = runs.flatMap((run) =>
    run.length < MIN_RANGE ? run.map((id) => [id]) : [[run[0] ?? '', ...run.slice(1)]],
  );
  const shown = parts.slice(0, MAX_PARTS).map((part) => {
    const [first = '', last = first] = [part[0], part.at(-1)];
    return part.length === 1 ? inline(first) : `${inline(first)}–${inline(last)}`;
  });
  const rest = parts.slice(MAX_PARTS).reduce((sum, part) => sum + part.length, 0);
  if (shown.length === 0) return '–';
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${number(rest)} more`;
}

/** The same in brackets behind a claim; nothing where there is none. */
export function behindClaim(ids: readonly string[]): string {
  return ids.length === 0 ? '' : ` (${evidenceWords(ids)})`;
}

const numberOf = (id: string): number => Number(/^E(\d{1,9})$/.exec(id)?.[1] ?? Number.NaN);

function byNumber(a: string, b: string): number {
  const [one, other] = [numberOf(a), numberOf(b)];
  if (Number.isNaN(one) || Number.isNaN(other)) return a < b ? -1 : Number(a > b);
  return one - other;
}

/** Neighbours together. */
function runsOf(ids: readonly string[]): string[][] {
  const runs: string[][] = [];
  for (const id of ids) {
    const run = runs.at(-1);
    if (run !== undefined && numberOf(run.at(-1) ?? '') + 1 === numberOf(id)) run.push(id);
    else runs.push([id]);
  }
  return runs;
}
