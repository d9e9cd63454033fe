// What AWS's services tell of themselves as JSON without a level: their own fields say what failed, and what did not.
import { describe, expect, test } from 'vitest';
import { occurrenceOf } from '../../src/evidence/occurrence.ts';
import { peel } from '../../src/evidence/peel.ts';
import { passes } from './candidate-filter.ts';
import { event } from './support.ts';

const read = (record: object) => {
  const message = JSON.stringify(record);
  const occurrence = occurrenceOf({ events: [event(message)], message });
  return { severity: occurrence?.severity ?? null, peeled: peel(message), passes: passes(message) };
};

describe("a report of Lambda's platform", () => {
  const report = (record: object, type = 'platform.report') =>
    read({ time: '2026-11-20T14:00:05.000Z', type, record: { requestId: '8f14e45f', ...record } });
  const metrics = { durationMs: 3000, memorySizeMB: 128, maxMemoryUsedMB: 128 };

  test('counts an invocation that ran out of time, which no other line tells', () => {
    const { severity, peeled, passes } = report({ status: 'timeout', metrics });
    expect(severity).toBe('error');
    expect(passes).toBe(true);
    expect(peeled.text).toBe(
      'platform.report status=timeout durationMs=3000 memorySizeMB=128 maxMemoryUsedMB=128',
    );
  });

  test('counts one that ran out of memory, once', () => {
    const failed = { status: 'error', errorType: 'Runtime.OutOfMemory', metrics };
    expect(report(failed)).toMatchObject({ severity: 'error', passes: true });
    expect(report(failed, 'platform.runtimeDone').severity).toBeNull();
  });

  test.each([
    { status: 'success', metrics },
    { status: 'error', errorType: 'Runtime.ExitError', metrics },
    { status: 'error', errorType: 'ValueError', metrics },
  ])('does not count %j: what failed stands in a line of its own', (record) => {
    expect(report(record).severity).toBeNull();
  });
});

describe('an event in the history of Step Functions', () => {
  const history = (type: string, details: object = {}) =>
    read({
      id: '7',
      type,
      details,
      previous_event_id: '6',
      event_timestamp: '1795513900000',
      execution_arn: 'arn:aws:states:us-east-1:123456789012:execution:order-flow:4f1c',
    });

  test('of a task that failed is an error of its state machine, with error and cause', () => {
    const { severity, peeled, passes } = history('TaskFailed', {
      resource: 'invoke',
      error: 'Lambda.TooManyRequestsException',
      cause: 'Rate Exceeded.',
    });
    expect([severity, passes]).toEqual(['error', true]);
    expect(peeled.text).toBe('TaskFailed: Lambda.TooManyRequestsException: Rate Exceeded.');
    expect(peeled.service).toBe('order-flow');
  });

  test('is marked by no field that only says what it is', () => {
    const { fields } = history('TaskFailed', { error: 'E', cause: 'x' }).peeled;
    expect(Object.keys(fields)).toEqual(['event_timestamp', 'execution_arn']);
  });

  test("tells a function's error by its message", () => {
    const cause = JSON.stringify({ errorMessage: 'no stock "A"', errorType: 'E', trace: ['x'] });
    expect(history('ExecutionFailed', { error: 'E', cause }).peeled.text).toBe(
      'ExecutionFailed: E: no stock "A"',
    );
  });

  test.each(['TaskTimedOut', 'ExecutionTimedOut', 'TaskFailed', 'ExecutionFailed'])(
    '%s is one, without details too',
    (type) => {
      expect(history(type)).toMatchObject({ severity: 'error', passes: true });
    },
  );

  test('of an execution that somebody stopped is a warning', () => {
    expect(history('ExecutionAborted')).toMatchObject({ severity: 'warning', passes: true });
  });

  test.each([
    ['TaskSucceeded', { output: '{"error":"none","errors":[]}' }],
    ['TaskStateEntered', { name: 'OnError', input: '{"Error":"States.ALL"}' }],
    ['ExecutionStarted', { input: '{"exception":"NullPointerException: x"}' }],
  ])('does not count %s, whatever it carries', (type, details) => {
    expect(history(type, details).severity).toBeNull();
  });
});

