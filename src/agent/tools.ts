// The tool port: how code and models call tools, whoever serves them. Its adapter is the MCP host.

/** What a server says of a tool, in MCP's words. */
export interface ToolDescription {
  readonly name: string;
  readonly server: string;
  readonly description: string;
  readonly readOnly: boolean;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** Faults of the world are results with `isError`, never exceptions. */
export interface ToolResult {
  readonly isError: boolean;
  /** Structured content; null where the server gave none or the call failed. */
  readonly content: unknown;
  /** The text content: for errors, what happened in the server's words. */
  readonly text: string;
  /** AWS's error name (`AccessDeniedException`), `Timeout`, `Aborted`, `ServerGone` or `ProtocolError`; null on success. */
  readonly errorCode: string | null;
  /** AWS request id, where the server passes it on. */
  readonly requestId: string | null;
  /** How far the clock of the service was ahead of this machine's, in milliseconds; left out where it did not tell. */
  readonly clockAheadMs?: number;
}

export interface ToolCallOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** The answer that an earlier process of the same run got to this call: it stands, and nobody is asked. */
  readonly onRecord?: ToolResult;
}

/** Tools of somebody; all of them may be called. */
export interface Tools {
  list(): Promise<readonly ToolDescription[]>;
  call(
    name: string,
    args: Readonly<Record<string, unknown>>,
    options: ToolCallOptions,
  ): Promise<ToolResult>;
}

/** Nobody's tools. */
export const NO_TOOLS: Tools = {
  list: async () => [],
  call: async (name) => ({
    isError: true,
    content: null,
    text: `There is no tool named "${name}".`,
    errorCode: 'ProtocolError',
    requestId: null,
  }),
};
