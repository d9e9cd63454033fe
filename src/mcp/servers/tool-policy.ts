// Which tools of a foreign server an investigation may call. A server's own word that a tool only reads is not enough;
// its word that a tool writes is.
import type { ServerConfig } from './server-config.ts';
import { MAX_SCHEMA_CHARS, type OpenedTool } from './server-link.ts';

export interface Ruling {
  readonly allowed: boolean;
  /** Why, for people. */
  readonly why: string;
}

/** AWS's public documentation server: what it offers only reads. */
const KNOWLEDGE_HOST = 'knowledge-mcp.global.api.aws';
const KNOWLEDGE_TOOLS = [
  'search_documentation',
  'read_documentation',
  'recommend',
  'list_regions',
  'get_regional_availability',
].map((name) => `aws___${name}`);

export function ruleOnTool(
  { name, writes, isTooLong }: Pick<OpenedTool, 'name' | 'writes' | 'isTooLong'>,
  server: ServerConfig,
): Ruling {
  if (matches(server.disabledTools, name)) return no('in disabledTools');
  if (writes) return no('its server says that it writes');
  if (isTooLong) return no(`its schema has more than ${MAX_SCHEMA_CHARS} characters`);
  if (matches(server.approvedTools, name)) return { allowed: true, why: 'in autoApprove' };
  if (isKnowledge(server) && KNOWLEDGE_TOOLS.includes(name))
    return { allowed: true, why: "AWS's documentation, read only" };
  return no(`not in autoApprove of ${server.name}`);
}

const no = (why: string): Ruling => ({ allowed: false, why });

const matches = (names: readonly string[], name: string) =>
  names.includes(name) || names.includes('*');

function isKnowledge(server: ServerConfig): boolean {
  return server.kind === 'http' && new URL(server.url).hostname === KNOWLEDGE_HOST;
}
