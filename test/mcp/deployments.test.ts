// The server `aws-deployments` over Lambda and ECS, through the AWS SDK: what its tools answer, and what they withhold.
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createDeploymentsClients,
  createDeploymentsServer,
} from '../../src/mcp/deployments/server.ts';
import { connectTools } from '../../src/mcp/host.ts';
import { type DeploymentAnswers, inXml, startFakeDeployments } from './fake-deployments.ts';
import { CREDENTIALS } from './open-tools.ts';
import { recorded } from './outgoing.ts';

async function open(answers: DeploymentAnswers) {
  const fake = await startFakeDeployments(answers);
  const { outgoing, calls } = recorded();
  const clients = createDeploymentsClients({
    region: 'us-west-2',
    endpoint: fake.url,
    credentials: CREDENTIALS,
    profile: null,
    maxAttempts: 1,
    outgoing,
  });
  const tools = await connectTools([createDeploymentsServer(clients)], outgoing.audit);
  onTestFinished(async () => {
    await tools.close();
    await clients.close();
  });
  const { signal } = new AbortController();
  return {
    tools,
    calls,
    asked: fake.calls,
    call: (name: string, args: Record<string, unknown>) =>
      tools.call(name, args, { signal, timeoutMs: 5_000 }),
  };
}

const version = (Version: string, more: object) => ({
  FunctionName: 'pay',
  Version,
  LastModified: '2026-11-20T13:58:03.000+0000',
  CodeSha256: 'aaa',
  ...more,
});

describe('tools of aws-deployments', () => {
  test('all only read', async () => {
    const { tools } = await open({});
    expect((await tools.list()).map(({ name, readOnly }) => `${name} ${readOnly}`)).toEqual([
      'list-versions-by-function true',
      'list-aliases true',
      'list-clusters true',
      'list-services true',
      'describe-services true',
      'describe-stack-resources true',
      'describe-stack-events true',
    ]);
  });

  test('versions come ascending, what is not published last, and tell no value of a variable', async () => {
    const variables = (Variables: object) => ({ Environment: { Variables } });
    const { call } = await open({
      ListVersionsByFunction: () => ({
        Versions: [
          version('$LATEST', variables({ DB_HOST: 'db-2', GREETING: 'hunter2' })),
          version('9', variables({ DB_HOST: 'db-1' })),
          version('10', {
            MemorySize: 128,
            ...variables({ DB_HOST: 'db-2', GREETING: 'hunter2' }),
          }),
        ],
        NextMarker: 'more',
      }),
    });
    const { content } = await call('list-versions-by-function', { functionName: 'pay' });
    expect(content).toEqual({
      Versions: [
        {
          Version: '9',
          LastModified: Date.UTC(2026, 10, 20, 13, 58, 3),
          CodeSha256: 'aaa',
          Settings: {},
          EnvironmentNames: ['DB_HOST'],
        },
        expect.objectContaining({
          Version: '10',
          Settings: { MemorySize: 128 },
          EnvironmentNames: ['DB_HOST', 'GREETING'],
          EnvironmentChanged: { since: '9', names: ['DB_HOST'] },
        }),
        expect.objectContaining({
          Version: '$LATEST',
          EnvironmentChanged: { since: '10', names: [] },
        }),
      ],
      NextMarker: 'more',
    });
    expect(JSON.stringify(content)).not.toMatch(/hunter2|db-\d/);
  });

  test('a page goes on where the one before ended', async () => {
    const { call, asked } = await open({ ListVersionsByFunction: () => ({ Versions: [] }) });
    await call('list-versions-by-function', { functionName: 'pay', nextToken: 'more' });
    expect(asked).toEqual(['ListVersionsByFunction pay more']);
  });

  test('deployments of services come with their times in epoch milliseconds', async () => {
    const { call } = await open({
      ListClusters: () => ({ clusterArns: ['arn:aws:ecs:us-west-2:1:cluster/prod'] }),
      DescribeServices: () => ({
        services: [{ serviceName: 'pay', deployments: [{ id: 'd-1', createdAt: 1_795_182_000 }] }],
      }),
    });
    expect((await call('list-clusters', {})).content).toEqual({
      clusterArns: ['arn:aws:ecs:us-west-2:1:cluster/prod'],
    });
    expect(
      (await call('describe-services', { cluster: 'prod', services: ['pay'] })).content,
    ).toEqual({
      services: [
        { serviceName: 'pay', deployments: [{ id: 'd-1', createdAt: 1_795_182_000_000 }] },
      ],
    });
  });

  test('events of a stack tell what became of which resource, and no property of one', async () => {
    const member = (id: string, more: string) =>
      `<member><StackId>arn:stack</StackId><StackName>pay</StackName><LogicalResourceId>${id}</LogicalResourceId><ResourceType>AWS::Lambda::Function</ResourceType><ResourceStatus>UPDATE_COMPLETE</ResourceStatus><Timestamp>2026-11-20T13:58:03Z</Timestamp>${more}</member>`;
    const { call, asked } = await open({
      DescribeStackResources: () =>
        inXml('DescribeStackResources', `<StackResources>${member('Fn', '')}</StackResources>`),
      DescribeStackEvents: () =>
        inXml(
          'DescribeStackEvents',
          `<StackEvents>${member('Fn', '<ResourceProperties>{"Password":"hunter2"}</ResourceProperties>')}${member('pay', '<PhysicalResourceId>arn:stack</PhysicalResourceId>')}</StackEvents><NextToken>more</NextToken>`,
        ),
    });
    const found = await call('describe-stack-resources', { physicalResourceId: 'pay-fn' });
    expect(found.content).toEqual({ StackNames: ['pay'] });
    const event = {
      StackName: 'pay',
      ResourceType: 'AWS::Lambda::Function',
      ResourceStatus: 'UPDATE_COMPLETE',
      Timestamp: Date.UTC(2026, 10, 20, 13, 58, 3),
    };
    expect((await call('describe-stack-events', { stackName: 'pay' })).content).toEqual({
      StackEvents: [
        { ...event, LogicalResourceId: 'Fn', isStack: false },
        { ...event, LogicalResourceId: 'pay', isStack: true },
      ],
      NextToken: 'more',
    });
    expect(asked).toEqual(['DescribeStackResources pay-fn', 'DescribeStackEvents pay']);
  });

  test('a refusal is named as AWS names it, and each call is told to the audit', async () => {
    const { call, calls } = await open({ ListAliases: () => 'deny' });
    const refused = await call('list-aliases', { functionName: 'pay' });
    expect(refused).toMatchObject({ isError: true, errorCode: 'AccessDeniedException' });
    expect(calls).toMatchObject([
      {
        tool: 'list-aliases',
        server: 'aws-deployments',
        operation: 'lambda:ListAliases',
        outcome: 'AccessDeniedException',
      },
    ]);
  });

  test('a name that is none is not asked for', async () => {
    const { call, asked } = await open({});
    expect(await call('list-aliases', { functionName: '../../x' })).toMatchObject({
      isError: true,
    });
    expect(asked).toEqual([]);
  });
});
