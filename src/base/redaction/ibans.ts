// Bank account numbers (ISO 13616): two letters, check digits and the account, as one run or in groups of four.
// The remainder by 97 and the length that the country uses tell them from ids.
import { mark } from './mark.ts';

/** Country and length in characters, of the registry of ISO 13616. */
const LENGTHS = new Map<string, number>(
  (
    'AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23' +
    'GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30' +
    'NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20'
  )
    .match(/[A-Z]{2}\d{2}/g)
    ?.map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const CANDIDATE = /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,28}/g;

/** Of what only looks like an account the first group alone is passed: the account may begin behind it. */
const FIRST_GROUP_CHARS = 4;

export function redactIbans(text: string): string {
  let result = '';
  let done = 0;
  CANDIDATE.lastIndex = 0;
  for (let found = CANDIDATE.exec(text); found !== null; found = CANDIDATE.exec(text)) {
    const { 0: run, index } = found;
    const end = accountEnd(run);
    if (end === 0 || /[A-Za-z0-9]/.test(run[end] ?? text[index + end] ?? '')) {
      CANDIDATE.lastIndex = index + FIRST_GROUP_CHARS;
      continue;
    }
    result += text.slice(done, index) + mark('iban');
    done = index + end;
    CANDIDATE.lastIndex = done;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** Where in the run the account ends that the country's length asks for; 0: none. */
function accountEnd(run: string): number {
  const length = LENGTHS.get(run.slice(0, 2));
  if (length === undefined) return 0;
  let end = 0;
  for (let count = 0; count < length; end++) {
    if (end >= run.length) return 0;
    if (run[end] !== ' ') count++;
  }
  const account = run.slice(0, end);
  const grouped = /^(?:[A-Z0-9]{4} )+[A-Z0-9]{1,4}$/.test(account);
  if (account.includes(' ') && !grouped) return 0;
  return remainder(account.replaceAll(' ', '')) === 1 ? end : 0;
}

/** ISO 7064 mod 97-10, the first four characters moved to the end, letters as 10 to 35. */
function remainder(account: string): number {
  let rest = 0;
  for (const character of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