describe('an event of ECS that EventBridge delivers', () => {
  const ecs = (kind: string, detail: object, resources: string[] = []) =>
    read({ version: '0', 'detail-type': kind, source: 'aws.ecs', resources, detail });
  const stopped = (detail: object) =>
    ecs('ECS Task State Change', { group: 'service:pay', lastStatus: 'STOPPED', ...detail });
  const killed = { name: 'app', exitCode: 137, reason: 'OutOfMemoryError: Container killed' };

  test('of a task whose container was killed is an error of its service', () => {
    const { severity, peeled, passes } = stopped({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [killed],
    });
    expect([severity, passes, peeled.service]).toEqual(['error', true, 'pay']);
    expect(peeled.text).toBe(
      'Essential container in task exited: container app exit code 137: OutOfMemoryError: Container killed',
    );
  });

  test('counts a task once, when it has stopped', () => {
    expect(stopped({ lastStatus: 'DEPROVISIONING', containers: [killed] }).severity).toBeNull();
  });

  test('of a task that can not start is one', () => {
    const told = stopped({
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: pull image manifest: not found',
      containers: [{ name: 'app' }],
    });
    expect(told).toMatchObject({ severity: 'error', passes: true });
  });

  test.each([
    [
      'EssentialContainerExited',
      'Essential container in task exited',
      [{ name: 'app', exitCode: 1 }],
    ],
    ['TaskFailedToStart', 'Timeout waiting for network interface provisioning to complete.', []],
  ])(
    'is asked for where its reason holds no word of an error: %s',
    (stopCode, stoppedReason, containers) => {
      const told = stopped({ stopCode, stoppedReason, containers });
      expect(told).toMatchObject({ severity: 'error', passes: true });
    },
  );

  test.each([
    { stopCode: 'ServiceSchedulerInitiated', containers: [{ name: 'app', exitCode: 143 }] },
    { stopCode: 'EssentialContainerExited', containers: [{ name: 'job', exitCode: 0 }] },
    { stopCode: 'UserInitiated', containers: [] },
  ])('does not count a task that was meant to end: %j', (detail) => {
    expect(stopped({ stoppedReason: 'Scaling activity', ...detail }).severity).toBeNull();
  });

  test('of a deployment has the level that ECS gives it', () => {
    const deployment = (eventType: string, eventName: string) =>
      ecs('ECS Deployment State Change', { eventType, eventName, reason: 'circuit breaker' }, [
        'arn:aws:ecs:us-east-1:123456789012:service/prod/pay',
      ]);
    const failed = deployment('ERROR', 'SERVICE_DEPLOYMENT_FAILED');
    expect([failed.severity, failed.peeled.service]).toEqual(['error', 'pay']);
    expect(failed.peeled.text).toBe('SERVICE_DEPLOYMENT_FAILED: circuit breaker');
    expect(deployment('INFO', 'SERVICE_DEPLOYMENT_COMPLETED').severity).toBeNull();
  });
});

describe('a record of the audit log of Kubernetes', () => {
  const audit = (code: number, decision: string, more: object = {}) =>
    read({
      kind: 'Event',
      auditID: '4f1c',
      stage: 'ResponseComplete',
      verb: 'patch',
      user: { username: 'system:serviceaccount:ci:deployer' },
      objectRef: { resource: 'deployments' },
      responseStatus: { code, reason: 'x', message: 'deployments.apps "web" is forbidden: User' },
      annotations: { 'authorization.k8s.io/decision': decision },
      ...more,
    });

  test('of a request that was not allowed is an error', () => {
    const { severity, peeled, passes } = audit(403, 'forbid');
    expect([severity, passes]).toEqual(['error', true]);
    expect(peeled.text).toBe('deployments.apps "web" is forbidden: User');
  });

  test.each([
    ['what is not there', audit(404, 'allow')],
    ['what was changed meanwhile', audit(409, 'allow')],
    ['who is not known at all', audit(403, 'forbid', { user: { username: 'system:anonymous' } })],
    ['a request that only came in', audit(403, 'forbid', { stage: 'RequestReceived' })],
  ])('of %s is none', (_, { severity }) => {
    expect(severity).toBeNull();
  });
});

test.each([
  { type: 'platform.auth' },
  {
    type: 'orderPlaced',
    executionArn: 'arn:aws:states:eu-west-1:1:execution:a:b',
    eventTimestamp: 1,
  },
  { source: 'aws.ecs', 'detail-type': 'ECS Task State Change', detail: { lastStatus: 'RUNNING' } },
])('whoever writes a level beside such fields is an application: %j', (fields) => {
  const line = JSON.stringify({ level: 'error', message: 'the token store is down', ...fields });
  expect(peel(line)).toMatchObject({ level: 'error', text: 'the token store is down' });
});
