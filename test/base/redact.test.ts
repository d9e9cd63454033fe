import { describe, expect, test } from 'vitest';
import { redact } from '../../src/base/redact.ts';
import { sanitize } from '../../src/base/sanitize.ts';
import { seeded } from './random.ts';

// Assembled here, so that no file of the repository holds what a scanner would take for a real credential.
const KEY_ID = `AKIA${'IOSFODNN7EXAMPLE'}`;
const SECRET_KEY = `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCYEXAMPLEKEY'}`;
const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${'c2lnbmF0dXJl-_AZ09'}`;
const SLACK = `xoxb-${'123456789012-abcdefGHIJ'}`;
const STRIPE = `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`;
const GITHUB = `ghp_${'0123456789abcdefghijklmnopqrstuvwxyz'}`;
const PEM = `-----BEGIN RSA ${'PRIVATE KEY'}-----`;

const SECRETS: readonly (readonly [string, string])[] = [
  [`denied for ${KEY_ID} now`, 'denied for [redacted:aws-access-key-id] now'],
  [`a\\n${KEY_ID}\\n`, 'a\\n[redacted:aws-access-key-id]\\n'],
  [`${KEY_ID} ${SECRET_KEY}`, '[redacted:aws-access-key-id] [redacted:aws-secret-key]'],
  [`aws_secret_access_key=${SECRET_KEY} x`, 'aws_secret_access_key=[redacted:aws-secret-key] x'],
  [`for Bearer ${JWT}`, 'for Bearer [redacted:jwt]'],
  [JWT.slice(0, 40), '[redacted:jwt]'],
  ['Authorization: Bearer abcdef', 'Authorization: Bearer [redacted:authorization]'],
  ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic [redacted:authorization]'],
  ['sent Basic dXNlcjpwYXNzd29yZA== twice', 'sent Basic [redacted:authorization] twice'],
  [
    '{"headers":{"authorization":["Bearer ab12"]}}',
    '{"headers":{"authorization":["Bearer [redacted:authorization]"]}}',
  ],
  ['password=hunter2!x card', 'password=[redacted:password] card'],
  ['password: swordfish', 'password: [redacted:password]'],
  ['spring.datasource.password = swordfish', 'spring.datasource.password = [redacted:password]'],
  ['Password:hunter2 User:bob', 'Password:[redacted:password] User:bob'],
  [
    'Server=x;User Id=sa;Password=Pa$$w0rd;Encrypt=true',
    'Server=x;User Id=sa;Password=[redacted:password];Encrypt=true',
  ],
  ['password=a,b&c user=x', 'password=[redacted:password] user=x'],
  ["password='a b c' x", "password='[redacted:password]' x"],
  ["secret='two w0rds here' x", "secret='[redacted:secret]' x"],
  ['{"secret":"plum tart at noon","n":1}', '{"secret":"[redacted:secret]","n":1}'],
  ['the password is Kestrel7!q', 'the password is [redacted:password]'],
  ['password was: tr0ub4dor&3 at boot', 'password was: [redacted:password] at boot'],
  ['password for bob is Qw3rty-12', 'password for bob is [redacted:password]'],
  ['passphrase is "blue heron 9"', 'passphrase is "[redacted:password]"'],
  ['password set to Summer2024!', 'password set to [redacted:password]'],
  ['login with password Kestrel7!q failed', 'login with password [redacted:password] failed'],
  ['retry using the old password abc123xyz', 'retry using the old password [redacted:password]'],
  ['user bob and password Zx9#kk1 sent', 'user bob and password [redacted:password] sent'],
  ['"msg":"password=hunter2\\nfoo"', '"msg":"password=[redacted:password]\\nfoo"'],
  ['{"password":"hu\\"nter2","n":1}', '{"password":"[redacted:password]","n":1}'],
  ['{"m":"{\\"password\\":\\"hunter2\\"}"}', '{"m":"{\\"password\\":\\"[redacted:password]\\"}"}'],
  [
    '{"password":12345,"card":4111111111111111}',
    '{"password":"[redacted:password]","card":"[redacted:card-number]"}',
  ],
  ['{"token": "abcdef123456', '{"token": "[redacted:token]'],
  ['mysql --password hunter2 -h db', 'mysql --password [redacted:password] -h db'],
  ["CREATE USER a IDENTIFIED BY 'swordfish'", "CREATE USER a IDENTIFIED BY '[redacted:password]'"],
  [':password=>"hunter2"', ':password=>"[redacted:password]"'],
  ['<ns:Password>hunter2</ns:Password>', '<ns:Password>[redacted:password]</ns:Password>'],
  ['GET /cb?access_token=abcDEF123456&state=1', 'GET /cb?access_token=[redacted:token]&state=1'],
  ['token=550e8400-e29b-41d4-a716-446655440000', 'token=[redacted:token]'],
  ["{'X-Api-Key': 'abc123def456'}", "{'X-Api-Key': '[redacted:api-key]'}"],
  ['client_secret: abcdefgh', 'client_secret: [redacted:secret]'],
  ['Cookie: sid=abc; theme=dark', 'Cookie: [redacted:cookie]'],
  ['cvv=123', 'cvv=[redacted:cvv]'],
  [
    'postgres://app:s3cr3t@db.example.com:5432/x',
    'postgres://app:[redacted:password]@db.example.com:5432/x',
  ],
  ['redis://:s3cr3t@cache:6379', 'redis://:[redacted:password]@cache:6379'],
  ['mongodb+srv://u:p@ss@h.example.net/db', 'mongodb+srv://u:[redacted:password]@h.example.net/db'],
  ['jdbc:oracle:thin:scott/tiger@db:1521', 'jdbc:oracle:thin:scott/[redacted:password]@db:1521'],
  ['curl -u bob:hunter2 https://x', 'curl -u bob:[redacted:password] https://x'],
  [`${PEM}\nMIIE\n-----END RSA ${'PRIVATE KEY'}-----\nnext`, '[redacted:private-key]\nnext'],
  [`"${PEM}\\nMIIEow\\n`, '"[redacted:private-key]'],
  [
    `${'MIIEowIBAAKCAQEAx7Yc2Z1v0mZ5QkTq9wLr8sVbNf3JhGp6'.padEnd(64, 'Ab1')}`,
    '[redacted:private-key]',
  ],
  [`push with ${GITHUB}`, 'push with [redacted:github-token]'],
  [SLACK, '[redacted:slack-token]'],
  [STRIPE, '[redacted:stripe-key]'],
  [`AIza${'SyA1234567890abcdefghijklmnopqrstuv'}`, '[redacted:google-key]'],
  [`sk-ant-${'api03-abcdefghijklmnop'}`, '[redacted:anthropic-key]'],
  [`sk-proj-${'abcd1234efgh5678ijkl'}`, '[redacted:api-key]'],
  ['paid with 4111 1111 1111 1111 today', 'paid with [redacted:card-number] today'],
  ['5555-5555-5555-4444 378282246310005', '[redacted:card-number] [redacted:card-number]'],
  ['3782 822463 10005', '[redacted:card-number]'],
  ['for maria.k@example.org: no', 'for [redacted:email]: no'],
  ['?user=maria%40example.com&x', '?user=[redacted:email]&x'],
  ['a\\nmaria@example.org', 'a\\n[redacted:email]'],
];

