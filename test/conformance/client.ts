// Our MCP client as the conformance suite starts it: with the URL of a server, the scenario in the environment.
import { unaccounted } from '../../src/base/outgoing.ts';
import { openServers } from '../../src/mcp/servers/foreign-servers.ts';
import type { ServerConfig } from '../../src/mcp/servers/server-config.ts';

const TIMEOUT_MS = 10_000;

const config: ServerConfig = {
  kind: 'http',
  name: 'conformance',
  url: process.argv.at(-1) ?? '',
  headers: {},
  sigv4: null,
  usesVariables: false,
  disabled: false,
  timeoutMs: TIMEOUT_MS,
  disabledTools: [],
  approvedTools: ['*'],
};
const surroundings = {
  environment: {},
  region: null,
  outgoing: unaccounted('0.0.0'),
  identityOf: () => {
    throw new Error('Nothing is signed here.');
  },
};
const { signal } = new AbortController();
const { servers, close } = await openServers([config], [], surroundings, signal);
const fault = servers[0]?.fault ?? null;
// The only tool of a scenario that has one: adds two numbers, or answers after its stream was cut.
const [tool] = servers[0]?.tools ?? [];
const result = await tool?.call({ a: 5, b: 3 }, { signal, timeoutMs: TIMEOUT_MS });
await close();
process.stdout.write(`${JSON.stringify({ fault, result })}\n`);
process.exitCode = fault === null && result?.isError !== true ? 0 : 1;
