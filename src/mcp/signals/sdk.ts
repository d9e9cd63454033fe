// The operations of CloudWatch and CloudTrail that the server uses, and nothing else of the SDK.
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
import { type PlainAnswer, plainAnswer } from '../plain-answer.ts';
import type { ClientConfig } from '../region-clients.ts';

type Sent<Command extends abstract new (input: never) => unknown> = NonNullable<
  ConstructorParameters<Command>[0]
>;
type Operation<Input> = (input: Input, signal: AbortSignal) => Promise<PlainAnswer>;

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
      plainAnswer(await cloudwatch.send(new GetMetricDataCommand(input), { abortSignal })),
    describeAlarms: async (input, abortSignal) =>
      plainAnswer(await cloudwatch.send(new DescribeAlarmsCommand(input), { abortSignal })),
    describeAlarmHistory: async (input, abortSignal) =>
      plainAnswer(await cloudwatch.send(new DescribeAlarmHistoryCommand(input), { abortSignal })),
    lookupEvents: async (input, abortSignal) =>
      plainAnswer(await cloudtrail.send(new LookupEventsCommand(input), { abortSignal })),
    describeMetricFilters: async (input, abortSignal) =>
      plainAnswer(await logs.send(new DescribeMetricFiltersCommand(input), { abortSignal })),
    close: () => {
      logs.destroy();
      cloudtrail.destroy();
      cloudwatch.destroy();
    },
  };
}
