// What functions and services tell of their changes within an investigation: what is asked, bounded, told and missed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { investigate } from '../../src/run/investigate.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { fakeCloudWatch, refusedConnections } from './fake-cloudwatch.ts';
import { fakeWorld, fault, ok, requestFor, type Script } from './fake-world.ts';

const path = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');
const GROUP = '/ecs/prod/payment-service';

async function run(script: Script, logGroups: readonly string[] = [GROUP]) {
  const { value: sop } = parseSop(readFileSync(path, 'utf8'), path);
  if (sop === null) throw new Error('the SOP does not parse');
  const listed = logGroups.map((logGroupName) => ({ logGroupName, creationTime: 0 }));
  const logs = fakeCloudWatch(refusedConnections, {
    'describe-log-groups': () => ok({ logGroups: listed }),
  });
  const world = fakeWorld({ ...logs, ...script });
  const { report } = await investigate({ ...requestFor(sop), logGroups }, world);
  const asked = (tool: string) => world.called.filter((call) => call.tool === tool);
  return { report, asked, notices: world.events.filter(({ kind }) => kind === 'notice') };
}

const onset = async () => Date.parse((await run({})).report.findings[0]?.firstSeen ?? '');
const service = (createdAt: number, serviceName = 'payment-service') => ({
  services: [
    {
      serviceName,
      deployments: [
        { id: 'd-2', status: 'PRIMARY', taskDefinition: 'task/pay:42', createdAt },
        { id: 'd-1', status: 'ACTIVE', taskDefinition: 'task/pay:40', createdAt: 1 },
      ],
    },
  ],
});

describe('deployments of services', () => {
  test('are asked for by the cluster and the service that a log group names', async () => {
    const deployedMs = (await onset()) - 60_000;
    const { report, asked } = await run({ 'describe-services': () => ok(service(deployedMs)) });
    expect(asked('describe-services')).toMatchObject([
      { args: { cluster: 'prod', services: ['payment-service'] } },
    ]);
    expect(asked('list-clusters')).toEqual([]);
    expect(report.gaps).toEqual([]);
    expect(report.changes).toMatchObject([
      { sources: ['Amazon ECS'], settings: ['taskDefinition pay:40 -> pay:42'] },
    ]);
    const { evidence } = report.changes?.[0] ?? {};
    expect(report.evidence.find(({ id }) => id === evidence)?.tool).toBe('describe-services');
  });

  test('are sought in all clusters where it names none', async () => {
    const deployedMs = (await onset()) - 60_000;
    const { report, asked } = await run(
      {
        'list-clusters': () => ok({ clusterArns: ['arn:x:cluster/a', 'arn:x:cluster/b'] }),
        'list-services': ({ cluster }) =>
          ok({
            serviceArns:
              cluster === 'b'
                ? ['arn:x:service/b/payment-service-api', 'arn:x:service/b/ship']
                : [],
          }),
        'describe-services': () => ok(service(deployedMs, 'payment-service-api')),
      },
      ['/ecs/payment-service'],
    );
    expect(asked('describe-services')).toMatchObject([
      { args: { cluster: 'b', services: ['payment-service-api'] } },
    ]);
    expect(report.changes).toMatchObject([{ resource: 'payment-service-api' }]);
  });

  test('of clusters that are no more are nothing to tell', async () => {
    const { report } = await run({
      'describe-services': () => fault('ClusterNotFoundException', ''),
    });
    expect(report.gaps).toEqual([]);
  });

  test.each([
    ['ecs:ListClusters', 'list-clusters'],
    ['ecs:ListServices', 'list-services'],
    ['ecs:DescribeServices', 'describe-services'],
  ])('that may not be seen are one gap that names %s', async (action, tool) => {
    const { report } = await run(
      {
        'list-clusters': () => ok({ clusterArns: ['arn:x:cluster/a', 'arn:x:cluster/b'] }),
        'list-services': () => ok({ serviceArns: ['arn:x:service/a/payment-service'] }),
        'describe-services': () => ok({ services: [] }),
        [tool]: () => fault('AccessDeniedException', 'not authorized'),
      },
      ['/ecs/payment-service'],
    );
    expect(report.gaps).toHaveLength(1);
    expect(report.gaps[0]?.what).toBe('Deployments of services were not seen.');
    expect(report.gaps[0]?.remedy).toContain(action);
    expect(report.totals.exact).toBe(true);
  });
});

