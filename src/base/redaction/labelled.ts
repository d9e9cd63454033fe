// Numbers that are private only by what they are called: one-time codes, PINs, social security and phone numbers.
// The label, what binds it and the number are read as one; every part is bounded, so the search is linear.
import { mark } from './mark.ts';

const QUOTE = '\\\\{0,7}["\'`]';
/** `=`, `: `, `": "`; the blank binds only where the label itself says that a number follows. */
const TIGHT = `(?<close>${QUOTE})?[ \\t]{0,8}(?:=>|:=|[:=]|%3[dD])[ \\t]{0,8}(?<open>${QUOTE})?`;
const LOOSE = `(?:[ \\t]{1,4}(?:is|was|number|no\\.?)){0,2}:?[ \\t]{1,4}${QUOTE}?`;

/** A word that begins here or, by its capital, inside a camel-case name. */
function word(...names: readonly string[]): string {
  const forms = names.map((name) => {
    const capital = name[0]?.toUpperCase() + name.slice(1);
    const upper = name.toUpperCase();
    return `(?<![A-Za-z])(?:${name}|${capital}|${upper})|(?<=[a-z])(?:${capital}|${upper})`;
  });
  return `(?:${forms.join('|')})`;
}

/** Either case of each letter. */
function anyCase(text: string): string {
  return text.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

const CODE = anyCase('[ _-]?(?:code|pin|password)');
const OTP = `${word('otp', 'totp', 'mfa', '2fa')}(?:${CODE})?|(?:${anyCase('verification|one[ _-]?time|two[ _-]?factor|security|sms')})${CODE}`;
const PIN = `${word('pin')}(?:${anyCase('[ _-]?(?:code|number)')})?`;
const SSN = `${word('ssn')}|${anyCase('social[ _-]?security(?:[ _-]?(?:number|no\\.?))?')}`;
const PHONE = `${anyCase('(?<!micro|head)phone|mobile|msisdn|whatsapp')}|${word('tel', 'cell', 'fax')}`;

const CODE_DIGITS = '(?:[A-Z]-)?\\d{4,8}|\\d{3}[ -]\\d{3}';
const SSN_DIGITS = '\\d{3}-\\d{2}-\\d{4}|\\d{3} \\d{2} \\d{4}|\\d{9}';
const PHONE_DIGITS = '\\+?\\(?\\d[\\d ().-]{5,17}\\d';
/** Not the beginning of a longer number, a unit, a date or an id. */
const END = '(?!\\w|[.:-]\\d|-[a-z])';

const RULES: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['otp', labelled(`(?:${OTP})`, TIGHT, CODE_DIGITS)],
  ['otp', labelled(`(?:${word('otp')}|(?:${OTP})(?<=[eE]))`, LOOSE, '\\d{6}|\\d{3}[ -]\\d{3}')],
  ['pin', labelled(PIN, TIGHT, CODE_DIGITS)],
  ['pin', labelled(`${PIN}(?<=[rReE])`, LOOSE, '\\d{4,8}')],
  ['ssn', labelled(`(?:${SSN})`, `(?:${TIGHT}|${LOOSE})`, SSN_DIGITS)],
  [
    'phone',
    labelled(
      `(?:${PHONE})(?:${anyCase('[ _-]?(?:number|no|nr)')})?(?:${anyCase('[ _-]?(?:home|work|e164)')})?`,
      TIGHT,
      PHONE_DIGITS,
    ),
  ],
  [
    'phone',
    labelled(
      `(?:${PHONE}|${anyCase('(?<![a-z])sms(?: (?:sent|message))? to')})`,
      LOOSE,
      `\\+\\d[\\d ().-]{5,17}\\d`,
    ),
  ],
];

/** Beginnings inside the labels, for the word gate. */
export const LABEL_WORDS = 'otp pin mfa 2fa cod pas ssn uri pho obi sdn tsa tel cel fax sms';

export const LABEL_HINT =
  /otp|pin(?![a-z])|mfa|(?<![a-f0-9-])2fa|ation.?code|one.?time|two.?factor|security|ssn|phone|mobile|msisdn|whatsapp|tel(?![a-z])|cell(?![a-z])|fax|sms/i;

export function redactLabelled(text: string): string {
  let result = text;
  for (const [kind, pattern] of RULES) {
    result = result.replace(pattern, (...found) => {
      const groups: Readonly<Record<string, string | undefined>> = found.at(-1);
      const { label = '', close, open, digits = '' } = groups;
      const whole = String(found[0]);
      const between = whole.slice(label.length, whole.length - digits.length);
      // A bare JSON number gives way to a string.
      const quote = close?.endsWith('"') === true && open === undefined ? close : '';
      return `${label}${between}${quote}${mark(kind)}${quote}`;
    });
  }
  return result;
}

function labelled(label: string, between: string, digits: string): RegExp {
  return new RegExp(`(?<label>${label})${between}(?<digits>${digits})${END}`, 'g');
}
