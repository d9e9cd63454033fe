// What no longer exists of the servers that a file names, and what to do instead. Facts: AWS's migration notes of 2026.
import type { ServerConfig } from './server-config.ts';

const API_SERVER = 'awslabs.aws-api-mcp-server';
const PROXY = 'mcp-proxy-for-aws';
const MANAGED = /\baws-mcp\.[a-z0-9-]+\.api\.aws\b/;

/** One sentence or two for each server that has changed since its configuration was written. */
export function serverHints(servers: readonly ServerConfig[]): readonly string[] {
  const used = servers.filter(({ disabled }) => !disabled);
  return [...used.flatMap(hintsOf), ...togetherHint(used)];
}

function hintsOf(server: ServerConfig): readonly string[] {
  const { name } = server;
  const words = server.kind === 'stdio' ? [server.command, ...server.args] : [server.url];
  const managed = words.find((word) => MANAGED.test(word));
  const hints: string[] = [];
  if (words.some((word) => word.startsWith(API_SERVER)))
    hints.push(
      `${name}: AWS is ending the development of ${API_SERVER}; troubleshoot reads CloudWatch Logs by tools of its own.`,
    );
  if (managed !== undefined)
    hints.push(
      `${name}: AWS removed call_aws and the SOP tools from this server on 2026-08-31; troubleshoot brings SOPs and read-only tools itself.`,
    );
  if (managed !== undefined && words.some((word) => word.startsWith(PROXY)))
    hints.push(
      `${name}: no proxy is needed: "url": "${/https?:\S+/.exec(managed)?.[0] ?? managed}" is signed by troubleshoot itself.`,
    );
  const unpinned = words.find((word) => word.endsWith('@latest'));
  if (unpinned !== undefined)
    hints.push(`${name}: ${unpinned} runs whatever was published last; name a version.`);
  return hints;
}

function togetherHint(used: readonly ServerConfig[]): readonly string[] {
  const text = used.map((server) => JSON.stringify(server));
  const both =
    text.some((one) => one.includes(API_SERVER)) && text.some((one) => MANAGED.test(one));
  return both
    ? [`AWS advises against ${API_SERVER} beside its managed server: their tools overlap.`]
    : [];
}
