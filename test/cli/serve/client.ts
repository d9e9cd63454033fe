// An agent's client, connected in memory to a server that offers what is given.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { type ElicitRequest, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { offer } from '../../../src/mcp/served/offer.ts';
import type { Served } from '../../../src/mcp/served/served.ts';

export type Answer = (asked: ElicitRequest['params']) => {
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, string | boolean>;
};

/** `answer`: what the person says; without it the client can't ask. */
export async function clientOf(served: Partial<Served>, answer?: Answer): Promise<Client> {
  const server = new McpServer({ name: 'test', version: '1' });
  const all = {
    tools: [],
    prompts: { list: async () => [], render: async () => ({ fault: 'none' }) },
    resources: { list: async () => [], read: async () => null },
    ...served,
  };
  offer(server, all, new Set());
  const [here, there] = InMemoryTransport.createLinkedPair();
  const capabilities = answer === undefined ? {} : { elicitation: { form: {} } };
  const client = new Client({ name: 'agent', version: '1' }, { capabilities });
  if (answer !== undefined)
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => answer(params));
  await server.connect(there);
  await client.connect(here);
  return client;
}