const ORDINARY: readonly string[] = [
  '2026-01-14T14:15:02.123Z 550e8400-e29b-41d4-a716-446655440000 trace 1-67891233-abcdef012345678912345678',
  'order 1234567890123456 took 12 ms, ts=1732412345678',
  '{"level":30,"time":1732412345678,"pid":1,"spanId":"4111111111111111"}',
  'ratio 0.4111111111111111 and 4111111111111111.5',
  'id=00000000000000000000000000000000000000000000000000000123',
  '4111111111111112 fails its check',
  'password=null token expired',
  'password=*** token=[redacted] pwd=${PWD} secret={{ vault.secret }} password=<redacted>',
  'Invalid password: too short; password: expired',
  'password is required, password is wrong! password is not abc123x',
  'mail with password reset link, with password policy version 3, denied (using password: YES)',
  'password is SHA256-hashed, password is base64-encoded, password is 8chars long',
  'password was 2026-01-14T14:15:02Z old, with password field=pw1abc',
  "password is 'too short' and password update for user12345",
  'passwordless login, password must be 8 characters',
  'FATAL: password authentication failed for user "app"',
  'arn:aws:secretsmanager:us-west-2:123456789012:secret:ledger/db-x1234 secretsmanager:GetSecretValue',
  'secret:ledger/db-x secretName=ledger/db SecretId=NAME secret "db-creds" not found',
  '    secret = sm.get_secret_value(SecretId=NAME)',
  "    password = self.password or event['password']",
  'Unexpected token < in JSON at position 0; Unexpected token: }',
  'max_tokens=4096 tokens: 1532 token=1532 token_type=bearer tokenizer=abc12345',
  'c.a.auth.TokenFilter - Token validation failed at com.acme.Password.check(Password.java:12)',
  'Basic authentication failed, Bearer authentication required, Authorization: required',
  'author=bob authority=x pass=3 fail=1 pwd=/home/app key=user:12 partition_key=abc123',
  'render@app.js:10:5 express@4.18.2 java.lang.Object@1b2c3d git@github.com:org/x',
  'http://host:8080/path@x postgres://app@db.example.com:5432/x',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'auth=UsernamePasswordAuthenticationToken [Principal=x] credentials: EC2RoleRequestError',
  'task-12345678901234567890 risk-abc123abc123abc123abc123',
  '2026/01/14/[$LATEST]0123456789abcdef0123456789abcdef',
];

