// An investigation that begins from an alarm: by its name, or from a notification.
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { ToolResult, Tools } from '../../src/agent/tools.ts';
import { type AlarmRaised, completedByAlarm } from '../../src/cli/alarm/alarm.ts';
import { describedAlarm } from '../../src/cli/alarm/describe.ts';
import { readEvent } from '../../src/cli/alarm/event-file.ts';
import { readAlarmName } from '../../src/cli/alarm/from-alarm.ts';
import { readNotification } from '../../src/cli/alarm/notification.ts';
import type { InvestigateOptions } from '../../src/cli/investigate-options.ts';
import { reportOf, runProgram, unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';

const RAISED = '2026-11-20T13:23:00.000Z';
const RAISED_MS = Date.parse(RAISED);
const MINUTE_MS = 60_000;

const METRIC = { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'pay' } };
const BRIDGE = {
  'detail-type': 'CloudWatch Alarm State Change',
  region: 'eu-west-1',
  detail: {
    alarmName: 'pay-errors',
    state: {
      value: 'ALARM',
      timestamp: '2026-11-20T13:23:00.000+0000',
      reasonData: JSON.stringify({ startDate: '2026-11-20T13:18:00.000+0000' }),
    },
    configuration: { metrics: [{ metricStat: { metric: METRIC } }] },
  },
};
const MESSAGE = {
  AlarmName: 'pay-errors',
  NewStateValue: 'ALARM',
  StateChangeTime: '2026-11-20T13:23:00.000+0000',
  Region: 'EU (Ireland)',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:pay-errors',
  Trigger: {
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Period: 60,
    EvaluationPeriods: 5,
    Dimensions: [{ name: 'FunctionName', value: 'pay' }],
  },
};
const CALLED = {
  source: 'aws.cloudwatch',
  alarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:pay-errors',
  alarmData: BRIDGE.detail,
};
const message = JSON.stringify(MESSAGE);

