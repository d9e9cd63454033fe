// As whom AWS is asked: --profile and --role-arn, and what is said where they lead nowhere.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startFakeAws } from './fake-aws.ts';
import { unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';

const ROLE = 'arn:aws:iam::210987654321:role/reads-logs';
const ASK = ['checkout', '--region', 'us-west-2', '--dry-run'];
const FILES = {
  '.aws/credentials':
    '[ops]\naws_access_key_id = AKIAOPSOPSOPSOPSOPSO\naws_secret_access_key = not-a-secret\n',
  '.aws/config': '[profile ops]\nregion = eu-west-1\n',
};

interface Sts {
  readonly url: string;
  readonly asked: string[];
}

/** The security token service: one answer for all. */
async function startSts(status: number, xml: string): Promise<Sts> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const [, key = ''] = /Credential=([^/]+)\//.exec(String(request.headers.authorization)) ?? [];
      asked.push(`${key} ${new URLSearchParams(text).get('RoleArn')}`);
      response.writeHead(status, { 'content-type': 'text/xml' });
      response.end(xml);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const ASSUMED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><Arn>arn:aws:sts::210987654321:assumed-role/reads-logs/troubleshoot</Arn><AssumedRoleId>A:t</AssumedRoleId></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAROLEROLEROLEROLE</AccessKeyId><SecretAccessKey>not-a-secret</SecretAccessKey>
<SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>`;

const DENIED = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>
<Message>User: arn:aws:iam::123456789012:user/ops is not authorized to perform: sts:AssumeRole on resource: ${ROLE}</Message>
</Error><RequestId>r</RequestId></ErrorResponse>`;

async function run(args: readonly string[], sts: Sts | null = null, env: object = {}) {
  const aws = await startFakeAws();
  onTestFinished(() => aws.close());
  const ran = await runInside(args, {
    files: FILES,
    env: { ...aws.env, ...(sts === null ? {} : { AWS_ENDPOINT_URL_STS: sts.url }), ...env },
  });
  return {
    ...ran,
    said: unwrapped(ran.stderr),
    signedBy: [...new Set(aws.calls.map((call) => call.signedBy))],
  };
}

test('a role is assumed with the credentials at hand, and the logs are asked as that role', async () => {
  const sts = await startSts(200, ASSUMED);
  const { code, signedBy } = await run([...ASK, '--role-arn', ROLE], sts);
  expect({ code, signedBy, asked: sts.asked }).toEqual({
    code: 0,
    signedBy: ['ASIAROLEROLEROLEROLE us-west-2'],
    asked: [`AKIAIOSFODNN7EXAMPLE ${ROLE}`],
  });
});

test('a profile goes before the environment, and a role is assumed as that profile', async () => {
  const sts = await startSts(200, ASSUMED);
  const plain = await run([...ASK, '--profile', 'ops']);
  expect(plain.signedBy).toEqual(['AKIAOPSOPSOPSOPSOPSO us-west-2']);
  await run([...ASK, '--profile', 'ops', '--role-arn', ROLE], sts);
  expect(sts.asked).toEqual([`AKIAOPSOPSOPSOPSOPSO ${ROLE}`]);
});

test('the region of the profile is the region where none is given', async () => {
  const { signedBy } = await run(['checkout', '--dry-run', '--profile', 'ops'], null, {
    AWS_REGION: undefined,
  });
  expect(signedBy).toEqual(['AKIAOPSOPSOPSOPSOPSO eu-west-1']);
});

test('a role that must not be assumed ends with exit 4 and says what both sides need', async () => {
  const sts = await startSts(403, DENIED);
  const { code, said, signedBy } = await run([...ASK, '--role-arn', ROLE], sts);
  expect({ code, signedBy }).toEqual({ code: 4, signedBy: [] });
  expect(said).toContain(`is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`);
  expect(said).toContain('the trust policy of the role must name it');
});

test('a profile that does not exist ends with exit 4 and says how to see which there are', async () => {
  const { code, said } = await run([...ASK, '--profile', 'nobody']);
  expect(code).toBe(4);
  expect(said).toContain('nobody');
  expect(said).toContain('aws configure list-profiles');
  // Local logs need no account, and take no flag of one.
  expect(said).toContain('Without an AWS account: troubleshoot checkout --dry-run --logs PATH');
});

test.each([
  [['--role-arn', 'reads-logs'], '--role-arn "reads-logs" is not the ARN of a role.'],
  [['--profile', 'ops', '--logs', '.'], '--profile and --logs contradict each other'],
  [['--profile', ''], '--profile needs a name.'],
  [['--region', 'us-west-2', '--log-group', 'arn:aws:s3:::logs'], 'is not the ARN of a log group.'],
  [
    [
      '--region',
      'us-west-2',
      '--log-group',
      'arn:aws:logs:eu-west-1:210987654321:log-group:/ecs/a:*',
    ],
    'is in eu-west-1, and --region says us-west-2.',
  ],
])('%j is refused before anything is asked', async (flags, message) => {
  const { code, said, signedBy } = await run(['checkout', '--dry-run', ...flags]);
  expect({ code, signedBy }).toEqual({ code: 2, signedBy: [] });
  expect(said).toContain(message);
});
