import { describe, expect, test } from 'vitest';
import { mask } from '../../src/evidence/template/mask.ts';

describe('mask', () => {
  test.each([
    ['order 8f14e45f-ceea-467f-9d3c-1b2c3d4e5f60 lost', 'order <uuid> lost'],
    ['peer 10.2.0.17:6379 left', 'peer <ip> left'],
    ['peer fe80:0:0:0:1:2:3:4 left', 'peer <ip> left'],
    ['mail to kim.lee@shop.example bounced', 'mail to <email> bounced'],
    ['took 31.5ms, then 10 seconds', 'took <duration>, then <duration>'],
    ['at 2026-03-04T05:06:07.123Z and Mar 4 05:06:07', 'at <time> and <time>'],
    ['read 12.5 MB of 64KB', 'read <size> of <size>'],
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
  ])('keeps what names the error: %s', (text) => {
    expect(mask(text)).toBe(text);
  });

  test('looks at a bounded head only', () => {
    expect(mask('x '.repeat(50_000)).length).toBeLessThanOrEqual(600);
  });
});
