// What went wrong in a call to AWS, in AWS's words: a name that callers decide by, a message that people read.

export interface AwsFault {
  /** AWS's error name, or the code of a system fault such as ECONNREFUSED. */
  readonly name: string;
  readonly message: string;
  readonly requestId: string | null;
}

/** Names that say nothing, so that a system code beside them is the better one. */
const UNTELLING_NAMES = new Set(['Error', 'AggregateError', 'TypeError']);

export function faultOf(thrown: unknown): AwsFault {
  if (!(thrown instanceof Error)) {
    return { name: 'UnknownError', message: String(thrown), requestId: null };
  }
  const { code, $metadata, queryCompileError } = thrown as Error & AwsDetails;
  const name = UNTELLING_NAMES.has(thrown.name) && typeof code === 'string' ? code : thrown.name;
  const message = [thrown.message || name, ...compileErrorWords(queryCompileError, thrown.message)];
  return { name, message: message.join(' '), requestId: $metadata?.requestId ?? null };
}

interface AwsDetails {
  readonly code?: unknown;
  readonly $metadata?: { readonly requestId?: string };
  readonly queryCompileError?: CompileError;
}

interface CompileError {
  readonly location?: { readonly startCharOffset?: number; readonly endCharOffset?: number };
  readonly message?: string;
}

function compileErrorWords(error: CompileError | undefined, told: string): string[] {
  if (error === undefined) return [];
  const { location, message } = error;
  const where =
    location === undefined
      ? []
      : [`(characters ${location.startCharOffset} to ${location.endCharOffset} of the query)`];
  return message === undefined || told.includes(message) ? where : [message, ...where];
}
