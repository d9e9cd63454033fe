// A notification of an alarm, as EventBridge and SNS send it; SNS's also within what SQS and Lambda make of it.
import { z } from 'zod';
import { Failure } from '../../base/failure.ts';
import type { AlarmRaised } from './alarm.ts';

/** A notification that is larger is none. */
export const MAX_EVENT_CHARS = 1_000_000;
/** SNS within SQS within … */
const MAX_DEPTH = 4;

const time = z.string().transform((text, context) => {
  // `+0000` of SNS is no form that every reader knows.
  const ms = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isFinite(ms)) return ms;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

const EVENT_BRIDGE = z.looseObject({
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  region: z.string().optional(),
  detail: z.looseObject({
    alarmName: z.string().min(1),
    state: z.looseObject({ value: z.string(), timestamp: time }),
    configuration: z
      .looseObject({
        metrics: z
          .array(
            z.looseObject({
              metricStat: z
                .looseObject({
                  metric: z.looseObject({
                    dimensions: z.record(z.string(), z.string()).optional(),
                  }),
                })
                .optional(),
            }),
          )
          .optional(),
      })
      .optional(),
  }),
});

const DIMENSION = z.looseObject({ name: z.string(), value: z.string() });
const SNS = z.looseObject({
  AlarmName: z.string().min(1),
  NewStateValue: z.string(),
  StateChangeTime: time,
  AlarmArn: z.string().optional(),
  Trigger: z
    .looseObject({
      Dimensions: z.array(DIMENSION).optional(),
      Metrics: z
        .array(
          z.looseObject({
            MetricStat: z
              .looseObject({ Metric: z.looseObject({ Dimensions: z.array(DIMENSION).optional() }) })
              .optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

/** Members that hold the notification, as text or as an object. */
const WRAPPERS = ['Message', 'Records', 'Sns', 'body'] as const;

/** Throws Failure `usage` where the text is no such notification, or one of an alarm that does not ring. */
export function readNotification(text: string): AlarmRaised {
  const found = find(parsed(text), MAX_DEPTH);
  if (found === null)
    throw new Failure('usage', 'What --event names is no alarm notification.', [
      'It takes an EventBridge event "CloudWatch Alarm State Change", or the message of an SNS topic of an alarm.',
    ]);
  if (found.state !== 'ALARM')
    throw new Failure(
      'usage',
      `The alarm ${found.alarm.name} went to ${found.state}, not to ALARM.`,
      ['Name the application and the window yourself to look into it.'],
    );
  return found.alarm;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

interface Found {
  readonly alarm: AlarmRaised;
  readonly state: string;
}

function find(content: unknown, depth: number): Found | null {
  const bridge = EVENT_BRIDGE.safeParse(content);
  if (bridge.success) return ofEventBridge(bridge.data);
  const sns = SNS.safeParse(content);
  if (sns.success) return ofSns(sns.data);
  if (depth === 0 || typeof content !== 'object' || content === null) return null;
  for (const [name, member] of Object.entries(content)) {
    if (!WRAPPERS.some((wrapper) => wrapper === name)) continue;
    const [inner] = Array.isArray(member) ? member : [member];
    const found = find(typeof inner === 'string' ? parsed(inner) : inner, depth - 1);
    if (found !== null) return found;
  }
  return null;
}

function ofEventBridge({ region, detail }: z.infer<typeof EVENT_BRIDGE>): Found {
  const { alarmName, state, configuration } = detail;
  const metrics = (configuration?.metrics ?? []).map(
    ({ metricStat }) => metricStat?.metric.dimensions,
  );
  return {
    state: state.value,
    alarm: {
      name: alarmName,
      region: region ?? null,
      raisedMs: state.timestamp,
      dimensions: Object.assign({}, ...metrics.toReversed()),
    },
  };
}

function ofSns({
  AlarmName,
  NewStateValue,
  StateChangeTime,
  AlarmArn,
  Trigger,
}: z.infer<typeof SNS>): Found {
  const { Dimensions = [], Metrics = [] } = Trigger ?? {};
  const all = [
    ...Dimensions,
    ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions ?? []),
  ];
  return {
    state: NewStateValue,
    alarm: {
      name: AlarmName,
      // The member Region is a name for people.
      region: AlarmArn?.split(':')[3] ?? null,
      raisedMs: StateChangeTime,
      dimensions: Object.fromEntries(all.toReversed().map(({ name, value }) => [name, value])),
    },
  };
}
