// Runs against AWS that cannot begin: no credentials, refused ones, nobody there. Each ends soon, without a report.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type FakeAws, refusal, startFakeAws } from './fake-aws.ts';
import { filesLeft, runProgram, unwrapped } from './program.ts';

const ARGS = ['checkout', '--region', 'us-west-2'];

let aws: FakeAws | null = null;
afterEach(async () => {
  await aws?.close();
  aws = null;
});

describe('without credentials', () => {
  test('ends with exit code 4, says how to get some, and leaves nothing behind', async () => {
    const ran = await runProgram(ARGS);
    expect({ code: ran.code, stdout: ran.stdout, left: filesLeft(ran) }).toEqual({
      code: 4,
      stdout: '',
      left: [],
    });
    expect(ran.stderr).toContain('Could not load credentials');
    expect(ran.stderr).toContain('aws sso login');
    expect(ran.stderr).toContain('--logs PATH');
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });

  test('a metadata service that never answers does not hold the run up', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    try {
      const ran = await runProgram(ARGS, {
        env: {
          AWS_EC2_METADATA_DISABLED: undefined,
          AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}`,
        },
      });
      expect({ code: ran.code, left: filesLeft(ran) }).toEqual({ code: 4, left: [] });
      expect(ran.stderr).toContain('aws sso login');
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });

  test('a profile that does not exist ends with exit code 4', async () => {
    const ran = await runProgram(ARGS, { env: { AWS_PROFILE: 'nowhere' } });
    expect({ code: ran.code, left: filesLeft(ran) }).toEqual({ code: 4, left: [] });
  });
});

describe('refused at the first call', () => {
  test('a missing permission ends with exit code 4 and names the permissions', async () => {
    aws = await startFakeAws({
      DescribeLogGroups: () =>
        refusal(400, 'AccessDeniedException', 'User is not authorized to perform this.'),
    });
    const ran = await runProgram(ARGS, { env: aws.env });
    expect({ code: ran.code, stdout: ran.stdout, left: filesLeft(ran) }).toEqual({
      code: 4,
      stdout: '',
      left: [],
    });
    expect(unwrapped(ran.stderr)).toContain('User is not authorized to perform this.');
    expect(ran.stderr).toContain('logs:DescribeLogGroups');
  });

  test('an expired token ends with exit code 4 and says how to renew it', async () => {
    aws = await startFakeAws({
      DescribeLogGroups: () => refusal(400, 'ExpiredTokenException', 'The token has expired.'),
    });
    const ran = await runProgram(ARGS, { env: aws.env });
    expect({ code: ran.code, left: filesLeft(ran) }).toEqual({ code: 4, left: [] });
    expect(ran.stderr).toContain('The token has expired.');
    expect(ran.stderr).toContain('aws sso login');
  });
});

test('where AWS cannot be reached: exit code 1, the reason, and no report', async () => {
  aws = await startFakeAws();
  const { env } = aws;
  await aws.close();
  aws = null;
  const ran = await runProgram(ARGS, { env });
  expect({ code: ran.code, stdout: ran.stdout, left: filesLeft(ran) }).toEqual({
    code: 1,
    stdout: '',
    left: [],
  });
  expect(ran.stderr).toContain('ECONNREFUSED');
  expect(ran.stderr).toContain('Check the network');
});
