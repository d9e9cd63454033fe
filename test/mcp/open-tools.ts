// The built-in server over the fake CloudWatch Logs, connected as the program does it.
import { createLogsClients } from '../../src/mcp/cloudwatch-logs/clients.ts';
import { createCloudWatchLogsServer } from '../../src/mcp/cloudwatch-logs/server.ts';
import { connectTools } from '../../src/mcp/host.ts';
import type { ClientSettings } from '../../src/mcp/region-clients.ts';
import { OUTGOING } from './outgoing.ts';

export const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' };

export async function openTools(
  endpoint: string,
  { outgoing = OUTGOING, ...settings }: Partial<ClientSettings> = {},
) {
  const clients = createLogsClients({
    region: 'us-west-2',
    endpoint,
    credentials: CREDENTIALS,
    profile: null,
    maxAttempts: 1,
    outgoing,
    ...settings,
  });
  const tools = await connectTools([createCloudWatchLogsServer(clients)], outgoing.audit);
  return {
    tools,
    /** Without what it tells of the clocks, which is chance. */
    call: async (
      name: string,
      args: Record<string, unknown>,
      signal = new AbortController().signal,
    ) => {
      const { clockAheadMs: _, ...result } = await tools.call(name, args, {
        signal,
        timeoutMs: 5_000,
      });
      return result;
    },
    close: async () => {
      await tools.close();
      await clients.close();
    },
  };
}
