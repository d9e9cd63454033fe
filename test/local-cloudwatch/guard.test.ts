// Who is answered and who is not; the endpoint stays closed to other processes and to web pages.
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { call, folderOf, KEY, serve } from './served.ts';

const LOGS = { 'a.log': '2026-11-20 14:00:00 started\n' };
const credential = (key: string, scope = '20261120/us-west-2/logs/aws4_request') =>
  `AWS4-HMAC-SHA256 Credential=${key}/${scope}, SignedHeaders=host, Signature=0`;

test.each([
  [
    'another access key id',
    { authorization: credential('AKIAOTHER') },
    'UnrecognizedClientException',
  ],
  [
    'a longer access key id',
    { authorization: credential(`${KEY}X`) },
    'UnrecognizedClientException',
  ],
  [
    'a credential of another service',
    { authorization: credential(KEY, '20261120/us-west-2/s3/aws4_request') },
    'UnrecognizedClientException',
  ],
  [
    'another kind of authorization',
    { authorization: `Bearer ${KEY}` },
    'UnrecognizedClientException',
  ],
])('refuses %s', async (_name, headers, code) => {
  const { httpStatus, body } = await call(
    await serve(folderOf(LOGS)),
    'DescribeLogGroups',
    {},
    headers,
  );
  expect([httpStatus, body]).toEqual([
    400,
    { __type: code, message: 'The security token included in the request is invalid.' },
  ]);
});

/** fetch does not let a caller choose Host or leave out Authorization's siblings: this does. */
function raw(
  url: string,
  headers: Readonly<Record<string, string>>,
  method = 'POST',
): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve([response.statusCode ?? 0, JSON.parse(text).__type]));
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? '{}' : undefined);
  });
}

describe('by headers', () => {
  const target = {
    authorization: credential(KEY),
    'x-amz-target': 'Logs_20140328.DescribeLogGroups',
  };

  test('answers its own two hosts and refuses others, web pages and unsigned requests', async () => {
    const { url } = await serve(folderOf(LOGS));
    const { port } = new URL(url);
    expect(await raw(url, { ...target, host: `localhost:${port}` })).toEqual([200, undefined]);
    expect(await raw(url, { ...target, host: `127.0.0.1:${port}` })).toEqual([200, undefined]);
    expect(await raw(url, { ...target, host: `attacker.example:${port}` })).toEqual([
      403,
      'AccessDeniedException',
    ]);
    expect(await raw(url, { ...target, host: '127.0.0.1' })).toEqual([
      403,
      'AccessDeniedException',
    ]);
    expect(await raw(url, { ...target, origin: 'null' })).toEqual([403, 'AccessDeniedException']);
    expect(await raw(url, { ...target, origin: url })).toEqual([403, 'AccessDeniedException']);
    expect(await raw(url, { 'x-amz-target': target['x-amz-target'] })).toEqual([
      400,
      'MissingAuthenticationTokenException',
    ]);
  });

  test('listens on the loopback interface only', async () => {
    expect((await serve(folderOf(LOGS))).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

test('unknown operations, methods and paths are refused by name', async () => {
  const served = await serve(folderOf(LOGS));
  const { httpStatus, headers, body } = await call(served, 'DeleteLogGroup', {});
  expect([httpStatus, body]).toEqual([
    400,
    { __type: 'UnknownOperationException', message: 'Unknown operation DeleteLogGroup' },
  ]);
  expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(await raw(served.url, { authorization: credential(KEY) }, 'GET')).toEqual([
    400,
    'UnknownOperationException',
  ]);
  const elsewhere = await raw(`${served.url}/logs`, { authorization: credential(KEY) });
  expect(elsewhere).toEqual([400, 'UnknownOperationException']);
});

test('a body that is no JSON or beyond the bound is refused', async () => {
  const served = await serve(folderOf(LOGS));
  const broken = await call(served, 'DescribeLogGroups', '{');
  expect(broken.body).toEqual({
    __type: 'SerializationException',
    message: 'The body is not valid JSON.',
  });
  const large = await call(served, 'DescribeLogGroups', {
    logGroupNamePrefix: 'x'.repeat(300_000),
  });
  expect([large.httpStatus, large.body.__type]).toEqual([413, 'RequestEntityTooLargeException']);
  expect((await call(served, 'DescribeLogGroups', {})).httpStatus).toBe(200);
});

test('nothing answers after close', async () => {
  const served = await serve(folderOf(LOGS));
  await served.close();
  await expect(call(served, 'DescribeLogGroups', {})).rejects.toThrow('fetch failed');
});
