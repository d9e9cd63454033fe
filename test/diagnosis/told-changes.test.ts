// What functions and services tell of their changes: what is other than before, the way back, and one change of two tellers.
import { describe, expect, test } from 'vitest';
import { changeOf } from '../../src/diagnosis/account/change.ts';
import {
  type FunctionAlias,
  type FunctionVersion,
  functionChange,
  toPublished,
  versionsOf,
} from '../../src/diagnosis/account/function-change.ts';
import { joinChanges } from '../../src/diagnosis/account/same-change.ts';
import { serviceChanges } from '../../src/diagnosis/account/service-change.ts';
import { stackChanges } from '../../src/diagnosis/account/stack-change.ts';
import { trailEventOf } from '../../src/diagnosis/account/trail-event.ts';
import { rollbackOfChange } from '../../src/diagnosis/account/words.ts';

const NOON_MS = Date.UTC(2026, 10, 20, 12);
const MINUTE_MS = 60_000;
const RANGE = { startMs: NOON_MS - 180 * MINUTE_MS, endMs: NOON_MS };
const PLACE = { region: 'us-west-2', evidenceId: 'E7' };

const version = (number: string, agoMinutes: number, more: Partial<FunctionVersion> = {}) => ({
  version: number,
  modifiedMs: NOON_MS - agoMinutes * MINUTE_MS,
  codeSha256: 'aaa',
  settings: { MemorySize: 512, Timeout: 3 },
  environmentNames: ['DB_HOST'],
  environmentChanged: null,
  ...more,
});
const OLD = version('5', 9_000);
const NEW = version('7', 10, { codeSha256: 'bbb', settings: { MemorySize: 128, Timeout: 3 } });
const LIVE: FunctionAlias = { name: 'live', version: '7', shares: [] };

const changed = (made: FunctionVersion, aliases: readonly FunctionAlias[] | null = [LIVE]) =>
  functionChange({ name: 'pay', versions: [OLD, made], aliases }, made, PLACE);

describe('a version of a function', () => {
  test('is told with what is other in it than in the one before, whatever its number', () => {
    expect(changed(NEW)).toMatchObject({
      kind: 'deployment',
      source: 'AWS Lambda',
      resource: 'pay',
      message: 'deployment of pay: lambda version 7 (new code, memorySize 512 -> 128)',
      evidenceId: 'E7',
    });
  });

  test('of the same code is a change of configuration, told by names of variables', () => {
    const made = version('7', 10, {
      environmentNames: ['DB_HOST', 'REGION'],
      environmentChanged: { since: '5', names: ['DB_HOST'] },
    });
    expect(changed(made)).toMatchObject({
      kind: 'configuration-change',
      settings: ['other value of variable DB_HOST', 'new variable REGION'],
    });
  });

  test('says nothing of values that were held against another version than the one before', () => {
    const made = version('7', 10, { environmentChanged: { since: '6', names: ['DB_HOST'] } });
    expect(changed(made).settings).toEqual([]);
  });

  test('is taken back at each alias that points to it', () => {
    const share: FunctionAlias = { name: 'canary', version: '5', shares: ['7'] };
    expect(rollbackOfChange(changed(NEW, [LIVE, share]))).toEqual([
      'aws lambda update-alias --function-name pay --name live --function-version 5 --region us-west-2',
      "aws lambda update-alias --function-name pay --name canary --routing-config 'AdditionalVersionWeights={}' --region us-west-2",
    ]);
  });

  test('that no alias points to says so, and moves none', () => {
    const made = changed(NEW, [{ ...LIVE, version: '5' }]);
    expect(made.settings).toContain('no alias points to it');
    expect(rollbackOfChange(made)).toEqual([
      'aws lambda get-function --function-name pay --qualifier 5 --query Code.Location --region us-west-2',
    ]);
  });

  test('that is not published goes back by its settings', () => {
    const made = version('$LATEST', 10, { settings: { MemorySize: 128, Timeout: 3 } });
    expect(rollbackOfChange(changed(made, []))).toEqual([
      'aws lambda update-function-configuration --function-name pay --memory-size 512 --region us-west-2',
    ]);
  });

  test('counts where it is from the time in question, and once where it was published', () => {
    const latest = { ...NEW, version: '$LATEST' };
    expect(versionsOf([latest, OLD, NEW], RANGE)).toEqual([NEW]);
    expect(versionsOf([{ ...latest, codeSha256: 'ccc' }, OLD], RANGE)).toHaveLength(1);
    expect(versionsOf([OLD], RANGE)).toEqual([]);
  });
});

