// Numbers of a text, and whether they are in the facts or follow from them: a share, a difference, a sum, a distance
// in time. Whatever is written out in words counts too.
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../base/time-range.ts';

interface NumberFound {
  readonly text: string;
  readonly value: number;
  /** As many decimals as it is written with. */
  readonly decimals: number;
}

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES: Readonly<Record<string, number>> = {
  dozen: 12,
  hundred: 100,
  thousand: 1_000,
  million: 1_000_000,
  billion: 1_000_000_000,
};
const WORDS: ReadonlyMap<string, number> = new Map([
  ...ONES.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, (index + 2) * 10]),
  ...Object.entries(SCALES),
]);
/** Said of anything: "no one", "one of them", "two causes". */
const FREE_WORDS = new Set(['zero', 'one', 'two']);

/** Not part of a name, a time or a version; with a unit close behind. */
const DIGITS =
  /(?<![\w.:/#@-])[-−]?(\d{1,3}(?:[,'’_]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?=\s?(?:%|‰|ms|s|sec|m|min|h|d|[kKMGT]i?B?|x|×|st|nd|rd|th)?(?![\w:/@#]|[.-]\w))/g;

export function numbersIn(text: string): readonly NumberFound[] {
  const plain = text.normalize('NFKC');
  const digits = [...plain.matchAll(DIGITS)].map(([, digit = '']): NumberFound => {
    const bare = digit.replace(/[,'’_]/g, '');
    return { text: digit, value: Number(bare), decimals: bare.split('.')[1]?.length ?? 0 };
  });
  const words = plain
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => WORDS.has(word) && !FREE_WORDS.has(word))
    .map((word): NumberFound => ({ text: word, value: WORDS.get(word) ?? 0, decimals: 0 }));
  return [...digits, ...words, ...foreignDigits(plain)];
}

/** Digits of other scripts stand for nothing that code could check. */
function foreignDigits(text: string): NumberFound[] {
  const found = text.match(/(?![0-9])\p{Nd}+/gu) ?? [];
  return found.map((one) => ({ text: one, value: Number.NaN, decimals: 0 }));
}

/** What numbers may come from. */
export interface Sources {
  /** Counts of the findings in question, and of all. */
  readonly counts: readonly number[];
  /** UTC milliseconds of what happened. */
  readonly timesMs: readonly number[];
  /** Any other figure that code or the logs state. */
  readonly others: readonly number[];
}

/** Whether the number is in the sources or follows from them, at the precision that it is written with. */
export function follows({ value, decimals }: NumberFound, sources: Sources): boolean {
  if (Number.isNaN(value)) return false;
  const half = 0.5 * 10 ** -decimals;
  const near = (other: number) => Math.abs(Math.abs(other) - value) <= half + 1e-9;
  const { counts, timesMs, others } = sources;
  if ([...counts, ...others].some((other) => near(other))) return true;
  return (
    pairs(counts).some(([a, b]) => combined(a, b).some(near)) ||
    pairs(timesMs).some(([a, b]) => distances(a, b).some(near))
  );
}

/** More figures than these are not combined. */
const MAX_COMBINED = 40;

function pairs(values: readonly number[]): readonly (readonly [number, number])[] {
  const some = [...new Set(values)].slice(0, MAX_COMBINED);
  return some.flatMap((a) => some.filter((b) => b !== a).map((b) => [a, b] as const));
}

function combined(a: number, b: number): number[] {
  return [a + b, a - b, ...(b === 0 ? [] : [(a / b) * 100, a / b])];
}

function distances(a: number, b: number): number[] {
  const ms = Math.abs(a - b);
  return [ms, ms / SECOND_MS, ms / MINUTE_MS, ms / HOUR_MS];
}
