// The other side of a failed call, by the whole name of its host.
import { describe, expect, test } from 'vitest';
import { hostCalled } from '../../src/diagnosis/called-host.ts';
import type { Category } from '../../src/evidence/types.ts';
import { finding } from './cases.ts';

const called = (message: string, category: Category = 'connection') =>
  hostCalled(finding({ id: 'F1', message, category }));

describe('the host of a failed call', () => {
  test('is not the node that a shipper names beside the line', () => {
    const kubernetes = { host: 'ip-10-0-1-7.ec2.internal', labels: { app: 'pay' } };
    const line = (log: string) => JSON.stringify({ log, stream: 'stderr', kubernetes });
    expect(called(line('FATAL: too many connections'))).toBeNull();
    expect(called(line('connection to db.prod.example:5432 refused'))).toBe('db.prod.example');
  });

  test.each([
    ['upstream geo.partner.example timed out after 5000 ms', 'geo.partner.example'],
    ['call failed: certificate has expired (CN=ledger.internal)', 'ledger.internal'],
    ['POST https://api.pay.example/v1/charge: read timed out', 'api.pay.example'],
    [
      'connect() failed (111: Connection refused) while connecting to upstream, client: 10.9.1.6, server: img.example.com, request: "GET /img/a.webp HTTP/1.1", upstream: "http://10.9.4.10:8080/img", host: "img.example.com"',
      '10.9.4.10:8080',
    ],
    ['connection to db.prod.example:5432 refused', 'db.prod.example'],
    [
      'upstream timed out while reading upstream, server: a.example, upstream: "fastcgi://127.0.0.1:9000", host: "a.example", referrer: "https://a.example/cart"',
      '127.0.0.1:9000',
    ],
  ])('of "%s" is %s', (message, host) => {
    expect(called(message)).toBe(host);
  });

  test.each([
    'failed to load config from settings.yaml',
    'error of com.shop.orders while waiting',
    'timed out reading from Main.java',
    'upstream timed out after 5.0 s',
    'connect() to unix:/run/php.sock failed, upstream: "fastcgi://unix:/run/php.sock:", host: "a.example"',
    'mail from a.example to b.example was refused',
    '192.0.2.39:2817 10.0.0.1:80 0.001 -1 -1 502 - 34 366 "GET https://shop.example:443/cart HTTP/1.1" "curl/7.46.0"',
    '{"request":"GET https://shop.example/cart HTTP/2.0","status":"502"}',
  ])('is not guessed in "%s"', (message) => {
    expect(called(message)).toBeNull();
  });

  test('is sought where a connection or a service failed, and nowhere else', () => {
    expect(
      called('cannot parse answer from geo.partner.example', 'application-exception'),
    ).toBeNull();
  });
});
