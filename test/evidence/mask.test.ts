import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask } from '../../src/evidence/template/mask.ts';

describe('mask', () => {
  test.each([
    ['order 8f14e45f-ceea-467f-9d3c-1b2c3d4e5f60 lost', 'order <uuid> lost'],
    ['peer 10.2.0.17:6379 left', 'peer <ip> left'],
    [
      'timed out, client: 10.2.0.17, request: "GET /cart HTTP/1.1", upstream: "http://app:80/cart?x=1", referrer: "https://a.example/b"',
      'timed out, client: <ip>, request: "<request>", upstream: "http://app:<num>/<path>", referrer: "<request>"',
    ],
    ['peer fe80:0:0:0:1:2:3:4 left', 'peer <ip> left'],
    ['mail to kim.lee@shop.example bounced', 'mail to <email> bounced'],
    ['took 31.5ms, then 10 seconds', 'took <duration>, then <duration>'],
    ['at 2026-03-04T05:06:07.123Z and Mar 4 05:06:07', 'at <time> and <time>'],
    ['read 12.5 MB of 64KB', 'read <size> of <size>'],
    ['sent 812 bytes, got 3584 bytes (3.5 KB)', 'sent <size>, got <size> (<size>)'],
    ['mounted disk1s3 by jk2_init', 'mounted disk<num>s<num> by jk<num>_init'],
    ['pc=0xc0000184 mac 00:1b:44:11:3a:b7', 'pc=<hex> mac <mac>'],
    ['commit 9fceb02d0ae598e95dc970b74767f19372d61af8', 'commit <hex>'],
    ['token eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2lnbmF0dXJl', 'token <token>'],
    ['GET /users/4711/orders?page=2', 'GET /users/<num>/orders?<*>'],
    [
      'fetch https://api.pay.example/v2/charge/881?x=1',
      'fetch https://api.pay.example/v2/charge/<num>?<*>',
    ],
    [
      'pool HikariPool-3, worker12, build 9e1c77',
      'pool HikariPool-<num>, worker<num>, build <hex>',
    ],
    ['session opened for user karin by root', 'session opened for user <user> by root'],
    ['hosts 10.0.0.1, 10.0.0.2, 10.0.0.3 down', 'hosts <ip> down'],
    [
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbC123',
      'arn:aws:secretsmanager:eu-west-1:<num>:secret:shop/db-<*>',
    ],
    ['peer ::ffff:10.2.0.17 and fe80::1c left', 'peer <ip> and <ip> left'],
    ['port ff:f2:9f:16:bf:6c:00:0d up', 'port <mac> up'],
    ['card 0000:3f:1c.0 found', 'card <hex> found'],
    ['disk W-7:0075:6005-08b4 lost', 'disk <id> lost'],
    ['closed after <1 sec or 00:42 or 01:02:03', 'closed after <duration> or <time> or <time>'],
    ['fans ( 3515 **** 3479 0012 )', 'fans ( <num> )'],
    ['regs 00ce22e8 8aff0003 00000002 00000000', 'regs <hex>'],
    ['ask db to drop job_17 job_18 job_-19', 'ask db to drop job_<num>'],
    ['Token{a64f992 u0} of {de9231d}', 'Token{<hex> u<num>} of {<hex>}'],
    ['41C is over 40C', '<num>C is over <num>C'],
    ['span 123456789012345d ends', 'span <hex> ends'],
    ['Failed password for karin from 10.2.0.17', 'Failed password for <user> from <ip>'],
    [
      'Failed password for invalid user karin from 10.2.0.17',
      'Failed password for invalid user <user> from <ip>',
    ],
    ['invalid user  from 10.2.0.17', 'invalid user <user> from <ip>'],
    ['"GET /cart?id=7 HTTP/1.1" 200 12', '"GET /cart?<*> HTTP/<num>" <num> <num>'],
  ])('masks %s', (text, expected) => {
    expect(mask(text)).toBe(expected);
  });

  test.each([
    'HTTP 429 Too Many Requests',
    '503 Service Unavailable',
    'status code: 403',
    'ORA-01017 invalid login',
    'exit code 137',
    'S3 upload over IPv6 with sha256',
    'software.amazon.awssdk.services.s3.model.S3Exception',
    'user is not authorized',
    'for user is missing',
    'Failed to obtain JDBC Connection',
    'std::add is not a time, app.js is not a host',
    'login for the service',
  ])('keeps what names the error: %s', (text) => {
    expect(mask(text)).toBe(text);
  });

  test('a status of a failed request stays beside its path', () => {
    expect(mask('"GET /cart HTTP/1.1" 404 5ms')).toBe('"GET /cart HTTP/<num>" 404 <duration>');
  });

  test('looks at a bounded head only, cut between words', () => {
    expect(mask(`${'x'.repeat(590)} shop-17 shop-18 shop-19`)).toBe(
      `${'x'.repeat(590)} shop-<num>`,
    );
    expect(mask('x '.repeat(50_000)).length).toBeLessThanOrEqual(600);
  });

  test('a message of very long words ends between two of them', () => {
    const word = 'w'.repeat(300);
    expect(mask(`${word} ${word} ${word} ${word}`)).toBe(`${word} ${word} ${word}`);
  });

  test('the words of a message decide its template, not how wide the values between them are', () => {
    const digits = (maxChars: number) => fc.stringMatching(new RegExp(`^[1-9]\\d{0,${maxChars}}$`));
    const part = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'epsilon');
    const values: readonly fc.Arbitrary<string>[] = [
      digits(30),
      fc.tuple(digits(9), digits(9)).map(([a, b]) => `${a}.${b}`),
      fc
        .array(part, { minLength: 1, maxLength: 4 })
        .map((names) => `${names.join('.')}@shop.example`),
      fc
        .array(digits(5), { minLength: 1, maxLength: 60 })
        .map((ids) => `/cart?ids=${ids.join(',')}`),
    ].map((value, kind) => (kind === 3 ? value.map((query) => `GET ${query}`) : value));
    const piece = fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom('could', 'not', 'reserve', 'stock', 'because') },
      {
        weight: 1,
        arbitrary: fc.nat(values.length - 1).chain((kind) => {
          const value = values[kind] ?? fc.constant('');
          return fc.tuple(value, value);
        }),
      },
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 40, maxLength: 160 }), (pieces) => {
        const [one, other] = [0, 1].map((at) =>
          pieces.map((word) => (typeof word === 'string' ? word : word[at])).join(' which '),
        );
        // Beyond so many characters no message is looked at.
        fc.pre(Math.max(one?.length ?? 0, other?.length ?? 0) < 4_000);
        expect(mask(one ?? '')).toBe(mask(other ?? ''));
      }),
    );
  });
});
