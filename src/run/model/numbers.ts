// Numbers of a text with what they are numbers of, and whether they are among figures that may be stated. Whatever is
// written out in words counts too.
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../base/time-range.ts';

/** `percent`, `factor` and times as they are written; `none` for everything else. */
type Unit = 'percent' | 'factor' | 'ms' | 's' | 'min' | 'h' | 'd' | 'none';

export interface NumberFound {
  readonly text: string;
  readonly value: number;
  /** Half of the last digit that is written. */
  readonly half: number;
  readonly unit: Unit;
  /** "thousands": so many at least. */
  readonly isAtLeast?: boolean;
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
/** "dozens", "thousands of". */
const AT_LEAST: ReadonlyMap<string, number> = new Map(
  Object.entries(SCALES).map(([word, value]) => [`${word}s`, value]),
);
/** Said of anything: "no one", "one of them", "two causes". */
const FREE_WORDS = new Set(['zero', 'one', 'two']);

/** Not part of a name, a time or a version; with a unit close behind. */
const DIGITS =
  /(?<![\w.:/#@-])[-−]?(\d{1,3}(?:[,'’_]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?=\s?(?:%|‰|ms|s|sec|m|min|h|d|[kKMGT]i?B?|x|×|st|nd|rd|th)?(?![\w:/@#]|[.-]\w))/g;
const WORD = /\p{L}+/gu;

/** Punctuation that would make a number look like a part of something else. */
const LEADING = /(^|[\s(])[.:-]+(?=\d)/g;
const TRAILING = /(\d)[:@#/]+(?=[\s,;.)]|$)/g;

export function numbersIn(text: string): readonly NumberFound[] {
  const plain = text.normalize('NFKC').replace(LEADING, '$1').replace(TRAILING, '$1 ');
  const digits = [...plain.matchAll(DIGITS)].map((match): NumberFound => {
    const [whole, digit = ''] = match;
    const bare = digit.replace(/[,'’_]/g, '');
    const rest = plain.slice(match.index + whole.length);
    const scale = MULTIPLES[/^\s?([kM])\b/.exec(rest)?.[1] ?? ''] ?? 1;
    const half = 0.5 * 10 ** -(bare.split('.')[1]?.length ?? 0) * scale;
    return { text: digit, value: Number(bare) * scale, half, unit: unitOf(rest) };
  });
  const words = [...plain.matchAll(WORD)].flatMap((match): NumberFound[] => {
    const word = match[0].toLowerCase();
    const unit = unitOf(plain.slice(match.index + word.length));
    const least = AT_LEAST.get(word);
    if (least !== undefined) return [{ text: word, value: least, half: 0, unit, isAtLeast: true }];
    const value = FREE_WORDS.has(word) ? undefined : WORDS.get(word);
    return value === undefined ? [] : [{ text: word, value, half: 0.5, unit }];
  });
  return [...digits, ...words, ...sharesIn(plain), ...foreignDigits(plain)];
}

/** Shares and multiples that are said in a word; "a third" is said of parts, "the third" of an order. */
const SPOKEN: readonly (readonly [form: RegExp, value: number, unit: Unit])[] = [
  [/\bhalf (?:of|the|all)\b/gi, 50, 'percent'],
  [/\b(?:an?|one)[ -]third\b/gi, 33, 'percent'],
  [/\b(?:an?|one)[ -]quarter\b/gi, 25, 'percent'],
  [/\btwo[ -]thirds\b/gi, 67, 'percent'],
  [/\b(?:halved|halving)\b/gi, 0.5, 'factor'],
  [/\b(?:doubl(?:ed|ing)|twofold)\b/gi, 2, 'factor'],
  [/\b(?:tripl(?:ed|ing)|threefold)\b/gi, 3, 'factor'],
  [/\b(?:quadrupl(?:ed|ing)|fourfold)\b/gi, 4, 'factor'],
  [/\bfivefold\b/gi, 5, 'factor'],
  [/\btenfold\b/gi, 10, 'factor'],
  [/\bhundredfold\b/gi, 100, 'factor'],
];
/** What is said in a word is rounded. */
const SPOKEN_HALF = { percent: 3, factor: 0.3 } as const;

function sharesIn(text: string): NumberFound[] {
  return SPOKEN.flatMap(([form, value, unit]) =>
    (text.match(form) ?? []).map((found) => ({
      text: found,
      value,
      half: unit === 'percent' ? SPOKEN_HALF.percent : Math.min(SPOKEN_HALF.factor, value / 4),
      unit,
    })),
  );
}

/** "48k requests"; what is bytes stands as it is written. */
const MULTIPLES: Readonly<Record<string, number>> = { k: 1_000, M: 1_000_000 };

const UNITS: readonly (readonly [RegExp, Unit])[] = [
  [/^[\s-]?(?:%|percent\b|per cent\b)/i, 'percent'],
  [/^[\s-]?(?:ms\b|milliseconds?\b)/i, 'ms'],
  [/^[\s-]?(?:s|secs?|seconds?)\b/i, 's'],
  [/^[\s-]?(?:m|mins?|minutes?)\b/, 'min'],
  [/^[\s-]?(?:h|hrs?|hours?)\b/i, 'h'],
  [/^[\s-]?(?:d|days?)\b/i, 'd'],
  [/^[\s-]?(?:[x×]|times\b|fold\b)/i, 'factor'],
];

const unitOf = (rest: string): Unit => UNITS.find(([form]) => form.test(rest))?.[1] ?? 'none';

/** Digits of other scripts stand for nothing that code could check. */
function foreignDigits(text: string): NumberFound[] {
  const found = text.match(/(?![0-9])\p{Nd}+/gu) ?? [];
  return found.map((one) => ({ text: one, value: Number.NaN, half: 0.5, unit: 'none' }));
}

/** Figures that may be stated, by what they are. */
export interface Sources {
  /** Counts, their sums and differences, and figures of any other kind. */
  readonly counts: readonly number[];
  readonly percents: readonly number[];
  /** How many times one count is another. */
  readonly factors: readonly number[];
  readonly durationsMs: readonly number[];
  /** Numbers of the quotes: one without a unit may be one of anything. */
  readonly quoted: readonly NumberFound[];
  /** Numbers of the lines around the quotes. */
  readonly beside: readonly NumberFound[];
}

const UNIT_MS = { ms: 1, s: SECOND_MS, min: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const;

export function durationMsOf({ value, unit }: NumberFound): number | null {
  return unit in UNIT_MS ? value * UNIT_MS[unit as keyof typeof UNIT_MS] : null;
}

/** Whether the number is one of the sources, at the precision that it is written with. */
export function isAmong(number: NumberFound, sources: Sources): boolean {
  const { value, half, unit, isAtLeast = false } = number;
  if (Number.isNaN(value)) return false;
  const near = (other: number) =>
    isAtLeast ? other >= value : Math.abs(Math.abs(other) - value) <= half + 1e-9;
  const stands = ({ value: other, unit: its }: NumberFound, anyUnit: boolean) =>
    near(other) && (its === unit || (anyUnit && its === 'none'));
  if (sources.quoted.some((one) => stands(one, true))) return true;
  if (sources.beside.some((one) => stands(one, false))) return true;
  if (unit === 'percent') return sources.percents.some(near);
  if (unit in UNIT_MS) {
    const unitMs = UNIT_MS[unit as keyof typeof UNIT_MS];
    return sources.durationsMs.some((ms) => near(ms / unitMs));
  }
  return sources.counts.some(near) || (unit === 'factor' && sources.factors.some(near));
}
