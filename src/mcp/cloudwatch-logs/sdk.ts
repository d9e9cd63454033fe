// The eight operations of the AWS SDK that the server uses, and nothing else of it: this file is loaded only when
// the first call is made, and a bundler keeps only what it names.
import {
  CloudWatchLogsClient,
  type CloudWatchLogsClientConfig,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
  type DescribeLogGroupsCommandOutput,
  DescribeLogStreamsCommand,
  type DescribeLogStreamsCommandInput,
  type DescribeLogStreamsCommandOutput,
  DescribeQueriesCommand,
  type DescribeQueriesCommandInput,
  type DescribeQueriesCommandOutput,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  type FilterLogEventsCommandOutput,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  type GetLogEventsCommandOutput,
  GetQueryResultsCommand,
  type GetQueryResultsCommandInput,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  type StartQueryCommandInput,
  type StartQueryCommandOutput,
  StopQueryCommand,
  type StopQueryCommandInput,
  type StopQueryCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Outgoing } from '../../base/outgoing.ts';
import { audited } from '../audit/sdk-calls.ts';

type Operation<Input, Output> = (input: Input, signal: AbortSignal) => Promise<Output>;

/** CloudWatch Logs of one region. Throws what the SDK throws; `close` ends its connections. */
export interface LogsApi {
  readonly describeLogGroups: Operation<
    DescribeLogGroupsCommandInput,
    DescribeLogGroupsCommandOutput
  >;
  readonly describeLogStreams: Operation<
    DescribeLogStreamsCommandInput,
    DescribeLogStreamsCommandOutput
  >;
  readonly describeQueries: Operation<DescribeQueriesCommandInput, DescribeQueriesCommandOutput>;
  readonly startQuery: Operation<StartQueryCommandInput, StartQueryCommandOutput>;
  readonly getQueryResults: Operation<GetQueryResultsCommandInput, GetQueryResultsCommandOutput>;
  readonly stopQuery: Operation<StopQueryCommandInput, StopQueryCommandOutput>;
  readonly filterLogEvents: Operation<FilterLogEventsCommandInput, FilterLogEventsCommandOutput>;
  readonly getLogEvents: Operation<GetLogEventsCommandInput, GetLogEventsCommandOutput>;
  readonly close: () => void;
}

export function openLogsApi(
  config: CloudWatchLogsClientConfig & { readonly region: string },
  outgoing: Outgoing,
): LogsApi {
  const call = { service: 'logs', region: config.region };
  const client = audited(new CloudWatchLogsClient(config), call, outgoing);
  return {
    describeLogGroups: (input, abortSignal) =>
      client.send(new DescribeLogGroupsCommand(input), { abortSignal }),
    describeLogStreams: (input, abortSignal) =>
      client.send(new DescribeLogStreamsCommand(input), { abortSignal }),
    describeQueries: (input, abortSignal) =>
      client.send(new DescribeQueriesCommand(input), { abortSignal }),
    startQuery: (input, abortSignal) => client.send(new StartQueryCommand(input), { abortSignal }),
    getQueryResults: (input, abortSignal) =>
      client.send(new GetQueryResultsCommand(input), { abortSignal }),
    stopQuery: (input, abortSignal) => client.send(new StopQueryCommand(input), { abortSignal }),
    filterLogEvents: (input, abortSignal) =>
      client.send(new FilterLogEventsCommand(input), { abortSignal }),
    getLogEvents: (input, abortSignal) =>
      client.send(new GetLogEventsCommand(input), { abortSignal }),
    close: () => client.destroy(),
  };
}