describe('redact', () => {
  test.each(SECRETS)('hides the secret of %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test.each(ORDINARY)('leaves %s as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  test.each(SECRETS)('changes nothing the second time: %s', (_text, expected) => {
    expect(redact(expected)).toBe(expected);
  });

  test('finds a secret behind a colour and between control characters', () => {
    const text = sanitize(`\x1b[31mpassword\x1b[0m=hunter2 \x1b[2J${KEY_ID}\x07`);
    expect(redact(text)).toBe(
      'password=[redacted:password] \\x1b[2J[redacted:aws-access-key-id]\\x07',
    );
  });

  test('hides a value to its end, however long', () => {
    expect(redact(`password=${'aB3-'.repeat(5_000)} next`)).toBe(
      'password=[redacted:password] next',
    );
  });

  test('keeps a JSON message valid, at any depth of escapes', () => {
    const random = seeded(7);
    const values = [
      ...SECRETS.map(([text]) => text),
      ...ORDINARY,
      4111111111111111,
      12,
      null,
      'a\n"b"\\',
    ];
    const names = ['password', 'token', 'msg', 'secret', 'user', 'authorization', 'card'];
    for (let round = 0; round < 400; round++) {
      let value: unknown = {};
      for (let depth = random.int(4); depth >= 0; depth--) {
        value = {
          [random.pick(names)]: random.pick(values),
          message: JSON.stringify(value),
          [random.pick(names)]: random.pick(values),
        };
      }
      const safe = redact(JSON.stringify(value));
      expect(() => JSON.parse(safe), safe).not.toThrow();
    }
  });

  test('is idempotent on random mixtures of all it knows', () => {
    const random = seeded(11);
    const parts = [
      ...SECRETS.map(([text]) => text),
      ...ORDINARY,
      ' ',
      '"',
      "'",
      '=',
      ': ',
      '\\',
      '\n',
      '[',
      '<',
      ',',
      '@',
      '4111',
      'password',
      'token=',
    ];
    for (let round = 0; round < 3_000; round++) {
      const text = Array.from({ length: 1 + random.int(6) }, () => random.pick(parts)).join('');
      const once = redact(text);
      expect(redact(once), text).toBe(once);
    }
  });

  test.each([
    'a',
    '@',
    '1',
    '1 ',
    'a@a.',
    '%40',
    'eyJ',
    'eyJ.',
    'password',
    'password=',
    'password="',
    'password=\\"',
    "password='",
    'token=(',
    'arn:aws:a:b:1:secret:',
    'cookie: a',
    '://a:',
    '://',
    `${PEM}`,
    '\\',
    'Bearer ',
    'sk-',
    'AIza',
    '4111 ',
    '<password>',
  ])('reads half a megabyte of %j in one walk', (part) => {
    const text = part.repeat(Math.ceil(500_000 / part.length));
    expect(redact(text).length).toBeLessThanOrEqual(text.length * 4);
  });
});
