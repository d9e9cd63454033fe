// Events of CloudTrail as changes: who did what to which resource, and the way back.
import { describe, expect, test } from 'vitest';
import { type AccountChange, changeOf } from '../../src/diagnosis/account/change.ts';
import { trailEventOf } from '../../src/diagnosis/account/trail-event.ts';
import { rollbackOfChange, sharedWithTrigger } from '../../src/diagnosis/account/words.ts';
import { kindNamed } from '../../src/diagnosis/trigger-kinds.ts';

function event(source: string, name: string, parameters: object, record: object = {}) {
  return {
    EventId: 'id-1',
    EventName: name,
    EventTime: Date.UTC(2026, 10, 20, 13),
    EventSource: `${source}.amazonaws.com`,
    Username: 'alice',
    CloudTrailEvent: JSON.stringify({ requestParameters: parameters, ...record }),
  };
}

function change(source: string, name: string, parameters: object): AccountChange {
  const read = trailEventOf(event(source, name, parameters));
  if (read === null) throw new Error('it is no change');
  return changeOf(read, 'us-west-2', 'E9');
}

describe('a change in the account', () => {
  test.each([
    ['ecs', 'UpdateService', { service: 'pay', taskDefinition: 'pay:42' }, 'deployment'],
    ['ecs', 'UpdateService', { service: 'pay', desiredCount: 1 }, 'scaling'],
    ['lambda', 'UpdateFunctionCode20150331v2', { functionName: 'pay' }, 'deployment'],
    [
      'lambda',
      'UpdateFunctionConfiguration20150331v2',
      { functionName: 'pay' },
      'configuration-change',
    ],
    ['cloudformation', 'ExecuteChangeSet', { stackName: 'pay' }, 'deployment'],
    ['iam', 'DetachRolePolicy', { roleName: 'pay' }, 'permissions'],
    ['kms', 'DisableKey', { keyId: 'pay' }, 'permissions'],
    ['rds', 'FailoverDBCluster', { dBClusterIdentifier: 'pay' }, 'fail-over'],
    ['rds', 'RebootDBInstance', { dBInstanceIdentifier: 'pay' }, 'restart'],
    ['ec2', 'RevokeSecurityGroupIngress', { groupId: 'pay' }, 'configuration-change'],
    ['s3', 'CreateBucket', { bucketName: 'pay' }, null],
  ])('of %s %s %j is of the kind %s', (source, name, parameters, kind) => {
    const made = change(source, name, parameters);
    expect(made).toMatchObject({ kind, resource: 'pay', who: 'alice' });
  });

  test('names what was deleted', () => {
    const topicArn = 'arn:aws:sns:us-east-1:123456789012:order-events';
    expect(change('sns', 'DeleteTopic', { topicArn }).subject).toBe(
      'deletion of order-events: sns DeleteTopic',
    );
  });

  test('tells the ports of a network rule', () => {
    const items = [{ ipProtocol: 'tcp', fromPort: 5432, toPort: 5432, groups: { items: [] } }];
    const made = change('ec2', 'RevokeSecurityGroupIngress', {
      groupId: 'sg-1',
      ipPermissions: { items },
    });
    expect(made.settings).toEqual(['ipProtocol=tcp', 'fromPort=5432', 'toPort=5432']);
  });

  test('says what was set, and who set it apart from what it is about', () => {
    const made = change('lambda', 'UpdateFunctionConfiguration20150331v2', {
      functionName: 'arn:aws:lambda:us-west-2:123456789012:function:pay',
      memorySize: 128,
      tracingConfig: { mode: 'Active' },
    });
    expect(made.message).toBe(
      'change of configuration of pay: lambda UpdateFunctionConfiguration (memorySize=128, mode=Active) by alice',
    );
    expect(made.subject).not.toContain('alice');
  });

  test.each([
    [
      'ecs',
      'UpdateService',
      { cluster: 'prod', service: 'pay', taskDefinition: 'pay-task:42' },
      'aws ecs update-service --cluster prod --service pay --task-definition pay-task:41 --region us-west-2',
    ],
    [
      'lambda',
      'UpdateAlias20150331',
      { functionName: 'pay', name: 'live', functionVersion: '7' },
      'aws lambda update-alias --function-name pay --name live --function-version 6 --region us-west-2',
    ],
    [
      'iam',
      'DetachRolePolicy',
      { roleName: 'pay', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      'aws iam attach-role-policy --role-name pay --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess --region us-west-2',
    ],
  ])('of %s %s is taken back by a command', (source, name, parameters, command) => {
    expect(rollbackOfChange(change(source, name, parameters))).toContain(command);
  });

  test.each([
    ['fits a trigger that the logs tell just after it', 5_000, ['settlement', 'workers']],
    ['is another one long before', 600_000, []],
    ['is another one after it', -5_000, []],
  ])('%s', (_, lagMs, words) => {
    const made = change('ssm', 'PutParameter', { name: '/pay/settlement/workers' });
    const message = 'configuration applied: settlement.workers changed from 2 to 14';
    const kind = kindNamed('configuration-change');
    if (kind === null) throw new Error('there is no such kind');
    const trigger = { timestampMs: made.timestampMs + lagMs, logGroup: '/app', message, kind };
    expect(sharedWithTrigger(made, trigger)).toEqual(words);
  });

  test('leaves out a command whose names could do harm', () => {
    const made = change('iam', 'DetachRolePolicy', { roleName: '$(reboot)', policyArn: 'x' });
    expect(rollbackOfChange(made)).toEqual([]);
  });

  test.each([
    ['failed', event('rds', 'ModifyDBInstance', {}, { errorCode: 'AccessDenied' })],
    ['comes and goes all the time', event('logs', 'CreateLogStream', {})],
    ['is of another form', { EventName: 'UpdateService' }],
  ])('is none that %s', (_, given) => {
    expect(trailEventOf(given)).toBeNull();
  });

  test('is told where its record cannot be read', () => {
    const broken = { ...event('ecs', 'UpdateService', {}), CloudTrailEvent: '{"requestParam' };
    const read = trailEventOf({ ...broken, Resources: [{ ResourceName: 'pay' }] });
    expect(read).toMatchObject({ name: 'UpdateService', who: 'alice', resourceNames: ['pay'] });
  });
});