const deployment = (id: string, agoMinutes: number, task: string, rolloutState = 'COMPLETED') => ({
  id,
  status: id === 'new' ? 'PRIMARY' : 'ACTIVE',
  taskDefinition: `arn:aws:ecs:us-west-2:123456789012:task-definition/${task}`,
  rolloutState,
  createdMs: NOON_MS - agoMinutes * MINUTE_MS,
});
const service = (...deployments: readonly ReturnType<typeof deployment>[]) =>
  serviceChanges({ cluster: 'prod', name: 'pay', deployments }, RANGE, PLACE);

describe('a deployment of a service', () => {
  test('goes back to what still runs beside it', () => {
    const [made, ...others] = service(
      deployment('new', 10, 'pay:42', 'IN_PROGRESS'),
      deployment('old', 9_000, 'pay:39'),
    );
    expect(others).toEqual([]);
    expect(made?.message).toBe(
      'deployment of pay: ecs deployment PRIMARY (taskDefinition pay:39 -> pay:42, rollout IN_PROGRESS)',
    );
    expect(made && rollbackOfChange(made)).toEqual([
      'aws ecs update-service --cluster prod --service pay --task-definition pay:39 --region us-west-2',
    ]);
  });

  test('that has replaced all others goes back to the revision before, after a look at them', () => {
    const [made] = service(deployment('new', 10, 'pay:42'));
    expect(made && rollbackOfChange(made)).toEqual([
      'aws ecs list-task-definitions --family-prefix pay --sort DESC --max-items 5 --region us-west-2',
      'aws ecs update-service --cluster prod --service pay --task-definition pay:41 --region us-west-2',
    ]);
  });

  test('of the same tasks has no way back by them', () => {
    const [made] = service(deployment('new', 10, 'pay:42'), deployment('old', 900, 'pay:42'));
    expect(made?.rollback).toEqual([]);
  });
});

describe('a call that moved an alias', () => {
  const moved = call('UpdateAlias20150331', 10, {
    functionName: 'pay',
    name: 'live',
    functionVersion: '7',
  });
  const back = (versions: readonly string[]) =>
    rollbackOfChange(toPublished(moved, [{ region: 'us-west-2', name: 'pay', versions }]));

  test('is taken back to a version that there is', () => {
    expect(back(['$LATEST', '3', '5', '7'])).toEqual([
      'aws lambda update-alias --function-name pay --name live --function-version 5 --region us-west-2',
    ]);
  });

  test('is taken back by no command where there is none', () => {
    expect(back(['$LATEST', '7'])).toEqual([]);
  });

  test('of another function stays as it is', () => {
    expect(toPublished(moved, [{ region: 'us-west-2', name: 'ship', versions: [] }])).toBe(moved);
  });
});

