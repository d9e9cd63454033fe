// The sessions of an HTTP server: a bounded number, each with an MCP server of its own. One that nobody uses any more is
// closed after a while, or when its place is needed.
import { randomUUID } from 'node:crypto';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

export const MAX_SESSIONS = 16;
/** A session without a request for so long is closed. */
const IDLE_MS = 30 * 60_000;
const SWEEP_MS = 60_000;

export interface Session {
  readonly transport: StreamableHTTPServerTransport;
  /** Says that a request is under way; the function that comes back, that it is over. */
  use(): () => void;
}

export interface Sessions {
  find(id: string): Session | null;
  /** null: all places are taken by clients that are connected. */
  open(): Promise<Session | null>;
  close(): Promise<void>;
}

interface Held extends Session {
  readonly server: McpServer;
  open: number;
  lastUsedMs: number;
}

export function createSessions(createServer: () => McpServer, now: () => number): Sessions {
  const held = new Set<Held>();
  const idle = () =>
    [...held].filter(({ open }) => open === 0).sort((a, b) => a.lastUsedMs - b.lastUsedMs);
  const end = async (session: Held) => {
    held.delete(session);
    await session.server.close();
  };
  const sweep = async () => {
    for (const session of idle()) if (now() - session.lastUsedMs > IDLE_MS) await end(session);
  };
  const timer = setInterval(() => void sweep(), SWEEP_MS);
  timer.unref();
  return {
    find: (id) => [...held].find(({ transport }) => transport.sessionId === id) ?? null,
    open: async () => {
      const [longest] = idle();
      if (held.size >= MAX_SESSIONS && longest !== undefined) await end(longest);
      if (held.size >= MAX_SESSIONS) return null;
      const server = createServer();
      const session = sessionOf(server, now);
      held.add(session);
      await server.connect(session.transport);
      server.server.onclose = () => held.delete(session);
      return session;
    },
    close: async () => {
      clearInterval(timer);
      for (const session of [...held]) await end(session);
    },
  };
}

function sessionOf(server: McpServer, now: () => number): Held {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID });
  const session: Held = {
    server,
    transport,
    open: 0,
    lastUsedMs: now(),
    use: () => {
      session.open++;
      return () => {
        session.open--;
        session.lastUsedMs = now();
      };
    },
  };
  return session;
}
