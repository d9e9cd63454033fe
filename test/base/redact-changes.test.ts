// Secrets whose change a line tells in prose, and what only looks like one.
import { describe, expect, test } from 'vitest';
import { redact } from '../../src/base/redact.ts';

describe('a line that tells how a secret changed', () => {
  test.each([
    ['spring.datasource.password changed from Sp1ngOldX to Sp1ngNewX', ['Sp1ngOldX', 'Sp1ngNewX']],
    ['password of user app rotated: OldPw77x -> NewPw77x', ['OldPw77x', 'NewPw77x']],
    ['JWT_SECRET set to Jw7sEcretZZ', ['Jw7sEcretZZ']],
    ['api key replaced, now AbX9Kq27Lm.', ['AbX9Kq27Lm']],
    ['config reload: db.password: "oldS3cretQ" => "newS3cretQ"', ['oldS3cretQ', 'newS3cretQ']],
    ['<wsse:Password Type="x">xmlS3cretValue</wsse:Password>', ['xmlS3cretValue']],
  ])('keeps none of its values: %s', (line, secrets) => {
    const safe = redact(line);
    for (const secret of secrets) expect(safe).not.toContain(secret);
    expect(safe).toContain('[redacted:');
    expect(redact(safe)).toBe(safe);
  });

  test.each([
    'password policy changed from weekly to monthly',
    'password.max_age changed from 90 to 30',
    'secret rotation moved from lambda-a to lambda-b',
    'INFO password reset to default for user 5',
    'WARN credentials expired, now using role arn:aws:iam::1:role/x',
    'settlement.workers changed from 2 to 14',
    'route /passports -> /documents changed from v1 to v2-beta',
  ])('stays where it holds none: %s', (line) => {
    expect(redact(line)).toBe(line);
  });
});
