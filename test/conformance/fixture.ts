// The tools, prompts and resources that the conformance suite asks for by name, behind the adapter that serves ours.
import { setTimeout as wait } from 'node:timers/promises';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { serveOnHttp } from '../../src/mcp/serve-http.ts';
import { offer } from '../../src/mcp/served/offer.ts';
import { type Served, servedTool } from '../../src/mcp/served/served.ts';

export const TOKEN = 'token-of-the-conformance-fixture';

const described = (name: string) => ({
  name,
  title: name,
  description: `${name} of the conformance suite`,
  output: z.object({ said: z.string() }),
});
const nothing = z.object({});
const said = (text: string) => ({ content: { said: text }, text });

const FIXTURE: Served = {
  tools: [
    servedTool({
      ...described('test_simple_text'),
      input: nothing,
      run: async () => said('This is a simple text response for testing.'),
    }),
    servedTool({
      ...described('test_error_handling'),
      input: nothing,
      run: async () => ({ fault: 'This tool intentionally returns an error for testing' }),
    }),
    servedTool({
      ...described('test_tool_with_progress'),
      input: nothing,
      run: async (_, { progress }) => {
        for (const done of [0, 50, 100]) {
          progress({ done, of: 100, text: `${done} of 100` });
          await wait(50);
        }
        return said('done');
      },
    }),
    servedTool({
      ...described('test_elicitation'),
      input: z.object({ message: z.string() }),
      run: async ({ message }, { ask }) => {
        if (ask === null) return { fault: 'This client cannot ask.' };
        const fields = ['username', 'email'].map((name) => ({
          name,
          title: name,
          description: name,
          kind: 'text' as const,
          byDefault: null,
        }));
        return said(`User response: ${JSON.stringify(await ask({ message, fields }))}`);
      },
    }),
  ],
  prompts: {
    list: async () => [
      {
        name: 'test_simple_prompt',
        title: 'A simple prompt',
        description: 'without arguments',
        arguments: [],
      },
      {
        name: 'test_prompt_with_arguments',
        title: 'A prompt with arguments',
        description: 'with two',
        arguments: ['arg1', 'arg2'].map((name) => ({ name, description: name, required: true })),
      },
    ],
    render: async (name, { arg1, arg2 }) => ({
      fault: null,
      description: name,
      text:
        name === 'test_simple_prompt'
          ? 'This is a simple prompt for testing.'
          : `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`,
    }),
  },
  resources: {
    list: async () => [
      {
        uri: 'test://static-text',
        name: 'static text',
        description: 'a text',
        mimeType: 'text/plain',
      },
    ],
    read: async (uri) => ({
      uri,
      mimeType: 'text/plain',
      text: 'This is the content of the static text resource.',
    }),
  },
};

export async function startFixture() {
  const abort = new AbortController();
  let done: Promise<void> = Promise.resolve();
  const peers = new Set<McpServer>();
  const create = () => {
    const server = new McpServer({ name: 'fixture', version: '1' });
    offer(server, FIXTURE, peers);
    return server;
  };
  const url = await new Promise<string>((resolve, reject) => {
    const { signal } = abort;
    done = serveOnHttp(create, {
      port: 0,
      token: TOKEN,
      goneMs: 30_000,
      onListening: resolve,
      signal,
    });
    done.catch(reject);
  });
  return {
    url,
    close: () => {
      abort.abort();
      return done;
    },
  };
}
