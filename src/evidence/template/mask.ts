// A text with placeholders for what varies in it: first what is told by its own form, then words with digits in them,
// at last values of one kind in a row.
import { firstWords } from './first-words.ts';
import { maskWord } from './mask-word.ts';
import { MASKS } from './masks.ts';

/** Words of a template; what stands behind them does not decide it. Its characters, where the words are very long. */
const MAX_WORDS = 100;
const MAX_CHARS = 1_000;
/** Words and characters of a message that are masked: several words may become one placeholder, and a value may be wide. */
const MAX_LOOK_WORDS = 150;
const MAX_LOOK_CHARS = 4_000;
/** Whole words; those without a digit stay as they are. */
const WORD_WITH_DIGIT = /(?<![\w$@#*+~.%-])[\w$@#*+~.%-]*?\d[\w$@#*+~.%-]*/g;
/** White space but a single blank. */
const GAP = /\s{2,}|[^\S ]/g;
const SIGN = /(^|[^A-Za-z\d>])[-+](?=<num>)/g;
/** `3515 **** 3479 12`, `00000001 <hex> …`: four or more, as fewer may each mean something (status, size, time). */
const NUMBERS = /(?:(?:<(?:num|hex)>|\*{2,}) ){3,}(?:<(?:num|hex)>|\*{2,})(?![^\s,;.)\]])/g;
/** Values of one kind in a row: `<ip>, <ip>`, `job_<num> job_<num>`. */
const LIST =
  /(?<![^\s,;([])(?!<(?:num|hex)> )([^\s,<]{0,40}<[a-z]+>[^\s,<]{0,20})(?:(?:, ?| )\1){1,}(?=[\s,;.)\]]|$)/g;
/** `[alpha, beta]`, `{a, b, c}`: names of a list, of which there may be one or none another time. */
const NAMES_LIST = /(?<=[[{])(?:[\w.:/@#<>*-]{1,80}, ?){1,100}[\w.:/@#<>*-]{1,80}(?=[\]}])/g;
/**
 * The text with its variables replaced by `<uuid>`, `<ip>`, `<num>`, `<hex>`, `<time>`, `<duration>`, `<size>`,
 * `<email>`, `<user>`, `<token>`, `<mac>`, `<id>`. Paths, URLs and ARNs keep their shape: `/servers/<num>/x`.
 * White space is collapsed, lists of one kind too; only the first MAX_WORDS words count, whatever the values are wide.
 */
export function mask(text: string): string {
  let masked = firstWords(text, MAX_LOOK_WORDS, MAX_LOOK_CHARS);
  for (const { needs, pattern, to } of MASKS) {
    if (masked.includes(needs)) masked = masked.replace(pattern, to);
  }
  masked = masked.replace(WORD_WITH_DIGIT, maskWord).replace(GAP, ' ').trim();
  if (masked.includes('<'))
    masked = masked.replace(SIGN, '$1').replace(NUMBERS, oneNumber).replace(LIST, '$1');
  if (masked.includes(',')) masked = masked.replace(NAMES_LIST, '<*>');
  return firstWords(masked, MAX_WORDS, MAX_CHARS);
}

function oneNumber(row: string): string {
  return row.includes('<hex>') ? '<hex>' : '<num>';
}
