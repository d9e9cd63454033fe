// Payment card numbers: 13 to 19 digits in one run or in the groups that cards are printed in, Luhn-checked.
// A number inside a longer run of digits, letters or groups is an id, not a card.
import { jsonKeyQuote, mark } from './mark.ts';

/** Digits with at most one blank, plus or dash between them; a run never fails, so the search is linear. */
const DIGIT_RUN = /\d(?:[ +-]?\d){12,}/g;

/** Lengths of the printed groups: most brands, Diners and Amex, 19 digits, old Visa. */
const LAYOUTS: readonly (readonly number[])[] = [
  [4, 4, 4, 4, 3],
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
  [4, 3, 3, 3],
];
/** First digits of the card brands, by length: shorter ones are common among ids, so longer runs must fit better. */
const BRANDS =
  /^(?:4\d{12}|3[0689]\d{12}|3[47]\d{13}|(?:[3456]\d|2[2-7])\d{14}|6[237]\d{15,17}|5[06-8]\d{15,17}|4\d{18})$/;

export function redactCards(text: string): string {
  return text.replace(DIGIT_RUN, (run: string, offset: number) => {
    if (isInsideWord(text, offset, offset + run.length) || isNamedId(text, offset)) return run;
    const found = redactGroups(run);
    if (found !== mark('card-number')) return found;
    const quote = jsonKeyQuote(text, offset);
    return quote === null ? found : `${quote}${found}${quote}`;
  });
}

function isInsideWord(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  const escaped = /\\[nrt]$/.test(before);
  return (/(?:[A-Za-z_]|\d\.)$/.test(before) && !escaped) || /^(?:[A-Za-z_]|\.\d)/.test(after);
}

/** `spanId=`, `SpanID: `, `"order_id":"` before it: one number in ten passes Luhn by chance. */
function isNamedId(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  const name = /([\w.-]{1,30})["'\\]{0,8}\s?[:=#]\s?["'\\]{0,8}$/.exec(before)?.[1] ?? '';
  return (
    /(?:^|[a-z_.-])(?:I[dD]|ids?|offset|sequence|nanos?)$/.test(name) &&
    !/card|\bpan|paid/i.test(name)
  );
}

/** Groups with one kind of separator, laid out as on a card; others around them stay. */
function redactGroups(run: string): string {
  const parts = run.split(/([ +-])/);
  const kept: string[] = [];
  for (let at = 0; at < parts.length; ) {
    const width = cardWidth(parts, at);
    kept.push(
      width === 0 ? (parts[at] ?? '') : mark('card-number'),
      parts[at + Math.max(1, width)] ?? '',
    );
    at += Math.max(1, width) + 1;
  }
  return kept.join('');
}

/** How many parts (groups and the separators between them) form a card at a group; 0: none. */
function cardWidth(parts: readonly string[], at: number): number {
  if (isCard(parts[at] ?? '') && parts[at - 1] !== '-' && parts[at + 1] !== '-') return 1;
  for (const layout of LAYOUTS) {
    const width = layout.length * 2 - 1;
    const groups = layout.map((_, index) => parts[at + index * 2] ?? '');
    const separators = layout.slice(1).map((_, index) => parts[at + index * 2 + 1]);
    const fits =
      layout.every((length, index) => groups[index]?.length === length) &&
      separators.every((separator) => separator === separators[0]);
    // A dash before or behind makes it part of a longer id.
    const joined = separators[0] === '-' && (parts[at - 1] === '-' || parts[at + width] === '-');
    if (fits && !joined && isCard(groups.join(''))) return width;
  }
  return 0;
}

function isCard(digits: string): boolean {
  return (
    digits.length <= 19 && BRANDS.test(digits) && passesLuhn(digits) && !/^(\d)\1+$/.test(digits)
  );
}

/** ISO/IEC 7812-1 annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
