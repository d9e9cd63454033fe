// The process that serve-stdio.test.ts starts: the built-in server on stdin and stdout, asking the given endpoint.
import { createLogsClients } from '../../src/mcp/cloudwatch-logs/clients.ts';
import { createCloudWatchLogsServer } from '../../src/mcp/cloudwatch-logs/server.ts';
import { serveOnStdio } from '../../src/mcp/serve-stdio.ts';
import { CREDENTIALS } from './open-tools.ts';
import { OUTGOING } from './outgoing.ts';

const clients = createLogsClients({
  region: 'us-west-2',
  endpoint: process.argv[2] ?? '',
  credentials: CREDENTIALS,
  profile: null,
  outgoing: OUTGOING,
  maxAttempts: 1,
});
await serveOnStdio(createCloudWatchLogsServer(clients), {
  input: process.stdin,
  output: process.stdout,
  signal: new AbortController().signal,
});
await clients.close();
