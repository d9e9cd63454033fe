// A secret is known by what stands near it, whatever else the text holds.
import { describe, expect, test } from 'vitest';
import { redact } from '../../../src/base/redact.ts';

/** Something that each rule may look for. */
const ELSEWHERE =
  '\npass secret token key= api_key -----BEGIN value bearer sk- gho_ aws curl password otp 2fa mobile jdbc:oracle eyJ x@';
const NAMES = [
  'pw',
  'mdp',
  '密码',
  '密碼',
  '비밀번호',
  'パスワード',
  'losenord',
  'lösenord',
  'jelszó',
  'encryptionKey',
  'privateKey',
  'masterkey',
  'signing-key',
  'accountKey',
  'api key',
  'clientKeyData',
  '?sig',
  '&code',
  'connect.sid',
];
const VALUE = 'aB3dE5gH7jK9mN1pQr5tUv7xYzA9b123';

test.each(NAMES)('%s is the name of a secret whatever else stands in the text', (name) => {
  const texts = [
    `${name}=${VALUE}`,
    `"${name}": "${VALUE}"`,
    `'${name}': '${VALUE}'`,
    `\\"${name}\\":\\"${VALUE}\\"`,
    `${name} => ${VALUE}`,
    `${name}%3D${VALUE}`,
    `--${name} ${VALUE}`,
    `<${name}>${VALUE}</${name}>`,
  ];
  for (const text of texts) expect(redact(text + ELSEWHERE)).toBe(redact(text) + ELSEWHERE);
  expect(texts.filter((text) => !redact(text).includes(VALUE)).length).toBeGreaterThan(0);
});

test("a provider's key is known whatever else stands in the text", () => {
  const key = `Age-Secret-${'Key-1'}${'Q'.repeat(58)}`;
  expect(redact(key)).toBe('[redacted:age-key]');
});

describe('what is none of a kind hides none behind it', () => {
  test.each([
    ['AB12 DE89 3704 0044 0532 0130 00 end', 'AB12 [redacted:iban] end'],
    ['Basic token aB3dE5gH7jK9mN', 'Basic token [redacted:authorization]'],
    ['token token token aB3dE5gH7jK9mN', 'token token token [redacted:authorization]'],
  ])('%s', (text, hidden) => expect(redact(text)).toBe(hidden));
});
