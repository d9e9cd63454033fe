// An MCP server as a configuration file describes it, its variables already replaced.

/** How long one call of a tool may take where a file says nothing, in milliseconds. */
export const DEFAULT_TIMEOUT_MS = 60_000;

interface ServerSettings {
  readonly name: string;
  readonly disabled: boolean;
  readonly timeoutMs: number;
  /** Tools that are never offered. */
  readonly disabledTools: readonly string[];
  /** Tools that the file's owner allows without being asked; `*` is all of them. */
  readonly approvedTools: readonly string[];
}

/** A child process that speaks MCP on its standard streams. */
export interface StdioServer extends ServerSettings {
  readonly kind: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | null;
  /** What is started, with its variables as names: for whoever is asked whether it may be. */
  readonly asWritten: string;
}

/** A server that speaks Streamable HTTP. */
export interface HttpServer extends ServerSettings {
  readonly kind: 'http';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: requests are not signed. */
  readonly sigv4: SigV4Settings | null;
  /** Whether something of the environment was put into its texts. */
  readonly usesVariables: boolean;
}

/** What AWS's signature needs beside credentials; null is found from the host name. */
export interface SigV4Settings {
  readonly service: string | null;
  readonly region: string | null;
  readonly profile: string | null;
}

export type ServerConfig = StdioServer | HttpServer;
