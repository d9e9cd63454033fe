// A text with placeholders for what varies in it: first what is told by its own form, then words with digits in them,
// at last values of one kind in a row.
import { maskWord } from './mask-word.ts';
import { MASKS } from './masks.ts';

/** Characters of a message that masking and template mining look at; the rest does not decide a template. */
const MAX_TEMPLATE_CHARS = 600;
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
/**
 * The text with its variables replaced by `<uuid>`, `<ip>`, `<num>`, `<hex>`, `<time>`, `<duration>`, `<size>`,
 * `<email>`, `<user>`, `<token>`, `<mac>`, `<id>`. Paths, URLs and ARNs keep their shape: `/servers/<num>/x`.
 * White space is collapsed, lists of one kind too; only the first MAX_TEMPLATE_CHARS characters count.
 */
export function mask(text: string): string {
  let masked = head(text);
  for (const { needs, pattern, to } of MASKS) {
    if (masked.includes(needs)) masked = masked.replace(pattern, to);
  }
  masked = masked.replace(WORD_WITH_DIGIT, maskWord).replace(GAP, ' ').trim();
  if (!masked.includes('<')) return masked;
  return masked.replace(SIGN, '$1').replace(NUMBERS, oneNumber).replace(LIST, '$1');
}

/** Cut between two words. */
function head(text: string): string {
  if (text.length <= MAX_TEMPLATE_CHARS) return text;
  const end = text.lastIndexOf(' ', MAX_TEMPLATE_CHARS);
  return text.slice(0, end > 0 ? end : MAX_TEMPLATE_CHARS);
}

function oneNumber(row: string): string {
  return row.includes('<hex>') ? '<hex>' : '<num>';
}
