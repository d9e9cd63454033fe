// CreateLogStream: a new, empty stream of a log group.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html
import { z } from 'zod';
import { changeableGroup, GROUP_NAME, STREAM_NAME } from '../log-groups.ts';
import { type Account, type Answer, Refusal } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({ logGroupName: GROUP_NAME, logStreamName: STREAM_NAME });

export function createLogStream(body: unknown, account: Account): Answer {
  const { logGroupName, logStreamName: logStream } = validate(REQUEST, body);
  const { name, streams } = changeableGroup(account, logGroupName);
  if (streams.has(logStream)) {
    throw new Refusal('ResourceAlreadyExistsException', 'The specified log stream already exists');
  }
  account.held.change({ kind: 'create-stream', name, logStream, atMs: account.now() });
  return {};
}
