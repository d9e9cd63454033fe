// Which service a log stream is named after.
import { expect, test } from 'vitest';
import { serviceOfStream } from '../../src/evidence/stream-service.ts';

test.each([
  ['db', 'db'],
  ['db-1', 'db'],
  ['web.1', 'web'],
  ['order_service_2', 'order_service'],
  ['redis7-1', 'redis7'],
  ['postgres16', 'postgres'],
  ['api-v2', 'api-v2'],
  ['s3-proxy', 's3-proxy'],
  ['web02.prod.example.com', 'web'],
  ['shop.log', 'shop'],
  ['ecs/api/0123456789abcdef0123456789abcdef', 'api'],
  ['api/app/0123456789abcdef', 'api'],
  ['app-1', 'app'],
  ['api-7d4b9c8f6d-x2x9z', 'api'],
  ['api-7d4b9c8f6d-xkzqp', 'api'],
  ['kafka-0', 'kafka'],
  ['2026/11/20/checkout[$LATEST]0123456789abcdef', 'checkout'],
  [
    'ip-10-0-1-2.ec2.internal-application.var.log.containers.api-7d4b9c8f6d-x2x9z_shop_payments-0123456789abcdef0123456789abcdef.log',
    'payments',
  ],
])('%s is a stream of %s', (logStream, service) => {
  expect(serviceOfStream(logStream)).toBe(service);
});

test.each([
  '2026/11/20/[$LATEST]0123456789abcdef0123456789abcdef',
  'i-0abc1234def567890',
  'ip-10-0-3-7.ec2.internal',
  'eni-0123456789abcdef0-all',
  '3f2a9c1e-7b3d-4e21-9d55-0a1b2c3d4e5f',
  '0123456789abcdef',
  'host-a',
  'node-3',
  'us-east-1',
  'stderr',
  'access',
  '',
])('%s names no service', (logStream) => {
  expect(serviceOfStream(logStream)).toBeNull();
});
