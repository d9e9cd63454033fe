// A notification of an alarm: as EventBridge sends it, as Lambda is called by one, and as SNS does, also within what SQS
// and Lambda make of these.
import { z } from 'zod';
import { Failure } from '../../base/failure.ts';
import { SECOND_MS } from '../../base/time-range.ts';
import { type AlarmRaised, evaluatedSince } from './alarm.ts';
import { startOfData, timeOf } from './reason-data.ts';

/** SNS within SQS within … */
const MAX_DEPTH = 5;
/** Notifications of one batch that are looked at. */
const MAX_IN_ONE = 100;

const time = z.string().transform((text, context) => {
  const ms = timeOf(text);
  if (ms !== null) return ms;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

const STATE = z.looseObject({
  value: z.string(),
  timestamp: time,
  reasonData: z.unknown().optional(),
});
const DETAIL = z.looseObject({
  alarmName: z.string().min(1),
  state: STATE,
  previousState: STATE.partial().optional().catch(undefined),
  configuration: z
    .looseObject({
      metrics: z
        .array(
          z.looseObject({
            metricStat: z
              .looseObject({
                metric: z.looseObject({
                  namespace: z.string().optional(),
                  name: z.string().optional(),
                  dimensions: z.record(z.string(), z.string()).optional(),
                }),
              })
              .optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});
type Detail = z.infer<typeof DETAIL>;
const EVENT_BRIDGE = z.looseObject({
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  region: z.string().optional(),
  detail: DETAIL,
});
/** What a Lambda function that an alarm calls is given. */
const CALLED = z.looseObject({
  source: z.literal('aws.cloudwatch'),
  alarmArn: z.string().optional(),
  region: z.string().optional(),
  alarmData: DETAIL,
});

const DIMENSION = z.looseObject({ name: z.string(), value: z.string() });
const METRIC = z.looseObject({
  Namespace: z.string().nullish(),
  MetricName: z.string().nullish(),
  Dimensions: z.array(DIMENSION).nullish(),
});
const SNS = z.looseObject({
  AlarmName: z.string().min(1),
  NewStateValue: z.string(),
  StateChangeTime: time,
  AlarmArn: z.string().optional(),
  Trigger: METRIC.extend({
    Period: z.number().nullish(),
    EvaluationPeriods: z.number().nullish(),
    Metrics: z
      .array(
        z.looseObject({
          MetricStat: z.looseObject({ Metric: METRIC, Period: z.number().nullish() }).nullish(),
        }),
      )
      .nullish(),
  }).nullish(),
});

/** Members that hold the notification, as text or as an object. */
const WRAPPERS = ['Message', 'Records', 'Messages', 'Sns', 'body', 'Body'] as const;

/** Throws Failure `usage` where the text is no such notification, or one of an alarm of which nothing says when it rang. */
export function readNotification(text: string): AlarmRaised {
  const content = parsed(text);
  if (content === undefined)
    throw new Failure(
      'usage',
      `What --event names is ${text.trim() === '' ? 'empty' : 'no JSON'}.`,
      [FORMS],
    );
  const found = findAll(content, MAX_DEPTH);
  const [first] = found;
  if (first === undefined)
    throw new Failure('usage', 'What --event names is no alarm notification.', [FORMS]);
  const rang = found.find(({ alarm }) => alarm !== null) ?? first;
  if (rang.alarm !== null) return rang.alarm;
  throw new Failure(
    'usage',
    `The alarm ${rang.name} went to ${rang.state}, not to ALARM, and the notification does not say when it rang.`,
    ['Its history does.'],
    [{ label: 'Ask for it', drop: ['--event'], add: ['--alarm', rang.name] }],
  );
}

const FORMS =
  'It takes an EventBridge event "CloudWatch Alarm State Change", what an alarm calls Lambda with, or the message of an SNS topic of an alarm.';

/** undefined: it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Found {
  readonly name: string;
  readonly state: string;
  /** null: it does not say when it rang. */
  readonly alarm: AlarmRaised | null;
}

function findAll(content: unknown, depth: number): readonly Found[] {
  const own = notificationIn(content);
  if (own !== null) return [own];
  if (depth === 0 || typeof content !== 'object' || content === null) return [];
  const inner = Array.isArray(content)
    ? content
    : WRAPPERS.flatMap((name) => (content as Readonly<Record<string, unknown>>)[name] ?? []);
  return inner
    .slice(0, MAX_IN_ONE)
    .flatMap((one) => findAll(typeof one === 'string' ? parsed(one) : one, depth - 1));
}

function notificationIn(content: unknown): Found | null {
  const bridge = EVENT_BRIDGE.safeParse(content);
  if (bridge.success) return ofDetail(bridge.data.detail, bridge.data.region ?? null);
  const called = CALLED.safeParse(content);
  if (called.success) {
    const { alarmData, alarmArn, region } = called.data;
    return ofDetail(alarmData, region ?? regionOf(alarmArn));
  }
  const sns = SNS.safeParse(content);
  return sns.success ? ofSns(sns.data) : null;
}

const regionOf = (arn: string | undefined): string | null => arn?.split(':')[3] || null;

function ofDetail(
  { alarmName, state, previousState, configuration }: Detail,
  region: string | null,
): Found {
  const metrics = (configuration?.metrics ?? []).flatMap(({ metricStat }) =>
    metricStat === undefined ? [] : [metricStat.metric],
  );
  const rings = ringing(state, previousState);
  const alarm = rings && {
    name: alarmName,
    region,
    ...rings,
    dimensions: Object.assign({}, ...metrics.map(({ dimensions }) => dimensions).toReversed()),
    metrics: metrics.flatMap(({ namespace, name }) =>
      namespace === undefined || name === undefined ? [] : [{ namespace, name }],
    ),
    logGroups: [],
  };
  return { name: alarmName, state: state.value, alarm };
}

type Times = Pick<AlarmRaised, 'raisedMs' | 'sinceMs' | 'overMs'>;

/** Of an alarm that has just ended, what it was before says when it began. */
function ringing(state: Detail['state'], before: Detail['previousState']): Times | null {
  if (state.value === 'ALARM') return timesOf(state.timestamp, state.reasonData, null);
  if (before?.value !== 'ALARM' || before.timestamp === undefined) return null;
  return timesOf(before.timestamp, before.reasonData, state.timestamp);
}

function timesOf(raisedMs: number, reasonData: unknown, overMs: number | null): Times {
  return { raisedMs, sinceMs: evaluatedSince(startOfData(reasonData), raisedMs), overMs };
}

function ofSns({
  AlarmName,
  NewStateValue,
  StateChangeTime,
  AlarmArn,
  Trigger,
}: z.infer<typeof SNS>): Found {
  const { EvaluationPeriods, Period, Metrics } = Trigger ?? {};
  const parts = (Metrics ?? []).flatMap(({ MetricStat }) => MetricStat ?? []);
  const metrics = [Trigger ?? {}, ...parts.map(({ Metric }) => Metric)] as const;
  const periods = [Period ?? 0, ...parts.map((part) => part.Period ?? 0)];
  const evaluatedMs = Math.max(...periods) * (EvaluationPeriods ?? 1) * SECOND_MS;
  const dimensions = metrics.flatMap(({ Dimensions }) => Dimensions ?? []).toReversed();
  const alarm: AlarmRaised = {
    name: AlarmName,
    // The member Region is a name for people.
    region: regionOf(AlarmArn),
    raisedMs: StateChangeTime,
    sinceMs: evaluatedSince(StateChangeTime - evaluatedMs, StateChangeTime),
    overMs: null,
    dimensions: Object.fromEntries(dimensions.map(({ name, value }) => [name, value])),
    metrics: metrics.flatMap(({ Namespace: namespace, MetricName: name }) =>
      typeof namespace === 'string' && typeof name === 'string' ? [{ namespace, name }] : [],
    ),
    logGroups: [],
  };
  return { name: AlarmName, state: NewStateValue, alarm: NewStateValue === 'ALARM' ? alarm : null };
}
