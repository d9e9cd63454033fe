// What goes with every call that leaves the program: the name it is made under, and the audit that is told of it. A call
// can so be found again in the logs of whoever answered it.

export interface Outgoing {
  readonly caller: Caller;
  readonly audit: Audit;
}

/** Who calls: this program, and the run that it calls for. */
export interface Caller {
  readonly version: string;
  /** null where there is no run: a list of servers, a query of the command line. */
  readonly runId: string | null;
}

/** Told of each call when it begins, and of its end by what `begin` gives back. */
export interface Audit {
  begin(call: OutgoingCall): (end: CallEnd) => void;
}

export interface OutgoingCall {
  /** The tool that the call is made for; null where it is made for none. */
  readonly tool: string | null;
  /** The MCP server that has the tool; null where there is no tool. */
  readonly server: string | null;
  /** `logs:StartQuery` of AWS, `tools/call` of MCP. */
  readonly operation: string;
  /** AWS region; null for calls of MCP. */
  readonly region: string | null;
  /** As they were sent. */
  readonly parameters: unknown;
}

export interface CallEnd {
  /** `ok`, or the name of the fault. */
  readonly outcome: string;
  /** Of AWS; null where it gave none. */
  readonly requestId: string | null;
  /** Requests that were sent: 0 where the call was refused before it left, null where nobody knows. */
  readonly attempts: number | null;
}

/** Where nobody keeps account. */
export const NO_AUDIT: Audit = { begin: () => () => {} };

/** A call under the name of a version alone, for nobody's account. */
export const unaccounted = (version: string): Outgoing => ({
  caller: { version, runId: null },
  audit: NO_AUDIT,
});

const PROGRAM = 'troubleshoot';

/** `troubleshoot/1.2.3 run/4f2a9c`, as a User-Agent header says it. */
export function userAgentOf({ version, runId }: Caller): string {
  return `${PROGRAM}/${version}${runId === null ? '' : ` run/${runId}`}`;
}

/** The same in AWS's form of a name for an application: one word of at most 50 characters. */
export function appIdOf({ version, runId }: Caller): string {
  const words = [PROGRAM, version, ...(runId === null ? [] : ['run', runId])];
  return words
    .join('-')
    .replace(/[^A-Za-z0-9.-]/g, '-')
    .slice(0, MAX_APP_ID_CHARS);
}

const MAX_APP_ID_CHARS = 50;
