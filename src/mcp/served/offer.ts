// Registers what is served on an MCP server: tools with both schemas, prompts and resources with their pages.
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  type CallToolResult,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { callOf } from './call.ts';
import { pageOf } from './page.ts';
import type {
  ResourceEntry,
  Served,
  ServedPrompts,
  ServedResources,
  ServedTool,
} from './served.ts';

/** The code of MCP for a resource that is not there. */
const RESOURCE_NOT_FOUND = -32002;

/** The servers of all clients: what is new for one of them is new for each. */
export type Peers = Set<McpServer>;

/** Before the server is connected, which becomes one of `peers`. */
export function offer(
  server: McpServer,
  { tools, prompts, resources }: Served,
  peers: Peers,
): void {
  peers.add(server);
  for (const tool of tools) offerTool(server, tool, peers);
  offerPrompts(server, prompts);
  offerResources(server, resources);
}

function offerTool(server: McpServer, tool: ServedTool, peers: Peers): void {
  const { name, title, description, input, output, annotations } = tool;
  const config = { title, description, inputSchema: input, outputSchema: output, annotations };
  server.registerTool(name, config, async (args, extra) => {
    const answer = await tool.run(args, callOf(server, extra));
    if (answer.fault !== null) return failed(answer.fault);
    const { content, text, links } = answer;
    if (links.length > 0) tellOfResources(peers);
    return {
      content: [{ type: 'text', text: text ?? JSON.stringify(content) }, ...links.map(linkOf)],
      structuredContent: { ...content },
    };
  });
}

function tellOfResources(peers: Peers): void {
  for (const peer of peers) {
    // A client that went away has no use for it.
    peer.server.sendResourceListChanged().catch(() => peers.delete(peer));
  }
}

const failed = (text: string): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text }],
});

const linkOf = (entry: ResourceEntry) => ({ type: 'resource_link' as const, ...entry });

function offerPrompts({ server }: McpServer, prompts: ServedPrompts): void {
  server.registerCapabilities({ prompts: {} });
  server.setRequestHandler(ListPromptsRequestSchema, async ({ params }) => {
    const { items, next } = pageOf(await prompts.list(), params?.cursor);
    const listed = items.map((prompt) => ({ ...prompt, arguments: [...prompt.arguments] }));
    return { prompts: listed, ...next };
  });
  server.setRequestHandler(GetPromptRequestSchema, async ({ params }) => {
    const rendered = await prompts.render(params.name, params.arguments ?? {});
    if (rendered.fault !== null) throw new McpError(ErrorCode.InvalidParams, rendered.fault);
    const { description, text } = rendered;
    return { description, messages: [{ role: 'user', content: { type: 'text', text } }] };
  });
}

function offerResources({ server }: McpServer, resources: ServedResources): void {
  server.registerCapabilities({ resources: { listChanged: true } });
  server.setRequestHandler(ListResourcesRequestSchema, async ({ params }) => {
    const { items, next } = pageOf(await resources.list(), params?.cursor);
    return { resources: [...items], ...next };
  });
  server.setRequestHandler(ListResourceTemplatesRequestSchema, async () => ({
    resourceTemplates: [],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    const found = await resources.read(uri);
    if (found === null)
      throw new McpError(RESOURCE_NOT_FOUND, `There is no resource ${uri}`, { uri });
    return { contents: [found] };
  });
}
