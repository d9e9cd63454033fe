// The sessions of an HTTP server: a bounded number, each with an MCP server of its own. One that nobody uses any more is
// closed after a while, or when its place is needed. A connection that breaks is no cancellation, as MCP has it: a client
// may come back. One that stays away cancels what it had asked for.
import { randomUUID } from 'node:crypto';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { RequestId } from '@modelcontextprotocol/sdk/types.js';

export const MAX_SESSIONS = 16;
/** A session without a request for so long is closed. */
const IDLE_MS = 30 * 60_000;
/** At most so long between two looks at the sessions. */
const SWEEP_MS = 60_000;
/** So often is looked at who has gone, while nothing is heard of them. */
const LOOKS = 6;

export interface Session {
  readonly transport: StreamableHTTPServerTransport;
  /** Says that a request is under way; the function that comes back, that it is over, and which calls it left unanswered. */
  use(): (unanswered: readonly RequestId[]) => void;
}

export interface Sessions {
  find(id: string): Session | null;
  /** null: all places are taken by clients that are connected. */
  open(): Promise<Session | null>;
  end(session: Session): Promise<void>;
  close(): Promise<void>;
}

interface Held extends Session {
  readonly server: McpServer;
  open: number;
  lastUsedMs: number;
  /** Calls whose connections broke before they were answered. */
  readonly unanswered: Set<RequestId>;
}

/** `goneMs`: how long a client may be away before its unanswered calls are cancelled. */
export function createSessions(
  createServer: () => McpServer,
  now: () => number,
  goneMs: number,
): Sessions {
  const held = new Set<Held>();
  const idle = () =>
    [...held].filter(({ open }) => open === 0).sort((a, b) => a.lastUsedMs - b.lastUsedMs);
  const end = async (session: Session) => {
    const found = [...held].find((one) => one === session);
    if (found === undefined) return;
    held.delete(found);
    await found.server.close();
  };
  const sweep = async () => {
    for (const session of idle()) {
      const awayMs = now() - session.lastUsedMs;
      if (awayMs >= goneMs) cancelUnanswered(session);
      if (awayMs > IDLE_MS) await end(session);
    }
  };
  const timer = setInterval(() => void sweep(), Math.min(SWEEP_MS, goneMs / LOOKS));
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
    end,
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
    unanswered: new Set(),
    use: () => {
      session.open++;
      return (unanswered) => {
        session.open--;
        session.lastUsedMs = now();
        for (const id of unanswered) session.unanswered.add(id);
      };
    },
  };
  return session;
}

/** As if the client had said so; what has ended by now is left alone. */
function cancelUnanswered({ transport, unanswered }: Held): void {
  for (const requestId of unanswered) {
    const params = { requestId, reason: 'the client has gone' };
    transport.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
  }
  unanswered.clear();
}
