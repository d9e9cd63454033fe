// Who may talk to the endpoint: callers that know this run's access key id (a standing server: that
// sign at all), and no web page. Pages can make a
// browser post to 127.0.0.1, but not without an Origin header or, after DNS rebinding, a foreign Host.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Denial {
  readonly httpStatus: number;
  readonly code: string;
  readonly message: string;
}

/** Where the endpoint listens and whom it answers. */
export interface Door {
  readonly port: number;
  /** Whether only this machine reaches it; then the Host header must name it. */
  readonly isLoopback: boolean;
  /** null: anybody who signs, with whatever key. */
  readonly accessKeyId: string | null;
}

/** `AWS4-HMAC-SHA256 Credential=<access key id>/<date>/<region>/<service>/aws4_request, …` */
const CREDENTIAL =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]{1,128})\/\d{8}\/[\w-]{1,64}\/(?:logs|monitoring|cloudtrail)\/aws4_request(?:,|$)/;

/** Why the request is not answered, null where it is. The signature is not checked: the key id is the secret. */
export function denialOf(headers: IncomingHttpHeaders, door: Door): Denial | null {
  if (headers.origin !== undefined) {
    return {
      httpStatus: 403,
      code: 'AccessDeniedException',
      message: 'Requests of web pages are refused.',
    };
  }
  if (door.isLoopback && !LOCAL_HOST.test(withoutPort(headers.host ?? '', door.port))) {
    return {
      httpStatus: 403,
      code: 'AccessDeniedException',
      message: 'The Host header is not this endpoint.',
    };
  }
  return door.accessKeyId === null ? null : unsigned(headers, door.accessKeyId);
}

/** Names by which this machine reaches itself. */
const LOCAL_HOST = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/;

/** Whether who listens at this address is reached from this machine alone. */
export function isOwnMachine(address: string): boolean {
  return LOCAL_HOST.test(address.includes(':') ? `[${address}]` : address);
}

function withoutPort(host: string, port: number): string {
  return host.endsWith(`:${port}`) ? host.slice(0, -`:${port}`.length) : '';
}

function unsigned({ authorization }: IncomingHttpHeaders, accessKeyId: string): Denial | null {
  if (authorization === undefined) {
    return {
      httpStatus: 400,
      code: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    };
  }
  const given = CREDENTIAL.exec(authorization)?.[1];
  if (given !== undefined && isSame(given, accessKeyId)) return null;
  const message = 'The security token included in the request is invalid.';
  return { httpStatus: 400, code: 'UnrecognizedClientException', message };
}

/** Takes the same time wherever the texts differ. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
