// Errors of a Messages client as faults that the loop understands: by status, else by the type that the server names.
import { ModelFault, type ModelFaultKind } from './model.ts';

const MAX_MESSAGE_CHARS = 300;

/** Types that come without a status, inside of a stream. */
const BY_TYPE: Readonly<Record<string, ModelFaultKind>> = {
  overloaded_error: 'retry',
  rate_limit_error: 'retry',
  api_error: 'retry',
  timeout_error: 'retry',
  authentication_error: 'credentials',
  permission_error: 'credentials',
  billing_error: 'credentials',
  not_found_error: 'not-found',
  request_too_large: 'too-long',
  invalid_request_error: 'refused-request',
};

/** How servers say that a request is longer than the model can read. */
const TOO_LONG =
  /prompt is too long|context (?:length|window|size)|too many (?:input )?tokens|exceeds? .{0,40}(?:context|maximum)/i;

/** A fault of the client as a ModelFault; one that has no status and no type is a cut connection. */
export function faultOf(thrown: unknown): ModelFault {
  const own = modelFaultIn(thrown);
  if (own !== null) return own;
  const { status, type, headers } = partsOf(thrown);
  const message = messageOf(thrown);
  const kind = status === null ? (BY_TYPE[type ?? ''] ?? 'retry') : kindOf(status, message);
  return new ModelFault(kind, message, retryAfterOf(headers));
}

/** The client wraps what its fetch throws. */
function modelFaultIn(thrown: unknown): ModelFault | null {
  let fault = thrown;
  for (let depth = 0; depth < MAX_CAUSES && fault instanceof Error; depth++, fault = fault.cause)
    if (fault instanceof ModelFault) return fault;
  return null;
}

const MAX_CAUSES = 4;

function kindOf(status: number, message: string): ModelFaultKind {
  if (status === 413) return 'too-long';
  if (status === 400 || status === 422)
    return TOO_LONG.test(message) ? 'too-long' : 'refused-request';
  if (status === 401 || status === 402 || status === 403) return 'credentials';
  if (status === 404) return 'not-found';
  if (status === 408 || status === 409 || status === 429 || status >= 500) return 'retry';
  return 'refused-request';
}

interface Parts {
  readonly status: number | null;
  readonly type: string | null;
  readonly headers: { get(name: string): string | null } | null;
}

function partsOf(thrown: unknown): Parts {
  if (typeof thrown !== 'object' || thrown === null)
    return { status: null, type: null, headers: null };
  const { status, type, headers } = thrown as Record<string, unknown>;
  return {
    status: typeof status === 'number' ? status : null,
    type: typeof type === 'string' ? type : null,
    headers: headers instanceof Headers ? headers : null,
  };
}

/** The message, and what caused it where that is another one: "Connection error." alone says little. */
function messageOf(thrown: unknown): string {
  const said = (thrown as { apiMessage?: unknown } | null)?.apiMessage;
  if (typeof said === 'string' && said !== '') return said.slice(0, MAX_MESSAGE_CHARS);
  const texts: string[] = [];
  for (let fault = thrown; fault instanceof Error && texts.length < 3; fault = fault.cause)
    if (!texts.includes(saidBy(fault))) texts.push(saidBy(fault));
  const told = texts.filter((one) => one !== '');
  const text = texts.length === 0 ? String(thrown) : told.map(beforeColon).join(': ');
  return text.slice(0, MAX_MESSAGE_CHARS);
}

/** A name with several addresses fails with a fault for each, and says nothing itself. */
function saidBy(fault: Error): string {
  const [first] = fault instanceof AggregateError ? fault.errors : [];
  return fault.message === '' && first instanceof Error ? first.message : fault.message;
}

/** All but the last without their full stop. */
const beforeColon = (text: string, at: number, all: readonly string[]) =>
  at === all.length - 1 ? text : text.replace(/[.:]$/, '');

/** `retry-after-ms`, or `retry-after` in seconds. */
function retryAfterOf(headers: Parts['headers']): number | null {
  const ms = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(ms) && ms >= 0) return ms;
  const seconds = Number.parseFloat(headers?.get('retry-after') ?? '');
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}
