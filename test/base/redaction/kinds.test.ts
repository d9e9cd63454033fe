// The kinds of secrets that are hidden, and the texts beside them that diagnosis lives on and that stay.
import { describe, expect, test } from 'vitest';
import { redact } from '../../../src/base/redact.ts';
import { wordGate } from '../../../src/base/redaction/word-gate.ts';

const AWS_SECRET = 'wJalrXUtnFEMI/K7MD·ENG/bPxRfiCYEXAMPLEKEY';
const HEX32 = '0123456789abcdef0123456789abcdef';

/**
 * By kind: the text with its secret in «». A `·` is taken out: with it, no file of the repository holds what a scanner
 * would take for a real credential.
 */
const HIDDEN: readonly (readonly [kind: string, ...texts: readonly string[]])[] = [
  [
    'aws-secret-key',
    `secret «${AWS_SECRET}» used`,
    `aws: «${AWS_SECRET}»`,
    `key=«${AWS_SECRET}»`,
    `secret access key «${AWS_SECRET}»`,
    `{"secretAccessKey":"«${AWS_SECRET}»"}`,
  ],
  ['docker-token', 'login with «dckr_·pat_AbCdEfGhIjKlMnOpQrStUvWxYz0»'],
  ['twilio-key', `sid AC${HEX32} key «SK·${HEX32}»`],
  ['telegram-token', 'GET /bot123456789:«AA·EhBOweik6ad9r_QXMENQjcrGbqCr4K-bc»/sendMessage'],
  ['age-key', '«AGE-SECRET-·KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3»'],
  ['shopify-token', `«shp·at_${HEX32}»`],
  ['square-token', '«sq0·csp-abcdefghijklmnopqrstuvwxyz01234567890123»'],
  ['mailgun-key', `«key-·${HEX32}»`],
  ['mailchimp-key', `«${HEX32}-·us12»`],
  ['newrelic-key', '«NR·AK-ABCDEFGHIJKLMNOPQRSTUVWXYZ1»'],
  ['vault-token', '«hvs·.CAESIAbcdefghijklmnopqrstuvwx»'],
  [
    'terraform-token',
    '«abcdefghijklmn.·atlasv1.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwx»',
  ],
  ['atlassian-token', '«ATA·TT3xFfGF0abcdefghijklmnopqrstuvwxyz0123456789=ABCDEF12»'],
  ['linear-key', '«lin_·api_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN»'],
  [
    'notion-token',
    '«ntn_·abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST»',
    '«secret_·abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ»',
  ],
  ['huggingface-token', '«hf_·abcdefghijklmnopqrstuvwxyzABCDEFGH»'],
  ['pypi-token', '«pypi-·AgEIcHlwaS5vcmcCJGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6»'],
  ['rubygems-key', `«rubygems_·${HEX32}0123456789abcdef»`],
  ['crates-token', '«cio·AbCdEfGhIjKlMnOpQrStUvWxYz012345»'],
  ['digitalocean-token', `«dop_v1_·${HEX32}${HEX32}»`],
  ['heroku-key', '«HRKU-·550e8400-e29b-41d4-a716-446655440000»'],
  ['databricks-token', `«dapi·${HEX32}»`],
  ['grafana-token', `«glsa_·${HEX32}_01234567»`],
  ['azure-secret', 'AADSTS7000215 «abc8Q·~abcdefghijklmnopqrstuvwxyz_0123456»'],
  [
    'api-key',
    `DD_API_KEY=«${HEX32}»`,
    `DD-APPLICATION-KEY: «${HEX32}01234567»`,
    'HEROKU_API_KEY=«550e8400-e29b-41d4-a716-446655440000»',
    'Fastly-Key: «abcDEF1234567890abcDEF1234567890»',
    'AccountName=x;AccountKey=«Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiYw==»;EndpointSuffix=core.windows.net',
    'SharedAccessKeyName=Root;SharedAccessKey=«Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiYw=»',
    '{"name":"x-api-key","value":"«abc123def456»"}',
  ],
  [
    'signature',
    'https://x.blob.core.windows.net/c?sv=2022&sig=«Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFi%3D»&se=1',
  ],
  [
    'token',
    `https://«${HEX32}»@o1.ingest.example.io/2`,
    'CF_API_TOKEN=«abcDEF1234567890abcDEF1234567890abcdefgh»',
    '    token: «kubetok12345678»',
    '{"name":"API_TOKEN","value":"«abc123def456»"}',
  ],
  [
    'private-key',
    'client-key-data: «LS0tLS1CRUdJTiBS·U0EgUFJJVkFURSBLRVktLS0tLQpNSUlF»',
    'key «LS0tLS1CRUdJTiBF·QyBQUklWQVRFIEtFWS0tLS0t» at 3',
  ],
  [
    'otp',
    'otp=«123456»',
    'otp: «482913» rejected',
    'mfa code «123456»',
    'mfaCode: «123456»',
    '{"otp":"«123456»"}',
  ],
  ['otp', 'Your verification code is «482913».', '2fa code=«991823»', 'security code: «4821»'],
  ['pin', 'pin=«1234»', 'userPin=«4821»', 'PIN: «4821»', 'pin code «482193»'],
  [
    'password',
    'PASSWORD «hunter2Z2»',
    'Password for bob: «swordfish»',
    'password for user bob: «Xy7kk»',
    'Password for "bob": «swordfish»',
    'wrong password «swordfish» for bob',
    'invalid password «Zx9kk1q»',
    'machine h login bob password «swordfish9»',
    'passwort=«geheim»',
    'Kennwort: «geheim1»',
    'contraseña=«secreta»',
    'mot de passe: «soleil12»',
    'senha=«abc123»',
    '密码：«abc123»',
    'пароль: «qwerty1»',
    'パスワード=«abc»',
    'MYSQL_PWD=«hunter2»',
    'password_confirmation=«hunter2»',
    '{"newPassword":"«hunter2»"}',
    'keytool -storepass «hunter2» -list',
    'mysql -uroot -p«hunter2» -h db',
    'mysqldump -u root -p«hunter2» app',
    'psql postgresql://u:«p4ss»@h/db',
    'curl -s -uuser:«pass» https://x',
    'exec ["curl","-u","bob:«pw1»"]',
    'docker login -u bob -p «hunter2» reg',
    'redis-cli -h r -a «hunter2» ping',
    'sshpass -p «hunter2» ssh x',
    'sshpass -p«12345» ssh x',
    'app --password «hunter2» run',
    'exec ["--password","«hunter2»"]',
    'mongosh -u a -p «hunter2»',
    'ldapsearch -D cn=a -w «hunter2» -b x',
    '{"key":"password","value":"«hunter2»"}',
    '{"name":"DB_PASSWORD","value":"«hunter2»"}',
    '{"value":"«hunter2»","name":"DB_PASSWORD"}',
    "{'name': 'DB_PASSWORD', 'value': '«hunter2»'}",
    '{"m":"{\\"name\\":\\"DB_PASSWORD\\",\\"value\\":\\"«hunter2»\\"}"}',
    '{"ParameterKey":"DbPassword","ParameterValue":"«hunter2»"}',
    '- name: DB_PASSWORD\n  value: «hunter2»\n',
    'key=password value=«hunter2»',
    '{Name:DB_PASSWORD Value:«hunter2»}',
    'BasicAuth(bob, «hunter2»)',
    'HTTPBasicAuth("bob", "«swordfish»")',
  ],
  ['secret', 'SECRET_KEY_BASE=«abcdef0123456789»'],
  ['credential', '{"credentials":{"username":"bob","value":"«hunter2»"}}'],
  [
    'authorization',
    '{"header":"Authorization","value":"Bearer «abc12345x»"}',
    'Authorization: SSWS «00abcdefABCDEF1234567890»',
    '/cb?code=«4/0AX4XfWhabcDEF12345»&state=x',
  ],
  ['cookie', 'Set-Cookie: «sid=abc123; Path=/»'],
  [
    'session',
    'PHPSESSID=«abc123def456ghi789»',
    'GET /x;jsessionid=«0A1B2C3D4E5F60718293A4B5C6D7E8F9»?y',
  ],
  [
    'iban',
    'IBAN «DE89370400440532013000» ok',
    'pay to «GB82 WEST 1234 5698 7654 32» now',
    '{"iban":"«FR1420041010050500013M02606»"}',
  ],
  [
    'email',
    'user «erin@localhost» logged in',
    'email=«erin7@localhost»',
    '{"email":"«bob@intranet»"}',
    'mailto:«bob@mailhost»',
    'RCPT TO:<«bob@mailhost»>',
  ],
  ['ssn', 'ssn=«078-05-1120»', '{"ssn":"«078051120»"}', 'social security number «078-05-1120»'],
  [
    'phone',
    'phone=«+1-555-010-9999»',
    '{"phoneNumber":"«+4915112345678»"}',
    'Phone: «(555) 010-9999» x',
    'mobile number «+49 151 12345678» unreachable',
    'sms to «+4915112345678» failed',
  ],
];

const SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

const KEPT: readonly string[] = [
  'FATAL: password authentication failed for user "app"',
  'Password must have 8 characters; password hash mismatch; Password(min=8)',
  'Password check for bob failed. Password for bob: expired. password for user bob: must be changed',
  'wrong password attempt for bob, invalid password supplied for bob, Wrong password for bob',
  'incorrect password entered for bob, bad password length for bob',
  'password reset requested for user12345, password user12345 not found',
  'password update failed at UserService.java:123',
  'Senha inválida, Passwort falsch, contraseña incorrecta, mot de passe incorrect, senha: inválida',
  'ORA-01017: invalid username/password; logon denied',
  'WRONGPASS invalid username-password pair or user is disabled',
  'password=Optional.empty',
  'Could not resolve placeholder \'db.password\' in value "${db.password}"',
  'bypass=1 compass: north pass 12345 of 99999 pwd: /srv/app',
  'invalid token, token expired at 12:00, authentication token missing',
  'JWT expired 1732412345678 ms ago, token exp=1732412345, token bucket: 12345 left',
  'tokens=512 max_tokens=1024 {"metric":"tokens","value":512} {"name":"token_count","value":512}',
  'secret not found: prod/db, secret prod/db not found in vault, SecretId: prod/db version 1234',
  'volume default-token-abc12 secret "default-token-abc12" not found',
  'key=orders.created partition=3 routing_key=orders.v2.created partition key=customer#12345',
  'key=uploads/2026/01/14/report-final-v2.pdf bucket=acme-prod',
  'access key rotated 2026-01-14, api key: missing, signature mismatch expected 32 bytes',
  'x-amzn-RequestId: 550e8400-e29b-41d4-a716-446655440000 key',
  `commit ${SHA1} secret rotated`,
  'image acme/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 key',
  'key com.acme.aws.SecretsManagerPropertySourceLocatorV2 missing',
  'GetAwsSecretKeyFromS3BucketByIdAndRegion failed',
  'aws s3 key data/Production/Exports2024/CustomerRep/x',
  'secret at /var/run/Secrets/kubernetes1/ServiceAcc/x missing',
  'arn:aws:iam::123456789012:role/AWSServiceRoleForECSClusterAutoscaling2',
  'arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'gpio pin=13 high, spin=1234567, ping=1234ms, mapping pin 13, pin: missing',
  'otp service timeout after 30000 ms, otp_timeout=30000, mfa required for user 123456',
  'error code 123456 status code 500, security group sg-12345678, verification code expired',
  '?code=500&x=1 code=ECONNREFUSED ?code=ERR_INVALID_ARG_V8',
  'mysql -u root -p -h db -P 3306',
  'docker run -p 8080:80 nginx; ssh -p 22 host login; redis-cli -h r -p 6379',
  'user login failed - p99 120 ms, login attempt 123456 failed',
  'curl -u bob https://x',
  '{"key":"region","value":"us-west-2"} {"name":"PATH","value":"/usr/bin"}',
  '{"name":"DB_PASSWORD","value":"${DB_PASSWORD}"} {"name":"password","value":""}',
  '{"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{"name":"db","key":"password"}}}',
  '{"field":"password","value":null,"message":"is required"}',
  'name=order value=password-reset',
  'certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUM',
  'HTTPBasicAuth(self.user, self.password) BasicAuth(user, password)',
  'DE89370400440532013001 fails its check, SKU AB12CDEF34567890GH',
  'rabbit@localhost node down, celery@worker1 ready, worker3@localhost, deploy@web-1',
  'root@localhost:/tmp git@localhost:org/x.git https://erin@localhost/x user=app@db-primary',
  'java.lang.Object@1b2c3d Foo@1a2b3c @timestamp @acme/lib @types/node@20.1.0',
  'phone number is required, phone: 3 attempts, telemetry=12345678, microphone=12345678',
  'call to 10.0.0.12:5432 failed, social security number missing',
  `session expired sessionId=550e8400-e29b-41d4-a716-446655440000 sid=S-1-5-21-1234 CallSid=CA${HEX32}`,
  'cookie: none, Cookie expired',
];

