// DeleteLogStream: the stream and its events are gone.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html
import { z } from 'zod';
import { changeableGroup, GROUP_NAME, STREAM_NAME } from '../log-groups.ts';
import { type Account, type Answer, notFound } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({ logGroupName: GROUP_NAME, logStreamName: STREAM_NAME });

export function deleteLogStream(body: unknown, account: Account): Answer {
  const { logGroupName, logStreamName: logStream } = validate(REQUEST, body);
  const { name, streams } = changeableGroup(account, logGroupName);
  if (!streams.has(logStream)) throw notFound('The specified log stream does not exist.');
  account.held.change({ kind: 'delete-stream', name, logStream });
  return {};
}
