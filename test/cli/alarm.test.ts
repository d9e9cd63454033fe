// An investigation that begins from an alarm: by its name, or from a notification.
import { describe, expect, test } from 'vitest';
import type { ToolResult, Tools } from '../../src/agent/tools.ts';
import { type AlarmRaised, completedByAlarm } from '../../src/cli/alarm/alarm.ts';
import { describedAlarm } from '../../src/cli/alarm/describe.ts';
import { readNotification } from '../../src/cli/alarm/notification.ts';
import type { InvestigateOptions } from '../../src/cli/investigate-options.ts';
import { reportOf, runProgram } from './program.ts';

const RAISED = '2026-11-20T13:23:00.000Z';
const RAISED_MS = Date.parse(RAISED);

const BRIDGE = {
  'detail-type': 'CloudWatch Alarm State Change',
  region: 'eu-west-1',
  detail: {
    alarmName: 'pay-errors',
    state: { value: 'ALARM', timestamp: '2026-11-20T13:23:00.000+0000' },
    configuration: {
      metrics: [{ metricStat: { metric: { dimensions: { FunctionName: 'pay' } } } }],
    },
  },
};
const MESSAGE = {
  AlarmName: 'pay-errors',
  NewStateValue: 'ALARM',
  StateChangeTime: '2026-11-20T13:23:00.000+0000',
  Region: 'EU (Ireland)',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:pay-errors',
  Trigger: { Dimensions: [{ name: 'FunctionName', value: 'pay' }] },
};
const message = JSON.stringify(MESSAGE);

describe('a notification', () => {
  test.each([
    ['of EventBridge', BRIDGE],
    ['of SNS', MESSAGE],
    ['of SNS over HTTP', { Type: 'Notification', Message: message }],
    ['of SNS to Lambda', { Records: [{ Sns: { Message: message } }] }],
    ['of SNS in SQS', { Records: [{ body: JSON.stringify({ Message: message }) }] }],
  ])('%s tells alarm, region, time and who fails', (_, event) => {
    expect(readNotification(JSON.stringify(event))).toEqual({
      name: 'pay-errors',
      region: 'eu-west-1',
      raisedMs: RAISED_MS,
      dimensions: { FunctionName: 'pay' },
    });
  });

  test.each([
    ['is no JSON', 'hello'],
    ['is something else', '{"detail-type":"EC2 Instance State-change Notification"}'],
    ['holds itself too often', JSON.stringify({ Message: '{"Message":"{}"}' })],
  ])('that %s is refused', (_, text) => {
    expect(() => readNotification(text)).toThrow('no alarm notification');
  });

  test('of an alarm that is over is refused', () => {
    const over = JSON.stringify({ ...MESSAGE, NewStateValue: 'OK' });
    expect(() => readNotification(over)).toThrow('went to OK');
  });
});

const OPTIONS: InvestigateOptions = {
  region: [],
  sop: 'x',
  param: [],
  logGroup: [],
  logs: [],
  mcpConfig: [],
  analyst: 'auto',
  input: true,
  out: 'reports',
  color: true,
};
const ALARM: AlarmRaised = {
  name: 'pay-errors',
  region: 'eu-west-1',
  raisedMs: RAISED_MS,
  dimensions: { ClusterName: 'prod', ServiceName: 'pay' },
};
const LATER_MS = RAISED_MS + 86_400_000;