const rows = HIDDEN.flatMap(([kind, ...texts]) =>
  texts.map((text) => {
    const whole = text.replaceAll('·', '');
    return {
      text: whole.replace(/[«»]/g, ''),
      safe: whole.replace(/«[^»]*»/g, `[redacted:${kind}]`),
    };
  }),
);

describe('redact', () => {
  test.each(rows)('hides the secret of $safe', ({ text, safe }) => {
    expect(redact(text)).toBe(safe);
    expect(redact(safe)).toBe(safe);
  });

  test.each(KEPT)('leaves %s as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('hides the secret beside a key id of AWS', () => {
    const secret = AWS_SECRET.replace('·', '');
    expect(redact(`AKIA${'IOSFODNN7EXAMPLE'} / ${secret}`)).toBe(
      '[redacted:aws-access-key-id] / [redacted:aws-secret-key]',
    );
  });

  test('puts quotes around the mark of a bare JSON number', () => {
    const text = '{"pin":1234,"phone":15550109999,"n":[{"key":"password","value":12345}]}';
    expect(JSON.parse(redact(text))).toEqual({
      pin: '[redacted:pin]',
      phone: '[redacted:phone]',
      n: [{ key: 'password', value: '[redacted:password]' }],
    });
  });

  test('keeps to the member of JSON that a sentence about a password stands in', () => {
    const text = JSON.stringify({
      message: '{"password":469,"m":"wrong password for bob"}',
      user: 27,
    });
    expect(JSON.parse(redact(text))).toEqual({
      message: '{"password":"[redacted:password]","m":"wrong password for bob"}',
      user: 27,
    });
  });

  test('finds each secret in the middle of a long text, whatever its letter case lets the gate see', () => {
    const filler = 'an ordinary line of words and 12 numbers\n'.repeat(20);
    for (const { text, safe } of rows) {
      expect(redact(`${filler}${text}\n${filler}`)).toBe(`${filler}${safe}\n${filler}`);
    }
  });

  /** Each part is what some rule looks for, repeated; a second look per part would not end. */
  const HOSTILE = [
    ...rows.map(({ text }) => text),
    ...[
      '"value":"',
      '{',
      '{"value":1',
      "'name': 'password', ",
      'name:a value:',
      'mysql ',
      'mysql -p',
      'login -p a',
    ],
    ...[
      'BasicAuth(',
      'BasicAuth(a,',
      'otp',
      'otp ',
      'phone: 1',
      'pin=1',
      '1 ',
      'GB82 ',
      'GB82',
      'A1',
      'secret ab1',
    ],
    ...[
      'a@',
      '@a',
      'email=a@',
      'password for ',
      'password for a',
      '--password",',
      'eyJa.',
      'a.atlasv1.',
      'sk-',
      'Q~',
    ],
    ...[
      'wrong password abcd',
      'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/',
      '&code=',
      'credentials":{"value":"',
    ],
  ];

  /** One walk takes a small part of a test's time; looks at all of it from each part would take more. */
  const HOSTILE_CHARS = 400_000;

  test.each(HOSTILE)('reads hundreds of kilobytes of %j in one walk', (part) => {
    const count = Math.ceil(HOSTILE_CHARS / part.length);
    const marks = redact(part.repeat(count)).match(/\[redacted:/g) ?? [];
    expect(marks.length).toBeLessThanOrEqual(2 * count);
  });
});

describe('wordGate', () => {
  test('names the lists of which a word may occur, in any letter case', () => {
    const listsIn = wordGate(['pass key', 'secret', '://']);
    expect(listsIn('PASSPORT')).toBe(0b001);
    expect(listsIn('the Key of a Secret')).toBe(0b011);
    expect(listsIn('see https://x')).toBe(0b100);
    expect(listsIn('nothing of it')).toBe(0);
  });
});
