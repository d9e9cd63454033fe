// DescribeLogStreams: the streams of a group by name or by their last event, a page at a time.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html
import { z } from 'zod';
import type { GroupView, StreamView } from '../catalog.ts';
import { compareNames, groupArn, requestedGroup } from '../log-groups.ts';
import { slicePage } from '../page-token.ts';
import { type Account, type Answer, invalidParameter, Refusal } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({
  logGroupName: z.string().min(1).max(512).optional(),
  logGroupIdentifier: z.string().min(1).max(2048).optional(),
  logStreamNamePrefix: z.string().min(1).max(512).optional(),
  orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
  descending: z.boolean().default(false),
  nextToken: z.string().min(1).optional(),
  limit: z.int().min(1).max(50).default(50),
});

export function describeLogStreams(body: unknown, account: Account): Answer {
  const request = validate(REQUEST, body);
  if (request.logGroupName !== undefined && request.logGroupIdentifier !== undefined) {
    throw new Refusal(
      'ValidationException',
      'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
    );
  }
  const prefix = request.logStreamNamePrefix;
  if (request.orderBy === 'LastEventTime' && prefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const group = requestedGroup(account, request);
  const streams = group
    .streams()
    .filter(({ name }) => name.startsWith(prefix ?? ''))
    .sort(request.orderBy === 'LastEventTime' ? byLastEvent : byName);
  if (request.descending) streams.reverse();
  const { page, ...next } = slicePage(streams, request.nextToken, request.limit);
  return { logStreams: page.map((stream) => describe(account, group, stream)), ...next };
}

function byName(a: StreamView, b: StreamView): number {
  return compareNames(a.name, b.name);
}

function byLastEvent(a: StreamView, b: StreamView): number {
  return (a.lastMs ?? 0) - (b.lastMs ?? 0) || byName(a, b);
}

function describe(account: Account, group: GroupView, stream: StreamView): Answer {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdMs,
    ...(stream.firstMs === null
      ? {}
      : {
          firstEventTimestamp: stream.firstMs,
          lastEventTimestamp: stream.lastMs,
          lastIngestionTime: stream.lastIngestionMs,
        }),
    uploadSequenceToken: '0',
    arn: `${groupArn(account, group)}:log-stream:${stream.name}`,
    // CloudWatch has answered 0 here since 2019.
    storedBytes: 0,
  };
}
