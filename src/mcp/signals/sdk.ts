// The operations of CloudWatch and CloudTrail that the server uses, and nothing else of the SDK. Times go in and
// come out as epoch milliseconds: a Date would not survive the way through MCP.
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeMetricFiltersCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Outgoing } from '../../base/outgoing.ts';
import { audited } from '../audit/sdk-calls.ts';
import type { ClientConfig } from '../region-clients.ts';

type Sent<Command extends abstract new (input: never) => unknown> = NonNullable<
  ConstructorParameters<Command>[0]
>;
interface Answer {
  readonly $metadata: { readonly requestId?: string | undefined };
  readonly [member: string]: unknown;
}
type Operation<Input> = (input: Input, signal: AbortSignal) => Promise<Answer>;

/** Metrics, alarms and changes of one region. Throws what the SDK throws; `close` ends its connections. */
export interface SignalsApi {
  readonly getMetricData: Operation<Sent<typeof GetMetricDataCommand>>;
  readonly describeAlarms: Operation<Sent<typeof DescribeAlarmsCommand>>;
  readonly describeAlarmHistory: Operation<Sent<typeof DescribeAlarmHistoryCommand>>;
  readonly lookupEvents: Operation<Sent<typeof LookupEventsCommand>>;
  readonly describeMetricFilters: Operation<Sent<typeof DescribeMetricFiltersCommand>>;
  readonly close: () => void;
}

export function openSignalsApi(config: ClientConfig, outgoing: Outgoing): SignalsApi {
  const { region } = config;
  const cloudwatch = audited(
    new CloudWatchClient(config),
    { service: 'cloudwatch', region },
    outgoing,
  );
  const cloudtrail = audited(
    new CloudTrailClient(config),
    { service: 'cloudtrail', region },
    outgoing,
  );
  const logs = audited(new CloudWatchLogsClient(config), { service: 'logs', region }, outgoing);
  return {
    getMetricData: async (input, abortSignal) =>
      plain(await cloudwatch.send(new GetMetricDataCommand(input), { abortSignal })),
    describeAlarms: async (input, abortSignal) =>
      plain(await cloudwatch.send(new DescribeAlarmsCommand(input), { abortSignal })),
    describeAlarmHistory: async (input, abortSignal) =>
      plain(await cloudwatch.send(new DescribeAlarmHistoryCommand(input), { abortSignal })),
    lookupEvents: async (input, abortSignal) =>
      plain(await cloudtrail.send(new LookupEventsCommand(input), { abortSignal })),
    describeMetricFilters: async (input, abortSignal) =>
      plain(await logs.send(new DescribeMetricFiltersCommand(input), { abortSignal })),
    close: () => {
      logs.destroy();
      cloudtrail.destroy();
      cloudwatch.destroy();
    },
  };
}

function plain(answer: { readonly $metadata: Answer['$metadata'] }): Answer {
  const { $metadata, ...content } = answer;
  return { ...(inMilliseconds(content) as Record<string, unknown>), $metadata };
}

function inMilliseconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(inMilliseconds);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, inMilliseconds(member)]));
}