describe('a notification', () => {
  test.each([
    ['of EventBridge', BRIDGE],
    ['of SNS', MESSAGE],
    ['to a function that the alarm calls', CALLED],
    [
      'of EventBridge in SQS, as the command shows it',
      { Messages: [{ Body: JSON.stringify(BRIDGE) }] },
    ],
    ['of EventBridge in a batch of a pipe', [BRIDGE]],
    [
      'of an alarm that rings beside one that does not',
      {
        Records: [
          {
            Sns: {
              Message: JSON.stringify({ ...MESSAGE, AlarmName: 'other', NewStateValue: 'OK' }),
            },
          },
          { Sns: { Message: message } },
        ],
      },
    ],
    ['of SNS over HTTP', { Type: 'Notification', Message: message }],
    ['of SNS to Lambda', { Records: [{ Sns: { Message: message } }] }],
    ['of SNS in SQS', { Records: [{ body: JSON.stringify({ Message: message }) }] }],
  ])('%s tells alarm, region, time and who fails', (_, event) => {
    expect(readNotification(JSON.stringify(event))).toEqual({
      name: 'pay-errors',
      region: 'eu-west-1',
      raisedMs: RAISED_MS,
      sinceMs: RAISED_MS - 300_000,
      overMs: null,
      dimensions: { FunctionName: 'pay' },
      metrics: [{ namespace: 'AWS/Lambda', name: 'Errors' }],
      logGroups: [],
    });
  });

  test.each([
    ['is something else', '{"detail-type":"EC2 Instance State-change Notification"}'],
    ['holds itself too often', JSON.stringify({ Message: '{"Message":"{}"}' })],
  ])('that %s is refused', (_, text) => {
    expect(() => readNotification(text)).toThrow('no alarm notification');
  });

  test.each([
    ['hello', 'no JSON'],
    [' ', 'empty'],
    ['{"a":', 'no JSON'],
  ])('of the text %j is told for what it is', (text, words) => {
    expect(() => readNotification(text)).toThrow(`What --event names is ${words}.`);
  });

  test('of SNS that an alarm is over is refused with the way to its history', () => {
    const over = JSON.stringify({ ...MESSAGE, NewStateValue: 'OK' });
    expect(() => readNotification(over)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('went to OK'),
        again: [{ label: 'Ask for it', drop: ['--event'], add: ['--alarm', 'pay-errors'] }],
      }),
    );
  });

  test('of EventBridge that an alarm is over tells when it rang, and until when', () => {
    const { detail } = BRIDGE;
    const state = { value: 'OK', timestamp: '2026-11-20T13:53:00.000+0000' };
    const over = { ...BRIDGE, detail: { ...detail, state, previousState: detail.state } };
    expect(readNotification(JSON.stringify(over))).toMatchObject({
      raisedMs: RAISED_MS,
      sinceMs: RAISED_MS - 300_000,
      overMs: RAISED_MS + 30 * 60_000,
    });
  });

  test('does not make believe that the data of an alarm are older than CloudWatch keeps them in mind', () => {
    const old = JSON.stringify({ ...MESSAGE, Trigger: { Period: 86_400, EvaluationPeriods: 9e9 } });
    expect(readNotification(old).sinceMs).toBe(RAISED_MS);
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
  sinceMs: RAISED_MS - 5 * MINUTE_MS,
  overMs: null,
  dimensions: { ClusterName: 'prod', ServiceName: 'pay' },
  metrics: [],
  logGroups: [],
};
const LATER_MS = RAISED_MS + 86_400_000;

describe('what was typed', () => {
  test('is completed by the alarm: who, where, from before its data to an hour behind it', () => {
    const { application, options } = completedByAlarm(
      { application: null, options: OPTIONS },
      ALARM,
      LATER_MS,
    );
    expect({ application, ...options }).toMatchObject({
      application: 'pay',
      region: ['eu-west-1'],
      start: '2026-11-20T11:48:00.000Z',
      end: '2026-11-20T14:23:00.000Z',
    });
  });

  test.each([
    ['shortly after it rang', 2, '2026-11-20T13:55:00.000Z'],
    ['half an hour later', 30, '2026-11-20T14:23:00.000Z'],
    ['an hour later', 60, '2026-11-20T14:53:00.000Z'],
    ['days later', 5_000, '2026-11-20T14:23:00.000Z'],
  ])(
    'ends half an hour after an alarm that was over %s, or after an hour of a longer one',
    (_, minutes, end) => {
      const alarm = { ...ALARM, overMs: RAISED_MS + minutes * MINUTE_MS };
      const asked = { application: null, options: OPTIONS };
      expect(completedByAlarm(asked, alarm, LATER_MS).options.end).toBe(end);
    },
  );

  test('reaches back over the data of an alarm that looks at a day, or as far as --hours says', () => {
    const alarm = { ...ALARM, sinceMs: RAISED_MS - 1_440 * MINUTE_MS };
    const start = (options: InvestigateOptions) =>
      completedByAlarm({ application: null, options }, alarm, LATER_MS).options.start;
    expect(start(OPTIONS)).toBe('2026-11-19T11:53:00.000Z');
    expect(start({ ...OPTIONS, hours: '1' })).toBe('2026-11-20T13:23:00.000Z');
  });

  test('has no alarm of the future', () => {
    const asked = { application: null, options: OPTIONS };
    expect(() => completedByAlarm(asked, ALARM, RAISED_MS - 60 * MINUTE_MS)).toThrow(
      'which is in the future',
    );
  });

  test.each([
    [{ LogGroupName: '/ecs/pay' }, []],
    [{}, ['/ecs/pay', '/ecs/jobs']],
  ])('is completed by the log groups of an alarm on log lines: %j, %j', (dimensions, logGroups) => {
    const alarm = { ...ALARM, dimensions, logGroups };
    const asked = { application: null, options: OPTIONS };
    const { application, options } = completedByAlarm(asked, alarm, LATER_MS);
    expect(application).toBe('pay');
    expect(options.logGroup).toEqual(logGroups.length > 0 ? logGroups : ['/ecs/pay']);
    const typed = { application: 'shop', options: OPTIONS };
    expect(completedByAlarm(typed, alarm, LATER_MS)).toMatchObject({
      application: 'shop',
      options: { logGroup: [] },
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
    [{ service: 'pay', functionname: '' }, 'pay'],
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
    describedAlarm({ tools: toolsOf(answers), signal }, 'pay-errors', ['eu-west-1']);
  const { signal } = new AbortController();
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
    expect(alarm).toMatchObject({
      raisedMs: RAISED_MS,
      overMs: RAISED_MS + 9,
      dimensions: { FunctionName: 'pay' },
    });
  });

  test('tells since when its data made it ring: by its history, else by its periods', async () => {
    const startDate = '2026-11-20T13:03:00.000+0000';
    const HistoryData = JSON.stringify({ newState: { stateReasonData: { startDate } } });
    const ringing = { HistorySummary: 'Alarm updated from OK to ALARM', Timestamp: RAISED_MS };
    const periods = { Period: 60, EvaluationPeriods: 3, StateValue: 'ALARM', ...metric };
    const since = async (item: object) => {
      const { sinceMs } = await described({
        'describe-alarms': { MetricAlarms: [{ AlarmName: 'pay-errors', ...periods }] },
        'describe-alarm-history': { AlarmHistoryItems: [{ ...ringing, ...item }] },
      });
      return (RAISED_MS - sinceMs) / MINUTE_MS;
    };
    expect(await since({ HistoryData })).toBe(20);
    expect(await since({ HistoryData: '{"newState":' })).toBe(3);
    expect(await since({})).toBe(3);
  });

  test('that is composite is about what the alarms are about that it is made of', async () => {
    const rule =
      'ALARM("pay-errors-low") OR (ALARM(arn:aws:cloudwatch:eu-west-1:123456789012:alarm:inner))';
    const known: Readonly<Record<string, object>> = {
      'pay-errors': { AlarmRule: rule },
      'pay-errors-low': { Namespace: 'N', MetricName: 'M', Dimensions: [] },
      inner: { AlarmRule: `ALARM('leaf') AND NOT OK(other) AND ALARM(pay-errors)` },
      leaf: metric,
    };
    const rings = { StateValue: 'ALARM', StateTransitionedTimestamp: RAISED_MS };
    const tools: Tools = {
      list: async () => toolsOf({ 'describe-alarms': {} }).list(),
      call: async (_, args) =>
        answer({
          CompositeAlarms: (args.alarmNames as string[] | undefined)?.flatMap((AlarmName) =>
            known[AlarmName] === undefined ? [] : [{ AlarmName, ...rings, ...known[AlarmName] }],
          ),
        }),
    };
    const alarm = await describedAlarm({ tools, signal }, 'pay-errors', []);
    expect(alarm).toMatchObject({
      raisedMs: RAISED_MS,
      dimensions: { FunctionName: 'pay' },
      metrics: [{ namespace: 'N', name: 'M' }],
    });
  });

  test('is sought in each region, and one of no region is told with the name that it resembles', async () => {
    const asked: unknown[] = [];
    const tools: Tools = {
      list: async () => toolsOf({ 'describe-alarms': {} }).list(),
      call: async (_, args) => {
        asked.push(args.region);
        const own = args.region === 'us-west-2' && args.alarmNames !== undefined;
        const rings = { StateValue: 'ALARM', StateUpdatedTimestamp: RAISED_MS };
        if (args.alarmNames === undefined)
          return answer({ MetricAlarms: [{ AlarmName: 'pay-errors' }] });
        const [AlarmName] = args.alarmNames as string[];
        return answer(own && AlarmName === 'x' ? { MetricAlarms: [{ AlarmName, ...rings }] } : {});
      },
    };
    const regions = ['eu-west-1', 'us-west-2'];
    expect(await describedAlarm({ tools, signal }, 'x', regions)).toMatchObject({
      region: 'us-west-2',
    });
    await expect(describedAlarm({ tools, signal }, 'Pay-Errrors', regions)).rejects.toMatchObject({
      message: 'There is no alarm Pay-Errrors in eu-west-1, us-west-2.',
      help: ['Did you mean pay-errors?'],
      again: [
        {
          label: 'Type',
          replace: [{ flag: '--alarm', from: 'Pay-Errrors', to: 'pay-errors' }],
        },
      ],
    });
  });

  test.each([
    ['pay-errors', { name: 'pay-errors', region: null }],
    ['a:b', { name: 'a:b', region: null }],
    [
      'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:pay: errors',
      { name: 'pay: errors', region: 'eu-west-1' },
    ],
  ])('%s is read', (text, read) => {
    expect(readAlarmName(text)).toEqual(read);
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
  const ran = await runInside(['--alarm', 'pay-errors', '--logs', 'logs', '--yes'], {
    files: { 'logs/pay.log': log, 'logs/alarms.json': JSON.stringify(alarms) },
  });
  const { totals, window } = reportOf(ran);
  expect(ran.stderr).toContain(`The alarm pay-errors went into ALARM at ${RAISED}.`);
  expect(totals.errors).toBe(1);
  expect(window.requested.end).toBe('2026-11-20T14:23:00.000Z');
});

test('the logs are not read to look for an alarm beside them', async () => {
  const alarms = { MetricAlarms: [{ AlarmName: 'pay-errors', StateValue: 'OK' }] };
  const ran = await runInside(['--alarm', 'other', '--logs', 'logs', '--yes'], {
    files: { 'logs/app.log': 'no event of a log', 'logs/alarms.json': JSON.stringify(alarms) },
  });
  expect(ran.stderr).toContain('There is no alarm other');
  expect(unwrapped(ran.stderr)).toContain('lower case. There are: pay-errors');
  expect(ran.stderr).not.toContain('no log event');
});

describe('a run from an alarm on log lines', () => {
  const line = (time: string, text: string) => `2026-11-20T${time}Z ${text}\n`;
  const log = line('12:30:00', 'INFO began') + line('13:22:00', 'ERROR cannot reach db:5432');
  const metric = { Namespace: 'Shop', MetricName: 'refused' };
  const rings = { StateValue: 'ALARM', StateTransitionedTimestamp: RAISED };
  const files = {
    'logs/pay.log': log,
    'logs/other.log': log,
    'logs/alarms.json': JSON.stringify({
      MetricAlarms: [{ AlarmName: 'refused', ...metric, ...rings }],
      metricFilters: [
        {
          filterName: 'f',
          logGroupName: 'pay',
          metricTransformations: [{ metricName: 'refused', metricNamespace: 'Shop' }],
        },
      ],
    }),
  };

  test.each([
    ['by its name', ['--alarm', 'refused'], ''],
    [
      'by a notification',
      ['--event', '-'],
      JSON.stringify({
        AlarmName: 'refused',
        NewStateValue: 'ALARM',
        StateChangeTime: RAISED,
        Trigger: metric,
      }),
    ],
  ])('%s looks into the log group whose lines it counts', async (_, args, stdin) => {
    const ran = await runProgram([...args, '--logs', 'logs', '--yes'], { files, stdin });
    const { logGroups, totals } = reportOf(ran);
    expect(ran.stderr).toContain('It counts lines of pay.');
    expect(logGroups.map(({ name, status }) => [name, status])).toEqual([['pay', 'analyzed']]);
    expect(totals.errors).toBe(1);
  });

  test('that nothing counts asks for the application, with a command that names it', async () => {
    const event = { AlarmName: 'b\u001b[2Jad', NewStateValue: 'ALARM', StateChangeTime: RAISED };
    const stdin = JSON.stringify(event);
    const ran = await runProgram(['--event', '-', '--logs', 'logs'], {
      files: { 'logs/pay.log': log },
      stdin,
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).not.toContain('\u001b');
    expect(ran.stderr).toContain('does not say which application fails');
    expect(ran.stderr).toContain('For example: troubleshoot payment-service --event=- --logs logs');
  });

  test('is refused where what --event names is no file, or has no end', async () => {
    const refusal = async (path: string, stdin?: string) => {
      const how = stdin === undefined ? {} : { stdin };
      const ran = await runProgram(['--event', path, '--logs', 'logs'], { files, ...how });
      expect(ran.code).toBe(2);
      return ran.stderr;
    };
    expect(await refusal('none.json')).toContain('cannot be read (ENOENT)');
    expect(await refusal('logs')).toContain('cannot be read (EISDIR)');
    expect(await refusal('/dev/zero')).toContain('is larger than 1000000 bytes');
    expect(await refusal('-', '\n'.repeat(1_000_001))).toContain('is larger than');
    expect(await refusal('-', '')).toContain('is empty');
  });
});

test('what --event reads may begin with a byte order mark, and no terminal is waited for', async () => {
  const { signal } = new AbortController();
  const stdin = Readable.from([Buffer.from('\ufeff{"a":'), Buffer.from('1}')]);
  expect(await readEvent('-', stdin, signal)).toBe('{"a":1}');
  const wide = Readable.from([Buffer.from('\ufeff{"a":1}', 'utf16le')]);
  expect(await readEvent('-', wide, signal)).toBe('{"a":1}');
  const terminal = Object.assign(new Readable(), { isTTY: true });
  await expect(readEvent('-', terminal, signal)).rejects.toThrow('which is a terminal here');
});