describe('what was typed', () => {
  test('is completed by the alarm: who, where, and two hours to just behind it', () => {
    const { application, options } = completedByAlarm(
      { application: null, options: OPTIONS },
      ALARM,
      LATER_MS,
    );
    expect({ application, ...options }).toMatchObject({
      application: 'pay',
      region: ['eu-west-1'],
      start: '2026-11-20T11:38:00.000Z',
      end: '2026-11-20T13:38:00.000Z',
    });
  });

  test('ends now where the alarm has just rung', () => {
    const { options } = completedByAlarm(
      { application: null, options: OPTIONS },
      ALARM,
      RAISED_MS + 1,
    );
    expect(options.end).toBe('2026-11-20T13:23:00.001Z');
  });

  test('wins over the alarm', () => {
    const typed = { ...OPTIONS, region: ['us-west-2'], start: '2026-11-20T10:00Z', hours: '1' };
    const made = completedByAlarm({ application: 'shop', options: typed }, ALARM, LATER_MS);
    expect(made).toEqual({ application: 'shop', options: typed });
  });

  test.each([
    [{ LoadBalancer: 'app/front/0123456789abcdef' }, 'front'],
    [{ StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:orders' }, 'orders'],
    [{ QueueName: 'jobs' }, 'jobs'],
  ])('of %j is about %s', (dimensions, application) => {
    const alarm = { ...ALARM, dimensions };
    expect(
      completedByAlarm({ application: null, options: OPTIONS }, alarm, LATER_MS).application,
    ).toBe(application);
  });

  test('has to name the application where the alarm does not', () => {
    const alarm = { ...ALARM, dimensions: {} };
    expect(() =>
      completedByAlarm({ application: null, options: OPTIONS }, alarm, LATER_MS),
    ).toThrow('does not say which application');
  });
});

const answer = (content: object): ToolResult => ({
  isError: false,
  content,
  text: '',
  errorCode: null,
  requestId: null,
});

function toolsOf(answers: Readonly<Record<string, object>>): Tools {
  const list = Object.keys(answers).map((name) => ({
    name,
    server: 'fake',
    description: '',
    readOnly: true,
    inputSchema: {},
  }));
  return { list: async () => list, call: async (name) => answer(answers[name] ?? {}) };
}

describe('an alarm by its name', () => {
  const described = (answers: Readonly<Record<string, object>>) =>
    describedAlarm(toolsOf(answers), 'pay-errors', 'eu-west-1', new AbortController().signal);
  const metric = { Dimensions: [{ Name: 'FunctionName', Value: 'pay' }] };

  test('is taken at its last change into ALARM, whatever its state is now', async () => {
    const alarm = await described({
      'describe-alarms': {
        MetricAlarms: [{ AlarmName: 'pay-errors', StateValue: 'OK', ...metric }],
      },
      'describe-alarm-history': {
        AlarmHistoryItems: [
          { Timestamp: RAISED_MS + 9, HistorySummary: 'Alarm updated from ALARM to OK' },
          { Timestamp: RAISED_MS, HistorySummary: 'Alarm updated from OK to ALARM' },
          { Timestamp: RAISED_MS - 9, HistorySummary: 'Alarm updated from OK to ALARM' },
        ],
      },
    });
    expect(alarm).toMatchObject({ raisedMs: RAISED_MS, dimensions: { FunctionName: 'pay' } });
  });

  test('over metric math is about what its metrics are about', async () => {
    const Metrics = [{ Expression: 'm1' }, { MetricStat: { Metric: metric } }];
    const state = { StateValue: 'ALARM', StateUpdatedTimestamp: RAISED_MS };
    const alarm = await described({
      'describe-alarms': { MetricAlarms: [{ AlarmName: 'pay-errors', ...state, Metrics }] },
      'describe-alarm-history': {},
    });
    expect(alarm).toMatchObject({ raisedMs: RAISED_MS, dimensions: { FunctionName: 'pay' } });
  });

  test.each([
    ['does not exist', { 'describe-alarms': {} }, 'There is no alarm'],
    [
      'never rang',
      { 'describe-alarms': { MetricAlarms: [{ AlarmName: 'pay-errors', StateValue: 'OK' }] } },
      'did not go into ALARM',
    ],
    ['nobody can be asked about', {}, 'alarms.json'],
  ])('that %s is refused', async (_, answers, words) => {
    await expect(described(answers)).rejects.toThrow(words);
  });
});

test('a run from an alarm beside local logs investigates what the alarm tells of', async () => {
  const line = (time: string, text: string) => `2026-11-20T${time}Z ${text}\n`;
  const log = [
    line('12:30:00', 'INFO began'),
    line('13:22:00', 'ERROR cannot reach db.internal:5432: connection refused'),
    line('18:00:00', 'ERROR something else, hours later'),
  ].join('');
  const alarms = {
    MetricAlarms: [
      {
        AlarmName: 'pay-errors',
        StateValue: 'ALARM',
        StateUpdatedTimestamp: RAISED,
        ...{ Dimensions: [{ Name: 'ServiceName', Value: 'pay' }] },
      },
    ],
  };
  const ran = await runProgram(['--alarm', 'pay-errors', '--logs', 'logs', '--yes'], {
    files: { 'logs/pay.log': log, 'logs/alarms.json': JSON.stringify(alarms) },
  });
  const { totals, window } = reportOf(ran);
  expect(ran.stderr).toContain(`The alarm pay-errors went into ALARM at ${RAISED}.`);
  expect(totals.errors).toBe(1);
  expect(window.requested.end).toBe('2026-11-20T13:38:00.000Z');
});

test('the logs are not read to look for an alarm beside them', async () => {
  const alarms = { MetricAlarms: [{ AlarmName: 'pay-errors', StateValue: 'OK' }] };
  const ran = await runProgram(['--alarm', 'other', '--logs', 'logs', '--yes'], {
    files: { 'logs/app.log': 'no event of a log', 'logs/alarms.json': JSON.stringify(alarms) },
  });
  expect(ran.stderr).toContain('There is no alarm other');
  expect(ran.stderr).not.toContain('no log event');
});
