// Forms in which programs print secrets without a plain name and sign before them, and what only looks like one.
import { describe, expect, test } from 'vitest';
import { redact } from '../../../src/base/redact.ts';

const B64 = 'g/UrQZA9/gjwxm4oILjvpVHgpD6pRoxAr2sgBg8pC5PIQ2ZdmrqR5NiTj8gslPUC';
const HEX = '8886012d7784ccb12969238e173007c2';

describe('redact', () => {
  test.each([
    ["headers [('X-Auth-Token', 'rIGov7PuzIBMC'), ('Accept', '*/*')]", 'rIGov7PuzIBMC'],
    ['[{user,"bob"},{password,"kiwi-7-mango"}]', 'kiwi-7-mango'],
    ['SET "password" = $1 [["password", "kiwi-7-mango"], ["id", 5]]', 'kiwi-7-mango'],
    ['Config { user: Some("app"), password: Some("kiwi-7-mango") }', 'kiwi-7-mango'],
    ["password=b'kiwimango' user=b'app'", 'kiwimango'],
    ["ALTER LOGIN sa WITH PASSWORD = N'Mango!77'", 'Mango!77'],
    ['Array ( [user] => app [password] => kiwi-7-mango [host] => db )', 'kiwi-7-mango'],
    ['["password"]=>\n  string(12) "kiwi-7-mango"\n}', 'kiwi-7-mango'],
    ['Map(user -> bob, password -> kiwi-7-mango, ttl -> 5)', 'kiwi-7-mango'],
    ['{"Password":{"S":"kiwi-7-mango"}}', 'kiwi-7-mango'],
    ['config:\n  password: |\n    kiwi mango\n  host: x', 'kiwi mango'],
    ['config:\n  password: >-\n    kiwi-7-mango\n  host: x', 'kiwi-7-mango'],
    ['&lt;password&gt;kiwi-7-mango&lt;/password&gt;', 'kiwi-7-mango'],
    ['&quot;password&quot;:&quot;kiwi-7-mango&quot;', 'kiwi-7-mango'],
    ['%7B%22password%22%3A%22kiwi-7-mango%22%7D', 'kiwi-7-mango'],
    ['<property name="connection.password">kiwi-7-mango</property>', 'kiwi-7-mango'],
    ['form-data; name="password"\r\n\r\nkiwi-7-mango\r\n--b', 'kiwi-7-mango'],
    ["cookies={'session': 'U98o9Ax6qBoMQzpo5Zd', 'lang': 'en'}", 'U98o9Ax6qBoMQzpo5Zd'],
    ['dsn="app:kiwi7@tcp(mysql:3306)/shop"', 'kiwi7'],
    ['system/kiwi7@//ora:1521/XEPDB1', 'kiwi7'],
    ['http://influx:8086/query?db=m&u=admin&p=kiwi7', 'kiwi7'],
    ['postgres://app:p@ss#w0rd@db/orders', 'w0rd'],
    ['amqp://user:ab/cd9Xq@rabbit:5672 refused', 'cd9Xq'],
    ['GET /reset-password/2e19e35d866b08999b93412f 500', '2e19e35d866b'],
    ['GET /reset-password/550e8400-e29b-41d4-a716-446655440000 200', '550e8400-e29b'],
    ['https://shop.example/password/reset/550e8400-e29b-41d4-a716-446655440000', '550e8400-e29b'],
    ['https://x.io/confirm/9WmYbC3dKq7PzR1tXv5L', '9WmYbC3dKq7P'],
    ['POST /api/v1/reset/9WmYbC3dKq7PzR1tXv5L 500', '9WmYbC3dKq7P'],
    ['GET /users/verify/9WmYbC3dKq7PzR1tXv5L 500', '9WmYbC3dKq7P'],
    ['GET /team/invite/9WmYbC3dKq7PzR1tXv5L 500', '9WmYbC3dKq7P'],
    ['open root:12345@tcp(mysql:3306)/shop', '12345'],
    ['amqp://user:abc/def@rabbit:5672 refused', 'abc/def'],
    ['redis://app:k9/mango@cache.internal refused', 'k9/mango'],
    ['zip -r -P kiwi7 out.zip src', 'kiwi7'],
    ['wss://x.io/socket?auth=HTcaJuv3_ON28zwzL4pC', 'HTcaJuv3_ON28zwzL4pC'],
    ['{"auths":{"r.io":{"auth":"QVdTOlMzY3IzdFBhNTV4MTAx"}}}', 'QVdTOlMzY3IzdFBhNTV4MTAx'],
    ["auth=('bob', 'kiwi7') 401", 'kiwi7'],
    ['{"auth":{"type":"token","value":"s5zg44s7oepw3tqxqr7g"}}', 's5zg44s7oepw3tqxqr7g'],
    ['code_verifier=HgZvVRbBoigkoJPjeg2sMmdN&grant_type=x', 'HgZvVRbBoigkoJPjeg2sMmdN'],
    ['wpa_supplicant psk="kiwi7" associate failed', 'kiwi7'],
    ['snmpwalk -v2c -c kiwi7 host failed', 'kiwi7'],
    ['zip -P kiwi7 out.zip x failed', 'kiwi7'],
    ['sqlplus scott/kiwi7@ORCL failed', 'kiwi7'],
    ['ConvertTo-SecureString "kiwi7" -AsPlainText', 'kiwi7'],
    [`twilio auth failed ACf2a12f6a991066012750338d97689e19:${HEX}`, HEX],
    ['https://hooks.zapier.com/hooks/catch/123456/P4nytUcbeTnk7R50/ 410', 'P4nytUcbeTnk7R50'],
    ['shadow bob:$6$saltsalt$Uy3vAbCdEfGhIjKlMnOpQrStUv:18000', 'Uy3vAbCdEf'],
    ['row $2a$12$K3JNi5xUQEpHlMoNqWyDNeB1fQEXBpTgdUDoGhXhM1VFxPJMEKu8i', 'K3JNi5xUQEp'],
    [
      'Digest username="bob", realm="x", response="6629fae49393a05397450978507c4ef1"',
      '6629fae49393',
    ],
    [
      'https://d1.cloudfront.net/a?Signature=0wzE633FeUolhw_PqBR_HY6u849sI553XzXWE49g~&K=1',
      '0wzE633F',
    ],
  ])('takes the secret out of %j', (text, secret) => {
    expect(redact(text)).not.toContain(secret);
    expect(redact(redact(text))).toBe(redact(text));
  });

  test('of an inserted row the value in the place of the password is hidden, in each row', () => {
    expect(
      redact("INSERT INTO users (login, password) VALUES ('it''s bob', 'kiwi7'), ('eve', 'figs8')"),
    ).toBe(
      "INSERT INTO users (login, password) VALUES ('it''s bob', '[redacted:password]'), ('eve', '[redacted:password]')",
    );
  });

  test.each([
    ['INSERT INTO users (login, password) VALUES (?, $1)'],
    ["insert into tokens (id, user_id) values (4, 'bob')"],
    ["missing fields: ['password', 'email']"],
    ["unique_together = ('password', 'email')"],
    ['["password", "must be 8 characters"]'],
    ['errors: {password: ["can\'t be blank"]}'],
    ['LOGIN -> PASSWORD -> HOME'],
    ['token: Some(5)'],
    ['auth=(user, role)'],
    ['{"auth":{"type":"basic","value":"disabled"}}'],
    ["cookies={'theme': 'dark', 'lang': 'en'}"],
    ['<property name="password.policy">strict</property>'],
    ['http://host:8080/users/a?x=1 and https://h:443/x@y z'],
    ['https://registry.io:5000/app@sha256:0123 path/to@//x'],
    ['GET /confirm/order/12345 500'],
    ['POST /orders/confirm/ord_20261120-ABC123xyz987 failed'],
    ['POST /orders/confirm/9WmYbC3dKq7PzR1tXv5L failed'],
    ['POST /payments/confirmation/pi_3OaBcD2eZvKYlo2C1a2b3c4d'],
    ['GET /users/verify/550e8400-e29b-41d4-a716-446655440000 500'],
    ['POST /users/activate/01ARZ3NDEKTSV4RRFFQ69G5FAV 500'],
    ['GET /api/unlock/device-550e8400e29b41d4a716446655440000'],
    ['PATCH /v1/recovery/arn-8f14e45fceea167a5a36dedd4bea2543 503'],
    ['GET /reset/20261120T101112Z-worker-7f9c8b6d5-x2x9k'],
    ['git+ssh://git@github.com:acme/lib@v1.2'],
    ['npm+https://registry:acme/lib2@2.10.1 not found'],
    ['s3://bucket:prefix/key@v2'],
    ['s3://bucket:prefix/key9@copy'],
    ['docker://registry:latest/app@sha256'],
    ['https://wiki:page/section@edge'],
    ["rules [['password', 'min:8']]"],
    ["{'password': 'required|string|min:8|confirmed'}"],
    ['error from db:3306@tcp(10.0.0.1:3306)/orders'],
    ['dial 10.0.0.1:4711@tcp(x)'],
    ['missing password: > \n  at foo\n  at bar (x.js:1:2)'],
    ['zip -r -P out.zip'],
    ['unzip -P failed'],
    ['dGhpcyBpcyBhIHRlc3Q0='],
    ['AQAAAAEAAABkZWZhdWx0L3Rlc3Q='],
    ['1B2M2Y8AsgTpgAmy7PhCfg=='],
    ['47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
    ['/v1/list?u=4&p=2'],
    ['form-data; name="username"\n\nbob'],
    ['price is $5$ or $6$ per unit'],
    ['gzip -P 4 failed, 7z archive -p missing'],
    ['/usr/lib/python3/dist-packages/urllib3/connectionpool/HTTPConnect1'],
    ['sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC'],
    ['aGVsbG8gd29ybGQ='],
  ])('leaves %j as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('a token that was wrapped is hidden to the end of its last line', () => {
    const head = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIiwibmFt';
    expect(redact(`token was\n${head}\nZSI6IngxIn0.gntyf5cRMc3ipz2NEIAjlt\nin step 4`)).toBe(
      'token was\n[redacted:jwt]\nin step 4',
    );
    expect(redact('Authorization: Bearer wySdOsY4DPEWwyZQ\n RtCV158ZPz5PXDGuF\nAccept: x')).toBe(
      'Authorization: Bearer [redacted:authorization]\nAccept: x',
    );
  });

  test('lines of a key that are events of their own are hidden behind a prefix and at the padded end', () => {
    expect(redact(`app[1]: ${B64}`)).toBe('app[1]: [redacted:private-key]');
    expect(redact('gMKcZiFIzQMmt7kh97qJ327+3fI+Wck1pNUD==')).toBe('[redacted:private-key]');
  });

  test.each([
    'insert into ',
    'string(',
    'password: |\n',
    'a:b@tcp',
    '/reset/',
    '&quot;',
    'psk -> ',
  ])('reads a megabyte of %j in one walk', (part) => {
    const started = performance.now();
    redact(part.repeat(1_000_000 / part.length));
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test.each([
    ['a:', '@tcp('],
    ['into ', ' password'],
  ])(
    'reads a megabyte of %j before %j in less than twenty times the time of one of words',
    (part, end) => {
      const cpu = (text: string) => {
        const started = process.cpuUsage();
        redact(text);
        const { user, system } = process.cpuUsage(started);
        return user + system;
      };
      const fastest = (text: string) => Math.min(cpu(text), cpu(text), cpu(text));
      const plain = fastest(`${'b '.repeat(500_000)}${end}`);
      expect(fastest(part.repeat(1_000_000 / part.length) + end)).toBeLessThan(plain * 20);
    },
  );
});