describe('versions of functions', () => {
  const functions = Array.from(
    { length: 12 },
    (_, index) => `/aws/lambda/payment-service-${index}`,
  );

  test('are asked for of ten functions at most, which is told', async () => {
    const { asked, notices } = await run(
      { 'list-versions-by-function': () => ok({ Versions: [] }) },
      functions,
    );
    expect(asked('list-versions-by-function')).toHaveLength(10);
    expect(notices).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining('Of 12 functions') }),
    );
  });

  test('are read to the last page; beyond a bound that is a gap', async () => {
    const { asked, report } = await run(
      { 'list-versions-by-function': () => ok({ Versions: [], NextMarker: 'more' }) },
      functions.slice(0, 1),
    );
    expect(asked('list-versions-by-function')).toHaveLength(20);
    expect(report.gaps[0]?.what).toContain('Not all versions of the function payment-service-0');
  });

  test('after a refusal are not asked for of another function', async () => {
    const { asked, report } = await run(
      { 'list-versions-by-function': () => fault('AccessDeniedException', 'not authorized') },
      functions.slice(0, 3),
    );
    expect(asked('list-versions-by-function')).toHaveLength(1);
    expect(report.gaps).toHaveLength(1);
  });

  test('that nobody offers are neither asked for nor missed', async () => {
    const { report } = await run({}, functions.slice(0, 1));
    expect(report.gaps).toEqual([]);
    expect(report.changes).toBeUndefined();
  });
});

describe('updates of stacks', () => {
  const FUNCTION = ['/aws/lambda/payment-service'];
  const event = (LogicalResourceId: string, ResourceStatus: string, Timestamp: number) => ({
    LogicalResourceId,
    ResourceStatus,
    Timestamp,
    isStack: LogicalResourceId === 'pay',
  });

  test('are asked for of the stack that a function belongs to', async () => {
    const updatedMs = (await onset()) - 60_000;
    const { report, asked } = await run(
      {
        'describe-stack-resources': () => ok({ StackNames: ['pay'] }),
        'describe-stack-events': () =>
          ok({
            StackEvents: [
              event('Fn', 'UPDATE_COMPLETE', updatedMs + 1),
              event('pay', 'UPDATE_IN_PROGRESS', updatedMs),
              event('pay', 'CREATE_IN_PROGRESS', 1),
            ],
            NextToken: 'older',
          }),
        'list-versions-by-function': () => ok({ Versions: [] }),
      },
      FUNCTION,
    );
    expect(asked('describe-stack-resources')).toMatchObject([
      { args: { physicalResourceId: 'payment-service' } },
    ]);
    // Older events are of no use.
    expect(asked('describe-stack-events')).toHaveLength(1);
    expect(report.changes).toMatchObject([
      { sources: ['AWS CloudFormation'], resource: 'pay', settings: ['updated Fn'] },
    ]);
  });

  test('are asked for of the stacks that CloudTrail names', async () => {
    const calledMs = (await onset()) - 60_000;
    const { asked } = await run({
      'lookup-events': () =>
        ok({
          Events: [
            {
              EventId: 'e',
              EventName: 'UpdateStack',
              EventTime: calledMs,
              EventSource: 'cloudformation.amazonaws.com',
              CloudTrailEvent: '{"requestParameters":{"stackName":"platform"}}',
            },
          ],
        }),
      'describe-stack-events': () => ok({ StackEvents: [] }),
    });
    expect(asked('describe-stack-events')).toMatchObject([{ args: { stackName: 'platform' } }]);
  });

  test('that may not be seen are a gap that names the action; no stack is none', async () => {
    const of = (answer: Script[string]) =>
      run({ 'describe-stack-resources': answer, 'describe-stack-events': () => ok({}) }, FUNCTION);
    const denied = await of(() => fault('AccessDenied', 'not authorized'));
    expect(denied.report.gaps[0]?.remedy).toContain('cloudformation:DescribeStackResources');
    const none = await of(() => fault('ValidationError', 'Stack for it does not exist'));
    expect(none.report.gaps).toEqual([]);
  });
});

test.each([
  ['lambda:ListAliases', 'list-aliases', 'Aliases of functions were not seen.'],
  [
    'cloudformation:DescribeStackEvents',
    'describe-stack-events',
    'Updates of stacks were not seen.',
  ],
])('without %s the run goes on, and what else is told stays', async (action, tool, what) => {
  const made = { Version: '7', LastModified: (await onset()) - 60_000, CodeSha256: 'b' };
  const { report } = await run(
    {
      'list-versions-by-function': () =>
        ok({ Versions: [{ ...made, Settings: {}, EnvironmentNames: [] }] }),
      'list-aliases': () => ok({ Aliases: [] }),
      'describe-stack-resources': () => ok({ StackNames: ['pay'] }),
      'describe-stack-events': () => ok({ StackEvents: [] }),
      [tool]: () => fault('AccessDeniedException', 'not authorized'),
    },
    ['/aws/lambda/payment-service'],
  );
  expect(report.gaps.map((gap) => gap.what)).toEqual([what]);
  expect(report.gaps[0]?.remedy).toContain(action);
  expect(report.changes).toMatchObject([{ action: 'lambda version 7' }]);
});
