// The process that serve-stdio.test.ts starts: the built-in server as offered to other programs, on stdin and stdout,
// asking the given endpoint.
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
const border = {
  regionProblem: () => null,
  result: (_: unknown, content: Readonly<Record<string, unknown>>) => ({ ...content }),
  fault: (_: string, name: string, message: string) => `${name}: ${message}`,
  openWorld: true,
};
const offer = { name: 'logs', version: '1', title: 'Logs', instructions: '', border };
await serveOnStdio(createCloudWatchLogsServer(clients, offer), {
  input: process.stdin,
  output: process.stdout,
  signal: new AbortController().signal,
});
await clients.close();