describe('an update of a stack', () => {
  const event = (logicalId: string, status: string, agoMinutes: number) => ({
    logicalId,
    status,
    timestampMs: NOON_MS - agoMinutes * MINUTE_MS,
    isStack: logicalId === 'pay',
  });
  const EARLIER = [event('pay', 'CREATE_IN_PROGRESS', 999), event('pay', 'CREATE_COMPLETE', 990)];
  const update = (...events: readonly ReturnType<typeof event>[]) =>
    stackChanges('pay', [...events.toReversed(), ...EARLIER], RANGE, PLACE);

  test('is told from its beginning, with the resources that it changed', () => {
    const [made, ...others] = update(
      event('pay', 'UPDATE_IN_PROGRESS', 12),
      event('Queue', 'UPDATE_IN_PROGRESS', 11),
      event('Queue', 'UPDATE_COMPLETE', 11),
      event('Table', 'CREATE_COMPLETE', 11),
      event('pay', 'UPDATE_COMPLETE', 10),
    );
    expect(others).toEqual([]);
    expect(made).toMatchObject({
      timestampMs: NOON_MS - 12 * MINUTE_MS,
      resource: 'pay',
      kind: 'deployment',
      message:
        'deployment of the stack pay: cloudformation UPDATE_COMPLETE (updated Queue, created Table)',
    });
  });

  test('names few of many resources, and how many more', () => {
    const many = Array.from({ length: 12 }, (_, at) => event(`R${at}`, 'UPDATE_COMPLETE', 11));
    const [made] = update(event('pay', 'UPDATE_IN_PROGRESS', 12), ...many);
    expect(made?.settings.at(-1)).toBe('4 more');
    expect(made?.settings).toHaveLength(9);
  });

  test.each([
    ['UPDATE_IN_PROGRESS', 'cancel-update-stack'],
    ['UPDATE_FAILED', 'rollback-stack'],
    ['UPDATE_ROLLBACK_COMPLETE', 'describe-stack-events'],
  ])('that stands at %s goes back by %s', (status, command) => {
    const [made] = update(event('pay', 'UPDATE_IN_PROGRESS', 12), event('pay', status, 11));
    expect(made && rollbackOfChange(made)[0]).toContain(`aws cloudformation ${command}`);
  });

  test('and the call that CloudTrail tells of are one change, also where that names an ARN', () => {
    const [told] = update(event('pay', 'UPDATE_IN_PROGRESS', 12));
    const arn = 'arn:aws:cloudformation:us-west-2:123456789012:stack/pay/1b2c';
    const trail = call('ExecuteChangeSet', 12, { stackName: arn }, 'cloudformation');
    expect(trail.resource).toBe('pay');
    expect(joinChanges([trail], told === undefined ? [] : [told])).toHaveLength(1);
  });
});

function call(name: string, agoMinutes: number, parameters: object, source = 'lambda') {
  const event = trailEventOf({
    EventId: `id-${name}`,
    EventName: name,
    EventTime: NOON_MS - agoMinutes * MINUTE_MS,
    EventSource: `${source}.amazonaws.com`,
    Username: 'alice',
    CloudTrailEvent: JSON.stringify({ requestParameters: parameters }),
  });
  if (event === null) throw new Error('it is no change');
  return changeOf(event, 'us-west-2', 'E6');
}

describe('one change that two tell of', () => {
  const code = call('UpdateFunctionCode20150331v2', 10, { functionName: 'pay', memorySize: 128 });

  test('is one: who from CloudTrail, what and the way back from the service', () => {
    const [only, ...others] = joinChanges([code], [changed(NEW)]);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      who: 'alice',
      action: 'lambda UpdateFunctionCode',
      message: code.message,
      settings: ['new code', 'memorySize 512 -> 128'],
      evidenceId: 'E6',
      also: { source: 'AWS Lambda', evidenceId: 'E7' },
    });
    expect(only && rollbackOfChange(only)).toEqual([
      'aws lambda update-alias --function-name pay --name live --function-version 5 --region us-west-2',
    ]);
  });

  test.each([
    ['another function', call('UpdateFunctionCode20150331v2', 10, { functionName: 'ship' })],
    ['another time', call('UpdateFunctionCode20150331v2', 13, { functionName: 'pay' })],
    ['another kind of call', call('AddPermission20150331v2', 10, { functionName: 'pay' })],
  ])('does not swallow one of %s', (_, other) => {
    expect(joinChanges([other], [changed(NEW)])).toHaveLength(2);
  });

  test('takes one of the calls, the nearest', () => {
    const publish = call('PublishVersion20150331', 11, { functionName: 'pay' });
    const joined = joinChanges([publish, code], [changed(NEW)]);
    expect(joined.map(({ also }) => also?.source)).toEqual([undefined, 'AWS Lambda']);
  });
});
