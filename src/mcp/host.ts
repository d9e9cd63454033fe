// The client side of MCP: connects to servers in this process and offers their tools as the port that the rest of
// the program knows. Everything that can go wrong in a call comes back as a value.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import type { ToolDescription, ToolResult, Tools } from '../agent/tools.ts';
import { didYouMean } from '../base/did-you-mean.ts';
import { type Audit, NO_AUDIT } from '../base/outgoing.ts';
import { duringTool } from './audit/tool-calls.ts';
import { clientCall } from './client-call.ts';
import { lateValidation } from './late-validation.ts';
import { protocolFault } from './tool-outcome.ts';

/** How long a server in this process may take to connect and to list its tools. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Anything that can be connected to a transport; an McpServer is one. */
export interface InMemoryServer {
  connect(transport: Transport): Promise<void>;
}

/** The tools of all connected servers; closing also closes the servers, the last one first. */
export interface ConnectedTools extends Tools {
  close(): Promise<void>;
}

interface Owner {
  readonly client: Client;
  readonly server: string;
}

interface Connection {
  readonly client: Client;
  readonly tools: readonly ToolDescription[];
}

/**
 * Connects to each server in turn and reads its tools once.
 * Throws where a server does not answer or two servers offer a tool of the same name: both are faults of the program.
 */
export async function connectTools(
  servers: Iterable<InMemoryServer> | AsyncIterable<InMemoryServer>,
  audit: Audit = NO_AUDIT,
): Promise<ConnectedTools> {
  const connections: Connection[] = [];
  for await (const server of servers) connections.push(await connect(server));
  const owners = new Map<string, Owner>();
  for (const { client, tools } of connections) {
    for (const { name, server } of tools) {
      if (owners.has(name)) throw new Error(`Two servers offer a tool named ${name}.`);
      owners.set(name, { client, server });
    }
  }
  const descriptions = connections.flatMap(({ tools }) => tools);
  return {
    list: async () => descriptions,
    call: (tool, args, options) => {
      const owner = owners.get(tool);
      if (owner === undefined) return Promise.resolve(unknownTool(tool, owners.keys()));
      const { client, server } = owner;
      return duringTool(audit, { tool, server }, args, () =>
        clientCall(client, tool, args, options),
      );
    },
    close: async () => {
      for (const { client } of connections.toReversed()) await client.close();
    },
  };
}

async function connect(server: InMemoryServer): Promise<Connection> {
  const [here, there] = InMemoryTransport.createLinkedPair();
  await server.connect(there);
  const client = new Client(
    { name: 'troubleshoot', version: '1' },
    { jsonSchemaValidator: lateValidation() },
  );
  const options = { timeout: CONNECT_TIMEOUT_MS };
  await client.connect(here, options);
  const { tools } = await client.listTools(undefined, options);
  const serverName = client.getServerVersion()?.name ?? 'unnamed';
  return { client, tools: tools.map((tool) => describe(tool, serverName)) };
}

function describe(tool: Tool, server: string): ToolDescription {
  return {
    name: tool.name,
    server,
    description: tool.description ?? '',
    readOnly: tool.annotations?.readOnlyHint ?? false,
    inputSchema: tool.inputSchema,
  };
}

function unknownTool(tool: string, known: Iterable<string>): ToolResult {
  const names = [...known];
  const near = didYouMean(tool, names);
  const help = near === null ? `There are: ${names.join(', ')}.` : `Did you mean ${near}?`;
  return protocolFault(`There is no tool named "${tool}". ${help}`);
}
